#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/clock.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/ids.h"
#include "base/result.h"
#include "store/record_types.h"

struct sqlite3_stmt;

// How values go into and come out of a statement. Supported: bool, std::int64_t, int, std::string,
// std::string_view, Blob, Timestamp (milliseconds), Date (text), Decimal (exact text), Id<…>, enumerations
// with Words, and std::optional of each (nothing is NULL).
namespace app::store {

using Blob = std::vector<std::byte>;

template <class Enumeration>
concept Stored = std::is_enum_v<Enumeration> && requires { Words<Enumeration>::words; };

// Values with `columns()` stand for several columns in that order: rows and RecordKey.
template <class Row>
concept HasColumns = requires(Row& row) { row.columns(); };

// Binding copies the bytes. The index starts at 1, as in SQL.
void bind_column(sqlite3_stmt* statement, int index, std::nullptr_t);
void bind_column(sqlite3_stmt* statement, int index, std::int64_t value);
void bind_column(sqlite3_stmt* statement, int index, std::string_view value);
void bind_column(sqlite3_stmt* statement, int index, std::span<const std::byte> value);
void bind_column(sqlite3_stmt* statement, int index, Date value);
void bind_column(sqlite3_stmt* statement, int index, const Decimal& value);

inline void bind_column(sqlite3_stmt* statement, int index, bool value)
{
    bind_column(statement, index, std::int64_t{value});
}
inline void bind_column(sqlite3_stmt* statement, int index, int value)
{
    bind_column(statement, index, std::int64_t{value});
}
inline void bind_column(sqlite3_stmt* statement, int index, const char* value)
{
    bind_column(statement, index, std::string_view(value));
}
inline void bind_column(sqlite3_stmt* statement, int index, const std::string& value)
{
    bind_column(statement, index, std::string_view(value));
}
inline void bind_column(sqlite3_stmt* statement, int index, Timestamp value)
{
    bind_column(statement, index, value.ms);
}
template <class Tag>
void bind_column(sqlite3_stmt* statement, int index, const Id<Tag>& value)
{
    bind_column(statement, index, std::string_view(value.value));
}
template <Stored Enumeration>
void bind_column(sqlite3_stmt* statement, int index, Enumeration value)
{
    bind_column(statement, index, word_of(value));
}
template <class T>
void bind_column(sqlite3_stmt* statement, int index, const std::optional<T>& value)
{
    if (value) bind_column(statement, index, *value);
    else bind_column(statement, index, nullptr);
}

// Reading; the column starts at 0. False when the stored value is NULL, of another type, or an
// unknown word: the caller turns that into an error that names the statement and the column.
[[nodiscard]] bool column_is_null(sqlite3_stmt* statement, int column);
[[nodiscard]] bool read_column(sqlite3_stmt* statement, int column, std::int64_t& value);
[[nodiscard]] bool read_column(sqlite3_stmt* statement, int column, int& value);
[[nodiscard]] bool read_column(sqlite3_stmt* statement, int column, bool& value);
[[nodiscard]] bool read_column(sqlite3_stmt* statement, int column, std::string& value);
[[nodiscard]] bool read_column(sqlite3_stmt* statement, int column, Blob& value);
[[nodiscard]] bool read_column(sqlite3_stmt* statement, int column, Timestamp& value);
[[nodiscard]] bool read_column(sqlite3_stmt* statement, int column, Date& value);
[[nodiscard]] bool read_column(sqlite3_stmt* statement, int column, Decimal& value);

template <class Tag>
[[nodiscard]] bool read_column(sqlite3_stmt* statement, int column, Id<Tag>& value)
{
    return read_column(statement, column, value.value);
}
template <Stored Enumeration>
[[nodiscard]] bool read_column(sqlite3_stmt* statement, int column, Enumeration& value)
{
    std::string word;
    if (!read_column(statement, column, word)) return false;
    const auto& words = Words<Enumeration>::words;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] != word) continue;
        value = static_cast<Enumeration>(i);
        return true;
    }
    return false;
}
template <class T>
[[nodiscard]] bool read_column(sqlite3_stmt* statement, int column, std::optional<T>& value)
{
    value.reset();
    if (column_is_null(statement, column)) return true;
    return read_column(statement, column, value.emplace());
}

}  // namespace app::store
