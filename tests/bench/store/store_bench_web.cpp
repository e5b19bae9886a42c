// The store as the page uses it, driven by peers/ledgerbridge.mjs with SQL as text.
#include <emscripten.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <format>
#include <utility>

#include "base/json.h"
#include "base/loop.h"
#include "base/task_group.h"
#include "bench/store/text_sql.h"
#include "store/file_pages.h"
#include "store/idb_pages.h"
#include "store/opfs_directory_web.h"
#include "store/store.h"
#include "store/tab_lock_web.h"
#include "store/tripwire_web.h"

EM_JS(void, report_finished, (int request, const char* answer),
      { globalThis.storeBenchFinished(request, UTF8ToString(answer)); });
EM_JS(void, run_loop_soon, (), { queueMicrotask(_store_bench_run_loop); });
EM_JS(void, run_loop_in, (double delay_ms), {
    clearTimeout(globalThis.storeBenchTimer);
    globalThis.storeBenchTimer = setTimeout(_store_bench_run_loop, delay_ms);
});
EM_JS_DEPS(store_bench, "$UTF8ToString");

namespace app::testing {
namespace {

// Nothing here asks what day it is.
class BrowserTime final : public Clock {
public:
    Timestamp now() const override { return {0}; }
    MonotonicTime monotonic() const override { return {emscripten_get_now()}; }
};

class BrowserEntropy final : public Random {
public:
    std::uint64_t next() override
    {
        std::uint64_t value = 0;
        getentropy(&value, sizeof value);
        return value;
    }
};

sqlite3* last_connection = nullptr;

int remember_connection(sqlite3* connection, const char**, const void*)
{
    last_connection = connection;
    return SQLITE_OK;
}

const char* name_of(store::StoreHistory history)
{
    switch (history) {
    case store::StoreHistory::continued: return "continued";
    case store::StoreHistory::vanished: return "vanished";
    case store::StoreHistory::older: return "older";
    case store::StoreHistory::restored: return "restored";
    }
    return "";
}

const char* name_of(store::SecondCopyState state)
{
    switch (state) {
    case store::SecondCopyState::none: return "none";
    case store::SecondCopyState::building: return "building";
    case store::SecondCopyState::current: return "current";
    case store::SecondCopyState::failing: return "failing";
    }
    return "";
}

class StoreBench {
public:
    StoreBench()
    {
        // Database hands out no connection, and needs none for its own callers.
        sqlite3_auto_extension(reinterpret_cast<void (*)()>(remember_connection));
        m_loop.set_wake([](void*) { run_loop_soon(); }, nullptr);
    }

    void start(int request, Task<std::string> work)
    {
        m_tasks.start("request", answer(request, std::move(work)));
    }

    // What is left waits for the next task of the browser, as in the page.
    void run_loop()
    {
        constexpr double slice_ms = 8;
        if (m_loop.run_ready(slice_ms)) return run_loop_in(0);
        if (const auto due = m_loop.next_due()) run_loop_in(std::max(0.0, due->ms - emscripten_get_now()));
    }

    Task<std::string> open(std::string name)
    {
        auto copy = std::make_unique<store::FilePages>(m_loop, store::open_opfs_directory(m_loop, name));
        m_store = co_await store::Store::open({.loop = m_loop,
                                               .random = m_random,
                                               .pages = store::open_idb_pages(m_loop, name),
                                               .second_pages = std::move(copy),
                                               .lock = store::make_web_tab_lock(m_loop, name),
                                               .tripwire = store::make_web_tripwire(name)});
        co_return "{}";
    }

    Task<std::string> load(std::string)
    {
        co_await m_store->loaded();
        co_return JsonObject()
            .text("history", name_of(m_store->history()))
            .text("found", m_store->found())
            .boolean("writer", m_store->access() == store::StoreAccess::writer)
            .str();
    }

    // A statement that leaves a transaction open is durable with the one that ends it.
    Task<std::string> execute(std::string sql)
    {
        if (!m_store->is_loaded()) co_await m_store->loaded();
        const Result<std::string> answer = run(sql);
        if (answer && !m_store->database().in_transaction())
            co_await m_store->persisted(store::Durability::any_copy);
        co_return co_await answer;
    }

    Task<std::string> read(std::string sql)
    {
        co_return co_await m_store->read<std::string>([this, sql] { return run(sql); });
    }

    Task<std::string> counters(std::string)
    {
        const store::StoreCounters& counted = m_store->counters();
        co_return JsonObject()
            .number("flushes", counted.flushes)
            .number("failedFlushes", counted.failed_flushes)
            .number("bytes", counted.bytes)
            .number("sequence", counted.sequence)
            .text("secondCopy", name_of(m_store->second_copy_state()))
            .str();
    }

    // When SQL ran since this was asked last, on the page's clock.
    Task<std::string> take_sql_spans(std::string)
    {
        co_return "{\"spans\":[" + std::exchange(m_sql_spans, {}) + "]}";
    }

    Task<std::string> close(std::string)
    {
        co_await m_store->persisted(store::Durability::any_copy);
        m_store.reset();
        co_return "{}";
    }

private:
    Result<std::string> run(const std::string& sql)
    {
        const double before = emscripten_get_now();
        const std::expected<std::string, std::string> rows = run_text_sql(last_connection, sql.c_str());
        m_sql_spans += std::format("{}[{},{}]", m_sql_spans.empty() ? "" : ",", before, emscripten_get_now());
        if (!rows) return failed(ErrorKind::storage, rows.error());
        return "{\"rows\":" + *rows + "}";
    }

    static Task<> answer(int request, Task<std::string> work)
    {
        const Result<std::string> result = co_await outcome(std::move(work));
        const std::string text =
            result ? *result
                   : JsonObject().text("error", result.error().message + " " + result.error().detail).str();
        report_finished(request, text.c_str());
    }

    const BrowserTime m_clock;
    BrowserEntropy m_random;
    Loop m_loop{m_clock};
    std::string m_sql_spans;
    std::unique_ptr<store::Store> m_store;
    TaskGroup m_tasks{[](const std::string&, const Error&) {}};  // every failure is an answer
};

// Lives as long as the page.
StoreBench& bench()
{
    static StoreBench instance;
    return instance;
}

}  // namespace
}  // namespace app::testing

using app::testing::bench;

extern "C" {

EMSCRIPTEN_KEEPALIVE void store_bench_run_loop()
{
    bench().run_loop();
}
EMSCRIPTEN_KEEPALIVE void store_bench_open(int request, const char* name)
{
    bench().start(request, bench().open(name));
}
EMSCRIPTEN_KEEPALIVE void store_bench_load(int request, const char* unused)
{
    bench().start(request, bench().load(unused));
}
EMSCRIPTEN_KEEPALIVE void store_bench_execute(int request, const char* sql)
{
    bench().start(request, bench().execute(sql));
}
EMSCRIPTEN_KEEPALIVE void store_bench_rows(int request, const char* sql)
{
    bench().start(request, bench().read(sql));
}
EMSCRIPTEN_KEEPALIVE void store_bench_counters(int request, const char* unused)
{
    bench().start(request, bench().counters(unused));
}
EMSCRIPTEN_KEEPALIVE void store_bench_take_sql_spans(int request, const char* unused)
{
    bench().start(request, bench().take_sql_spans(unused));
}
EMSCRIPTEN_KEEPALIVE void store_bench_close(int request, const char* unused)
{
    bench().start(request, bench().close(unused));
}
}

int main()
{
    return 0;
}
