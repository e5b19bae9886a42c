#include "clients/quickbooks/decode.h"

#include <array>
#include <utility>

#include "clients/quickbooks/decode_parts.h"

namespace app::clients::quickbooks {
namespace {

ItemType item_type(std::string_view name)
{
    static constexpr std::array<std::pair<std::string_view, ItemType>, 6> types = {{
        {"Service", ItemType::service},
        {"NonInventory", ItemType::non_inventory},
        {"Inventory", ItemType::inventory},
        {"Group", ItemType::group},
        {"Bundle", ItemType::group},
        {"Category", ItemType::category},
    }};
    for (const auto& [known, type] : types) {
        if (known == name) return type;
    }
    return ItemType::other;
}

Result<Customer> customer_from(const Json& json)
{
    return Customer{
        .id = QuickBooksId(TRY(json.text("Id"))),
        .display_name = TRY(text_or_empty(json, "DisplayName")),
        .fully_qualified_name = TRY(text_or_empty(json, "FullyQualifiedName")),
        .title = TRY(text_or_empty(json, "Title")),
        .given_name = TRY(text_or_empty(json, "GivenName")),
        .middle_name = TRY(text_or_empty(json, "MiddleName")),
        .family_name = TRY(text_or_empty(json, "FamilyName")),
        .suffix = TRY(text_or_empty(json, "Suffix")),
        .company_name = TRY(text_or_empty(json, "CompanyName")),
        .email = TRY(text_inside(json, "PrimaryEmailAddr", "Address")),
        .phone = TRY(text_inside(json, "PrimaryPhone", "FreeFormNumber")),
        .mobile = TRY(text_inside(json, "Mobile", "FreeFormNumber")),
        .website = TRY(text_inside(json, "WebAddr", "URI")),
        .notes = TRY(text_or_empty(json, "Notes")),
        .billing_address = TRY(optional_address(json, "BillAddr")),
        .shipping_address = TRY(optional_address(json, "ShipAddr")),
        .parent = TRY(optional_reference(json, "ParentRef")),
        .is_job = TRY(boolean_or(json, "Job", false)),
        .is_project = TRY(boolean_or(json, "IsProject", false)),
        .bill_with_parent = TRY(boolean_or(json, "BillWithParent", false)),
        .active = TRY(boolean_or(json, "Active", true)),
        .taxable = TRY(boolean_or(json, "Taxable", false)),
        .currency = TRY(text_inside(json, "CurrencyRef", "value")),
        .balance = TRY(decimal_or_zero(json, "Balance")),
        .balance_with_jobs = TRY(decimal_or_zero(json, "BalanceWithJobs")),
    };
}

Result<Item> item_from(const Json& json)
{
    Item item{
        .id = QuickBooksId(TRY(json.text("Id"))),
        .name = TRY(text_or_empty(json, "Name")),
        .fully_qualified_name = TRY(text_or_empty(json, "FullyQualifiedName")),
        .sku = TRY(text_or_empty(json, "Sku")),
        .description = TRY(text_or_empty(json, "Description")),
        .type_name = TRY(text_or_empty(json, "Type")),
        .unit_price = TRY(json.optional_decimal("UnitPrice")),
        .purchase_cost = TRY(json.optional_decimal("PurchaseCost")),
        .quantity_on_hand = TRY(json.optional_decimal("QtyOnHand")),
        .parent = TRY(optional_reference(json, "ParentRef")),
        .income_account = TRY(optional_reference(json, "IncomeAccountRef")),
        .taxable = TRY(boolean_or(json, "Taxable", false)),
        .active = TRY(boolean_or(json, "Active", true)),
    };
    item.type = item_type(item.type_name);
    return item;
}

std::unexpected<Error> in_record(const Json& json, std::string_view kind, Error error)
{
    const std::string id = json.text("Id").value_or("without id");
    return std::unexpected(with_context(std::move(error), std::string(kind) + " " + id));
}

}  // namespace

Result<Record> decode_record(Entity entity, Json json, std::string raw)
{
    Record record{
        .entity = entity,
        .id = QuickBooksId(TRY(json.text("Id"))),
        .sync_token = TRY(text_or_empty(json, "SyncToken")),
        .deleted = TRY(text_or_empty(json, "status")) == "Deleted",
        .raw = std::move(raw),
    };
    const Json meta_data = TRY(json.object("MetaData"));
    record.updated_at = TRY(parse_timestamp(TRY(meta_data.text("LastUpdatedTime"))));
    record.json = std::move(json);
    return record;
}

Result<Customer> decode_customer(const Json& json)
{
    Result<Customer> customer = customer_from(json);
    if (!customer) return in_record(json, "customer", customer.error());
    return customer;
}

Result<Item> decode_item(const Json& json)
{
    Result<Item> item = item_from(json);
    if (!item) return in_record(json, "item", item.error());
    return item;
}

}  // namespace app::clients::quickbooks
