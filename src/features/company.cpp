#include "features/company.h"

#include "base/json.h"

namespace app::features {

Company company_of(const Services& services, sync::Ledger& ledger, const std::optional<AccountPair>& pair)
{
    Company company;
    company.pair = pair;
    if (pair) {
        if (const auto row = ledger.connections.find(pair->quickbooks); row && *row) {
            company.home_currency = (*row)->currency;
            company.time_zone = (*row)->time_zone;
            company.quickbooks_sandbox = (*row)->environment != "production";
        }
        if (const auto row = ledger.connections.find(pair->hubspot); row && *row) {
            company.hubspot_account = (*row)->account_id;
            if (const Result<Json> details = Json::parse((*row)->details)) {
                const auto domain = details->optional_text("ui_domain");
                if (domain && *domain) company.hubspot_ui_domain = **domain;
            }
        }
    }
    company.today = date_in_zone(services.zones, company.time_zone, services.clock.now());
    return company;
}

std::string quickbooks_url(const Company& company, const std::string& kind, const std::string& id)
{
    if (company.demo || !company.pair || id.empty()) return {};
    const std::string host = company.quickbooks_sandbox ? "sandbox.qbo.intuit.com" : "qbo.intuit.com";
    if (kind == "customer") return "https://" + host + "/app/customerdetail?nameId=" + id;
    if (kind == "invoice") return "https://" + host + "/app/invoice?txnId=" + id;
    return "https://" + host + "/app/items";
}

std::string hubspot_url(const Company& company, const std::string& type_id, const std::string& id)
{
    if (company.demo || company.hubspot_ui_domain.empty() || id.empty()) return {};
    return "https://" + company.hubspot_ui_domain + "/contacts/" + company.hubspot_account + "/record/" +
           type_id + "/" + id;
}

}  // namespace app::features
