#include "features/storage/server_watch.h"

#include <utility>

namespace app::features {
namespace {

constexpr double look_every_ms = 60'000;

}  // namespace

ServerWatch::ServerWatch(Services& services, sync::Ledger& ledger,
                         std::function<void(const ServerFinding&)> on_asked)
    : m_services(services),
      m_ledger(ledger),
      m_on_asked(std::move(on_asked)),
      m_api(services.transport),
      m_tasks([this](const std::string&, const Error& error) {
          m_services.log.write(LogLevel::warning, "storage", error.message);
      })
{
}

void ServerWatch::start()
{
    m_tasks.start("watch", watch());
}

Task<> ServerWatch::watch()
{
    while (true) {
        const Result<void> compared = co_await outcome(compare());
        if (compared) break;
        m_services.log.write(LogLevel::info, "storage", compared.error().message);
        m_on_asked({});
        co_await m_services.loop.sleep(look_every_ms);
    }
    while (true) {
        const Result<void> reported = co_await outcome(report());
        if (!reported) m_services.log.write(LogLevel::info, "storage", reported.error().message);
        co_await m_services.loop.sleep(look_every_ms);
    }
}

Task<> ServerWatch::compare()
{
    const std::vector<KnownDatabase> known = co_await m_api.databases();
    const OwnDatabase own = co_await own_database();
    m_on_asked(compare_with_server(own, known));
    for (const std::string& replaced : replaced_databases(own, known)) co_await m_api.forget(replaced);
}

// What is told is durable. A state that was told is not told again.
Task<> ServerWatch::report()
{
    co_await m_ledger.persisted();
    const DatabaseState state{m_ledger.store.epoch(), m_ledger.store.counters().sequence};
    if (m_reported == state) co_return;
    co_await m_api.report(m_ledger.store.database_id(), state);
    m_reported = state;
}

Task<> ServerWatch::forget_this_database()
{
    m_tasks.cancel("watch");
    return m_api.forget(m_ledger.store.database_id());
}

Result<OwnDatabase> ServerWatch::own_database()
{
    const std::int64_t completed =
        TRY(m_ledger.database.number("SELECT EXISTS (SELECT 1 FROM run WHERE state = 'completed')"));
    return OwnDatabase{.id = m_ledger.store.database_id(),
                       .found = {m_ledger.store.found_epoch(), m_ledger.store.found_sequence()},
                       .is_empty = completed == 0};
}

}  // namespace app::features
