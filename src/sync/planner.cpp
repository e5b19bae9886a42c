#include "sync/planner.h"

#include <format>

#include "base/json.h"
#include "clients/quickbooks/decode.h"
#include "sync/agreements.h"
#include "sync/capability_names.h"
#include "sync/conflicts.h"
#include "sync/failure_words.h"
#include "sync/line_plan.h"
#include "sync/observation.h"
#include "sync/property_names.h"

namespace app::sync {
namespace {

namespace quickbooks = clients::quickbooks;

Result<std::vector<QuickBooksId>> candidates(RunContext& context, Object object)
{
    const ConnectionId& company = context.accounts.quickbooks;
    switch (object) {
    case Object::contacts: return context.ledger.queue.customers(company);
    case Object::products: return context.ledger.queue.items(company);
    case Object::invoices: break;
    }
    std::vector<QuickBooksId> ids = TRY(context.ledger.queue.invoices(company));
    const std::vector<QuickBooksId> overdue =
        TRY(context.ledger.queue.newly_overdue(company, context.today(), property::invoice_stage, "Overdue"));
    ids.insert(ids.end(), overdue.begin(), overdue.end());
    return ids;
}

// Keeps the two facts in step that lists show: left out, and changed since the last agreement.
Result<void> file_decision(RunContext& context, const PlannedRecord& record)
{
    const store::RecordKey key = context.record_key(object_type(record.object), record.id);
    if (record.action.kind == ActionKind::excluded) {
        TRY(context.ledger.failures.resolve(key, context.clock.now()));
        return context.ledger.exclusions.exclude(key, record.action.reason, context.clock.now());
    }
    if (TRY(context.ledger.exclusions.reason_for(key))) TRY(context.ledger.exclusions.include(key));
    TRY(file_conflicts(context, record));
    const bool is_settled =
        record.action.kind == ActionKind::nothing || record.action.kind == ActionKind::ask;
    if (!is_settled) return {};
    TRY(context.ledger.failures.resolve(key, context.clock.now()));
    const auto link = TRY(context.ledger.links.by_quickbooks(key, context.accounts.hubspot));
    if (!link) return {};
    if (!record.action.agreed.empty()) TRY(extend_base(context, *link, record.action.agreed, {}));
    return context.ledger.links.clear_changed(link->row_id);
}

Result<void> add_value(RunContext& context, RunPlan& plan, const QuickBooksId& id)
{
    const auto invoice = TRY(known_invoice(context, id));
    if (!invoice) return {};
    plan.of(Object::invoices).lines += static_cast<std::int64_t>(wanted_lines(*invoice).size());
    const std::string& currency =
        invoice->currency.empty() ? context.accounts.home_currency : invoice->currency;
    plan.new_invoice_e4[currency] += TRY(invoice->total.units_at(4));
    return {};
}

void count_end(PlanSummary& summary, const Action& action)
{
    if (action.kind == ActionKind::unlink) ++summary.unlinks;
    else if (action.remove_in == Side::hubspot) ++summary.hubspot_removals;
    else ++summary.quickbooks_removals;
}

Result<void> add_to_plan(RunContext& context, RunPlan& plan, Object object, const QuickBooksId& id)
{
    const auto record = TRY(plan_record(context, object, id));
    if (!record) return {};
    TRY(file_decision(context, *record));
    PlanSummary& summary = plan.of(object);
    switch (record->action.kind) {
    case ActionKind::nothing: ++summary.unchanged; return {};
    case ActionKind::excluded: ++summary.excluded; return {};
    case ActionKind::ask: ++summary.conflicts; return {};
    case ActionKind::create: ++summary.creates; break;
    case ActionKind::update: ++summary.updates; break;
    case ActionKind::link: ++summary.links; break;
    case ActionKind::create_in_quickbooks: break;
    case ActionKind::unlink:
    case ActionKind::remove:
        count_end(summary, record->action);
        plan.entries.push_back({.object = object, .id = id, .kind = record->action.kind});
        return {};
    }
    if (!record->action.conflicts.empty()) ++summary.conflicts;
    if (!record->action.quickbooks_fields.empty()) ++summary.quickbooks_updates;
    const bool is_only_for_quickbooks =
        record->action.fields.empty() && !record->action.quickbooks_fields.empty();
    if (record->action.kind != ActionKind::create && !is_only_for_quickbooks) ++summary.hubspot_updates;
    plan.entries.push_back({.object = object, .id = id, .kind = record->action.kind});
    if (object == Object::invoices && record->action.kind == ActionKind::create) {
        TRY(add_value(context, plan, id));
    }
    return {};
}

// A record that cannot be read blocks no other; a failing database does.
Result<void> set_aside(RunContext& context, Object object, const QuickBooksId& id, const Error& error)
{
    if (error.kind == ErrorKind::storage) return std::unexpected(error);
    ++context.progress.of(object).failed;
    return raise_failure(context, context.record_key(object_type(object), id), id.value,
                         words_for_error(error), error.message + "\n" + error.detail);
}

// An invoice whose own fields agree may still have other lines.
Result<void> consider_lines(RunContext& context, PlannedRecord& record)
{
    if (record.object != Object::invoices || record.action.kind != ActionKind::nothing) return {};
    const auto invoice = TRY(known_invoice(context, record.id));
    if (!invoice || TRY(plan_lines(context, *invoice)).empty()) return {};
    record.action.kind = ActionKind::update;
    record.action.reason = "lines changed in QuickBooks";
    return {};
}

Result<std::vector<HubSpotId>> without_twin(RunContext& context, Object object)
{
    if (object == Object::products)
        return context.ledger.queue.products_without_twin(context.accounts.hubspot);
    return context.ledger.queue.contacts_without_twin(context.accounts.hubspot);
}

// What only HubSpot has and is to be made in QuickBooks.
Task<> add_records_without_twin(RunContext& context, RunPlan& plan, Object object)
{
    const std::vector<HubSpotId> ids = co_await without_twin(context, object);
    std::int64_t without_account = 0;
    for (const HubSpotId& id : ids) {
        const PlanEntry entry{.object = object,
                              .id = {},
                              .hubspot_id = id,
                              .kind = ActionKind::create_in_quickbooks};
        const auto record = co_await plan_entry(context, entry);
        if (record && record->action.kind == ActionKind::create_in_quickbooks) {
            ++plan.of(object).quickbooks_creates;
            plan.entries.push_back(entry);
        }
        if (record && record->action.reason == no_income_account) ++without_account;
        co_await context.loop.pause_if_due();
    }
    if (without_account > 0) {
        plan.notes.push_back(
            std::format("{} of HubSpot {} not made in QuickBooks: {}.",
                        without_account == 1 ? "1 product" : std::to_string(without_account) + " products",
                        without_account == 1 ? "is" : "are", no_income_account));
    }
}

std::int64_t batches(std::int64_t inputs, std::int64_t size)
{
    return (inputs + size - 1) / size;
}

}  // namespace

std::int64_t calls_for(Object object, const PlanSummary& summary)
{
    const auto inputs_max = static_cast<std::int64_t>(clients::hubspot::batch_inputs_max);
    const auto associations_max = static_cast<std::int64_t>(clients::hubspot::association_inputs_max);
    std::int64_t writes = batches(summary.creates, inputs_max) + batches(summary.hubspot_updates, inputs_max);
    const auto items_max = static_cast<std::int64_t>(quickbooks::batch_items_max);
    writes += summary.hubspot_removals + batches(summary.quickbooks_removals, items_max);
    if (object != Object::invoices) {
        return writes + batches(summary.quickbooks_creates, items_max) +
               batches(summary.quickbooks_updates, items_max);
    }
    // Lines, the invoices, their associations, and the status, which comes last.
    return writes + batches(summary.lines, inputs_max) + batches(summary.creates, associations_max) +
           batches(summary.lines, associations_max) + batches(summary.creates, inputs_max);
}

Task<RunPlan> make_plan(RunContext& context, std::vector<Object> enabled)
{
    RunPlan plan{.made_at = context.clock.now(),
                 .today = context.today(),
                 .entries = {},
                 .new_invoice_e4 = {}};
    for (const Object object : enabled) {
        context.progress.phase = "Comparing " + std::string(name_of(object));
        const std::vector<QuickBooksId> ids = co_await candidates(context, object);
        for (const QuickBooksId& id : ids) {
            const Result<void> added = add_to_plan(context, plan, object, id);
            if (!added) co_await set_aside(context, object, id, added.error());
            co_await context.loop.pause_if_due();
        }
        if (context.settings_of(object).creates_in_quickbooks())
            co_await add_records_without_twin(context, plan, object);
        plan.of(object).linked = co_await context.ledger.links.count(object_type(object));
        context.progress.of(object).planned = plan.of(object).creates + plan.of(object).updates +
                                              plan.of(object).links + plan.of(object).quickbooks_creates;
        context.progress.of(object).skipped = plan.of(object).unchanged;
    }
    co_return plan;
}

Result<std::optional<PlannedRecord>> plan_record(RunContext& context, Object object, const QuickBooksId& id)
{
    auto seen = TRY(observe(context, object, id));
    if (!seen) return std::nullopt;
    PlannedRecord record{.object = object,
                         .id = id,
                         .title = seen->title,
                         .action = plan(*seen),
                         .wanted = {}};
    if (seen->match) record.how = seen->match->how;
    record.wanted = std::move(seen->wanted);
    TRY(consider_lines(context, record));
    return record;
}

Result<std::optional<PlannedRecord>> plan_entry(RunContext& context, const PlanEntry& entry)
{
    if (entry.hubspot_id.value.empty()) return plan_record(context, entry.object, entry.id);
    if (entry.object == Object::products) return plan_product_without_twin(context, entry.hubspot_id);
    return plan_contact_without_twin(context, entry.hubspot_id);
}

Result<std::optional<quickbooks::Invoice>> known_invoice(RunContext& context, const QuickBooksId& id)
{
    const auto row = TRY(context.ledger.mirror.find(context.accounts.quickbooks, "Invoice", id.value));
    if (!row) return std::nullopt;
    return TRY(quickbooks::decode_invoice(TRY(Json::parse(row->payload))));
}

Result<WritableInvoiceFields> writable_invoice_fields(RunContext& context)
{
    const auto writable = [&](std::string_view name) -> Result<bool> {
        const auto found = TRY(context.ledger.capabilities.get(context.accounts.hubspot, name));
        return !found || found->value == "yes";
    };
    return WritableInvoiceFields{.number = TRY(writable(capability::invoice_number)),
                                 .amount_billed = TRY(writable(capability::invoice_amount_billed)),
                                 .balance_due = TRY(writable(capability::invoice_balance_due)),
                                 .status = TRY(writable(capability::invoice_status))};
}

}  // namespace app::sync
