// SQLite on Emscripten's file system, for peers/idbfs.mjs.
#include <emscripten/em_macros.h>
#include <sqlite3.h>

#include "bench/store/text_sql.h"

namespace {

sqlite3* connection = nullptr;
std::string answer;

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE const char* peer_run(const char* sql)
{
    answer = app::testing::answer_json(app::testing::run_text_sql(connection, sql));
    return answer.c_str();
}

// What is in memory is not durable before the file system is stored: no journal and no sync is needed before that.
EMSCRIPTEN_KEEPALIVE const char* peer_open(const char* path)
{
    sqlite3_open(path, &connection);
    return peer_run("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; "
                    "PRAGMA cache_size=-65536");
}
}

int main()
{
    return 0;
}
