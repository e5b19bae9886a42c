#pragma once

#include <string>

struct sqlite3;

namespace app::testing {

// Runs SQL that a benchmark has as text, which Database does not take. The answer is JSON: {"rows": [[…], …]} with
// every row of every statement, or {"error": "…"}.
std::string run_text_sql(sqlite3* connection, const char* sql);

}  // namespace app::testing
