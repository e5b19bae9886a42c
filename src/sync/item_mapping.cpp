#include "sync/item_mapping.h"

namespace app::sync {
namespace {

using clients::quickbooks::ItemType;

// QBO: Item, UnitPrice.
constexpr std::int64_t price_max = 99'999'999'999;

std::string refused(const QuickBooksValues& values)
{
    const auto name = values.find("Name");
    if (name != values.end() && name->second.find_first_of(":\t\n\r") != std::string::npos)
        return "The name has a colon or a line break, which QuickBooks does not take in names.";
    const auto price = values.find("UnitPrice");
    const Result<Decimal> number = price == values.end() ? Decimal() : Decimal::parse(price->second);
    return number && *number > Decimal(price_max, 0) ? "The price is higher than QuickBooks takes." : "";
}

}  // namespace

bool is_writable(const clients::quickbooks::Item& item)
{
    switch (item.type) {
    case ItemType::service:
    case ItemType::non_inventory:
    case ItemType::inventory: return true;
    case ItemType::group:
    case ItemType::category:
    case ItemType::other: return false;
    }
    return false;
}

Result<QuickBooksValues> item_values(const FieldMappings& mappings, const Fields& product)
{
    QuickBooksValues values = TRY(values_for_quickbooks(Object::products, mappings, product));
    if (std::string sentence = refused(values); !sentence.empty())
        return failed(ErrorKind::rejected, std::move(sentence));
    return values;
}

std::string new_item_json(const QuickBooksValues& values, const NewItems& rule)
{
    JsonObject json;
    put_members(json, Object::products, values, Json());
    return json.text("Type", rule.type == NewItemType::service ? "Service" : "NonInventory")
        .raw("IncomeAccountRef", JsonObject().text("value", rule.income_account).str())
        .str();
}

Result<std::string> item_update_json(const Json& item, const QuickBooksValues& changes)
{
    JsonObject json;
    json.text("Id", TRY(item.text("Id")))
        .text("SyncToken", TRY(item.text("SyncToken")))
        .raw("sparse", "true");
    put_members(json, Object::products, changes, item);
    return json.str();
}

}  // namespace app::sync
