#include "features/pairs/field_pairs.h"

#include <array>

#include "base/decimal.h"

namespace app::features {
namespace {

struct PropertyLabel {
    const char* property;
    const char* label;
    bool both_sides;  // whether HubSpot's own users see and edit it
};

constexpr std::array labels = {
    PropertyLabel{"firstname", "First name", true},
    PropertyLabel{"lastname", "Last name", true},
    PropertyLabel{"name", "Name", true},
    PropertyLabel{"email", "E-mail", true},
    PropertyLabel{"phone", "Phone", true},
    PropertyLabel{"mobilephone", "Mobile", true},
    PropertyLabel{"company", "Company", true},
    PropertyLabel{"website", "Website", true},
    PropertyLabel{"address", "Street", true},
    PropertyLabel{"city", "City", true},
    PropertyLabel{"state", "State", true},
    PropertyLabel{"zip", "Postal code", true},
    PropertyLabel{"country", "Country", true},
    PropertyLabel{"hs_sku", "SKU", true},
    PropertyLabel{"price", "Price", true},
    PropertyLabel{"description", "Description", true},
    PropertyLabel{"hs_number", "Number", true},
    PropertyLabel{"hs_currency", "Currency", true},
    PropertyLabel{"hs_invoice_date", "Invoice date", true},
    PropertyLabel{"hs_due_date", "Due date", true},
    PropertyLabel{"hs_amount_billed", "Amount billed", true},
    PropertyLabel{"hs_balance_due", "Balance due", true},
    PropertyLabel{"hs_invoice_status", "Status", true},
    PropertyLabel{"hs_comments", "Comments", true},
    PropertyLabel{"hs_invoice_billable", "Billed by HubSpot", false},
    PropertyLabel{"qbo_display_name", "QuickBooks display name", false},
    PropertyLabel{"qbo_email", "QuickBooks e-mail", false},
    PropertyLabel{"qbo_active", "Active in QuickBooks", false},
    PropertyLabel{"qbo_balance", "QuickBooks balance", false},
    PropertyLabel{"qbo_customer_id", "QuickBooks customer ID", false},
    PropertyLabel{"qbo_item_id", "QuickBooks item ID", false},
    PropertyLabel{"qbo_item_type", "QuickBooks item type", false},
    PropertyLabel{"qbo_invoice_id", "QuickBooks invoice ID", false},
    PropertyLabel{"qbo_number", "QuickBooks number", false},
    PropertyLabel{"qbo_customer", "QuickBooks customer", false},
    PropertyLabel{"qbo_stage", "QuickBooks stage", false},
    PropertyLabel{"qbo_total", "QuickBooks total", false},
    PropertyLabel{"qbo_tax", "QuickBooks tax", false},
};

std::string value_of(const sync::Fields& fields, const char* property)
{
    const auto found = fields.find(property);
    return found == fields.end() ? std::string() : found->second;
}

// The two services write the same number differently.
bool same_value(const std::string& left, const std::string& right)
{
    if (left == right) return true;
    const Result<Decimal> left_number = Decimal::parse(left);
    const Result<Decimal> right_number = Decimal::parse(right);
    return left_number && right_number && *left_number == *right_number;
}

}  // namespace

std::string property_label(const std::string& property)
{
    for (const PropertyLabel& label : labels) {
        if (property == label.property) return label.label;
    }
    return property;
}

std::vector<FieldPairView> field_pairs(const sync::Fields& quickbooks, const sync::Fields& hubspot)
{
    std::vector<FieldPairView> pairs;
    for (const PropertyLabel& label : labels) {
        if (!label.both_sides) continue;
        std::string left = value_of(quickbooks, label.property);
        std::string right = value_of(hubspot, label.property);
        if (left.empty() && right.empty()) continue;
        const bool differs = !left.empty() && !same_value(left, right);
        pairs.push_back({label.label, std::move(left), std::move(right), differs});
    }
    return pairs;
}

std::string matched_how_words(const std::string& how)
{
    if (how == "email") return "Matched by e-mail";
    if (how == "sku") return "Matched by SKU";
    if (how == "name") return "Matched by name";
    if (how == "key") return "Recognised by its QuickBooks id";
    if (how == "created") return "Created by Ledgerbridge";
    return "Linked by you";
}

}  // namespace app::features
