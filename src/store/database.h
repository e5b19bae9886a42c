#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "store/column.h"

struct sqlite3;

// SQLite, typed. Everything here is synchronous: the database is an image in memory and only
// Store::persisted() waits. Failures are ErrorKind::storage with SQLite's message, and the first
// words of the statement in `detail`; a violated constraint is ErrorKind::conflict. No Rows and no
// Transaction may be alive across a co_await.
namespace app::store {

class Database;
class DatabaseCopy;

// SQL that was written in the program: only a literal converts, so no text from outside can become SQL.
class Sql {
public:
    template <std::size_t size>
    consteval Sql(const char (&literal)[size]) : m_text(literal, size - 1)
    {
    }
    constexpr std::string_view text() const { return m_text; }

private:
    std::string_view m_text;
};

// The rows of a query, one at a time. Gives its statement back to the database when destroyed, so
// it must not outlive the database.
class Rows {
public:
    Rows(Rows&& other) noexcept;
    Rows& operator=(Rows&&) = delete;
    ~Rows();

    // Moves to the next row; false after the last one.
    [[nodiscard]] Result<bool> next();

    // The columns of the present row, from the first.
    template <class... Columns>
    [[nodiscard]] Result<std::tuple<Columns...>> read()
    {
        std::tuple<Columns...> values;
        if (!read_each(values)) return unreadable();
        return values;
    }
    // The present row as a struct with `columns()`.
    template <HasColumns Row>
    [[nodiscard]] Result<Row> read_row()
    {
        Row row;
        if (!read_each(row.columns())) return unreadable();
        return row;
    }

private:
    friend class Database;
    Rows(Database& database, sqlite3_stmt* statement, Sql sql)
        : m_database(&database), m_statement(statement), m_sql(sql)
    {
    }

    template <class Tuple>
    bool read_each(Tuple&& values)
    {
        m_column = 0;
        return std::apply([&](auto&... value) { return (read_value(value) && ...); }, values);
    }
    template <class Value>
    bool read_value(Value& value)
    {
        if constexpr (HasColumns<Value>) {
            return std::apply([&](auto&... part) { return (read_value(part) && ...); }, value.columns());
        } else {
            if (!read_column(m_statement, m_column, value)) return false;
            ++m_column;
            return true;
        }
    }
    std::unexpected<Error> unreadable() const;

    Database* m_database;
    sqlite3_stmt* m_statement;
    Sql m_sql;
    int m_column = 0;
    bool m_finished = false;
};

// Rolls everything back unless commit() was called and succeeded. Transactions do not nest:
// repositories open none, their callers do.
class [[nodiscard]] Transaction {
public:
    static Result<Transaction> begin(Database& database);
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    Result<void> commit();

private:
    explicit Transaction(Database& database) : m_database(&database) {}
    Database* m_database;
};

class Database {
public:
    // `file` is opened (and made) in the SQLite VFS called `vfs`; an empty `vfs` with ":memory:" is
    // a private database in memory.
    static Result<std::unique_ptr<Database>> open(std::string file, std::string vfs);
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database();

    // Arguments become ?1, ?2, … in order; a row or RecordKey takes as many as it has columns.
    template <class... Arguments>
    [[nodiscard]] Result<Rows> query(Sql sql, const Arguments&... arguments)
    {
        Rows rows = TRY(prepare(sql));
        int index = 0;
        (bind_value(rows.m_statement, index, arguments), ...);
        return rows;
    }
    // For statements without a result.
    template <class... Arguments>
    [[nodiscard]] Result<void> execute(Sql sql, const Arguments&... arguments)
    {
        Rows rows = TRY(query(sql, arguments...));
        while (TRY(rows.next())) {}
        return {};
    }
    // The first row, or nothing.
    template <class... Columns, class... Arguments>
    [[nodiscard]] Result<std::optional<std::tuple<Columns...>>> first(Sql sql, const Arguments&... arguments)
    {
        Rows rows = TRY(query(sql, arguments...));
        if (!TRY(rows.next())) return std::nullopt;
        return std::optional(TRY((rows.read<Columns...>())));
    }
    template <HasColumns Row, class... Arguments>
    [[nodiscard]] Result<std::optional<Row>> first_row(Sql sql, const Arguments&... arguments)
    {
        Rows rows = TRY(query(sql, arguments...));
        if (!TRY(rows.next())) return std::nullopt;
        return std::optional(TRY((rows.read_row<Row>())));
    }
    // All rows; for results whose size is bounded by the question.
    template <HasColumns Row, class... Arguments>
    [[nodiscard]] Result<std::vector<Row>> all_rows(Sql sql, const Arguments&... arguments)
    {
        Rows rows = TRY(query(sql, arguments...));
        std::vector<Row> result;
        while (TRY(rows.next())) result.push_back(TRY((rows.read_row<Row>())));
        return result;
    }
    // The one number of a query like SELECT count(*); 0 when there is no row.
    template <class... Arguments>
    [[nodiscard]] Result<std::int64_t> number(Sql sql, const Arguments&... arguments)
    {
        const auto row = TRY((first<std::int64_t>(sql, arguments...)));
        return row ? std::get<0>(*row) : 0;
    }

    // Several statements separated by semicolons; for the schema.
    [[nodiscard]] Result<void> run_script(Sql script);

    // Rows changed by the last execute.
    std::int64_t changes() const;
    std::int64_t last_row_id() const;
    // Whether a transaction is open.
    bool in_transaction() const;
    // Whether changes exist that are neither committed nor rolled back.
    bool in_write_transaction() const;
    // From now on every change fails with ErrorKind::storage and this sentence.
    Result<void> refuse_changes(std::string because);
    // Undoes that.
    Result<void> allow_changes();

private:
    friend class DatabaseCopy;
    friend class Rows;
    friend class Transaction;

    explicit Database(sqlite3* connection) : m_connection(connection) {}
    Result<void> configure();
    Result<Rows> prepare(Sql sql);
    void give_back(sqlite3_stmt* statement, Sql sql);
    std::unexpected<Error> failure(int code, std::string_view sql) const;

    template <class Value>
    static void bind_value(sqlite3_stmt* statement, int& index, const Value& value)
    {
        if constexpr (HasColumns<const Value>) {
            std::apply([&](const auto&... part) { (bind_value(statement, index, part), ...); },
                       value.columns());
        } else {
            bind_column(statement, ++index, value);
        }
    }

    sqlite3* m_connection;
    // Idle prepared statements by the address of their literal. A statement in use is not here, so
    // a query may run again while its own rows are being read.
    std::unordered_map<const char*, std::vector<sqlite3_stmt*>> m_idle_statements;
    std::string m_refuses_because;
};

}  // namespace app::store
