#include "features_world.h"

#include "base/json.h"
#include "support/answer.h"
#include "support/open_store.h"
#include "support/run_task.h"

namespace app::features {
namespace {

// Longer than every wait within a run, shorter than the minutes between two runs.
constexpr double settled_after_ms = 60'000;

std::string connection_json(const std::string& id, const std::string& provider, const std::string& account,
                            const std::string& name, const std::string& health)
{
    return JsonObject()
        .text("id", id)
        .text("provider", provider)
        .text("account_id", account)
        .text("account_name", name)
        .text("environment", "sandbox")
        .raw("scopes", R"(["oauth"])")
        .raw("missing_scopes", "[]")
        .text("connected_by", "jo@brightwater.example")
        .text("connected_at", "2026-11-01T09:00:00Z")
        .text("health", health)
        .text("health_detail", health == "connected" ? "" : "The grant was revoked.")
        .str();
}

std::string status_json(const FakeServer& server)
{
    JsonArray connections;
    if (server.hubspot_connected) {
        connections.raw(connection_json("hubspot-1a2b3c4d", "hubspot", "4711", "brightwater.example",
                                        server.hubspot_health));
    }
    if (server.quickbooks_connected) {
        connections.raw(
            connection_json("quickbooks-9f8e7d6c", "quickbooks", "9341", "Brightwater", "connected"));
    }
    return JsonObject()
        .text("mode", "accounts")
        .raw("providers", R"({"hubspot":{"configured":true},"quickbooks":{"configured":true}})")
        .raw("connections", connections.str())
        .str();
}

}  // namespace

net::Response FakeServer::answer(const net::Request& request)
{
    if (FakeServerStorage::owns(request.path)) return storage.handle(request);
    if (request.path == "/api/status" && !signed_in) {
        return json_answer(401, R"({"error":{"code":"sign_in_needed","message":"Open /launch/."}})");
    }
    if (request.path == "/api/status") return json_answer(200, status_json(*this));
    if (request.path.ends_with("/start"))
        return json_answer(200, R"({"url":"https://consent.example)" + request.path + R"("})");
    if (request.path == "/auth/disconnect") {
        const std::string id = *Json::parse(request.body)->text("connection");
        disconnected.push_back(id);
        (id.starts_with("hubspot") ? hubspot_connected : quickbooks_connected) = false;
        return json_answer(200, "{}");
    }
    return json_answer(404, R"({"error":{"message":"No such address."}})");
}

Task<net::Response> ServerTransport::send(net::Request request)
{
    const bool is_own = request.path == "/api/status" || request.path.starts_with("/auth/") ||
                        FakeServerStorage::owns(request.path);
    if (!is_own && m_server.reachable) return m_forward.send(std::move(request));
    return [](Loop& loop, FakeServer& server, net::Request asked) -> Task<net::Response> {
        co_await loop.sleep(1);
        if (!server.reachable) co_return failed(ErrorKind::offline, "not reached");
        co_return server.answer(asked);
    }(m_loop, m_server, std::move(request));
}

Page::Page(FakeClock& clock, SeededRandom& random, FakeServer& server, FakePlatform& platform,
           const BrowserStorage& storage)
    : loop(clock),
      transport(loop, server),
      log(clock, [](const LogLine&) {}),
      services{.loop = loop,
               .clock = clock,
               .random = random,
               .zones = zones,
               .transport = transport,
               .log = log,
               .platform = platform}
{
    auto opened = run_task(loop, clock,
                           open_store({.loop = loop,
                                       .random = random,
                                       .pages = std::make_unique<store::MemoryPages>(loop, storage.disk),
                                       .lock = std::make_unique<store::MemoryTabLock>(loop, storage.lock),
                                       .tripwire = std::make_unique<store::MemoryTripwire>(storage.known)}));
    ASSERT(opened.has_value());
    store = *std::move(opened);
    application = std::make_unique<Application>(services, *store);
}

FeaturesWorld::FeaturesWorld() = default;
FeaturesWorld::~FeaturesWorld() = default;

void FeaturesWorld::open()
{
    m_page = std::make_unique<Page>(clock, random, server, platform, storage);
    application().start();
    settle();
}

void FeaturesWorld::settle()
{
    double last_work_ms = clock.elapsed_ms();
    while (true) {
        while (page().loop.has_ready()) {
            page().loop.run_ready(0);
            last_work_ms = clock.elapsed_ms();
        }
        const auto due = page().loop.next_due();
        if (!due || due->ms > last_work_ms + settled_after_ms) return;
        clock.advance_to(*due);
        const bool waits_only = !application().sync().running();
        page().loop.run_ready(0);
        if (!waits_only) last_work_ms = clock.elapsed_ms();
    }
}

void FeaturesWorld::pass_minutes(double minutes)
{
    const double end_ms = clock.elapsed_ms() + minutes * 60'000;
    while (true) {
        while (page().loop.has_ready()) page().loop.run_ready(0);
        const auto due = page().loop.next_due();
        if (!due || due->ms > end_ms) break;
        clock.advance_to(*due);
        page().loop.run_ready(0);
    }
    clock.advance_to({end_ms});
}

bool FeaturesWorld::step_until(const std::function<bool()>& condition)
{
    while (!condition()) {
        if (!page().loop.has_ready()) {
            const auto due = page().loop.next_due();
            if (!due) return false;
            clock.advance_to(*due);
        }
        page().loop.run_ready(0);
    }
    return true;
}

SyncStatusView FeaturesWorld::status()
{
    return frame().sync_status;
}

const FrameView& FeaturesWorld::frame()
{
    application().prepare_frame();
    return application().frame();
}

void FeaturesWorld::fill_company()
{
    customer = quickbooks.add("Customer", customer_members("Ada Lovelace", "ada@example.com", "+1 555 0100"));
    quickbooks.add("Customer", customer_members("Zażółć 請注意"));
    item = quickbooks.add("Item", item_members("Rope", "R-1", "12.345"));
    invoice = quickbooks.add(
        "Invoice", invoice_members({.customer = customer,
                                    .number = "1001",
                                    .lines = {{.id = "1", .item = item, .description = "Ten metres"}},
                                    .total = "30",
                                    .balance = "10",
                                    .due = "2026-10-31"}));
    quickbooks.add("Payment", payment_members(customer, invoice, "20"));
    hubspot.add("contacts", {{"email", "grace@example.com"}, {"firstname", "Grace"}, {"lastname", "Hopper"}});
}

void FeaturesWorld::allow_writing_and_sync()
{
    send(command::SetWritingAllowed{true});
    settle();
    send(command::SyncNow{});
    settle();
}

}  // namespace app::features
