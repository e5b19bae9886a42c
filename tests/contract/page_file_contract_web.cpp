#include <span>

#include "contract/contract_page_web.h"
#include "contract/page_file_contract.h"
#include "store/file_pages.h"
#include "store/idb_pages.h"
#include "store/opfs_directory_web.h"

// Runs the page file's contract on IndexedDB and on the browser's private files, or only on the one that the address
// names ("#IndexedDB"), each check on a database or a folder of its own.

EM_JS(int, is_wanted, (const char* body),
      { return !location.hash || location.hash.slice(1) == UTF8ToString(body); });

namespace app {
namespace {

using OpenNamed = std::unique_ptr<store::PageFile> (*)(Loop& loop, const std::string& name);

std::unique_ptr<store::PageFile> open_database(Loop& loop, const std::string& name)
{
    return store::open_idb_pages(loop, name);
}

std::unique_ptr<store::PageFile> open_folder(Loop& loop, const std::string& name)
{
    return std::make_unique<store::FilePages>(loop, store::open_opfs_directory(loop, name));
}

// Rewrites its files at every opportunity.
std::unique_ptr<store::PageFile> open_busy_folder(Loop& loop, const std::string& name)
{
    constexpr store::FilePagesLimits limits = {.slack_bytes = 1, .slice_bytes = 100'000};
    return std::make_unique<store::FilePages>(loop, store::open_opfs_directory(loop, name), limits);
}

Task<> run_checks(Loop& loop, std::string body, OpenNamed open,
                  std::span<const testing::PageFileCheck> checks)
{
    if (is_wanted(body.c_str()) == 0) co_return;
    for (const testing::PageFileCheck& check : checks) {
        const std::string name = body + "." + check.name;
        const Result<void> result =
            co_await outcome(check.run([&loop, open, name] { return open(loop, name); }));
        testing::report(name.c_str(), result);
    }
}

Task<> run_all(Loop& loop)
{
    co_await run_checks(loop, "IndexedDB", open_database, testing::page_file_contract);
    co_await run_checks(loop, "IndexedDB", open_database, testing::shared_page_file_contract);
    co_await run_checks(loop, "Files", open_folder, testing::page_file_contract);
    co_await run_checks(loop, "BusyFiles", open_busy_folder, testing::page_file_contract);
    report_check("end", "");
}

}  // namespace
}  // namespace app

int main()
{
    static app::testing::ContractPage page;
    page.start(app::run_all(page.loop));
    return 0;
}
