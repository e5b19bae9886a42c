#pragma once

#include <memory>
#include <string_view>

#include "store_fixture.h"

// A store with something in its base and in its log, for tests that take away from it.
namespace app::store {

inline constexpr int rows_in_bulk = 400;

inline Result<void> remember(Store& store, std::string_view name)
{
    return store.database().execute("INSERT OR REPLACE INTO setting VALUES (?1, 'x')", name);
}

inline std::int64_t remembered(Store& store)
{
    return must(store.database().number("SELECT count(*) FROM setting"));
}

// More than the log may hold at rest, in a few commits.
inline void write_bulk(Browser& browser, Store& store)
{
    for (int row = 0; row < rows_in_bulk; ++row) {
        must(store.database().execute(
            "INSERT OR REPLACE INTO setting VALUES ('bulk ' || ?1, hex(randomblob(12000)) || ?1)",
            std::int64_t{row}));
        if (row % 50 == 49) must(browser.persist(store));
    }
}

// A database whose base and log both hold something.
inline void live(Browser& browser)
{
    const std::unique_ptr<Store> store = browser.open();
    write_bulk(browser, *store);
    browser.idle(60'000);
    must(remember(*store, "in the log"));
    must(browser.persist(*store));
}

inline void expect_all(Browser& browser, StoreHistory history)
{
    const std::unique_ptr<Store> store = browser.open();
    EXPECT_EQ(store->access(), StoreAccess::writer);
    EXPECT_EQ(store->history(), history);
    EXPECT_EQ(remembered(*store), rows_in_bulk + 1);
    EXPECT_EQ(std::get<0>(*must(store->database().first<std::string>("PRAGMA integrity_check"))), "ok");
    must(remember(*store, "still writing"));
    must(browser.persist(*store));
    browser.idle(60'000);
}

}  // namespace app::store
