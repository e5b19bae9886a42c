#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "base/loop.h"
#include "store/memory_pages.h"
#include "store/memory_tab_lock.h"
#include "store/memory_tripwire.h"
#include "store/migrations.h"
#include "store/store.h"
#include "support/fake_clock.h"
#include "support/run_task.h"
#include "support/seeded_random.h"

namespace app::store {

// The value of a Result that must be there; ends the test program's run with the reason otherwise.
template <class T>
T must(Result<T> result, std::source_location where = std::source_location::current())
{
    if (!result) {
        ADD_FAILURE_AT(where.file_name(), static_cast<int>(where.line()))
            << name_of(result.error().kind) << ": " << result.error().message << " (" << result.error().detail
            << ")";
        std::abort();
    }
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

// A fresh database in memory with the present schema.
inline std::unique_ptr<Database> migrated_database()
{
    std::unique_ptr<Database> database = must(Database::open(":memory:", ""));
    must(migrate(*database));
    return database;
}

// One imagined browser: time, a disk that survives, and tabs that come and go.
class Browser {
public:
    std::unique_ptr<Store> open() { return must(try_open()); }
    Result<std::unique_ptr<Store>> try_open(double flush_delay_ms = 5)
    {
        auto file = std::make_unique<MemoryPages>(loop, disk, flush_delay_ms);
        pages = file.get();
        return testing::run_task(loop, clock,
                                 Store::open({.loop = loop,
                                              .random = random,
                                              .pages = std::move(file),
                                              .lock = std::make_unique<MemoryTabLock>(loop, lock),
                                              .observer = observer,
                                              .tripwire = std::make_unique<MemoryTripwire>(known_commit)}));
    }
    Result<void> persist(Store& store) { return testing::run_task(loop, clock, store.persisted()); }
    // Lets timers pass as on a page that nobody touches.
    void idle(double duration_ms)
    {
        const double end = clock.elapsed_ms() + duration_ms;
        while (true) {
            while (loop.run_ready(1000)) {}
            const auto due = loop.next_due();
            if (!due || due->ms > end) break;
            clock.advance_to(*due);
        }
        clock.advance_to({end});
    }

    testing::FakeClock clock;
    Loop loop{clock};
    testing::SeededRandom random{1};
    std::shared_ptr<MemoryDisk> disk = std::make_shared<MemoryDisk>();
    std::shared_ptr<SharedTabLock> lock = std::make_shared<SharedTabLock>();
    std::shared_ptr<std::int64_t> known_commit = std::make_shared<std::int64_t>(0);
    SaveObserver* observer = nullptr;
    MemoryPages* pages = nullptr;  // of the tab that was opened last
};

}  // namespace app::store
