#include "base/text.h"
#include "sync/fields/mapped_values.h"
#include "sync/item_mapping.h"
#include "sync/observe_hubspot.h"
#include "sync/planner.h"

// Products that are only in HubSpot and may become items.
namespace app::sync {
namespace {

namespace hubspot = clients::hubspot;

Action excluded(std::string reason)
{
    return {.kind = ActionKind::excluded, .reason = std::move(reason)};
}

Result<bool> has_twin(RunContext& context, const store::ItemRow& item)
{
    const auto link = TRY(context.ledger.links.by_quickbooks(
        context.record_key(store::ObjectType::products, item.id), context.accounts.hubspot));
    return link.has_value();
}

// Names of items exist once, and one SKU is one thing: what is there already is not made again. Until it is cleared
// whether the two are the same, nothing happens: better late than twice.
Result<std::string> in_the_way(RunContext& context, const Fields& product)
{
    const ConnectionId& company = context.accounts.quickbooks;
    const std::string name = value_in(product, "name");
    if (context.names_of(Object::products).contains(lower_ascii(name)))
        return std::string("another product of this name is on its way to QuickBooks");
    for (const store::ItemRow& item :
         TRY(context.ledger.items.by_sku(company, value_in(product, "hs_sku")))) {
        if (!TRY(has_twin(context, item))) return "may be the same as " + item.full_name + " in QuickBooks";
        return "QuickBooks has another item with this SKU: " + item.full_name;
    }
    for (const store::ItemRow& item : TRY(context.ledger.items.by_name(company, name))) {
        if (!TRY(has_twin(context, item))) return "may be the same as " + item.full_name + " in QuickBooks";
        return "QuickBooks has another item of this name: " + item.full_name;
    }
    return std::string();
}

Result<Action> decide(RunContext& context, const Fields& product)
{
    if (value_in(product, "name").empty()) return excluded("has no name");
    const auto values = item_values(context.mappings_of(Object::products), product);
    if (!values) return excluded(values.error().message);
    if (std::string reason = TRY(in_the_way(context, product)); !reason.empty())
        return excluded(std::move(reason));
    if (context.settings_of(Object::products).new_items.income_account.empty())
        return excluded(std::string(no_income_account));
    Action action{.kind = ActionKind::create_in_quickbooks,
                  .reason = "not in QuickBooks yet",
                  .quickbooks_fields = product};
    for (const auto& [property, value] : product)
        action.changes.push_back({property, "", value, Side::quickbooks});
    return action;
}

}  // namespace

Result<std::optional<PlannedRecord>> plan_product_without_twin(RunContext& context, const HubSpotId& id)
{
    const auto link =
        TRY(context.ledger.links.by_hubspot(store::ObjectType::products, context.accounts.hubspot, id));
    const auto row = TRY(context.ledger.products.find(context.accounts.hubspot, id));
    if (link || !row || row->archived) return std::nullopt;
    if (context.settings_of(Object::products).leaves_out(row->modified_at.value_or(Timestamp())))
        return std::nullopt;
    const Fields known = TRY(known_fields(context, hubspot::ObjectType::product, id)).value_or(Fields());
    const FieldMappings& mappings = context.mappings_of(Object::products);
    Fields product = compared_values(mappings, known);
    std::erase_if(product, [&](const auto& field) { return !goes_to_quickbooks(mappings, field.first); });
    for (const std::string& property : properties_kept_back(context, Object::products))
        product.erase(property);
    return PlannedRecord{.object = Object::products,
                         .id = {},
                         .title = value_in(product, "name"),
                         .action = TRY(decide(context, product)),
                         .wanted = {},
                         .hubspot_id = id};
}

std::set<std::string> price_properties(const RunContext& context)
{
    std::set<std::string> properties;
    for (const FieldMapping& mapping : context.mappings_of(Object::products)) {
        if (mapping.field == "UnitPrice" || mapping.field == "PurchaseCost")
            properties.insert(mapping.property);
    }
    return properties;
}

std::set<std::string> properties_kept_back(const RunContext& context, Object object)
{
    const auto& currencies = context.accounts.hubspot_currencies;
    const bool is_one_currency = currencies.empty() || currencies.front() == context.accounts.home_currency;
    if (object != Object::products || is_one_currency) return {};
    return price_properties(context);
}

}  // namespace app::sync
