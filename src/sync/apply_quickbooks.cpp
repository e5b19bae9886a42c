#include "sync/apply_quickbooks.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.h"
#include "clients/quickbooks/decode.h"
#include "sync/customer_mapping.h"
#include "sync/failure_words.h"
#include "sync/item_mapping.h"
#include "sync/observe_quickbooks.h"

namespace app::sync {
namespace {

namespace quickbooks = clients::quickbooks;
using store::IntentAction;

// How often a record is decided anew within a run because QuickBooks holds something else than was read.
constexpr int rounds_max = 3;

Fields before_change(const Action& action)
{
    Fields before;
    for (const FieldChange& change : action.changes) {
        if (change.in == Side::quickbooks) before[change.property] = change.before;
    }
    return before;
}

FailureWords unfit(const std::string& sentence)
{
    return {.code = "unfit_value",
            .sentence = sentence,
            .next_step = "Correct it in HubSpot, or change the mapping under Sync, Fields; then retry."};
}

Result<QuickBooksValues> values_going_there(const RunContext& context, Object object, const Fields& fields)
{
    const FieldMappings& mappings = context.mappings_of(object);
    return object == Object::products ? item_values(mappings, fields)
                                      : values_for_quickbooks(object, mappings, fields);
}

Result<std::string> new_record_json(const RunContext& context, const PlannedRecord& record)
{
    const QuickBooksValues values =
        TRY(values_going_there(context, record.object, record.action.quickbooks_fields));
    if (record.object == Object::products)
        return new_item_json(values, context.settings_of(Object::products).new_items);
    return new_customer_json(values, record.title,
                             origin_mark(context.accounts.hubspot_account, record.hubspot_id));
}

Result<std::optional<QuickBooksItem>> update_of(RunContext& context, const PlanEntry& entry)
{
    const auto record = TRY(plan_record(context, entry.object, entry.id));
    if (!record || record->action.quickbooks_fields.empty()) return std::nullopt;
    // A pair that is not linked yet is linked by the write to HubSpot, which comes first.
    if (record->action.kind == ActionKind::link) return std::nullopt;
    QuickBooksItem update{.item = {.key = context.record_key(object_type(entry.object), entry.id),
                                   .title = record->title,
                                   .hubspot_id = record->action.hubspot_id,
                                   .sent = record->action.quickbooks_fields,
                                   .agreed = before_change(record->action)},
                          .record = {}};
    const auto values = values_going_there(context, entry.object, update.item.sent);
    if (!values) {
        ++context.progress.of(entry.object).failed;
        TRY(raise_failure(context, update.item.key, update.item.title, unfit(values.error().message), ""));
        return std::nullopt;
    }
    const auto row = TRY(context.ledger.mirror.find(
        context.accounts.quickbooks, quickbooks::api_name(entity_of(entry.object)), entry.id.value));
    if (!row) return std::nullopt;
    const Json present = TRY(Json::parse(row->payload));
    update.record = entry.object == Object::products ? TRY(item_update_json(present, *values))
                                                     : TRY(customer_update_json(present, *values));
    return update;
}

Result<std::optional<QuickBooksItem>> creation_of(RunContext& context, const PlanEntry& entry)
{
    const auto record = TRY(plan_entry(context, entry));
    if (!record || record->action.kind != ActionKind::create_in_quickbooks) return std::nullopt;
    context.names_of(entry.object).insert(lower_ascii(record->title));
    return QuickBooksItem{.item = {.key = context.hubspot_key(object_type(entry.object), entry.hubspot_id),
                                   .title = record->title,
                                   .hubspot_id = entry.hubspot_id.value,
                                   .sent = record->action.quickbooks_fields,
                                   .agreed = {}},
                          .record = TRY(new_record_json(context, *record))};
}

PlanEntry entry_for(const RunContext& context, const WriteItem& item)
{
    const Object object = object_of(item.key.object);
    if (item.key.connection == context.accounts.hubspot) {
        return {.object = object,
                .id = {},
                .hubspot_id = HubSpotId(item.hubspot_id),
                .kind = ActionKind::create_in_quickbooks};
    }
    return {.object = object, .id = item.key.id, .hubspot_id = {}, .kind = ActionKind::update};
}

// What QuickBooks holds now, for a record of which it has another version than was read.
Task<> read_again(RunContext& context, quickbooks::Entity entity, QuickBooksId id)
{
    const Result<quickbooks::Record> record =
        co_await outcome(context.quickbooks.read(entity, std::move(id)));
    // Gone or unreadable: the refusal of the next write says so.
    if (!record && record.error().kind != ErrorKind::not_found && record.error().kind != ErrorKind::malformed)
        co_await Result<void>(std::unexpected(record.error()));
    if (!record) co_return;
    const auto file = [&]() -> Result<void> {
        store::Transaction transaction = TRY(store::Transaction::begin(context.ledger.database));
        TRY(observe_record(context, *record));
        return transaction.commit();
    };
    co_await file();
}

Task<std::vector<PlanEntry>> prepare_again(RunContext& context, std::vector<WriteItem> items)
{
    std::vector<PlanEntry> entries;
    for (const WriteItem& item : items) {
        PlanEntry entry = entry_for(context, item);
        if (entry.hubspot_id.value.empty()) co_await read_again(context, entity_of(entry.object), entry.id);
        else context.names_of(entry.object).erase(lower_ascii(item.title));
        entries.push_back(std::move(entry));
    }
    co_return entries;
}

Task<std::vector<WriteItem>> write_all(RunContext& context, QuickBooksWriter& writer, Object object,
                                       IntentAction action, std::vector<PlanEntry> entries)
{
    std::vector<WriteItem> anew;
    std::vector<QuickBooksItem> batch;
    for (std::size_t at = 0; at < entries.size(); ++at) {
        const PlanEntry& entry = entries[at];
        auto item = action == IntentAction::create ? co_await creation_of(context, entry)
                                                   : co_await update_of(context, entry);
        if (item) batch.push_back(*std::move(item));
        const bool is_last = at + 1 == entries.size();
        if (batch.size() < quickbooks::batch_items_max && !is_last) continue;
        std::vector<WriteItem> more = co_await writer.send(object, action, std::exchange(batch, {}));
        std::ranges::move(more, std::back_inserter(anew));
        co_await context.loop.pause_if_due();
    }
    co_return anew;
}

}  // namespace

Task<> apply_to_quickbooks(RunContext& context, QuickBooksWriter& writer, Object object,
                           std::vector<PlanEntry> entries)
{
    context.progress.phase = "Writing " + std::string(name_of(object)) + " to QuickBooks";
    for (int round = 1; round <= rounds_max && !entries.empty(); ++round) {
        std::vector<PlanEntry> updates;
        std::vector<PlanEntry> creations;
        for (PlanEntry& entry : entries)
            (entry.hubspot_id.value.empty() ? updates : creations).push_back(std::move(entry));
        std::vector<WriteItem> anew =
            co_await write_all(context, writer, object, IntentAction::update, std::move(updates));
        std::vector<WriteItem> more =
            co_await write_all(context, writer, object, IntentAction::create, std::move(creations));
        std::ranges::move(more, std::back_inserter(anew));
        entries = co_await prepare_again(context, std::move(anew));
    }
}

}  // namespace app::sync
