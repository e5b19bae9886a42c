#include "features/connections/card.h"

#include <algorithm>
#include <array>

#include "base/json.h"
#include "sync/capability_names.h"

namespace app::features {
namespace {

using Health = ConnectionCardView::Health;

struct Finding {
    std::string_view name;
    const char* yes;
    const char* no;
};
constexpr std::array findings = {
    Finding{sync::capability::unique_contacts, "Contacts are found by their QuickBooks id",
            "Contacts take no unique id; they are found by listing"},
    Finding{sync::capability::unique_products, "Products are found by their QuickBooks id",
            "Products take no unique id; they are found by listing"},
    Finding{sync::capability::unique_invoices, "Invoices are found by their QuickBooks id",
            "Invoices take no unique id; they are found by listing"},
    Finding{sync::capability::unique_line_items, "Line items are found by their QuickBooks id",
            "Line items take no unique id; they are found by listing"},
    Finding{sync::capability::invoice_number, "Invoice numbers can be written",
            "Invoice numbers are HubSpot's own; QuickBooks' are kept beside them"},
    Finding{sync::capability::invoice_amount_billed, "Invoice totals can be written",
            "Invoice totals are HubSpot's own; QuickBooks' are kept beside them"},
    Finding{sync::capability::invoice_balance_due, "Invoice balances can be written",
            "Invoice balances are HubSpot's own; QuickBooks' are kept beside them"},
};

std::string environment_words(const std::string& environment, bool demo)
{
    if (demo) return "Demo";
    return environment == "production" ? "Production" : "Sandbox";
}

void add_health(ConnectionCardView& card, const store::ConnectionRow& row, const ProxyStatus* status)
{
    if (row.health == store::ConnectionHealth::reconnect_needed) {
        card.health = Health::reconnect_needed;
        card.health_text = "Connect again: access has ended";
    } else {
        card.health = status ? Health::connected : Health::unknown;
        card.health_text = status ? "Connected" : "Connected when last asked";
    }
    if (!status) return;
    const auto held = std::ranges::find(status->connections, row.id.value, &ProxyConnection::id);
    if (held == status->connections.end()) return;
    card.missing_scopes = held->missing_scopes;
    if (held->reconnect_needed && !held->health_detail.empty()) card.health_text = held->health_detail;
    if (!held->missing_scopes.empty()) card.health_text = "Connected, but some permissions are missing";
}

}  // namespace

ConnectionCardView connection_card(const store::ConnectionRow& row, const ProxyStatus* status)
{
    ConnectionCardView card;
    card.connection_id = row.id.value;
    card.provider = row.provider == store::Provider::hubspot ? "HubSpot" : "QuickBooks";
    card.account_name = row.account_name;
    card.account_id = row.account_id;
    card.environment = environment_words(row.environment, status && status->demo);
    card.country = row.country;
    card.currency = row.currency;
    card.time_zone = row.time_zone;
    if (const Result<Json> scopes = Json::parse(row.scopes); scopes && scopes->items()) {
        for (const Json& scope : *scopes->items()) card.scopes.push_back(scope.as_text().value_or(""));
    }
    card.connected_by = row.connected_by;
    card.connected_at = row.connected_at;
    add_health(card, row, status);
    return card;
}

std::vector<std::string> account_findings(const std::map<std::string, store::Capability>& capabilities)
{
    std::vector<std::string> sentences;
    for (const Finding& finding : findings) {
        const auto found = capabilities.find(std::string(finding.name));
        if (found == capabilities.end()) continue;
        sentences.emplace_back(found->second.value == "yes" ? finding.yes : finding.no);
    }
    return sentences;
}

}  // namespace app::features
