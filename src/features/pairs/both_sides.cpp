#include "features/pairs/both_sides.h"

#include "features/pairs/field_pairs.h"
#include "features/raw_fields.h"
#include "sync/field_json.h"

namespace app::features {
namespace {

std::vector<RawFieldView> fields_of(std::string_view json)
{
    std::vector<RawFieldView> fields;
    for (RawField& field : raw_fields(json))
        fields.push_back({std::move(field.name), std::move(field.value)});
    return fields;
}

Result<void> add_hubspot(sync::Ledger& ledger, const SidesQuery& query, BothSides& sides)
{
    if (!query.hubspot_connection || !query.hubspot_id) return {};
    const auto link =
        TRY(ledger.links.by_hubspot(query.object, *query.hubspot_connection, *query.hubspot_id));
    if (link) sides.view.matched_how = matched_how_words(std::string(store::word_of(link->linked_how)));
    const auto copy = TRY(ledger.mirror.find(
        *query.hubspot_connection, clients::hubspot::api_name(query.hubspot_type), query.hubspot_id->value));
    if (!copy) return {};
    sides.hubspot = TRY(sync::fields_from_json(copy->payload));
    sides.view.hubspot_fields = fields_of(copy->payload);
    return {};
}

Result<void> add_quickbooks(sync::Ledger& ledger, const SidesQuery& query, BothSides& sides)
{
    if (!query.quickbooks_connection || !query.quickbooks_id) return {};
    const auto copy =
        TRY(ledger.mirror.find(*query.quickbooks_connection, clients::quickbooks::api_name(query.entity),
                               query.quickbooks_id->value));
    if (!copy) return {};
    sides.quickbooks = TRY(Json::parse(copy->payload));
    sides.view.quickbooks_fields = fields_of(copy->payload);
    return {};
}

}  // namespace

Result<BothSides> both_sides(sync::Ledger& ledger, const Company& company, const SidesQuery& query)
{
    BothSides sides;
    TRY(add_quickbooks(ledger, query, sides));
    TRY(add_hubspot(ledger, query, sides));
    if (query.quickbooks_id) {
        const std::string page(clients::quickbooks::path_name(query.entity));
        sides.view.quickbooks_url = quickbooks_url(company, page, query.quickbooks_id->value);
    }
    if (query.hubspot_id) {
        const std::string type(clients::hubspot::type_id(query.hubspot_type));
        sides.view.hubspot_url = hubspot_url(company, type, query.hubspot_id->value);
    }
    return sides;
}

}  // namespace app::features
