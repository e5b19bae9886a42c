#include <array>

#include "clients/quickbooks/decode.h"
#include "clients/quickbooks/decode_parts.h"

namespace app::clients::quickbooks {
namespace {

Subscription subscription_of(std::string_view status)
{
    static constexpr std::array active = {std::string_view("SUBSCRIBED"), std::string_view("PAID")};
    static constexpr std::array trial = {std::string_view("TRIAL"), std::string_view("TRIALOPTIN"),
                                         std::string_view("TRIAL_OPT_IN")};
    static constexpr std::array ended = {std::string_view("EXPIRED"), std::string_view("RESTRICTED"),
                                         std::string_view("SUSPENDED"), std::string_view("CANCELED")};
    const auto contains = [&](const auto& known) {
        for (const std::string_view name : known) {
            if (name == status) return true;
        }
        return false;
    };
    if (contains(active)) return Subscription::active;
    if (contains(trial)) return Subscription::trial;
    if (contains(ended)) return Subscription::ended;
    return Subscription::unknown;
}

Result<std::string> named_value(const Json& json, std::string_view wanted)
{
    for (const Json& entry : TRY(json.array_or_empty("NameValue"))) {
        if (TRY(text_or_empty(entry, "Name")) == wanted) return text_or_empty(entry, "Value");
    }
    return std::string();
}

// A group of preferences that the edition does not have is absent: all its switches are off.
Result<Json> group(const Json& json, std::string_view name)
{
    return TRY(json.optional_object(name)).value_or(Json(Json::Members{}));
}

}  // namespace

Result<CompanyInfo> decode_company_info(const Json& json)
{
    CompanyInfo company{
        .name = TRY(json.text("CompanyName")),
        .legal_name = TRY(text_or_empty(json, "LegalName")),
        .country = TRY(text_or_empty(json, "Country")),
        .default_time_zone = TRY(text_or_empty(json, "DefaultTimeZone")),
        .subscription_status = TRY(named_value(json, "SubscriptionStatus")),
        .offering = TRY(named_value(json, "OfferingSku")),
    };
    company.subscription = subscription_of(company.subscription_status);
    return company;
}

Result<Preferences> decode_preferences(const Json& json)
{
    const Json sales = TRY(group(json, "SalesFormsPrefs"));
    const Json currency = TRY(group(json, "CurrencyPrefs"));
    const Json tax = TRY(group(json, "TaxPrefs"));
    const Json accounting = TRY(group(json, "AccountingInfoPrefs"));
    return Preferences{
        .home_currency = TRY(text_inside(currency, "HomeCurrency", "value")),
        .multi_currency = TRY(boolean_or(currency, "MultiCurrencyEnabled", false)),
        .custom_transaction_numbers = TRY(boolean_or(sales, "CustomTxnNumbers", false)),
        .allow_discount = TRY(boolean_or(sales, "AllowDiscount", false)),
        .allow_shipping = TRY(boolean_or(sales, "AllowShipping", false)),
        .using_sales_tax = TRY(boolean_or(tax, "UsingSalesTax", false)),
        .partner_tax_enabled = TRY(boolean_or(tax, "PartnerTaxEnabled", false)),
        .book_close_date = TRY(optional_date(accounting, "BookCloseDate")),
    };
}

}  // namespace app::clients::quickbooks
