#include "features/both_sides.h"

#include "features/field_pairs.h"
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

Result<void> add_link(sync::Ledger& ledger, const SidesQuery& query, BothSides& sides)
{
    if (!query.hubspot_connection || !query.hubspot_id) return {};
    const auto link =
        TRY(ledger.links.by_hubspot(query.object, *query.hubspot_connection, *query.hubspot_id));
    if (link) sides.matched_how = matched_how_words(std::string(store::word_of(link->linked_how)));
    const auto copy =
        TRY(ledger.mirror.find(*query.hubspot_connection, query.hubspot_entity, query.hubspot_id->value));
    if (!copy) return {};
    sides.hubspot = TRY(sync::fields_from_json(copy->payload));
    sides.hubspot_fields = fields_of(copy->payload);
    return {};
}

}  // namespace

Result<BothSides> both_sides(sync::Ledger& ledger, const SidesQuery& query)
{
    BothSides sides;
    if (query.quickbooks_connection && query.quickbooks_id) {
        const auto row =
            TRY(ledger.mirror.find(*query.quickbooks_connection, query.entity, query.quickbooks_id->value));
        if (row) {
            sides.quickbooks = TRY(Json::parse(row->payload));
            sides.quickbooks_fields = fields_of(row->payload);
        }
    }
    TRY(add_link(ledger, query, sides));
    return sides;
}

}  // namespace app::features
