#include "sync/apply_records.h"

#include "sync/capability_names.h"
#include "sync/failure_words.h"
#include "sync/observe_hubspot.h"

namespace app::sync {
namespace {

namespace hubspot = clients::hubspot;
using store::IntentAction;

std::string_view unique_capability(hubspot::ObjectType type)
{
    switch (stored_type(type)) {
    case store::ObjectType::contacts: return capability::unique_contacts;
    case store::ObjectType::products: return capability::unique_products;
    case store::ObjectType::invoices: return capability::unique_invoices;
    case store::ObjectType::line_items: return capability::unique_line_items;
    }
    return {};
}

// What both sides hold when the write is done. When the pair travels both ways, that is only what is written
// and what was equal already: other fields may be on their way to QuickBooks, or in conflict.
Fields agreed_by(RunContext& context, PlannedRecord& record)
{
    const bool is_merged =
        record.action.kind != ActionKind::create && context.settings_of(record.object).writes_quickbooks();
    if (!is_merged) return std::move(record.wanted);
    Fields agreed = std::move(record.action.agreed);
    for (const auto& [property, value] : record.action.fields) agreed[property] = value;
    return agreed;
}

WriteItem item_of(RunContext& context, PlannedRecord record)
{
    Fields agreed = agreed_by(context, record);
    return {.key = context.record_key(object_type(record.object), std::move(record.id)),
            .title = std::move(record.title),
            .hubspot_id = std::move(record.action.hubspot_id),
            .how = std::move(record.how),
            .sent = without_associations(record.action.fields),
            .agreed = std::move(agreed)};
}

Task<> send_when_full(Writer& writer, Write& write)
{
    if (write.items.size() < hubspot::batch_inputs_max) co_return;
    std::vector<WriteItem> items = std::exchange(write.items, {});
    co_await writer.send({.type = write.type, .action = write.action, .items = std::move(items)});
}

Result<std::optional<PlannedRecord>> planned_or_failed(RunContext& context, Object object,
                                                       const QuickBooksId& id)
{
    Result<std::optional<PlannedRecord>> record = plan_record(context, object, id);
    if (record || record.error().kind == ErrorKind::storage) return record;
    ++context.progress.of(object).failed;
    TRY(raise_failure(context, context.record_key(object_type(object), id), id.value,
                      words_for_error(record.error()), record.error().detail));
    return std::nullopt;
}

// HubSpot's search may not show what was edited in its last seconds, and writing would overwrite that. So the records
// of each batch are read by their ids right before they are written, and decided again from that. Only where changes
// travel both ways: otherwise what HubSpot holds does not count.
Task<> read_before_writing(RunContext& context, Object object, std::vector<QuickBooksId> ids)
{
    const hubspot::ObjectType type = hubspot_type(object_type(object));
    hubspot::BatchRead query{.type = type, .properties = properties_read(context, type)};
    for (const QuickBooksId& id : ids) {
        // What cannot be decided is said below.
        const auto record = plan_record(context, object, id).value_or(std::nullopt);
        if (!record || record->action.fields.empty() || record->action.hubspot_id.empty()) continue;
        query.ids.push_back(record->action.hubspot_id);
    }
    if (query.ids.empty()) co_return;
    co_await context.control.checkpoint();
    const hubspot::BatchReadAnswer answer = co_await context.hubspot.batch_read(query);
    const auto file = [&]() -> Result<void> {
        store::Transaction transaction = TRY(store::Transaction::begin(context.ledger.database));
        for (const hubspot::ObjectRecord& record : answer.records)
            TRY(observe_hubspot_record(context, type, record));
        for (const std::string& id : answer.missing) TRY(observe_archived(context, type, HubSpotId(id)));
        return transaction.commit();
    };
    co_await file();
}

}  // namespace

Result<IntentAction> creating_action(RunContext& context, hubspot::ObjectType type)
{
    const auto unique =
        TRY(context.ledger.capabilities.get(context.accounts.hubspot, unique_capability(type)));
    return unique && unique->value == "yes" ? IntentAction::upsert : IntentAction::create;
}

Task<> apply_records(RunContext& context, Writer& writer, Object object, std::vector<QuickBooksId> ids)
{
    const hubspot::ObjectType type = hubspot_type(object_type(object));
    Write creates{.type = type, .action = co_await creating_action(context, type), .items = {}};
    Write updates{.type = type, .action = IntentAction::update, .items = {}};
    context.progress.phase = "Writing " + std::string(name_of(object)) + " to HubSpot";
    const bool reads_first = context.settings_of(object).writes_quickbooks();
    for (std::size_t at = 0; at < ids.size(); ++at) {
        if (reads_first && at % hubspot::batch_inputs_max == 0) {
            const std::size_t end = std::min(ids.size(), at + hubspot::batch_inputs_max);
            co_await read_before_writing(context, object,
                                         {ids.begin() + static_cast<std::ptrdiff_t>(at),
                                          ids.begin() + static_cast<std::ptrdiff_t>(end)});
        }
        auto record = co_await planned_or_failed(context, object, ids[at]);
        if (!record) continue;
        const ActionKind kind = record->action.kind;
        if (kind == ActionKind::update && record->action.fields.empty()) continue;  // for QuickBooks only
        if (kind == ActionKind::create) creates.items.push_back(item_of(context, *std::move(record)));
        else if (kind == ActionKind::update || kind == ActionKind::link) {
            updates.items.push_back(item_of(context, *std::move(record)));
        }
        co_await send_when_full(writer, creates);
        co_await send_when_full(writer, updates);
        co_await context.loop.pause_if_due();
    }
    co_await writer.send(std::move(creates));
    co_await writer.send(std::move(updates));
}

}  // namespace app::sync
