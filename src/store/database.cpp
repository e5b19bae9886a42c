#include "store/database.h"

#include <sqlite3.h>

#include <utility>

#include "base/assert.h"
#include "base/text.h"

namespace app::store {

namespace {

constexpr std::size_t sql_words_in_errors_max = 60;

// The beginning of the statement on one line, enough to find it in the source.
std::string first_words(std::string_view sql)
{
    std::string words;
    bool gap = false;
    for (const char character : sql) {
        if (words.size() >= sql_words_in_errors_max) return words + "…";
        const bool space = character == ' ' || character == '\n';
        if (!space && gap && !words.empty()) words += ' ';
        if (!space) words += character;
        gap = space;
    }
    return words;
}

}  // namespace

Rows::Rows(Rows&& other) noexcept
    : m_database(other.m_database),
      m_statement(std::exchange(other.m_statement, nullptr)),
      m_sql(other.m_sql),
      m_finished(other.m_finished)
{
}

Rows::~Rows()
{
    if (m_statement) m_database->give_back(m_statement, m_sql);
}

Result<bool> Rows::next()
{
    if (m_finished) return false;
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW) return true;
    m_finished = true;
    if (code == SQLITE_DONE) return false;
    return m_database->failure(code, m_sql.text());
}

std::unexpected<Error> Rows::unreadable() const
{
    return failed(ErrorKind::storage, "The database holds a value that this program cannot read.",
                  "column " + std::to_string(m_column + 1) + " of: " + first_words(m_sql.text()));
}

Result<Transaction> Transaction::begin(Database& database)
{
    TRY(database.execute("BEGIN IMMEDIATE"));
    return Transaction(database);
}

Transaction::Transaction(Transaction&& other) noexcept : m_database(std::exchange(other.m_database, nullptr))
{
}

// Nobody is left to hear of a failure: SQLite has then rolled back by itself, as after a full disk.
Transaction::~Transaction()
{
    if (m_database && m_database->in_transaction()) {
        [[maybe_unused]] const Result<void> result = m_database->execute("ROLLBACK");
        ASSERT(!m_database->in_transaction());
    }
}

Result<void> Transaction::commit()
{
    ASSERT(m_database);
    TRY(m_database->execute("COMMIT"));
    m_database = nullptr;
    return {};
}

Result<std::unique_ptr<Database>> Database::open(std::string file, std::string vfs)
{
    sqlite3* connection = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE;
    const int code = sqlite3_open_v2(file.c_str(), &connection, flags, vfs.empty() ? nullptr : vfs.c_str());
    if (!connection) return failed(ErrorKind::storage, "There is no memory left for the database.");

    auto database = std::unique_ptr<Database>(new Database(connection));
    if (code != SQLITE_OK) return database->failure(code, "open");
    TRY(database->configure());
    return database;
}

Database::~Database()
{
    for (const auto& [literal, statements] : m_idle_statements) {
        for (sqlite3_stmt* statement : statements) sqlite3_finalize(statement);
    }
    const int code = sqlite3_close(m_connection);
    ASSERT(code == SQLITE_OK);  // else Rows are still alive
}

// The rollback journal lives in memory and nothing is ever synced: a commit becomes durable as one flush
// of the page file, which is atomic by itself. The schema comes from storage that other programs of
// this origin could write, so it is not trusted.
Result<void> Database::configure()
{
    sqlite3_db_config(m_connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(m_connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    TRY(execute("PRAGMA page_size = 4096"));
    TRY(execute("PRAGMA journal_mode = MEMORY"));
    TRY(execute("PRAGMA synchronous = OFF"));
    TRY(execute("PRAGMA temp_store = MEMORY"));
    TRY(execute("PRAGMA cache_size = -8000"));
    TRY(execute("PRAGMA cell_size_check = ON"));
    TRY(execute("PRAGMA foreign_keys = ON"));
    return {};
}

Result<Rows> Database::prepare(Sql sql)
{
    std::vector<sqlite3_stmt*>& idle = m_idle_statements[sql.text().data()];
    if (!idle.empty()) {
        sqlite3_stmt* const statement = idle.back();
        idle.pop_back();
        return Rows(*this, statement, sql);
    }
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(m_connection, sql.text().data(), static_cast<int>(sql.text().size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, &rest);
    if (code != SQLITE_OK) return failure(code, sql.text());
    ASSERT(statement);
    ASSERT(trimmed(rest).empty());  // a second statement would be left out silently
    return Rows(*this, statement, sql);
}

void Database::give_back(sqlite3_stmt* statement, Sql sql)
{
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    m_idle_statements[sql.text().data()].push_back(statement);
}

std::unexpected<Error> Database::failure(int code, std::string_view sql) const
{
    const int primary = code & 0xff;
    const std::string detail = first_words(sql);
    if (primary == SQLITE_READONLY && !m_refuses_because.empty()) {
        return failed(ErrorKind::storage, m_refuses_because, detail);
    }
    const std::string message = sqlite3_errmsg(m_connection);
    if (primary == SQLITE_CONSTRAINT) return failed(ErrorKind::conflict, message, detail);
    return failed(ErrorKind::storage, "The database failed: " + message, detail);
}

Result<void> Database::run_script(Sql script)
{
    const std::string text(script.text());
    const int code = sqlite3_exec(m_connection, text.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return failure(code, script.text());
    return {};
}

std::int64_t Database::changes() const
{
    return sqlite3_changes64(m_connection);
}

std::int64_t Database::last_row_id() const
{
    return sqlite3_last_insert_rowid(m_connection);
}

bool Database::in_transaction() const
{
    return sqlite3_get_autocommit(m_connection) == 0;
}

// Asked from SQLite's pager, not from autocommit: a half-read INSERT … RETURNING writes outside of
// any BEGIN.
bool Database::in_write_transaction() const
{
    return sqlite3_txn_state(m_connection, "main") == SQLITE_TXN_WRITE;
}

Result<void> Database::refuse_changes(std::string because)
{
    TRY(execute("PRAGMA query_only = ON"));
    m_refuses_because = std::move(because);
    return {};
}

Result<void> Database::allow_changes()
{
    TRY(execute("PRAGMA query_only = OFF"));
    m_refuses_because.clear();
    return {};
}

}  // namespace app::store
