#include "sync/prepare_accounts.h"

#include "base/json.h"

namespace app::sync {
namespace {

Result<void> file_company(RunContext& context, const clients::quickbooks::CompanyInfo& company,
                          const clients::quickbooks::Preferences& preferences)
{
    auto row = TRY(context.ledger.connections.find(context.accounts.quickbooks));
    if (!row) return failed(ErrorKind::storage, "the QuickBooks connection is not in the database");
    if (!company.name.empty()) row->account_name = company.name;
    row->currency = preferences.home_currency;
    row->country = company.country;
    row->time_zone = company.default_time_zone;
    row->details = JsonObject()
                       .boolean("multi_currency", preferences.multi_currency)
                       .boolean("custom_transaction_numbers", preferences.custom_transaction_numbers)
                       .text("subscription", company.subscription_status)
                       .text("offering", company.offering)
                       .str();
    row->facts_at = context.clock.now();
    return context.ledger.connections.save(*row);
}

Result<void> file_portal(RunContext& context, const clients::hubspot::AccountDetails& account)
{
    auto row = TRY(context.ledger.connections.find(context.accounts.hubspot));
    if (!row) return failed(ErrorKind::storage, "the HubSpot connection is not in the database");
    JsonArray currencies;
    if (!account.company_currency.empty()) currencies.text(account.company_currency);
    for (const std::string& currency : account.additional_currencies) currencies.text(currency);
    row->currency = account.company_currency;
    row->time_zone = account.time_zone;
    row->details = JsonObject()
                       .raw("currencies", currencies.str())
                       .text("account_type", account.account_type)
                       .text("ui_domain", account.ui_domain)
                       .str();
    row->facts_at = context.clock.now();
    return context.ledger.connections.save(*row);
}

Result<bool> known(RunContext& context, const ConnectionId& connection)
{
    const auto row = TRY(context.ledger.connections.find(connection));
    return row && row->facts_at.has_value();
}

}  // namespace

Task<> read_accounts(RunContext& context)
{
    if (!co_await known(context, context.accounts.quickbooks)) {
        context.progress.phase = "Asking QuickBooks about the company";
        const auto company = co_await context.quickbooks.company_info();
        const auto preferences = co_await context.quickbooks.preferences();
        co_await file_company(context, company, preferences);
    }
    if (!co_await known(context, context.accounts.hubspot)) {
        context.progress.phase = "Asking HubSpot about the account";
        const auto account = co_await context.hubspot.account_details();
        co_await file_portal(context, account);
    }
    co_await accounts_from_ledger(context);
}

Result<void> accounts_from_ledger(RunContext& context)
{
    if (const auto company = TRY(context.ledger.connections.find(context.accounts.quickbooks))) {
        context.accounts.quickbooks_account = company->account_id;
        context.accounts.home_currency = company->currency;
        context.accounts.time_zone = company->time_zone;
    }
    if (const auto portal = TRY(context.ledger.connections.find(context.accounts.hubspot))) {
        const Json details = TRY(Json::parse(portal->details));
        context.accounts.hubspot_account = portal->account_id;
        context.accounts.hubspot_currencies.clear();
        for (const Json& currency : TRY(details.array_or_empty("currencies"))) {
            if (auto code = currency.as_text()) context.accounts.hubspot_currencies.push_back(*code);
        }
    }
    return {};
}

}  // namespace app::sync
