#include "features/sync/report_view.h"

#include <algorithm>
#include <functional>
#include <map>

#include "base/json.h"
#include "features/record_title.h"

namespace app::features {
namespace {

constexpr std::int64_t failures_shown_max = 200;

std::int64_t number(const Json& json, std::string_view name)
{
    return json.integer(name).value_or(0);
}

std::string outcome_words(const store::RunRow& run)
{
    switch (run.state) {
    case store::RunState::running: return "Running";
    case store::RunState::paused: return "Paused";
    case store::RunState::completed: return run.kind == store::RunKind::preview ? "Plan made" : "Completed";
    case store::RunState::failed: return "Failed: " + run.problem;
    case store::RunState::stopped: return "Stopped by you";
    case store::RunState::interrupted: return "Interrupted; the next sync goes on";
    }
    return {};
}

const char* kind_words(store::RunKind kind)
{
    switch (kind) {
    case store::RunKind::first: return "First sync";
    case store::RunKind::incremental: return "Sync";
    case store::RunKind::preview: return "Plan";
    }
    return "";
}

ReportView::Calls calls_of(const Json& calls, const char* member, const char* service)
{
    const Result<Json> counted = calls.object(member);
    if (!counted) return {.service = service};
    ReportView::Calls view{.service = service,
                           .reads = number(*counted, "reads"),
                           .writes = number(*counted, "writes")};
    const auto kinds = counted->object("kinds");
    if (!kinds) return view;
    for (const auto& [kind, value] : *kinds->members()) view.kinds.emplace_back(kind, number(*kinds, kind));
    std::ranges::stable_sort(view.kinds, std::greater(), &std::pair<std::string, std::int64_t>::second);
    return view;
}

void add_objects(ReportView& view, const Json& counts)
{
    for (const sync::Object object : sync::objects) {
        const Result<Json> of = counts.object(sync::name_of(object));
        if (!of) continue;
        view.objects.push_back({.label = std::string(sync::label_of(object)),
                                .total = number(*of, "total"),
                                .seen = number(*of, "seen"),
                                .created = number(*of, "created"),
                                .updated = number(*of, "updated"),
                                .skipped = number(*of, "skipped"),
                                .failed = number(*of, "failed")});
    }
}

SyncObject object_of(store::ObjectType object)
{
    switch (object) {
    case store::ObjectType::contacts: return SyncObject::contacts;
    case store::ObjectType::products: return SyncObject::products;
    case store::ObjectType::invoices:
    case store::ObjectType::line_items: return SyncObject::invoices;
    }
    return SyncObject::invoices;
}

}  // namespace

ReportView report_view(const store::RunRow& run)
{
    ReportView view;
    view.kind = kind_words(run.kind);
    view.outcome = outcome_words(run);
    view.ok = run.state != store::RunState::failed;
    view.started_at = run.started_at;
    view.finished_at = run.finished_at;
    if (const Result<Json> counts = Json::parse(run.counts)) add_objects(view, *counts);
    if (const Result<Json> calls = Json::parse(run.calls)) {
        view.calls.push_back(calls_of(*calls, "quickbooks", "QuickBooks"));
        view.calls.push_back(calls_of(*calls, "hubspot", "HubSpot"));
    }
    if (const Result<Json> coverage = Json::parse(run.coverage)) {
        for (const Json& sentence : coverage->array_or_empty("sentences").value_or(Json::Array())) {
            view.coverage.push_back(sentence.as_text().value_or(""));
        }
    }
    return view;
}

std::vector<ProgressView::Object> progress_objects(const sync::Progress& progress)
{
    std::vector<ProgressView::Object> rows;
    for (const sync::Object object : sync::objects) {
        const sync::ObjectCounts& counts = progress.of(object);
        rows.push_back({.label = std::string(sync::label_of(object)),
                        .total = counts.total,
                        .seen = counts.seen,
                        .created = counts.created,
                        .updated = counts.updated,
                        .skipped = counts.skipped,
                        .failed = counts.failed});
    }
    return rows;
}

Result<std::vector<FailureView>> failure_views(sync::Ledger& ledger)
{
    std::vector<FailureView> views;
    for (const store::FailureRow& row : TRY(ledger.failures.open(failures_shown_max))) {
        views.push_back({.object = object_of(row.key.object),
                         .title = TRY(record_title(ledger, row.key)),
                         .sentence = row.sentence,
                         .next_step = row.next_step,
                         .detail = row.detail,
                         .at = row.at,
                         .cause = row.code,
                         .key = row.key});
    }
    return views;
}

std::vector<FailureGroupView> failure_groups(const std::vector<FailureView>& failures)
{
    std::vector<FailureGroupView> groups;
    std::map<std::string, std::size_t> places;
    for (std::size_t at = 0; at < failures.size(); ++at) {
        const FailureView& failure = failures[at];
        const auto [place, is_new] = places.emplace(failure.cause, groups.size());
        if (is_new)
            groups.push_back({.sentence = failure.sentence, .next_step = failure.next_step, .failures = {}});
        groups[place->second].failures.push_back(at);
    }
    std::ranges::stable_sort(groups, std::greater(),
                             [](const FailureGroupView& group) { return group.failures.size(); });
    return groups;
}

}  // namespace app::features
