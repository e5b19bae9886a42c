#include "store/database_copy.h"

#include <sqlite3.h>

#include <utility>

#include "base/assert.h"

namespace app::store {

namespace {

constexpr int pages_per_step = 64;  // a quarter of a megabyte: well below a millisecond

}  // namespace

Result<std::unique_ptr<MemoryDatabase>> MemoryDatabase::create(Random& random)
{
    std::unique_ptr<PageVfs> vfs = TRY(PageVfs::create("copy-" + make_uuid(random)));
    return std::unique_ptr<MemoryDatabase>(new MemoryDatabase(std::move(vfs)));
}

Result<void> MemoryDatabase::open()
{
    m_database = TRY(Database::open("main", m_vfs->name()));
    return {};
}

Result<DatabaseCopy> DatabaseCopy::begin(Database& from, Database& to)
{
    ASSERT(!to.in_transaction());
    if (!to.m_refuses_because.empty()) return failed(ErrorKind::storage, to.m_refuses_because);
    sqlite3_backup* const backup = sqlite3_backup_init(to.m_connection, "main", from.m_connection, "main");
    if (!backup) return to.failure(sqlite3_errcode(to.m_connection), "copy");
    return DatabaseCopy(backup, to);
}

DatabaseCopy::DatabaseCopy(DatabaseCopy&& other) noexcept
    : m_backup(std::exchange(other.m_backup, nullptr)), m_to(other.m_to)
{
}

DatabaseCopy::~DatabaseCopy()
{
    if (m_backup) sqlite3_backup_finish(m_backup);
}

Result<bool> DatabaseCopy::step(int pages)
{
    ASSERT(m_backup);
    const int code = sqlite3_backup_step(m_backup, pages);
    if (code == SQLITE_OK) return false;
    if (code == SQLITE_DONE) return true;
    // Only finishing tells the connection what went wrong.
    sqlite3_backup_finish(std::exchange(m_backup, nullptr));
    return m_to->failure(code, "copy");
}

Task<std::unique_ptr<MemoryDatabase>> take_snapshot(Loop& loop, Random& random, Database& database)
{
    std::unique_ptr<MemoryDatabase> snapshot = co_await MemoryDatabase::create(random);
    co_await snapshot->open();
    {
        DatabaseCopy copy = co_await DatabaseCopy::begin(database, snapshot->database());
        while (!co_await copy.step(pages_per_step)) co_await loop.pause_if_due();
    }
    co_return snapshot;
}

}  // namespace app::store
