#include "features/pairs/both_sides.h"

#include <algorithm>
#include <functional>

#include "features/pairs/field_pairs.h"
#include "features/raw_fields.h"
#include "sync/field_json.h"

namespace app::features {
namespace {

constexpr std::int64_t timeline_max = 100;

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

Result<void> add_events(sync::Ledger& ledger, const store::RecordKey& key, PairSidesView& view)
{
    store::ActivityFilter filter;
    filter.record = key;
    for (const store::ActivityRow& row : TRY(ledger.activity.list(filter, std::nullopt, timeline_max))) {
        view.timeline.push_back({.at = row.at,
                                 .text = row.summary,
                                 .cause = row.cause == "person" ? "You" : "Sync",
                                 .is_failure = row.kind == store::ActivityKind::failure});
    }
    return {};
}

// A record that was first only in HubSpot is filed under where it was then.
Result<void> add_timeline(sync::Ledger& ledger, const SidesQuery& query, PairSidesView& view)
{
    if (query.quickbooks_connection && query.quickbooks_id)
        TRY(add_events(ledger, {query.object, *query.quickbooks_connection, *query.quickbooks_id}, view));
    if (query.hubspot_connection && query.hubspot_id)
        TRY(add_events(
            ledger, {query.object, *query.hubspot_connection, QuickBooksId(query.hubspot_id->value)}, view));
    std::ranges::stable_sort(view.timeline, std::greater(), &RecordEventView::at);
    return {};
}

}  // namespace

Result<BothSides> both_sides(sync::Ledger& ledger, const Company& company, const SidesQuery& query)
{
    BothSides sides;
    TRY(add_quickbooks(ledger, query, sides));
    TRY(add_hubspot(ledger, query, sides));
    TRY(add_timeline(ledger, query, sides.view));
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
