#include "sync/quickbooks_settling.h"

#include "base/json.h"
#include "clients/fault.h"
#include "clients/quickbooks/decode.h"
#include "sync/agreements.h"
#include "sync/apply_removals.h"
#include "sync/contact_mapping.h"
#include "sync/customer_mapping.h"
#include "sync/failure_words.h"
#include "sync/field_json.h"
#include "sync/fields/mapped_values.h"
#include "sync/item_mapping.h"
#include "sync/merge.h"
#include "sync/observe_quickbooks.h"
#include "sync/product_mapping.h"
#include "sync/settling.h"

namespace app::sync {
namespace {

namespace quickbooks = clients::quickbooks;
using store::IntentAction;

// What a HubSpot record of it would hold, and what only travels to QuickBooks in HubSpot's words.
Result<Fields> as_in_hubspot(RunContext& context, const quickbooks::Record& record)
{
    const bool is_item = record.entity == quickbooks::Entity::item;
    const Object object = is_item ? Object::products : Object::contacts;
    const FieldMappings& mappings = context.mappings_of(object);
    const std::string key = context.key_of(record.id);
    Fields all = is_item ? TRY(product_from_item(record.json, mappings, key))
                         : TRY(contact_from_customer(record.json, mappings, key, EmailUse::own));
    all.merge(TRY(values_only_for_quickbooks(object, mappings, record.json)));
    return all;
}

// What QuickBooks holds now of the fields that were sent; it may write a value in another way.
Result<Fields> held_by_quickbooks(RunContext& context, const WriteItem& item,
                                  const quickbooks::Record& record)
{
    const Fields all = TRY(as_in_hubspot(context, record));
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
                      "the QuickBooks record is linked to HubSpot record " + link->hubspot_id.value);
    }
    TRY(extend_base(context, *link, held, item.sent));
    for (const auto& [property, value] : item.sent) {
        TRY(context.ledger.conflicts.resolve(key, context.accounts.hubspot, property, context.clock.now()));
    }
    return keep_in_queue(context, object_of(key.object), key.id);
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
         .summary = item.how == removed_how
                        ? "Made " + item.title + " inactive in QuickBooks"
                        : (is_new ? "Created " : "Updated ") + item.title + " in QuickBooks",
         .detail = JsonObject()
                       .text("hubspot_id", item.hubspot_id)
                       .raw("before", json_of(item.agreed))
                       .raw("after", json_of(item.sent))
                       .str(),
         .correlation = intent.operation.value}));
    return {};
}

FailureWords words_for(Object object, const Error& error)
{
    const std::string code = clients::fault_code(error);
    if (code == "2500" && object == Object::products) {
        return {.code = "account_gone",
                .sentence = "QuickBooks does not know the income account of new items any more.",
                .next_step = "Choose another one under Sync, Rules, Products."};
    }
    return words_for_refusal(RefusedBy::quickbooks, code, error.message);
}

}  // namespace

Result<void> settle_in_quickbooks(RunContext& context, const store::IntentRow& intent, const WriteItem& item,
                                  const quickbooks::Record& record)
{
    const Fields held = TRY(held_by_quickbooks(context, item, record));
    TRY(observe_record(context, record));
    const store::RecordKey key = context.record_key(intent.object, record.id);
    const Result<void> agreed = agree(context, item, key, held);
    if (!agreed && agreed.error().kind == ErrorKind::conflict) {
        return raise_failure(context, item.key, item.title,
                             {.code = "already_linked",
                              .sentence = "The QuickBooks record belongs to another HubSpot record.",
                              .next_step = "Compare the two in their list and correct the duplicate."},
                             agreed.error().message);
    }
    if (!agreed) return agreed;
    TRY(context.ledger.failures.resolve(item.key, context.clock.now()));
    TRY(context.ledger.failures.resolve(key, context.clock.now()));
    if (item.how == removed_how)
        TRY(end_pair(context, key, "archived in HubSpot, and made inactive in QuickBooks for it"));
    ObjectCounts& counts = context.progress.of(object_of(intent.object));
    ++(intent.action == IntentAction::create ? counts.created : counts.updated);
    return file_activity(context, intent, item, key);
}

Result<void> settle_refused_by_quickbooks(RunContext& context, const WriteItem& item, const Error& error)
{
    const Object object = object_of(item.key.object);
    ++context.progress.of(object).failed;
    return raise_failure(context, item.key, item.title, words_for(object, error),
                         error.message + "\n" + error.detail);
}

Result<bool> was_made_from(RunContext& context, const WriteItem& item, const quickbooks::Record& record)
{
    if (record.entity == quickbooks::Entity::customer) {
        const auto customer = quickbooks::decode_customer(record.json);
        return customer &&
               marked_origin(customer->notes, context.accounts.hubspot_account) == HubSpotId(item.hubspot_id);
    }
    const auto decoded = quickbooks::decode_item(record.json);
    const auto link = TRY(context.ledger.links.by_quickbooks(context.record_key(item.key.object, record.id),
                                                             context.accounts.hubspot));
    if (!decoded || link || !is_writable(*decoded)) return false;
    const Fields held = TRY(held_by_quickbooks(context, item, record));
    return held == compared_values(context.mappings_of(Object::products), item.sent);
}

Result<void> note_taken_name(RunContext& context, const WriteItem& item)
{
    // Items are all read, so that the next plan knows who has the name.
    if (object_of(item.key.object) != Object::contacts) return {};
    return context.ledger.customers.note_taken_name(context.accounts.quickbooks, item.title,
                                                    context.clock.now());
}

}  // namespace app::sync
