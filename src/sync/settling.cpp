#include "sync/settling.h"

#include "base/json.h"
#include "sync/agreements.h"
#include "sync/apply_removals.h"
#include "sync/failure_words.h"
#include "sync/field_json.h"
#include "sync/observe_hubspot.h"
#include "sync/planner.h"

namespace app::sync {
namespace {

namespace hubspot = clients::hubspot;
using store::IntentAction;

store::LinkedHow linked_how(const std::string& how)
{
    if (how == "email") return store::LinkedHow::email;
    if (how == "sku") return store::LinkedHow::sku;
    if (how == "name") return store::LinkedHow::name;
    if (how == "key") return store::LinkedHow::key;
    return store::LinkedHow::created;
}

ObjectCounts* counts_of(RunContext& context, store::ObjectType object)
{
    switch (object) {
    case store::ObjectType::contacts: return &context.progress.of(Object::contacts);
    case store::ObjectType::products: return &context.progress.of(Object::products);
    case store::ObjectType::invoices: return &context.progress.of(Object::invoices);
    case store::ObjectType::line_items: return nullptr;
    }
    return nullptr;
}

// An invoice is written by several calls: it counts as changed until all of them are done, so that
// the next run looks at it whatever ends this one.
bool is_done_by_one_call(const WriteItem& item)
{
    return item.key.object != store::ObjectType::invoices;
}

bool may_travel_back(const WriteItem& item)
{
    return item.key.object == store::ObjectType::contacts || item.key.object == store::ObjectType::products;
}

// What HubSpot holds of the agreed fields. What it did not give back, it took as it was sent.
Fields held_by_hubspot(const WriteItem& item, const WrittenRecord& written)
{
    Fields held = item.sent;
    for (auto& [property, value] : held) {
        const auto answered = written.held.find(property);
        if (answered != written.held.end()) value = answered->second;
    }
    return held;
}

Result<void> extend_agreement(RunContext& context, const WriteItem& item, const store::LinkRow& link,
                              const WrittenRecord& written)
{
    TRY(extend_base(context, link, item.agreed, held_by_hubspot(item, written)));
    if (link.state == store::LinkState::broken) {
        TRY(context.ledger.links.set_state(link.row_id, store::LinkState::linked));
    }
    if (may_travel_back(item)) {
        for (const auto& [property, value] : item.sent)
            TRY(context.ledger.conflicts.resolve(item.key, context.accounts.hubspot, property,
                                                 context.clock.now()));
    }
    if (is_done_by_one_call(item)) return {};
    return context.ledger.links.mark_changed(link.row_id, context.clock.now());
}

Result<void> agree(RunContext& context, const WriteItem& item, const WrittenRecord& written)
{
    const HubSpotId& hubspot_id = written.id;
    const auto link = TRY(context.ledger.links.by_quickbooks(item.key, context.accounts.hubspot));
    if (link && link->hubspot_id == hubspot_id) return extend_agreement(context, item, *link, written);
    if (link && link->state == store::LinkState::linked) {
        return failed(ErrorKind::conflict,
                      "the QuickBooks record is linked to HubSpot record " + link->hubspot_id.value);
    }
    // The earlier twin is gone, as with a line that was removed and comes back.
    if (link) TRY(context.ledger.links.remove(link->row_id));
    store::LinkRow row;
    row.quickbooks = item.key;
    row.hubspot_connection = context.accounts.hubspot;
    row.hubspot_id = hubspot_id;
    row.base = json_of(item.agreed);
    row.hubspot_base = json_of(different_from(item.agreed, held_by_hubspot(item, written)));
    row.linked_how = linked_how(item.how);
    row.linked_at = context.clock.now();
    row.base_at = context.clock.now();
    if (!is_done_by_one_call(item)) row.changed_at = context.clock.now();
    TRY(context.ledger.links.add(row));
    return {};
}

// The local copy of the HubSpot record, so that screens show both sides without asking. It keeps its version
// when HubSpot did not say which one the write made.
Result<void> file_copy(RunContext& context, const WriteItem& item, const WrittenRecord& written)
{
    const hubspot::ObjectType type = hubspot_type(item.key.object);
    Fields fields = TRY(known_fields(context, type, written.id)).value_or(Fields());
    for (const auto& [property, value] : held_by_hubspot(item, written)) fields[property] = value;
    Timestamp version = written.updated_at;
    if (version.ms == 0) version = TRY(known_version(context, type, written.id));
    return file_hubspot_record(context, type, written.id, fields, version);
}

constexpr const char* status_property = "hs_invoice_status";

// The status of a new invoice is a call of its own but no second change.
bool only_status(const WriteItem& item)
{
    return item.sent.size() == 1 && item.sent.contains(status_property);
}

std::string summary_of(const store::IntentRow& intent, const WriteItem& item)
{
    switch (intent.action) {
    case IntentAction::create:
    case IntentAction::upsert: return "Created " + item.title + " in HubSpot";
    case IntentAction::update:
        if (only_status(item))
            return "Set " + item.title + " to " + item.sent.at(status_property) + " in HubSpot";
        return (item.how == "created" ? "Updated " : "Linked and updated ") + item.title + " in HubSpot";
    case IntentAction::associate: return "Associated " + item.title + " in HubSpot";
    case IntentAction::dissociate: return "Took " + item.title + " off its earlier contact in HubSpot";
    case IntentAction::archive: return "Archived " + item.title + " in HubSpot";
    case IntentAction::schema: return "Prepared " + item.title + " in HubSpot";
    }
    return item.title;
}

// What HubSpot was known to hold of the properties that are sent; blank ones too.
Result<Fields> held_before(RunContext& context, const WriteItem& item, const HubSpotId& hubspot_id)
{
    const Fields known =
        TRY(known_fields(context, hubspot_type(item.key.object), hubspot_id)).value_or(Fields());
    Fields before;
    for (const auto& [property, value] : item.sent) {
        const auto found = known.find(property);
        before[property] = found == known.end() ? std::string() : found->second;
    }
    return before;
}

Result<void> file_activity(RunContext& context, const store::IntentRow& intent, const WriteItem& item,
                           const HubSpotId& hubspot_id, const Fields& before)
{
    // Associations and lines belong to their invoice's line of the log.
    if (is_about_associations(intent.action) || item.key.object == store::ObjectType::line_items) return {};
    TRY(context.ledger.activity.append({.at = context.clock.now(),
                                        .cause = "sync",
                                        .run = intent.run,
                                        .kind = store::ActivityKind::write,
                                        .object = item.key.object,
                                        .connection = item.key.connection,
                                        .record_id = item.key.id.value,
                                        .summary = summary_of(intent, item),
                                        .detail = JsonObject()
                                                      .text("hubspot_id", hubspot_id.value)
                                                      .raw("before", json_of(before))
                                                      .raw("after", json_of(item.sent))
                                                      .str(),
                                        .correlation = intent.operation.value}));
    return {};
}

// HubSpot has a contact with this address that was made after the contacts were listed. Knowing it,
// the next plan matches the two by e-mail.
Result<void> file_newer_contact(RunContext& context, const WriteItem& item, const HubSpotId& twin,
                                const std::string& email, const ItemOutcome& outcome)
{
    if (ObjectCounts* counts = counts_of(context, item.key.object)) ++counts->failed;
    TRY(file_hubspot_record(context, hubspot::ObjectType::contact, twin, {{"email", email}}, Timestamp{}));
    return raise_failure(context, item.key, item.title,
                         {.code = "exists_already",
                          .sentence = "A contact with this e-mail address was added to HubSpot meanwhile.",
                          .next_step = "Sync again: the two are then linked."},
                         outcome.message);
}

void count_done(RunContext& context, const store::IntentRow& intent, const WriteItem& item)
{
    ObjectCounts* counts = counts_of(context, item.key.object);
    if (!counts) return;
    if (intent.action == IntentAction::create || intent.action == IntentAction::upsert) ++counts->created;
    if (intent.action == IntentAction::update && !only_status(item)) ++counts->updated;
}

// The counterpart of a record that is gone in QuickBooks.
Result<void> settle_archived(RunContext& context, const store::IntentRow& intent, const WriteItem& item)
{
    const HubSpotId id(item.hubspot_id);
    TRY(observe_archived(context, hubspot_type(item.key.object), id));
    TRY(end_pair(context, item.key, "gone in QuickBooks, and archived in HubSpot for it"));
    if (ObjectCounts* counts = counts_of(context, item.key.object)) ++counts->updated;
    return file_activity(context, intent, item, id, {});
}

}  // namespace

Result<void> settle_done(RunContext& context, const store::IntentRow& intent, const WriteItem& item,
                         const WrittenRecord& written)
{
    const HubSpotId& hubspot_id = written.id;
    if (intent.action == IntentAction::archive) {
        if (item.key.object != store::ObjectType::line_items) return settle_archived(context, intent, item);
        const auto link = TRY(context.ledger.links.by_quickbooks(item.key, context.accounts.hubspot));
        if (link) TRY(context.ledger.links.set_state(link->row_id, store::LinkState::broken));
        return {};
    }
    const Result<void> agreed = agree(context, item, written);
    if (!agreed && agreed.error().kind == ErrorKind::conflict) {
        return raise_failure(
            context, item.key, item.title,
            {.code = "already_linked",
             .sentence = "HubSpot gave back a record that belongs to another QuickBooks record.",
             .next_step = "Compare the two in Contacts and correct the duplicate in HubSpot."},
            hubspot_id.value);
    }
    if (!agreed) return agreed;
    const Fields before = TRY(held_before(context, item, hubspot_id));
    if (!is_about_associations(intent.action)) TRY(file_copy(context, item, written));
    if (may_travel_back(item)) TRY(keep_in_queue(context, object_of(item.key.object), item.key.id));
    TRY(context.ledger.failures.resolve(item.key, context.clock.now()));
    count_done(context, intent, item);
    return file_activity(context, intent, item, hubspot_id, before);
}

Result<void> keep_in_queue(RunContext& context, Object object, const QuickBooksId& id)
{
    if (!context.settings_of(object).writes_quickbooks()) return {};
    const auto planned = plan_record(context, object, id);
    // A value that no mapping can turn is said by the next plan; what was written is written.
    if (!planned && planned.error().kind == ErrorKind::rejected) return {};
    const auto record = TRY(planned);
    if (!record || record->action.changes.empty()) return {};
    const auto link = TRY(context.ledger.links.by_quickbooks(context.record_key(object_type(object), id),
                                                             context.accounts.hubspot));
    if (!link) return {};
    return context.ledger.links.mark_changed(link->row_id, context.clock.now());
}

Result<void> settle_refused(RunContext& context, const store::IntentRow&, const WriteItem& item,
                            const ItemOutcome& outcome)
{
    const std::string twin = existing_id(outcome.message);
    const auto email = item.sent.find("email");
    if (item.key.object == store::ObjectType::contacts && !twin.empty() && email != item.sent.end()) {
        return file_newer_contact(context, item, HubSpotId(twin), email->second, outcome);
    }
    if (ObjectCounts* counts = counts_of(context, item.key.object)) ++counts->failed;
    return raise_failure(context, item.key, item.title,
                         words_for_refusal(RefusedBy::hubspot, outcome.code, outcome.message),
                         outcome.message + "\n" + outcome.detail);
}

}  // namespace app::sync
