#pragma once

#include <expected>
#include <string>

struct sqlite3;

namespace app::testing {

// Runs SQL that a benchmark has as text, which Database does not take. The answer is JSON, [[…], …], with every row of
// every statement; the error is SQLite's message.
std::expected<std::string, std::string> run_text_sql(sqlite3* connection, const char* sql);

// {"rows": …} or {"error": "…"}, for the page.
std::string answer_json(const std::expected<std::string, std::string>& answer);

}  // namespace app::testing
