#pragma once

#include <memory>

#include "base/loop.h"
#include "base/random.h"
#include "store/database.h"
#include "store/page_vfs.h"

struct sqlite3_backup;

namespace app::store {

// A private database in memory whose image can be looked at and filled in.
class MemoryDatabase {
public:
    // Empty. An image is written before open().
    static Result<std::unique_ptr<MemoryDatabase>> create(Random& random);
    MemoryDatabase(const MemoryDatabase&) = delete;
    MemoryDatabase& operator=(const MemoryDatabase&) = delete;

    PageImage& image() { return m_vfs->image(); }
    Result<void> open();
    // After open() succeeded.
    Database& database() { return *m_database; }

private:
    explicit MemoryDatabase(std::unique_ptr<PageVfs> vfs) : m_vfs(std::move(vfs)) {}

    std::unique_ptr<PageVfs> m_vfs;
    std::unique_ptr<Database> m_database;  // closed before its file system goes
};

// Replaces the whole content of one database by that of another, in one transaction of `to`, which ends with
// the last step or is rolled back. Both outlive this, and neither has a transaction open when a step is made.
// What is changed in `from` between steps, through the same Database, becomes part of the copy.
class DatabaseCopy {
public:
    static Result<DatabaseCopy> begin(Database& from, Database& to);
    DatabaseCopy(DatabaseCopy&& other) noexcept;
    DatabaseCopy& operator=(DatabaseCopy&&) = delete;
    ~DatabaseCopy();

    // Copies this many pages, all when negative; true when nothing is left.
    [[nodiscard]] Result<bool> step(int pages);

private:
    DatabaseCopy(sqlite3_backup* backup, Database& to) : m_backup(backup), m_to(&to) {}

    sqlite3_backup* m_backup;
    Database* m_to;
};

// A copy of the database as it was committed at one moment during this call. Gives way to other work, which
// may go on changing the database. Every block of the image must be there.
[[nodiscard]] Task<std::unique_ptr<MemoryDatabase>> take_snapshot(Loop& loop, Random& random,
                                                                  Database& database);

}  // namespace app::store
