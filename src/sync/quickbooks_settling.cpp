#include "sync/quickbooks_settling.h"

#include "base/json.h"
#include "clients/fault.h"
#include "clients/quickbooks/decode.h"
#include "sync/agreements.h"
#include "sync/contact_mapping.h"
#include "sync/failure_words.h"
#include "sync/field_json.h"
#include "sync/merge.h"
#include "sync/observe_quickbooks.h"
#include "sync/settling.h"

namespace app::sync {
namespace {

namespace quickbooks = clients::quickbooks;
using store::IntentAction;

// What QuickBooks holds now of the fields that were sent; it may write a value in another way.
Result<Fields> held_by_quickbooks(RunContext& context, const WriteItem& item,
                                  const quickbooks::Record& record)
{
    const quickbooks::Customer customer = TRY(quickbooks::decode_customer(record.json));
    const Fields all = contact_from_customer(customer, context.key_of(record.id), EmailUse::own);
    Fields held;
    for (const auto& [property, value] : item.sent) held[property] = value_in(all, property);
    return held;
}

Result<void> link_new(RunContext& context, const WriteItem& item, const store::RecordKey& key,
                      const Fields& held)
{
    store::LinkRow row;
    row.quickbooks = key;
    row.hubspot_connection = context.accounts.hubspot;
    row.hubspot_id = HubSpotId(item.hubspot_id);
    row.base = json_of(held);
    row.hubspot_base = json_of(different_from(held, item.sent));
    row.linked_how = item.how == "created" ? store::LinkedHow::created : store::LinkedHow::key;
    row.linked_at = context.clock.now();
    row.base_at = context.clock.now();
    TRY(context.ledger.links.add(row));
    return {};
}

Result<void> agree(RunContext& context, const WriteItem& item, const store::RecordKey& key,
                   const Fields& held)
{
    const auto link = TRY(context.ledger.links.by_quickbooks(key, context.accounts.hubspot));
    if (!link) return link_new(context, item, key, held);
    if (link->hubspot_id.value != item.hubspot_id) {
        return failed(ErrorKind::conflict,
                      "the customer is linked to HubSpot record " + link->hubspot_id.value);
    }
    TRY(extend_base(context, *link, held, item.sent));
    for (const auto& [property, value] : item.sent) {
        TRY(context.ledger.conflicts.resolve(key, context.accounts.hubspot, property, context.clock.now()));
    }
    return keep_in_queue(context, Object::contacts, key.id);
}

Result<void> file_activity(RunContext& context, const store::IntentRow& intent, const WriteItem& item,
                           const store::RecordKey& key)
{
    const bool is_new = intent.action == IntentAction::create;
    TRY(context.ledger.activity.append(
        {.at = context.clock.now(),
         .cause = "sync",
         .run = intent.run,
         .kind = store::ActivityKind::write,
         .object = key.object,
         .connection = key.connection,
         .record_id = key.id.value,
         .summary = (is_new ? "Created " : "Updated ") + item.title + " in QuickBooks",
         .detail = JsonObject()
                       .text("hubspot_id", item.hubspot_id)
                       .raw("before", json_of(item.agreed))
                       .raw("after", json_of(item.sent))
                       .str(),
         .correlation = intent.operation.value}));
    return {};
}

FailureWords words_for(const Error& error)
{
    const std::string code = clients::fault_code(error);
    if (code == "610") {
        return {.code = "gone_in_quickbooks",
                .sentence = "The customer was deleted or made inactive in QuickBooks.",
                .next_step = "Make it active again in QuickBooks, then sync."};
    }
    if (code == "2050") {
        return {.code = "too_long",
                .sentence = "QuickBooks says that a value is too long: " + error.message,
                .next_step = "Shorten it in HubSpot; the next sync tries again."};
    }
    if (code == "5020" || code == "3100") {
        return {.code = "not_permitted",
                .sentence = "The person who connected QuickBooks may not change customers.",
                .next_step = "Connect QuickBooks again as somebody who may."};
    }
    return {.code = code.empty() ? "refused_by_quickbooks" : "quickbooks_" + code,
            .sentence = "QuickBooks refused it: " + error.message,
            .next_step = "Correct the contact in HubSpot; the next sync tries again."};
}

}  // namespace

Result<void> settle_in_quickbooks(RunContext& context, const store::IntentRow& intent, const WriteItem& item,
                                  const quickbooks::Record& record)
{
    const Fields held = TRY(held_by_quickbooks(context, item, record));
    TRY(observe_record(context, record));
    const store::RecordKey key = context.record_key(store::ObjectType::contacts, record.id);
    const Result<void> agreed = agree(context, item, key, held);
    if (!agreed && agreed.error().kind == ErrorKind::conflict) {
        return raise_failure(context, item.key, item.title,
                             {.code = "already_linked",
                              .sentence = "The QuickBooks customer belongs to another HubSpot contact.",
                              .next_step = "Compare the two in Contacts and correct the duplicate."},
                             agreed.error().message);
    }
    if (!agreed) return agreed;
    TRY(context.ledger.failures.resolve(item.key, context.clock.now()));
    TRY(context.ledger.failures.resolve(key, context.clock.now()));
    ObjectCounts& counts = context.progress.of(Object::contacts);
    ++(intent.action == IntentAction::create ? counts.created : counts.updated);
    return file_activity(context, intent, item, key);
}

Result<void> settle_refused_by_quickbooks(RunContext& context, const WriteItem& item, const Error& error)
{
    ++context.progress.of(Object::contacts).failed;
    return raise_failure(context, item.key, item.title, words_for(error),
                         error.message + "\n" + error.detail);
}

}  // namespace app::sync
