#include "features/connections/connections.h"

#include <algorithm>

#include "base/json.h"
#include "features/connections/card.h"

namespace app::features {
namespace {

constexpr double retry_ms = 30'000;
constexpr const char* sign_in_page = "/launch/";

store::Provider provider_of(net::Service service)
{
    return service == net::Service::hubspot ? store::Provider::hubspot : store::Provider::quickbooks;
}

std::string scopes_json(const std::vector<std::string>& scopes)
{
    JsonArray array;
    for (const std::string& scope : scopes) array.text(scope);
    return array.str();
}

void fill(store::ConnectionRow& row, const ProxyConnection& connection)
{
    row.provider = provider_of(connection.service);
    row.account_id = connection.account_id;
    // What the company calls itself, once it was asked, is better than the grant's name.
    if (!row.facts_at || row.account_name.empty()) row.account_name = connection.account_name;
    row.environment = connection.environment;
    row.scopes = scopes_json(connection.scopes);
    row.connected_by = connection.connected_by;
    row.connected_at = connection.connected_at;
    row.health = connection.reconnect_needed ? store::ConnectionHealth::reconnect_needed
                                             : store::ConnectionHealth::connected;
}

}  // namespace

Connections::Connections(Services& services, sync::Ledger& ledger, std::function<void()> on_change)
    : m_services(services),
      m_ledger(ledger),
      m_on_change(std::move(on_change)),
      m_proxy(services.transport),
      m_tasks([this](const std::string&, const Error& error) { fail(error.message); })
{
    reload();
}

void Connections::refresh()
{
    m_tasks.cancel("status");
    m_tasks.start("status", ask_proxy());
}

void Connections::connect(net::Service service)
{
    if (m_view.connecting) return;
    m_view.connecting = true;
    m_tasks.start("connect", lead_to_consent(service));
}

void Connections::disconnect(const std::string& connection_id)
{
    m_tasks.start("disconnect", revoke(connection_id));
}

void Connections::sign_in()
{
    m_services.platform.navigate(sign_in_page);
}

std::string Connections::name_of(net::Service service) const
{
    const auto& cards = service == net::Service::hubspot ? m_view.hubspot : m_view.quickbooks;
    return cards.empty() ? std::string() : cards.front().account_name;
}

bool Connections::needs_reconnect() const
{
    const auto needs = [](const ConnectionCardView& card) {
        return card.health == ConnectionCardView::Health::reconnect_needed;
    };
    return std::ranges::any_of(m_view.hubspot, needs) || std::ranges::any_of(m_view.quickbooks, needs);
}

void Connections::reload()
{
    const Result<void> loaded = load();
    if (!loaded) m_view.problem = loaded.error().message;
    m_services.platform.request_frame();
}

Task<> Connections::ask_proxy()
{
    while (true) {
        Result<ProxyStatus> status = co_await outcome(m_proxy.status());
        m_unreachable = !status.has_value();
        if (status) {
            m_status = *std::move(status);
            m_view.problem.clear();
            m_view.sign_in_needed = false;
            // A tab beside the writing one may know the accounts, but has no right to write them down.
            if (m_ledger.store.access() == store::StoreAccess::writer) co_await file(*m_status);
            co_await load();
            m_on_change();
            m_services.platform.request_frame();
            co_return;
        }
        if (status.error().kind != ErrorKind::offline && status.error().kind != ErrorKind::timed_out) {
            m_view.problem = status.error().message;
        }
        m_view.sign_in_needed = status.error().kind == ErrorKind::unauthorized;
        m_view.state = LoadState::ready;
        m_on_change();
        m_services.platform.request_frame();
        co_await m_services.loop.sleep(retry_ms);
    }
}

Task<> Connections::lead_to_consent(net::Service service)
{
    const Secret url = co_await m_proxy.start_connecting(service);
    // What was just done must be there when the page comes back.
    co_await m_ledger.persisted();
    m_services.platform.navigate(url.reveal());
}

Task<> Connections::revoke(std::string connection_id)
{
    co_await m_proxy.disconnect(connection_id);
    co_await m_ledger.connections.set_health(ConnectionId(connection_id),
                                             store::ConnectionHealth::disconnected);
    refresh();
}

// A grant that the proxy no longer holds stays known, as disconnected: links and history refer to it.
Result<void> Connections::file(const ProxyStatus& status)
{
    store::Transaction transaction = TRY(store::Transaction::begin(m_ledger.database));
    for (const store::ConnectionRow& known : TRY(m_ledger.connections.all())) {
        const bool held = std::ranges::contains(status.connections, known.id.value, &ProxyConnection::id);
        if (!held) TRY(m_ledger.connections.set_health(known.id, store::ConnectionHealth::disconnected));
    }
    for (const ProxyConnection& connection : status.connections) {
        store::ConnectionRow row;
        row.id = ConnectionId(connection.id);
        if (auto known = TRY(m_ledger.connections.find(row.id))) row = *std::move(known);
        fill(row, connection);
        TRY(m_ledger.connections.save(row));
    }
    return transaction.commit();
}

Result<void> Connections::load()
{
    m_view.hubspot.clear();
    m_view.quickbooks.clear();
    m_pair.reset();
    AccountPair pair;
    for (const store::ConnectionRow& row : TRY(m_ledger.connections.all())) {
        if (row.health == store::ConnectionHealth::disconnected) continue;
        const bool hubspot = row.provider == store::Provider::hubspot;
        ConnectionId& side = hubspot ? pair.hubspot : pair.quickbooks;
        if (side.empty()) side = row.id;
        ConnectionCardView card = connection_card(row, m_status ? &*m_status : nullptr);
        if (hubspot) card.findings = account_findings(TRY(m_ledger.capabilities.all(row.id)));
        (hubspot ? m_view.hubspot : m_view.quickbooks).push_back(std::move(card));
    }
    if (!pair.hubspot.empty() && !pair.quickbooks.empty()) m_pair = pair;
    m_view.state = m_status || m_unreachable || m_pair ? LoadState::ready : LoadState::loading;
    if (m_status) {
        m_view.demo = m_status->demo;
        m_view.hubspot_configured = m_status->hubspot_configured;
        m_view.quickbooks_configured = m_status->quickbooks_configured;
        m_view.may_connect = m_status->may_connect;
    }
    return {};
}

void Connections::fail(const std::string& sentence)
{
    m_view.connecting = false;
    m_view.problem = sentence;
    m_services.log.write(LogLevel::warning, "connections", sentence);
    m_services.platform.request_frame();
}

}  // namespace app::features
