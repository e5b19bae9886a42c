#include "contract/contract_page_web.h"
#include "contract/page_file_contract.h"
#include "store/idb_pages.h"

// Runs the page file's contract on IndexedDB, each check on a database of its own.

namespace app {
namespace {

Task<> run_all(Loop& loop)
{
    for (const testing::PageFileCheck& check : testing::page_file_contract) {
        const std::string database = std::string("contract-") + check.name;
        const Result<void> result =
            co_await outcome(check.run([&loop, database] { return store::open_idb_pages(loop, database); }));
        testing::report(check.name, result);
    }
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
