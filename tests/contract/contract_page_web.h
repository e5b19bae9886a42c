#pragma once

#include <emscripten.h>

#include <algorithm>
#include <cmath>

#include "base/loop.h"
#include "base/task_group.h"

// What a program that checks a contract in the browser needs: a loop, and a place for its answers, the page's
// `contractResults`: [{name, error}], with an empty error when the promise holds, and "end" as the last name.
// Included by one source of a program.

EM_JS(void, report_check, (const char* name, const char* error), {
    globalThis.contractResults = globalThis.contractResults || [];
    globalThis.contractResults.push({name : UTF8ToString(name), error : UTF8ToString(error)});
});

EM_JS_DEPS(contract, "$UTF8ToString");

namespace app::testing {

// No check asks what day it is.
class BrowserTime final : public Clock {
public:
    Timestamp now() const override { return {0}; }
    MonotonicTime monotonic() const override { return {emscripten_get_now()}; }
};

// Lives as long as the page: main() returns at once.
class ContractPage {
public:
    ContractPage() { loop.set_wake(wake, &loop); }
    void start(Task<> checks) { tasks.start("contract", std::move(checks)); }

    const BrowserTime clock;
    Loop loop{clock};
    TaskGroup tasks{
        [](const std::string&, const Error& error) { report_check("run", error.message.c_str()); }};

private:
    static void run_slice(void* context)
    {
        constexpr double slice_ms = 8;
        auto& running = *static_cast<Loop*>(context);
        const bool more = running.run_ready(slice_ms);
        const auto due = running.next_due();
        if (!more && !due) return;
        const double delay_ms = more ? 0 : due->ms - running.clock().monotonic().ms;
        emscripten_async_call(run_slice, context, static_cast<int>(std::ceil(std::max(delay_ms, 0.0))));
    }
    static void wake(void* context) { emscripten_async_call(run_slice, context, 0); }
};

inline void report(const char* name, const Result<void>& result)
{
    report_check(name, result ? "" : (result.error().message + " " + result.error().detail).c_str());
}

}  // namespace app::testing
