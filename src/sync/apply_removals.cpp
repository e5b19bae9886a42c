#include "sync/apply_removals.h"

#include <utility>

#include "base/json.h"
#include "clients/quickbooks/types.h"
#include "sync/property_names.h"

namespace app::sync {
namespace {

namespace quickbooks = clients::quickbooks;
using store::IntentAction;

WriteItem item_of(RunContext& context, const PlannedRecord& record)
{
    return {.key = context.record_key(object_type(record.object), record.id),
            .title = record.title,
            .hubspot_id = record.action.hubspot_id,
            .how = std::string(removed_how),
            .sent = {{property::customer_active, "false"}},
            .agreed = {{property::customer_active, "true"}}};
}

Result<std::optional<QuickBooksItem>> deactivation_of(RunContext& context, const PlannedRecord& record)
{
    const auto row = TRY(context.ledger.mirror.find(
        context.accounts.quickbooks, quickbooks::api_name(entity_of(record.object)), record.id.value));
    if (!row) return std::nullopt;
    const Json present = TRY(Json::parse(row->payload));
    return QuickBooksItem{.item = item_of(context, record),
                          .record = JsonObject()
                                        .text("Id", TRY(present.text("Id")))
                                        .text("SyncToken", TRY(present.text("SyncToken")))
                                        .raw("sparse", "true")
                                        .boolean("Active", false)
                                        .str()};
}

Result<void> unlink(RunContext& context, const PlannedRecord& record)
{
    const store::RecordKey key = context.record_key(object_type(record.object), record.id);
    store::Transaction transaction = TRY(store::Transaction::begin(context.ledger.database));
    TRY(end_pair(context, key, "unlinked: " + record.action.reason));
    TRY(context.ledger.activity.append(
        {.at = context.clock.now(),
         .cause = "sync",
         .run = context.run,
         .kind = store::ActivityKind::decision,
         .object = key.object,
         .connection = key.connection,
         .record_id = key.id.value,
         .summary = "Unlinked " + record.title + ": " + record.action.reason,
         .detail = JsonObject().text("hubspot_id", record.action.hubspot_id).str(),
         .correlation = {}}));
    return transaction.commit();
}

Task<> archive(RunContext& context, Writer& writer, PlannedRecord record)
{
    std::vector<WriteItem> items;
    items.push_back(item_of(context, record));
    co_await writer.send({.type = hubspot_type(object_type(record.object)),
                          .action = IntentAction::archive,
                          .items = std::move(items)});
}

}  // namespace

Task<> apply_removals(RunContext& context, Writer& writer, QuickBooksWriter& to_quickbooks, Object object,
                      std::vector<PlanEntry> entries)
{
    std::vector<QuickBooksItem> batch;
    for (const PlanEntry& entry : entries) {
        if (entry.kind != ActionKind::remove && entry.kind != ActionKind::unlink) continue;
        context.progress.phase = "Following what is gone among the " + std::string(name_of(object));
        const auto record = co_await plan_entry(context, entry);
        if (!record) continue;
        if (record->action.kind == ActionKind::unlink) co_await unlink(context, *record);
        if (record->action.kind != ActionKind::remove) continue;
        if (record->action.remove_in == Side::hubspot) {
            co_await archive(context, writer, *record);
            continue;
        }
        if (auto item = co_await deactivation_of(context, *record)) batch.push_back(*std::move(item));
        if (batch.size() < quickbooks::batch_items_max) continue;
        co_await to_quickbooks.send(object, IntentAction::update, std::exchange(batch, {}));
    }
    // What QuickBooks has another version of is read with the next changes and decided anew.
    co_await to_quickbooks.send(object, IntentAction::update, std::move(batch));
}

Result<void> end_pair(RunContext& context, const store::RecordKey& key, const std::string& why)
{
    const auto link = TRY(context.ledger.links.by_quickbooks(key, context.accounts.hubspot));
    if (!link) return {};
    TRY(context.ledger.links.set_state(link->row_id, store::LinkState::broken));
    TRY(context.ledger.links.clear_changed(link->row_id));
    TRY(context.ledger.failures.resolve(key, context.clock.now()));
    return context.ledger.exclusions.exclude(key, why, context.clock.now());
}

}  // namespace app::sync
