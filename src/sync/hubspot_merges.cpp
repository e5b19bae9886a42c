#include "sync/hubspot_merges.h"

#include "base/json.h"
#include "base/text.h"
#include "sync/apply_removals.h"
#include "sync/observe_hubspot.h"
#include "sync/write.h"

namespace app::sync {
namespace {

namespace hubspot = clients::hubspot;

Result<void> file_move(RunContext& context, const store::LinkRow& link, const HubSpotId& survivor)
{
    TRY(context.ledger.activity.append(
        {.at = context.clock.now(),
         .cause = "sync",
         .run = context.run,
         .kind = store::ActivityKind::decision,
         .object = link.quickbooks.object,
         .connection = link.quickbooks.connection,
         .record_id = link.quickbooks.id.value,
         .summary = "Its HubSpot record was merged into another; the pair goes on with that one",
         .detail =
             JsonObject().text("merged", link.hubspot_id.value).text("hubspot_id", survivor.value).str(),
         .correlation = {}}));
    return {};
}

Result<void> follow(RunContext& context, store::ObjectType object, const HubSpotId& absorbed,
                    const HubSpotId& survivor)
{
    const auto link = TRY(context.ledger.links.by_hubspot(object, context.accounts.hubspot, absorbed));
    if (!link || link->state == store::LinkState::broken) return {};
    if (TRY(context.ledger.links.by_hubspot(object, context.accounts.hubspot, survivor)))
        return end_pair(context, link->quickbooks,
                        "its HubSpot record was merged into the one of another QuickBooks record");
    TRY(context.ledger.links.move_to(link->row_id, survivor));
    TRY(context.ledger.links.mark_changed(link->row_id, context.clock.now()));
    return file_move(context, *link, survivor);
}

}  // namespace

Result<void> follow_merges(RunContext& context, hubspot::ObjectType type,
                           const hubspot::ObjectRecord& survivor)
{
    const auto named = survivor.properties.find(merged_ids_property);
    if (named == survivor.properties.end() || named->second.empty()) return {};
    for (const std::string_view part : split(named->second, ';')) {
        const HubSpotId absorbed{std::string(trimmed(part))};
        if (absorbed.value.empty() || absorbed == survivor.id) continue;
        TRY(observe_archived(context, type, absorbed));
        TRY(follow(context, stored_type(type), absorbed, survivor.id));
    }
    return {};
}

}  // namespace app::sync
