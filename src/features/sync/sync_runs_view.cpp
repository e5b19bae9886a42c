#include <algorithm>

#include "features/pairs/field_pairs.h"
#include "features/sync/report_view.h"
#include "features/sync/sync_runs.h"
#include "store/sync_counts.h"
#include "sync/fields/mapped_values.h"
#include "sync/fields/mapping_store.h"

// What the Sync screen and the status line show of the runs.
namespace app::features {
namespace {

// Reading is quicker than writing by about this share of the work.
constexpr double reading_share = 0.25;
constexpr double estimate_after_ms = 3000;
constexpr double estimate_after_fraction = 0.03;
constexpr std::int64_t conflicts_shown_max = 200;
constexpr std::int64_t runs_shown_max = 50;

SyncObject object_of(store::ObjectType object)
{
    switch (object) {
    case store::ObjectType::contacts: return SyncObject::contacts;
    case store::ObjectType::products: return SyncObject::products;
    case store::ObjectType::invoices:
    case store::ObjectType::line_items: return SyncObject::invoices;
    }
    return SyncObject::contacts;
}

Result<std::vector<ObjectSyncView::Field>> two_way_fields(sync::Ledger& ledger, sync::Object object)
{
    std::vector<ObjectSyncView::Field> fields;
    if (!sync::can_travel_both_ways(object)) return fields;
    for (const std::string& property : sync::two_way_properties(TRY(sync::stored_mappings(ledger, object))))
        fields.push_back({property, property_label(property)});
    std::ranges::sort(fields, {}, &ObjectSyncView::Field::label);
    return fields;
}

double ratio(std::int64_t done, std::int64_t whole)
{
    if (whole <= 0) return 0;
    return std::min(1.0, static_cast<double>(done) / static_cast<double>(whole));
}

struct Work {
    std::int64_t total = 0;
    std::int64_t seen = 0;
    std::int64_t planned = 0;
    std::int64_t written = 0;
};

Work work_of(const sync::Progress& progress)
{
    Work work;
    for (const sync::ObjectCounts& counts : progress.counts) {
        work.total += counts.total;
        work.seen += std::min(counts.seen, std::max(counts.total, counts.seen));
        work.planned += counts.planned;
        work.written += counts.created + counts.updated + counts.failed;
    }
    return work;
}

double fraction_of(const sync::Progress& progress)
{
    const Work work = work_of(progress);
    if (work.planned == 0) return reading_share * ratio(work.seen, work.total);
    return reading_share + (1 - reading_share) * ratio(work.written, work.planned);
}

const char* explanation_of(sync::Object object, const sync::ObjectSettings& settings)
{
    const bool is_products = object == sync::Object::products;
    if (settings.direction == sync::Direction::both)
        return is_products ? "With products and services in QuickBooks, both ways"
                           : "With customers in QuickBooks, both ways";
    if (settings.direction == sync::Direction::to_quickbooks)
        return is_products ? "To products and services in QuickBooks" : "To customers in QuickBooks";
    switch (object) {
    case sync::Object::contacts: return "From customers in QuickBooks";
    case sync::Object::products: return "From products and services in QuickBooks";
    case sync::Object::invoices: return "From invoices in QuickBooks, with their lines";
    }
    return "";
}

}  // namespace

void SyncRuns::update_view()
{
    ProgressView& progress = m_view.progress;
    progress.running = m_running;
    progress.paused = m_running && m_control.paused();
    progress.phase = m_progress.phase;
    progress.objects = progress_objects(m_progress);
    progress.fraction = m_running ? fraction_of(m_progress) : 0;
    progress.seconds_left.reset();
    const double elapsed_ms = m_services.clock.monotonic().ms - m_run_started.ms;
    if (m_running && elapsed_ms > estimate_after_ms && progress.fraction > estimate_after_fraction) {
        progress.seconds_left = elapsed_ms / 1000 * (1 - progress.fraction) / progress.fraction;
    }
    m_view.can_preview = can_sync();
    m_view.can_apply = can_sync() && !writable_objects().empty() &&
                       m_view.plan.state == PlanView::State::ready && m_view.plan.changes > 0;
}

void SyncRuns::reload()
{
    const Result<void> loaded = load();
    m_view.state = loaded ? LoadState::ready : LoadState::failed;
    note(loaded);
    update_view();
    m_services.platform.request_frame();
}

Result<void> SyncRuns::load()
{
    TRY(load_settings());
    TRY(load_objects());
    TRY(load_conflicts());
    m_view.failures = TRY(failure_views(m_ledger));
    m_view.failure_groups = failure_groups(m_view.failures);
    m_view.runs.clear();
    for (const store::RunRow& run : TRY(m_ledger.runs.list(runs_shown_max))) {
        if (run.state != store::RunState::running) m_view.runs.push_back(report_view(run));
    }
    m_view.report.reset();
    const auto latest = TRY(m_ledger.runs.latest());
    if (latest && latest->state != store::RunState::running) m_view.report = report_view(*latest);
    m_last_finished_at.reset();
    for (const store::RunKind kind : {store::RunKind::first, store::RunKind::incremental}) {
        const auto run = TRY(m_ledger.runs.latest_of(kind));
        if (run && run->state == store::RunState::completed) m_last_finished_at = run->finished_at;
    }
    if (!m_running && latest && latest->state == store::RunState::failed && !m_last_error) {
        m_last_error = Error{ErrorKind::rejected, latest->problem, ""};
    }
    if (!m_pair) return {};
    if (const auto row = TRY(m_ledger.connections.find(m_pair->hubspot)))
        m_view.hubspot_name = row->account_name;
    if (const auto row = TRY(m_ledger.connections.find(m_pair->quickbooks)))
        m_view.quickbooks_name = row->account_name;
    return {};
}

Result<void> SyncRuns::load_settings()
{
    // A new database has every object switched on.
    if (!TRY(m_ledger.settings.get("objects_set_up"))) {
        for (const sync::Object object : sync::objects) {
            store::ObjectSetting setting;
            setting.object = sync::object_type(object);
            setting.enabled = true;
            TRY(m_ledger.settings.save_object_setting(setting));
        }
        TRY(m_ledger.settings.set("objects_set_up", "yes"));
    }
    return arm_each_object();
}

// Earlier versions knew one switch for all objects.
Result<void> SyncRuns::arm_each_object()
{
    const auto allowed = TRY(m_ledger.settings.get("writing_allowed"));
    if (!allowed || m_read_only) return {};
    const auto seen = TRY(m_ledger.settings.get("plan_seen"));
    store::Transaction transaction = TRY(store::Transaction::begin(m_ledger.database));
    for (const sync::Object object : sync::objects) {
        store::ObjectSetting setting = TRY(m_ledger.settings.object_setting(sync::object_type(object)));
        setting.writing_armed = setting.enabled && *allowed == "yes";
        TRY(m_ledger.settings.save_object_setting(setting));
    }
    TRY(note_plan_seen({sync::objects.begin(), sync::objects.end()}, seen == "yes"));
    TRY(m_ledger.settings.remove("writing_allowed"));
    TRY(m_ledger.settings.remove("plan_seen"));
    return transaction.commit();
}

Result<void> SyncRuns::load_objects()
{
    m_view.objects.clear();
    m_view.writing_allowed = false;
    m_view.writes_quickbooks = false;
    for (const sync::Object object : sync::objects) {
        const store::ObjectType type = sync::object_type(object);
        const store::SyncCounts counts = TRY(store::sync_counts(m_ledger.database, type));
        const store::ObjectSetting setting = TRY(m_ledger.settings.object_setting(type));
        const store::PairKnowledge known =
            m_pair ? TRY(store::pair_knowledge(m_ledger.database, type, m_pair->quickbooks))
                   : store::PairKnowledge();
        const sync::ObjectSettings settings = TRY(sync::settings_from_json(setting.options));
        m_view.writes_quickbooks = m_view.writes_quickbooks || settings.writes_quickbooks();
        m_view.writing_allowed = m_view.writing_allowed || (setting.enabled && setting.writing_armed);
        m_view.objects.push_back({.object = view_object(object),
                                  .label = std::string(sync::label_of(object)),
                                  .explanation = explanation_of(object, settings),
                                  .enabled = setting.enabled,
                                  .armed = setting.writing_armed,
                                  .plan_seen = TRY(m_ledger.settings.get(plan_seen_setting(object))) == "yes",
                                  .settings = settings,
                                  .two_way_possible = sync::can_travel_both_ways(object),
                                  .two_way_fields = TRY(two_way_fields(m_ledger, object)),
                                  .known = known,
                                  .total = counts.total,
                                  .in_sync = counts.in_sync,
                                  .waiting = counts.waiting,
                                  .failing = counts.failing,
                                  .excluded = counts.excluded});
    }
    return {};
}

Result<void> SyncRuns::load_conflicts()
{
    m_view.conflicts.clear();
    m_view.conflict_count = TRY(m_ledger.conflicts.count_open());
    for (const store::ConflictRow& row : TRY(m_ledger.conflicts.open(conflicts_shown_max))) {
        m_view.conflicts.push_back({.row_id = row.row_id,
                                    .object = object_of(row.quickbooks.object),
                                    .title = row.title,
                                    .property = property_label(row.property),
                                    .base = row.base,
                                    .hubspot = row.hubspot,
                                    .quickbooks = row.quickbooks_value,
                                    .found_at = row.found_at});
    }
    return {};
}

SyncStatusView SyncRuns::status() const
{
    using Kind = SyncStatusView::Kind;
    const auto status = [&](Kind kind, std::string text) {
        return SyncStatusView{.kind = kind, .text = std::move(text), .last_finished_at = m_last_finished_at};
    };
    if (m_running && m_control.paused()) return status(Kind::paused, "Paused");
    if (m_running) {
        return status(Kind::syncing,
                      m_progress.phase.empty() ? "Syncing …" : "Syncing … " + m_progress.phase);
    }
    const bool offline_error = m_last_error && m_last_error->kind == ErrorKind::offline;
    if (m_unreachable || offline_error || !m_services.platform.online())
        return status(Kind::offline, "Offline");
    if (!m_pair) return status(Kind::not_connected, "Not connected");
    if (m_read_only) {
        const bool other_tab = m_ledger.store.access() == store::StoreAccess::other_tab;
        return status(Kind::waiting, other_tab ? "Another tab is working" : "Read-only");
    }
    if (m_last_error) return status(Kind::failed, "Failed: " + m_last_error->message);
    std::int64_t waiting = 0;
    for (const ObjectSyncView& object : m_view.objects) {
        if (object.enabled) waiting += object.waiting;
    }
    if (!m_last_finished_at && !plan_seen()) return status(Kind::never_synced, "Not synced yet");
    if (waiting > 0 && writable_objects().empty()) {
        return status(Kind::waiting, "Plan ready, nothing is written yet");
    }
    if (waiting > 0) return status(Kind::waiting, std::to_string(waiting) + " changes wait");
    return status(Kind::up_to_date, "Up to date");
}

}  // namespace app::features
