#include "sync/apply_invoices.h"

#include <algorithm>

#include "sync/apply_records.h"
#include "sync/batches.h"
#include "sync/failure_words.h"
#include "sync/field_json.h"
#include "sync/line_plan.h"

namespace app::sync {
namespace {

namespace hubspot = clients::hubspot;
using clients::quickbooks::Invoice;
using store::IntentAction;

// Bounds the memory of a chunk; large enough that association calls are well filled.
constexpr std::size_t chunk_size = 500;
constexpr const char* status_property = "hs_invoice_status";

struct Work {
    PlannedRecord record;
    Invoice invoice;
    std::string contact;  // HubSpot id
};

Result<std::optional<store::LinkRow>> link_of(RunContext& context, store::ObjectType object,
                                              const QuickBooksId& id)
{
    return context.ledger.links.by_quickbooks(context.record_key(object, id), context.accounts.hubspot);
}

Result<void> set_aside(RunContext& context, const QuickBooksId& id, const std::string& title,
                       const FailureWords& words, const std::string& detail)
{
    ++context.progress.of(Object::invoices).failed;
    return raise_failure(context, context.record_key(store::ObjectType::invoices, id), title, words, detail);
}

FailureWords missing_contact_words(const Invoice& invoice)
{
    return {.code = "missing_contact",
            .sentence = "Its customer " + invoice.customer.name + " is not in HubSpot yet.",
            .next_step = "Solve what holds the customer back, or switch contacts on; then sync again."};
}

FailureWords currency_words(const std::string& currency)
{
    return {.code = "currency_not_enabled",
            .sentence = "The HubSpot account does not use the currency " + currency + ".",
            .next_step = "Add " + currency +
                         " in HubSpot under Settings, Account defaults, Currency; then sync again."};
}

// Why the invoice cannot be written now; nothing when it can.
std::optional<FailureWords> obstacle(const RunContext& context, const Work& work)
{
    const auto currency = work.record.wanted.find("hs_currency");
    const std::vector<std::string>& enabled = context.accounts.hubspot_currencies;
    if (currency != work.record.wanted.end() && !enabled.empty() &&
        !std::ranges::contains(enabled, currency->second)) {
        return currency_words(currency->second);
    }
    if (work.contact.empty() && work.record.action.kind == ActionKind::create) {
        return missing_contact_words(work.invoice);
    }
    return std::nullopt;
}

Result<std::optional<Work>> prepare(RunContext& context, const QuickBooksId& id)
{
    auto record = TRY(plan_record(context, Object::invoices, id));
    const auto invoice = TRY(known_invoice(context, id));
    if (!record || !invoice) return std::nullopt;
    if (record->action.kind == ActionKind::nothing || record->action.kind == ActionKind::excluded)
        return std::nullopt;
    Work work{.record = *std::move(record), .invoice = *invoice, .contact = {}};
    const auto contact = TRY(link_of(context, store::ObjectType::contacts, invoice->customer.id));
    if (contact) work.contact = contact->hubspot_id.value;
    if (const auto words = obstacle(context, work)) {
        TRY(set_aside(context, id, work.record.title, *words, ""));
        return std::nullopt;
    }
    return work;
}

Task<std::vector<Work>> prepare_chunk(RunContext& context, std::vector<QuickBooksId> ids)
{
    std::vector<Work> chunk;
    for (const QuickBooksId& id : ids) {
        Result<std::optional<Work>> work = prepare(context, id);
        if (!work && work.error().kind == ErrorKind::malformed) {
            co_await set_aside(context, id, id.value, words_for_error(work.error()), work.error().detail);
            continue;
        }
        if (auto ready = co_await std::move(work)) chunk.push_back(*std::move(ready));
        co_await context.loop.pause_if_due();
    }
    co_return chunk;
}

WriteItem created_line(RunContext& context, LineToCreate line)
{
    return {.key = context.record_key(store::ObjectType::line_items, std::move(line.key)),
            .title = std::move(line.title),
            .hubspot_id = {},
            .sent = line.fields,
            .agreed = line.fields};
}

WriteItem updated_line(RunContext& context, LineToUpdate line)
{
    return {.key = context.record_key(store::ObjectType::line_items, std::move(line.key)),
            .title = std::move(line.title),
            .hubspot_id = std::move(line.hubspot_id),
            .sent = without_associations(line.fields),
            .agreed = without_associations(line.wanted)};
}

Task<> write_lines(RunContext& context, Writer& writer, const std::vector<Work>& chunk)
{
    Batches creates = object_batches(writer, hubspot::ObjectType::line_item,
                                     co_await creating_action(context, hubspot::ObjectType::line_item));
    Batches updates = object_batches(writer, hubspot::ObjectType::line_item, IntentAction::update);
    Batches removals = removal_batches(writer, hubspot::ObjectType::line_item);
    for (const Work& work : chunk) {
        LinePlan lines = co_await plan_lines(context, work.invoice);
        for (LineToCreate& line : lines.creates) co_await creates.add(created_line(context, std::move(line)));
        for (LineToUpdate& line : lines.updates) {
            WriteItem item = updated_line(context, std::move(line));
            if (!item.sent.empty()) co_await updates.add(std::move(item));
        }
        for (LineToRemove& line : lines.removals) {
            co_await removals.add({.key = context.record_key(store::ObjectType::line_items, line.key),
                                   .title = "a line of " + work.record.title,
                                   .hubspot_id = line.hubspot_id,
                                   .sent = {},
                                   .agreed = {}});
        }
        co_await context.loop.pause_if_due();
    }
    co_await creates.finish();
    co_await updates.finish();
}

WriteItem invoice_item(RunContext& context, const Work& work, Fields sent, Fields agreed)
{
    return {.key = context.record_key(store::ObjectType::invoices, work.record.id),
            .title = work.record.title,
            .hubspot_id = work.record.action.hubspot_id,
            .how = work.record.how,
            .sent = std::move(sent),
            .agreed = std::move(agreed)};
}

Task<> write_invoices(RunContext& context, Writer& writer, const std::vector<Work>& chunk)
{
    Batches creates = object_batches(writer, hubspot::ObjectType::invoice,
                                     co_await creating_action(context, hubspot::ObjectType::invoice));
    Batches updates = object_batches(writer, hubspot::ObjectType::invoice, IntentAction::update);
    for (const Work& work : chunk) {
        Fields sent = without_associations(work.record.action.fields);
        Fields agreed = without_associations(work.record.wanted);
        sent.erase(status_property);
        agreed.erase(status_property);
        if (work.record.action.kind == ActionKind::create) {
            co_await creates.add(invoice_item(context, work, std::move(sent), std::move(agreed)));
        } else if (!sent.empty()) {
            co_await updates.add(invoice_item(context, work, std::move(sent), std::move(agreed)));
        }
    }
    co_await creates.finish();
    co_await updates.finish();
}

// The association with a contact that is not its customer's any more; nothing when there is none.
Result<std::optional<WriteItem>> outdated_association(const store::LinkRow& link, const Work& work)
{
    const Fields base = TRY(fields_from_json(link.base));
    const auto present = base.find(contact_association);
    if (work.contact.empty() || present == base.end() || present->second.empty()) return std::nullopt;
    if (present->second == work.contact) return std::nullopt;
    return WriteItem{.key = link.quickbooks,
                     .title = work.record.title,
                     .hubspot_id = link.hubspot_id.value,
                     .sent = {{contact_association, present->second}},
                     .agreed = {{contact_association, ""}}};
}

Task<> dissociate(RunContext& context, Writer& writer, const std::vector<Work>& chunk)
{
    Batches removals =
        dissociation_batches(writer, hubspot::ObjectType::invoice, hubspot::ObjectType::contact);
    for (const Work& work : chunk) {
        const auto invoice = co_await link_of(context, store::ObjectType::invoices, work.record.id);
        if (!invoice) continue;
        auto item = co_await outdated_association(*invoice, work);
        if (item) co_await removals.add(*std::move(item));
        co_await context.loop.pause_if_due();
    }
    co_await removals.finish();
}

// The association that is missing from the agreement of a link; nothing when it is there.
Result<std::optional<WriteItem>> missing_association(const store::LinkRow& link, const char* member,
                                                     const std::string& other, const std::string& title)
{
    const Fields base = TRY(fields_from_json(link.base));
    const auto present = base.find(member);
    if (other.empty() || (present != base.end() && present->second == other)) return std::nullopt;
    return WriteItem{.key = link.quickbooks,
                     .title = title,
                     .hubspot_id = link.hubspot_id.value,
                     .sent = {},
                     .agreed = {{member, other}}};
}

Task<> associate(RunContext& context, Writer& writer, const std::vector<Work>& chunk)
{
    Batches contacts =
        association_batches(writer, hubspot::ObjectType::invoice, hubspot::ObjectType::contact);
    Batches lines =
        association_batches(writer, hubspot::ObjectType::line_item, hubspot::ObjectType::line_item);
    for (const Work& work : chunk) {
        const auto invoice = co_await link_of(context, store::ObjectType::invoices, work.record.id);
        if (!invoice) continue;  // refused: its lines stay without a parent until it is accepted
        if (auto item = co_await missing_association(*invoice, contact_association, work.contact,
                                                     work.record.title)) {
            co_await contacts.add(*std::move(item));
        }
        const auto links =
            co_await context.ledger.links.lines_of(context.accounts.quickbooks, work.record.id);
        for (const store::LinkRow& link : links) {
            if (link.state != store::LinkState::linked) continue;
            auto item = co_await missing_association(link, invoice_association, invoice->hubspot_id.value,
                                                     "a line of " + work.record.title);
            if (item) co_await lines.add(*std::move(item));
        }
        co_await context.loop.pause_if_due();
    }
    co_await contacts.finish();
    co_await lines.finish();
}

Task<> set_statuses(RunContext& context, Writer& writer, const std::vector<Work>& chunk)
{
    Batches updates = object_batches(writer, hubspot::ObjectType::invoice, IntentAction::update);
    for (const Work& work : chunk) {
        const auto wanted = work.record.wanted.find(status_property);
        const auto link = co_await link_of(context, store::ObjectType::invoices, work.record.id);
        if (wanted == work.record.wanted.end() || !link) continue;
        const Fields base = co_await fields_from_json(link->base);
        const auto present = base.find(status_property);
        if (present != base.end() && present->second == wanted->second) continue;
        const Fields status = {{status_property, wanted->second}};
        WriteItem item = invoice_item(context, work, status, status);
        item.hubspot_id = link->hubspot_id.value;
        co_await updates.add(std::move(item));
        co_await context.loop.pause_if_due();
    }
    co_await updates.finish();
}

// What is now as QuickBooks has it counts as unchanged again; the rest is for the next run.
Task<> confirm(RunContext& context, const std::vector<Work>& chunk)
{
    for (const Work& work : chunk) {
        const auto record = co_await plan_record(context, Object::invoices, work.record.id);
        const auto link = co_await link_of(context, store::ObjectType::invoices, work.record.id);
        if (record && link && record->action.kind == ActionKind::nothing) {
            co_await context.ledger.links.clear_changed(link->row_id);
        }
        co_await context.loop.pause_if_due();
    }
}

}  // namespace

Task<> apply_invoices(RunContext& context, Writer& writer, std::vector<QuickBooksId> ids)
{
    context.progress.phase = "Writing invoices to HubSpot";
    for (std::size_t begin = 0; begin < ids.size(); begin += chunk_size) {
        const std::size_t end = std::min(ids.size(), begin + chunk_size);
        const auto at = [&](std::size_t offset) { return ids.begin() + static_cast<std::ptrdiff_t>(offset); };
        const std::vector<Work> chunk = co_await prepare_chunk(context, {at(begin), at(end)});
        co_await write_lines(context, writer, chunk);
        co_await write_invoices(context, writer, chunk);
        co_await dissociate(context, writer, chunk);
        co_await associate(context, writer, chunk);
        co_await set_statuses(context, writer, chunk);
        co_await confirm(context, chunk);
    }
}

}  // namespace app::sync
