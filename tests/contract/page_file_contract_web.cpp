#include <emscripten.h>

#include "base/loop.h"
#include "base/task_group.h"
#include "contract/page_file_contract.h"
#include "store/idb_pages.h"

// Runs the page file's contract on IndexedDB, each check on a database of its own, and leaves the answers in the
// page's `contractResults`: [{name, error}], with an empty error when the promise holds.

EM_JS(void, report_check, (const char* name, const char* error), {
    globalThis.contractResults = globalThis.contractResults || [];
    globalThis.contractResults.push({name : UTF8ToString(name), error : UTF8ToString(error)});
});

EM_JS_DEPS(contract, "$UTF8ToString");

namespace app {
namespace {

// No check asks what day it is.
class BrowserTime final : public Clock {
public:
    Timestamp now() const override { return {0}; }
    MonotonicTime monotonic() const override { return {emscripten_get_now()}; }
};

void run_slice(void* context)
{
    constexpr double slice_ms = 8;
    auto& loop = *static_cast<Loop*>(context);
    if (loop.run_ready(slice_ms)) emscripten_async_call(run_slice, context, 0);
}

void wake(void* context)
{
    emscripten_async_call(run_slice, context, 0);
}

Task<> run_all(Loop& loop)
{
    for (const testing::PageFileCheck& check : testing::page_file_contract) {
        const std::string database = std::string("contract-") + check.name;
        const Result<void> result =
            co_await outcome(check.run([&loop, database] { return store::open_idb_pages(loop, database); }));
        report_check(check.name,
                     result ? "" : (result.error().message + " " + result.error().detail).c_str());
    }
    report_check("end", "");
}

}  // namespace
}  // namespace app

int main()
{
    // They live as long as the page: main() returns at once.
    static const app::BrowserTime clock;
    static app::Loop loop(clock);
    static app::TaskGroup tasks(
        [](const std::string&, const app::Error& error) { report_check("run", error.message.c_str()); });
    loop.set_wake(app::wake, &loop);
    tasks.start("contract", app::run_all(loop));
    return 0;
}
