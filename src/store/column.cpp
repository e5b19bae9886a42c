#include "store/column.h"

#include <sqlite3.h>

#include <limits>

#include "base/assert.h"

namespace app::store {

namespace {

// Binding fails only for an index that the statement does not have: a bug next to its SQL.
void expect_bound(int code)
{
    ASSERT(code == SQLITE_OK);
}

bool is_type(sqlite3_stmt* statement, int column, int type)
{
    return column < sqlite3_column_count(statement) && sqlite3_column_type(statement, column) == type;
}

}  // namespace

void bind_column(sqlite3_stmt* statement, int index, std::nullptr_t)
{
    expect_bound(sqlite3_bind_null(statement, index));
}

void bind_column(sqlite3_stmt* statement, int index, std::int64_t value)
{
    expect_bound(sqlite3_bind_int64(statement, index, value));
}

void bind_column(sqlite3_stmt* statement, int index, std::string_view value)
{
    // An empty view may have no address, which SQLite would take for NULL.
    const char* const text = value.empty() ? "" : value.data();
    expect_bound(sqlite3_bind_text64(statement, index, text, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void bind_column(sqlite3_stmt* statement, int index, std::span<const std::byte> value)
{
    if (value.empty()) {
        expect_bound(sqlite3_bind_zeroblob(statement, index, 0));
        return;
    }
    expect_bound(sqlite3_bind_blob64(statement, index, value.data(), value.size(), SQLITE_TRANSIENT));
}

void bind_column(sqlite3_stmt* statement, int index, Date value)
{
    bind_column(statement, index, std::string_view(value.to_text()));
}

void bind_column(sqlite3_stmt* statement, int index, const Decimal& value)
{
    bind_column(statement, index, std::string_view(value.to_text()));
}

bool column_is_null(sqlite3_stmt* statement, int column)
{
    return is_type(statement, column, SQLITE_NULL);
}

bool read_column(sqlite3_stmt* statement, int column, std::int64_t& value)
{
    if (!is_type(statement, column, SQLITE_INTEGER)) return false;
    value = sqlite3_column_int64(statement, column);
    return true;
}

bool read_column(sqlite3_stmt* statement, int column, int& value)
{
    std::int64_t wide = 0;
    if (!read_column(statement, column, wide)) return false;
    if (wide < std::numeric_limits<int>::min() || wide > std::numeric_limits<int>::max()) return false;
    value = static_cast<int>(wide);
    return true;
}

bool read_column(sqlite3_stmt* statement, int column, bool& value)
{
    std::int64_t number = 0;
    if (!read_column(statement, column, number)) return false;
    value = number != 0;
    return true;
}

bool read_column(sqlite3_stmt* statement, int column, std::string& value)
{
    if (!is_type(statement, column, SQLITE_TEXT)) return false;
    const void* const text = sqlite3_column_text(statement, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    value.assign(static_cast<const char*>(text), size);
    return true;
}

bool read_column(sqlite3_stmt* statement, int column, Blob& value)
{
    if (!is_type(statement, column, SQLITE_BLOB)) return false;
    const auto* const bytes = static_cast<const std::byte*>(sqlite3_column_blob(statement, column));
    value.assign(bytes, bytes + sqlite3_column_bytes(statement, column));
    return true;
}

bool read_column(sqlite3_stmt* statement, int column, Timestamp& value)
{
    return read_column(statement, column, value.ms);
}

bool read_column(sqlite3_stmt* statement, int column, Date& value)
{
    std::string text;
    if (!read_column(statement, column, text)) return false;
    const Result<Date> date = Date::parse(text);
    if (date) value = *date;
    return date.has_value();
}

bool read_column(sqlite3_stmt* statement, int column, Decimal& value)
{
    std::string text;
    if (!read_column(statement, column, text)) return false;
    const Result<Decimal> decimal = Decimal::parse(text);
    if (decimal) value = *decimal;
    return decimal.has_value();
}

}  // namespace app::store
