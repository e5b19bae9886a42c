#include "sync/run.h"

#include <algorithm>

#include "base/json.h"
#include "sync/apply_invoices.h"
#include "sync/apply_quickbooks.h"
#include "sync/apply_records.h"
#include "sync/apply_removals.h"
#include "sync/fields/mapping_store.h"
#include "sync/journal_recovery.h"
#include "sync/observe_hubspot.h"
#include "sync/prepare_accounts.h"
#include "sync/pull_quickbooks.h"
#include "sync/writer.h"

namespace app::sync {
namespace {

std::vector<QuickBooksId> ids_of(const RunPlan& plan, Object object)
{
    std::vector<QuickBooksId> ids;
    for (const PlanEntry& entry : plan.entries) {
        const bool ends = entry.kind == ActionKind::remove || entry.kind == ActionKind::unlink;
        if (entry.object == object && entry.hubspot_id.value.empty() && !ends) ids.push_back(entry.id);
    }
    return ids;
}

std::vector<PlanEntry> entries_of(const RunPlan& plan, Object object)
{
    std::vector<PlanEntry> entries;
    for (const PlanEntry& entry : plan.entries) {
        if (entry.object == object) entries.push_back(entry);
    }
    return entries;
}

RunPlan part_of(const RunContext& context, const RunPlan& plan, const RunRequest& request)
{
    RunPlan part = plan;
    std::erase_if(part.entries, [&](const PlanEntry& entry) {
        if (!std::ranges::contains(request.armed, entry.object)) return true;
        return !request.only.empty() && !request.only.contains(key_of(context, entry));
    });
    return part;
}

Task<> apply(RunContext& context, Writer& writer, RunPlan plan)
{
    if (plan.entries.empty()) co_return;
    co_await prepare_hubspot(context);
    for (const Object object : {Object::contacts, Object::products}) {
        co_await apply_records(context, writer, object, ids_of(plan, object));
    }
    QuickBooksWriter to_quickbooks(context);
    for (const Object object : {Object::contacts, Object::products}) {
        if (!context.settings_of(object).writes_quickbooks()) continue;
        co_await apply_to_quickbooks(context, to_quickbooks, object, entries_of(plan, object));
    }
    co_await apply_invoices(context, writer, ids_of(plan, Object::invoices));
    for (const Object object : objects)
        co_await apply_removals(context, writer, to_quickbooks, object, entries_of(plan, object));
}

Task<> carry_out(RunContext& context, const RunRequest& request)
{
    // That a sync was asked for survives from here on, before anything of it happens.
    if (request.writes()) co_await context.ledger.persisted_everywhere();
    Writer writer(context);
    co_await read_accounts(context);
    co_await load_settings(context);
    co_await refresh_mappings(context);
    context.names_on_the_way = {};
    if (request.writes()) {
        co_await learn_from_journal(context);
        co_await writer.finish_open_intents(request.armed);
        co_await QuickBooksWriter(context).finish_open_intents(request.armed);
    }
    co_await pull_quickbooks(context);
    co_await observe_hubspot(context);
    const RunPlan plan = co_await make_plan(context, request.enabled);
    if (request.on_plan) request.on_plan(plan);
    const std::string held_back = held_back_by_removals(plan, request.armed, request.agreed_removals);
    if (!held_back.empty()) co_await Result<void>(failed(ErrorKind::rejected, held_back));
    if (request.writes()) co_await apply(context, writer, part_of(context, plan, request));
    context.progress.phase = "Saving";
    co_await context.ledger.persisted();
}

std::string coverage_json(const RunContext& context)
{
    JsonArray sentences;
    for (const std::string& sentence : context.coverage) sentences.text(sentence);
    return JsonObject().raw("sentences", sentences.str()).str();
}

store::RunState state_of(const Result<void>& result)
{
    if (result) return store::RunState::completed;
    return result.error().kind == ErrorKind::cancelled ? store::RunState::stopped : store::RunState::failed;
}

std::string summary_of(const Progress& progress, bool write, const Result<void>& result)
{
    if (!result) return (write ? "Sync ended early: " : "No plan was made: ") + result.error().message;
    if (!write) return "Plan made; nothing was written";
    std::int64_t changed = 0;
    for (const ObjectCounts& counts : progress.counts) changed += counts.created + counts.updated;
    if (changed == 0) return "Sync finished; nothing had to be written";
    return "Sync finished; " + std::to_string(changed) + (changed == 1 ? " record" : " records") + " written";
}

Result<void> report(RunContext& context, const CallMeter& meter, bool write, const Result<void>& result)
{
    store::Transaction transaction = TRY(store::Transaction::begin(context.ledger.database));
    TRY(context.ledger.runs.update_counts(context.run, counts_json(context.progress), calls_json(meter),
                                          coverage_json(context)));
    TRY(context.ledger.runs.finish(context.run, state_of(result), context.clock.now(),
                                   result ? "" : result.error().message));
    TRY(context.ledger.activity.append(
        {.at = context.clock.now(),
         .cause = "sync",
         .run = context.run,
         .kind = result ? store::ActivityKind::settled : store::ActivityKind::failure,
         .object = {},
         .connection = {},
         .record_id = {},
         .summary = summary_of(context.progress, write, result),
         .detail = coverage_json(context),
         .correlation = context.run.value}));
    return transaction.commit();
}

}  // namespace

Task<> run(RunContext& context, const CallMeter& meter, RunRequest request)
{
    store::RunRow row;
    row.id = context.run;
    row.kind = request.kind;
    row.started_at = context.clock.now();
    co_await context.ledger.runs.start(row);
    const Result<void> result = co_await outcome(carry_out(context, request));
    co_await report(context, meter, request.writes(), result);
    co_await result;
}

store::RecordKey key_of(const RunContext& context, const PlanEntry& entry)
{
    const store::ObjectType type = object_type(entry.object);
    if (!entry.hubspot_id.value.empty()) return context.hubspot_key(type, entry.hubspot_id);
    return context.record_key(type, entry.id);
}

std::string counts_json(const Progress& progress)
{
    JsonObject json;
    for (const Object object : objects) {
        const ObjectCounts& counts = progress.of(object);
        json.raw(name_of(object), JsonObject()
                                      .number("total", counts.total)
                                      .number("seen", counts.seen)
                                      .number("created", counts.created)
                                      .number("updated", counts.updated)
                                      .number("skipped", counts.skipped)
                                      .number("failed", counts.failed)
                                      .str());
    }
    return json.str();
}

std::string calls_json(const CallMeter& meter)
{
    const auto calls = [](const ServiceCalls& counted) {
        JsonObject kinds;
        for (const auto& [kind, count] : counted.kinds) kinds.number(kind, count);
        return JsonObject()
            .raw("kinds", kinds.str())
            .number("reads", counted.reads)
            .number("writes", counted.writes)
            .number("failed", counted.failed)
            .number("bytes", counted.bytes)
            .str();
    };
    return JsonObject()
        .raw("hubspot", calls(meter.of(net::Service::hubspot)))
        .raw("quickbooks", calls(meter.of(net::Service::quickbooks)))
        .str();
}

}  // namespace app::sync
