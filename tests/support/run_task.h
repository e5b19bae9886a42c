#pragma once

#include "base/loop.h"
#include "base/task.h"
#include "support/fake_clock.h"

namespace app::testing {

// Runs the task to its end, moving time to each timer as soon as nothing is ready. A task that
// waits for something that never comes gives `cancelled`.
template <class T>
Result<T> run_task(Loop& loop, FakeClock& clock, Task<T> task)
{
    constexpr double slice_ms = 8;
    task.start();
    while (!task.done()) {
        if (loop.run_ready(slice_ms) || task.done()) continue;
        const auto due = loop.next_due();
        if (!due) return failed(ErrorKind::cancelled, "the task waits for nothing that can come");
        clock.advance_to(*due);
    }
    return task.promise().take();
}

}  // namespace app::testing
