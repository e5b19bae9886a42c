#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "base/loop.h"
#include "store/memory_pages.h"
#include "store/memory_tab_feed.h"
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
    // Opened and loaded.
    Result<std::unique_ptr<Store>> try_open()
    {
        std::unique_ptr<Store> store = TRY(begin_to_open());
        TRY(testing::run_task(loop, clock, store->loaded()));
        return store;
    }
    // Opened only.
    Result<std::unique_ptr<Store>> begin_to_open()
    {
        auto file = std::make_unique<MemoryPages>(loop, disk, delay_ms);
        pages = file.get();
        std::unique_ptr<MemoryPages> second;
        if (second_disk) second = std::make_unique<MemoryPages>(loop, second_disk, delay_ms);
        second_pages = second.get();
        return testing::run_task(loop, clock,
                                 Store::open({.loop = loop,
                                              .random = random,
                                              .pages = std::move(file),
                                              .second_pages = std::move(second),
                                              .lock = std::make_unique<MemoryTabLock>(loop, lock),
                                              .observer = observer,
                                              .tripwire = std::make_unique<MemoryTripwire>(known),
                                              .feed = std::make_unique<MemoryTabFeed>(listeners)}));
    }
    Result<void> persist(Store& store, Durability durability = Durability::every_copy)
    {
        return testing::run_task(loop, clock, store.persisted(durability));
    }
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
    std::shared_ptr<MemoryDisk> second_disk;  // none: one copy
    double delay_ms = 5;
    std::shared_ptr<SharedTabLock> lock = std::make_shared<SharedTabLock>();
    std::shared_ptr<DatabaseMark> known = std::make_shared<DatabaseMark>();
    std::shared_ptr<MemoryTabFeed::Listeners> listeners = std::make_shared<MemoryTabFeed::Listeners>();
    SaveObserver* observer = nullptr;
    MemoryPages* pages = nullptr;  // of the tab that was opened last
    MemoryPages* second_pages = nullptr;
};

}  // namespace app::store
