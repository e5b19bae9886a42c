#include "bench/store/text_sql.h"

#include <sqlite3.h>

#include <string_view>

namespace app::testing {

namespace {

std::string quoted(std::string_view text)
{
    std::string result = "\"";
    for (const char character : text) {
        if (character == '"' || character == '\\') result += '\\';
        result += static_cast<unsigned char>(character) < ' ' ? ' ' : character;
    }
    return result + '"';
}

std::string column_json(sqlite3_stmt* statement, int column)
{
    const int type = sqlite3_column_type(statement, column);
    if (type == SQLITE_NULL) return "null";
    const auto* const text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    return type == SQLITE_INTEGER || type == SQLITE_FLOAT ? text : quoted(text);
}

std::string row_json(sqlite3_stmt* statement)
{
    std::string row;
    for (int column = 0; column < sqlite3_column_count(statement); ++column) {
        row += (column == 0 ? "" : ",") + column_json(statement, column);
    }
    return "[" + row + "]";
}

}  // namespace

std::expected<std::string, std::string> run_text_sql(sqlite3* connection, const char* sql)
{
    std::string rows;
    while (*sql) {
        sqlite3_stmt* statement = nullptr;
        int code = sqlite3_prepare_v2(connection, sql, -1, &statement, &sql);
        while (code == SQLITE_OK || code == SQLITE_ROW) {
            if (code == SQLITE_ROW) rows += (rows.empty() ? "" : ",") + row_json(statement);
            code = statement ? sqlite3_step(statement) : SQLITE_DONE;
        }
        sqlite3_finalize(statement);
        if (code != SQLITE_DONE) return std::unexpected<std::string>(sqlite3_errmsg(connection));
    }
    return "[" + rows + "]";
}

std::string answer_json(const std::expected<std::string, std::string>& answer)
{
    return answer ? "{\"rows\":" + *answer + "}" : "{\"error\":" + quoted(answer.error()) + "}";
}

}  // namespace app::testing
