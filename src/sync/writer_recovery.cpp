#include <algorithm>
#include <unordered_map>

#include "sync/observe_hubspot.h"
#include "sync/settling.h"
#include "sync/writer.h"

// What the writer does when a call was refused as a whole, or when nobody knows what became of it.
namespace app::sync {
namespace {

namespace hubspot = clients::hubspot;
using store::IntentAction;

// HubSpot may carry out a request after it gave up answering. Only what is still absent this long
// after the last attempt is made again.
constexpr std::int64_t certain_after_ms = 10 * 60'000;

Write part_of(const store::IntentRow& intent, std::vector<WriteItem> items)
{
    Write write{.type = hubspot_type(intent.object), .action = intent.action, .items = std::move(items)};
    if (intent.action == IntentAction::associate) {
        const bool to_contacts = intent.path.ends_with("/contacts/batch/create");
        write.to = to_contacts ? hubspot::ObjectType::contact : hubspot::ObjectType::line_item;
        write.type = to_contacts ? hubspot::ObjectType::invoice : hubspot::ObjectType::line_item;
    }
    return write;
}

// Ids of HubSpot records by their QuickBooks key. Listing instead of searching: the search index
// lags behind (HubSpot: Search).
Task<std::unordered_map<std::string, HubSpotId>> ids_by_key(RunContext& context, hubspot::ObjectType type)
{
    const std::string property = key_property(type);
    std::unordered_map<std::string, HubSpotId> ids;
    std::string after;
    do {
        co_await context.control.checkpoint();
        const hubspot::ObjectPage page = co_await context.hubspot.list_objects(
            {.type = type, .after = after, .properties = {property}, .associations = {}});
        for (const hubspot::ObjectRecord& record : page.records) {
            const auto key = record.properties.find(property);
            if (key != record.properties.end()) ids.emplace(key->second, record.id);
        }
        after = page.next_after.value_or("");
    } while (!after.empty());
    co_return ids;
}

std::int64_t since_last_sent_ms(const RunContext& context, const store::IntentRow& intent)
{
    return context.clock.now().ms - intent.last_sent_at.value_or(Timestamp()).ms;
}

std::unexpected<Error> not_certain_yet()
{
    return failed(ErrorKind::timed_out,
                  "HubSpot did not say whether it made a record, and it is not there yet. Sync again in ten "
                  "minutes; nothing is made twice");
}

}  // namespace

// One bad record fails a whole call with some of HubSpot's checks: halves are tried until it is
// alone. Each half is a new write; the refused one had no effect.
Task<> Writer::split(FiledWrite sent, Error error)
{
    co_await m_context.ledger.intents.set_rejected(sent.intent.operation, error.detail, error.message);
    if (sent.items.size() > 1) {
        const auto middle = sent.items.begin() + static_cast<std::ptrdiff_t>(sent.items.size() / 2);
        co_await send(part_of(sent.intent, {sent.items.begin(), middle}));
        co_await send(part_of(sent.intent, {middle, sent.items.end()}));
        co_return;
    }
    const ItemOutcome refused{.kind = ItemOutcome::Kind::refused,
                              .code = error.kind == ErrorKind::conflict ? "CONFLICT" : "",
                              .message = error.message,
                              .detail = error.detail};
    const auto file = [&]() -> Result<void> {
        store::Transaction transaction = TRY(store::Transaction::begin(m_context.ledger.database));
        TRY(settle_refused(m_context, sent.intent, sent.items.front(), refused));
        return transaction.commit();
    };
    co_await file();
}

// A plain creation whose outcome is unknown: what carries our key was made; what is absent is made
// again, but not before it is certain that the first attempt will not surface any more.
Task<> Writer::look(OperationId operation)
{
    FiledWrite sent = co_await filed_write(m_context, operation);
    m_context.progress.phase = "Looking for what may have been written";
    const auto ids = co_await ids_by_key(m_context, hubspot_type(sent.intent.object));
    const std::string property = key_property(hubspot_type(sent.intent.object));
    std::vector<WriteItem> absent;
    const auto file_found = [&]() -> Result<void> {
        store::Transaction transaction = TRY(store::Transaction::begin(m_context.ledger.database));
        for (std::size_t at = 0; at < sent.items.size(); ++at) {
            if (sent.rows[at].outcome != store::ItemOutcome::open) continue;
            const WriteItem& item = sent.items[at];
            const auto found = ids.find(item.sent.at(property));
            if (found == ids.end()) {
                absent.push_back(item);
                continue;
            }
            TRY(settle_done(m_context, sent.intent, item, {.id = found->second}));
            TRY(m_context.ledger.intents.settle_item(sent.intent.operation, static_cast<std::int64_t>(at),
                                                     store::ItemOutcome::done, found->second, ""));
        }
        return transaction.commit();
    };
    co_await file_found();
    if (absent.empty()) {
        co_await m_context.ledger.intents.set_acknowledged(sent.intent.operation, "found by its key");
        co_return;
    }
    if (since_last_sent_ms(m_context, sent.intent) < certain_after_ms) {
        co_await Result<void>(not_certain_yet());
    }
    if (co_await is_from_backup(m_context, sent.intent)) {
        co_await abandon_to_next_plan(sent.intent.operation);
        co_return;
    }
    co_await m_context.ledger.intents.set_abandoned(sent.intent.operation,
                                                    "absent after ten minutes; made again under a new key");
    co_await send(part_of(sent.intent, std::move(absent)));
}

// A creation of which nobody knows any more for which records it was. What it made carries our keys: this run lists
// HubSpot again and recognises it, once it must have surfaced.
Task<> Writer::outwait(store::IntentRow intent)
{
    if (since_last_sent_ms(m_context, intent) < certain_after_ms) co_await Result<void>(not_certain_yet());
    const auto file = [&]() -> Result<void> {
        store::Transaction transaction = TRY(store::Transaction::begin(m_context.ledger.database));
        TRY(list_hubspot_again(m_context.ledger, intent.connection));
        TRY(m_context.ledger.intents.set_abandoned(intent.operation,
                                                   "HubSpot is listed again; what it made is recognised"));
        return transaction.commit();
    };
    co_await file();
}

}  // namespace app::sync
