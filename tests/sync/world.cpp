#include "world.h"

#include <cstdlib>
#include <iostream>

#include "base/assert.h"
#include "base/json.h"
#include "support/open_store.h"
#include "support/run_task.h"
#include "support/two_time_zones.h"

namespace app::sync::testing {
namespace {

const ConnectionId hubspot_connection("hubspot-1a2b3c4d");
const ConnectionId quickbooks_connection("quickbooks-9f8e7d6c");

// The seed comes from SYNC_TEST_SEED when a failure is to be seen again.
std::uint64_t seed()
{
    static const std::uint64_t chosen = [] {
        const char* given = std::getenv("SYNC_TEST_SEED");
        const std::uint64_t value = given ? std::strtoull(given, nullptr, 10) : 20'261'122;
        std::cout << "SYNC_TEST_SEED=" << value << "\n";
        return value;
    }();
    return chosen;
}

Result<void> save_connections(Ledger& ledger)
{
    if (TRY(ledger.connections.find(hubspot_connection))) return {};
    store::ConnectionRow row;
    row.id = hubspot_connection;
    row.account_id = "4711";
    row.account_name = "Brightwater";
    row.environment = "sandbox";
    TRY(ledger.connections.save(row));
    row.id = quickbooks_connection;
    row.provider = store::Provider::quickbooks;
    row.account_id = realm;
    return ledger.connections.save(row);
}

}  // namespace

Page::Page(const FakeClock& clock, FakeProxy& proxy, SeededRandom& random)
    : loop(clock),
      transport(loop, proxy),
      hubspot_throttle(loop, net::throttle_limits(net::Service::hubspot)),
      quickbooks_throttle(loop, net::throttle_limits(net::Service::quickbooks)),
      hubspot_session(transport, loop, random, hubspot_throttle, meter, net::Service::hubspot,
                      hubspot_connection),
      quickbooks_session(transport, loop, random, quickbooks_throttle, meter, net::Service::quickbooks,
                         quickbooks_connection),
      hubspot(hubspot_session),
      quickbooks(quickbooks_session),
      journal(transport),
      control(loop)
{
}

World::World() : random(seed()) {}
World::~World() = default;

Page& World::page()
{
    if (!m_page) open_page();
    return *m_page;
}

void World::open_page()
{
    m_page = std::make_unique<Page>(clock, proxy, random);
    Loop& loop = m_page->loop;
    auto opened = app::testing::run_task(
        loop, clock,
        app::testing::open_store({.loop = loop,
                                  .random = random,
                                  .pages = std::make_unique<store::MemoryPages>(loop, disk),
                                  .lock = std::make_unique<store::MemoryTabLock>(loop, m_lock)}));
    if (!opened)
        std::cerr << "the page cannot be opened: " << opened.error().message << " " << opened.error().detail
                  << "\n";
    ASSERT(opened.has_value());
    m_page->store = *std::move(opened);
    m_page->ledger = std::make_unique<Ledger>(*m_page->store);
    const bool ready = save_connections(*m_page->ledger).has_value() &&
                       m_page->ledger->runs.interrupt_running(clock.now()).has_value();
    ASSERT(ready);
}

void World::kill_page()
{
    m_page.reset();
    proxy.page_died = false;
}

bool World::step()
{
    Loop& loop = page().loop;
    if (!loop.has_ready()) {
        const auto due = loop.next_due();
        if (!due) return false;
        clock.advance_to(*due);
    }
    loop.run_ready(slice_ms);
    return true;
}

Result<void> World::sync(Writing writing, std::vector<Object> enabled)
{
    Page& running = page();
    const TwoTimeZones zones;
    running.progress = {};
    running.meter.reset();
    RunContext context{.ledger = *running.ledger,
                       .hubspot = running.hubspot,
                       .quickbooks = running.quickbooks,
                       .journal = running.journal,
                       .loop = running.loop,
                       .clock = clock,
                       .random = random,
                       .zones = zones,
                       .control = running.control,
                       .progress = running.progress,
                       .accounts = {.quickbooks = quickbooks_connection,
                                    .quickbooks_account = realm,
                                    .hubspot = hubspot_connection},
                       .run = RunId(make_uuid(random))};
    RunRequest request{.kind =
                           writing == Writing::yes ? store::RunKind::incremental : store::RunKind::preview,
                       .enabled = enabled,
                       .armed = writing == Writing::yes ? enabled : std::vector<Object>(),
                       .agreed_removals = agreed_removals,
                       .on_plan = [&](const RunPlan& plan) { running.plan = plan; }};
    std::optional<Task<>> task(run(context, running.meter, std::move(request)));
    task->start();
    while (!task->done()) {
        if (!step()) return failed(ErrorKind::cancelled, "the run waits for nothing that can come");
        if (during_run) during_run(running);
        if (!proxy.page_died) continue;
        task.reset();
        kill_page();
        return failed(ErrorKind::cancelled, "the page died");
    }
    return task->promise().take();
}

std::optional<int> World::run_until_quiet()
{
    constexpr int runs_max = 12;
    for (int runs = 1; runs <= runs_max; ++runs) {
        const int writes = hubspot.writes + quickbooks.writes;
        if (sync() && hubspot.writes + quickbooks.writes == writes) return runs;
        advance_minutes(11);
    }
    return std::nullopt;
}

void World::set(Object object, const ObjectSettings& settings)
{
    store::SettingsRepository& stored = page().ledger->settings;
    auto setting = stored.object_setting(object_type(object));
    ASSERT(setting.has_value());
    setting->options = json_of(settings);
    const bool saved = stored.save_object_setting(*setting).has_value();
    ASSERT(saved);
}

std::int64_t World::count(store::Sql sql)
{
    return page().ledger->database.number(sql).value_or(-1);
}

std::string World::durable_body_of(const std::string& operation) const
{
    Loop loop(clock);
    FakeClock own_clock;
    SeededRandom own_random(1);
    auto opened = app::testing::run_task(
        loop, own_clock,
        app::testing::open_store(
            {.loop = loop,
             .random = own_random,
             .pages = std::make_unique<store::MemoryPages>(loop, std::make_shared<store::MemoryDisk>(*disk)),
             .lock = nullptr}));
    if (!opened) return {};
    store::IntentRepository intents((*opened)->database());
    const auto found = intents.find(OperationId(operation));
    return found && *found ? (*found)->body : std::string();
}

std::string World::failure_of(store::ObjectType object, const std::string& quickbooks_id)
{
    const auto row = page().ledger->failures.open_for(
        {.object = object, .connection = quickbooks_connection, .id = QuickBooksId(quickbooks_id)});
    return row && *row ? (*row)->sentence : std::string();
}

}  // namespace app::sync::testing
