#include "features/sync/sync_runs.h"

#include <algorithm>

#include "features/sync/report_view.h"
#include "features/sync/room.h"
#include "sync/delete_sync.h"
#include "sync/fields/mapping_store.h"

namespace app::features {
namespace {

constexpr double automatic_every_ms = 5 * 60'000;
constexpr double progress_every_ms = 500;

constexpr std::int64_t conflicts_resolved_max = 100'000;

// A person asked for a writing sync that has not ended yet; it goes on when the tab dies on the way.
constexpr std::string_view sync_wanted_setting = "sync_wanted";

constexpr std::string_view income_accounts_task = "income accounts";

}  // namespace

std::string plan_seen_setting(sync::Object object)
{
    return "plan_seen." + std::string(sync::name_of(object));
}

SyncRuns::SyncRuns(Services& services, sync::Ledger& ledger, std::function<void()> on_data)
    : m_services(services),
      m_ledger(ledger),
      m_on_data(std::move(on_data)),
      m_control(services.loop),
      m_tasks([this](const std::string& name, const Error& error) {
          m_services.log.write(LogLevel::warning, "sync", name + ": " + error.message);
      })
{
    reload();
    m_tasks.start("clock", follow_clock());
}

void SyncRuns::accounts_changed(const std::optional<AccountPair>& pair, bool unreachable)
{
    m_unreachable = unreachable;
    if (!m_running && pair != m_pair) {
        forget_plan();
        m_tasks.cancel(std::string(income_accounts_task));
        m_view.income_accounts = {};
        m_tasks.cancel("plan file");
        m_environment.reset();
        m_pair = pair;
        if (pair) {
            m_environment =
                std::make_unique<RunEnvironment>(m_services, m_ledger, *pair, m_control, m_progress);
        }
    }
    m_view.connected = m_pair.has_value();
    reload();
    if (m_resumed || unreachable || !m_pair || m_read_only) return;
    m_resumed = true;
    const auto latest = m_ledger.runs.latest();
    const bool interrupted = latest && *latest && (*latest)->state == store::RunState::interrupted;
    const bool open = m_ledger.intents.count_open().value_or(0) > 0;
    const bool wanted = m_ledger.settings.get(sync_wanted_setting).value_or(std::nullopt) == "yes";
    if (interrupted || open || wanted) start(!writable_objects().empty());
}

bool SyncRuns::can_sync() const
{
    return m_pair && !m_running && !m_read_only;
}

void SyncRuns::remember_wish(bool wanted)
{
    note(m_ledger.settings.set(sync_wanted_setting, wanted ? "yes" : "no"));
}

void SyncRuns::sync_now()
{
    m_stopped = false;
    remember_wish(m_view.writing_allowed);
    if (m_running) {
        m_sync_when_done = m_view.plan.state == PlanView::State::preparing;
        return;
    }
    // What was armed and not looked at yet is shown first; asked again, the sync writes it.
    const bool has_unseen = std::ranges::any_of(m_view.objects, [](const ObjectSyncView& object) {
        return object.enabled && object.armed && !object.plan_seen;
    });
    if (has_unseen || writable_objects().empty()) preview();
    else start(true);
}

void SyncRuns::preview()
{
    if (can_sync()) m_previewing = true;
    start(false);
}

void SyncRuns::apply()
{
    m_stopped = false;
    if (writable_objects().empty()) return;
    std::set<store::RecordKey> only;
    const std::set<std::size_t>& left_out = m_plan_rows.left_out();
    for (std::size_t at = 0; m_plan && !left_out.empty() && at < m_plan->entries.size(); ++at) {
        if (!left_out.contains(at)) only.insert(sync::key_of(m_environment->context(), m_plan->entries[at]));
    }
    start(true, std::move(only));
}

void SyncRuns::pause()
{
    m_control.pause();
    update_view();
}

void SyncRuns::resume()
{
    m_control.resume();
    update_view();
}

void SyncRuns::stop()
{
    m_sync_when_done = false;
    m_stopped = true;
    m_control.stop();
}

void SyncRuns::set_enabled(SyncObject object, bool enabled)
{
    const store::ObjectType type = sync::object_type(sync_object(object));
    const auto save = [&]() -> Result<void> {
        store::ObjectSetting setting = TRY(m_ledger.settings.object_setting(type));
        setting.enabled = enabled;
        return m_ledger.settings.save_object_setting(setting);
    };
    note(save());
    reload();
}

Result<void> SyncRuns::save_settings(SyncObject object, const sync::ObjectSettings& settings)
{
    const store::ObjectType type = sync::object_type(sync_object(object));
    store::Transaction transaction = TRY(store::Transaction::begin(m_ledger.database));
    store::ObjectSetting setting = TRY(m_ledger.settings.object_setting(type));
    setting.options = sync::json_of(settings);
    TRY(m_ledger.settings.save_object_setting(setting));
    if (m_pair) TRY(m_ledger.links.mark_all_changed(type, m_pair->quickbooks, m_services.clock.now()));
    TRY(note_plan_seen({sync_object(object)}, false));
    TRY(m_ledger.activity.append(
        {.at = m_services.clock.now(),
         .cause = "person",
         .run = {},
         .kind = store::ActivityKind::setting,
         .object = type,
         .connection = {},
         .record_id = {},
         .summary = "Settings of " + std::string(sync::name_of(sync_object(object))) + " were changed",
         .detail = setting.options,
         .correlation = {}}));
    return transaction.commit();
}

void SyncRuns::set_settings(SyncObject object, const sync::ObjectSettings& settings)
{
    // A run reads its settings once, when it begins.
    if (m_running || m_read_only) return;
    if (!sync::problem_with(sync_object(object), settings).empty()) return;
    sync::ObjectSettings saved = settings;
    if (saved.history == sync::History::from_now && saved.history_since.ms == 0)
        saved.history_since = m_services.clock.now();
    note(save_settings(object, saved));
    forget_plan();
    reload();
}

Result<void> SyncRuns::save_mappings(sync::Object object, const sync::FieldMappings& mappings)
{
    store::Transaction transaction = TRY(store::Transaction::begin(m_ledger.database));
    TRY(sync::save_mappings(m_ledger, {.quickbooks = m_pair->quickbooks, .hubspot = m_pair->hubspot}, object,
                            mappings, m_services.clock.now()));
    TRY(note_plan_seen({object}, false));
    return transaction.commit();
}

void SyncRuns::set_mappings(SyncObject object, const sync::FieldMappings& mappings)
{
    if (!can_sync()) return;
    note(save_mappings(sync_object(object), mappings));
    forget_plan();
    reload();
}

void SyncRuns::resolve(std::vector<std::int64_t> row_ids, sync::Side keep)
{
    const auto choose = [&]() -> Result<void> {
        if (row_ids.empty()) {
            for (const auto& conflict : TRY(m_ledger.conflicts.open(conflicts_resolved_max)))
                row_ids.push_back(conflict.row_id);
        }
        TRY(sync::choose_in_conflicts(m_ledger, row_ids, keep, m_services.clock.now()));
        return {};
    };
    note(choose());
    forget_plan();
    reload();
    m_on_data();
}

Result<void> SyncRuns::save_armed(std::vector<SyncObject> objects, bool armed)
{
    store::Transaction transaction = TRY(store::Transaction::begin(m_ledger.database));
    for (const SyncObject object : objects) {
        const sync::Object which = sync_object(object);
        store::ObjectSetting setting = TRY(m_ledger.settings.object_setting(sync::object_type(which)));
        if (setting.writing_armed == armed) continue;
        setting.writing_armed = armed;
        if (armed) setting.armed_at = m_services.clock.now();
        else setting.armed_at.reset();
        TRY(m_ledger.settings.save_object_setting(setting));
        TRY(m_ledger.activity.append({.at = m_services.clock.now(),
                                      .cause = "person",
                                      .run = {},
                                      .kind = store::ActivityKind::setting,
                                      .object = sync::object_type(which),
                                      .connection = {},
                                      .record_id = {},
                                      .summary = "Writing of " + std::string(sync::name_of(which)) +
                                                 (armed ? " was allowed" : " was forbidden"),
                                      .detail = "{}",
                                      .correlation = {}}));
    }
    return transaction.commit();
}

void SyncRuns::set_writing_allowed(bool allowed)
{
    std::vector<SyncObject> objects;
    for (const ObjectSyncView& object : m_view.objects) {
        if (object.enabled || !allowed) objects.push_back(object.object);
    }
    note(save_armed(std::move(objects), allowed));
    reload();
    if (allowed) look_at_unseen_plan();
}

void SyncRuns::set_armed(SyncObject object, bool armed)
{
    if (m_read_only) return;
    note(save_armed({object}, armed));
    reload();
    if (armed) look_at_unseen_plan();
}

// Whoever allows writing sees what will be written before anything is.
void SyncRuns::look_at_unseen_plan()
{
    if (m_view.plan.state == PlanView::State::none && can_sync()) preview();
}

void SyncRuns::load_income_accounts()
{
    if (!m_environment || m_tasks.running(std::string(income_accounts_task))) return;
    m_view.income_accounts = {.state = IncomeAccountsView::State::loading};
    m_tasks.start(std::string(income_accounts_task), ask_for_income_accounts());
}

Task<> SyncRuns::ask_for_income_accounts()
{
    const auto accounts = co_await outcome(m_environment->context().quickbooks.income_accounts());
    IncomeAccountsView& view = m_view.income_accounts;
    view.state = accounts ? IncomeAccountsView::State::ready : IncomeAccountsView::State::failed;
    if (accounts) {
        for (const auto& account : *accounts) view.accounts.push_back({account.id.value, account.name});
    } else {
        view.problem = accounts.error().message;
    }
    m_services.platform.request_frame();
}

void SyncRuns::agree_to_removals(SyncObject object)
{
    for (PlanView::MassRemoval& removal : m_view.plan.mass_removals) {
        if (removal.object != object) continue;
        removal.agreed = true;
        m_agreed_removals[static_cast<std::size_t>(object)] = removal.count;
    }
}

std::string SyncRuns::delete_sync(SyncObject object)
{
    if (m_running || m_read_only || !m_pair) return "A sync is running; delete it when that has ended.";
    const sync::Object which = sync_object(object);
    const Result<void> deleted = sync::delete_sync(
        m_ledger, {.object = which, .quickbooks = m_pair->quickbooks, .hubspot = m_pair->hubspot},
        m_services.clock.now());
    if (deleted) note(note_plan_seen({which}, false));
    forget_plan();
    reload();
    m_on_data();
    return deleted ? "" : deleted.error().message;
}

void SyncRuns::show_plan_of(std::optional<SyncObject> object)
{
    m_view.plan.shown_object = object;
    show_plan();
}

void SyncRuns::start(bool write, std::set<store::RecordKey> only)
{
    if (!can_sync() || !m_environment) return;
    m_running = true;
    m_run_started = m_services.clock.monotonic();
    m_progress = {};
    m_control.reset();
    m_last_error.reset();
    m_view.plan.state = PlanView::State::preparing;
    update_view();
    m_tasks.start("run", carry_out(write, std::move(only)));
    m_tasks.start("progress", tell_progress());
    m_services.platform.request_frame();
}

store::RunKind SyncRuns::kind_of_run(bool write)
{
    if (!write) return store::RunKind::preview;
    return m_last_finished_at ? store::RunKind::incremental : store::RunKind::first;
}

Task<> SyncRuns::carry_out(bool write, std::set<store::RecordKey> only)
{
    RunEnvironment& environment = *m_environment;
    environment.meter().reset();
    environment.context().coverage.clear();
    environment.context().run = RunId(make_uuid(m_services.random));
    environment.context().room_for = [this](std::int64_t records) { return make_sure_of_room(records); };
    sync::RunRequest request{.kind = kind_of_run(write),
                             .enabled = enabled_objects(),
                             .armed = write ? writable_objects() : std::vector<sync::Object>(),
                             .only = std::move(only),
                             .agreed_removals = m_agreed_removals,
                             .on_plan = [this](const sync::RunPlan& plan) { plan_made(plan); }};
    const Result<void> result =
        co_await outcome(sync::run(environment.context(), environment.meter(), std::move(request)));
    // What was planned is done: the next plan is another one.
    if (write && result) {
        forget_plan();
        m_agreed_removals = {};
    }
    ended(result);
}

// A browser that says nothing of its limits is believed.
Task<> SyncRuns::make_sure_of_room(std::int64_t records)
{
    m_room_warning.clear();
    if (!m_services.storage) co_return;
    const Result<StorageEstimate> estimate = co_await outcome(m_services.storage->estimate());
    if (!estimate || !estimate->quota_bytes) co_return;
    const std::int64_t free_bytes = *estimate->quota_bytes - estimate->usage_bytes.value_or(0);
    const Room room = room_for(records, free_bytes);
    if (room == Room::enough) co_return;
    std::string sentence = room_sentence(room, records, free_bytes);
    if (room == Room::too_little) co_await Result<void>(failed(ErrorKind::storage, std::move(sentence)));
    m_room_warning = std::move(sentence);
}

void SyncRuns::forget_plan()
{
    m_plan.reset();
    m_plan_rows.clear();
    m_view.plan = {};
}

void SyncRuns::ended(const Result<void>& result)
{
    m_running = m_previewing = false;
    if (!result && result.error().kind != ErrorKind::cancelled) m_last_error = result.error();
    if (m_view.plan.state == PlanView::State::preparing) {
        m_view.plan.state = m_plan ? PlanView::State::ready : PlanView::State::none;
    }
    // A plan that was in the way of a wished sync has ended, not the sync itself.
    if (!m_sync_when_done) remember_wish(false);
    reload();
    m_on_data();
    if (std::exchange(m_sync_when_done, false) && result) start(!writable_objects().empty());
}

void SyncRuns::plan_made(const sync::RunPlan& plan)
{
    m_plan = std::make_shared<const sync::RunPlan>(plan);
    const auto shown = m_view.plan.shown_object;
    m_view.plan = plan_view(plan);
    m_view.plan.shown_object = shown;
    // What the clock or another object's sync plans on the way was not looked at.
    if (m_previewing) note(note_plan_seen(enabled_objects(), true));
    show_plan();
    m_on_data();
}

Result<void> SyncRuns::note_plan_seen(const std::vector<sync::Object>& objects, bool seen)
{
    for (const sync::Object object : objects)
        TRY(m_ledger.settings.set(plan_seen_setting(object), seen ? "yes" : "no"));
    return {};
}

bool SyncRuns::plan_seen() const
{
    return std::ranges::any_of(m_view.objects, &ObjectSyncView::plan_seen);
}

void SyncRuns::show_plan()
{
    m_plan_rows.show(m_environment ? &m_environment->context() : nullptr, m_environment ? m_plan : nullptr,
                     m_view.plan.shown_object);
    m_services.platform.request_frame();
}

// Every few minutes while the page is open, once a person has allowed writing.
Task<> SyncRuns::follow_clock()
{
    while (true) {
        co_await m_services.loop.sleep(automatic_every_ms);
        const bool may_start = !writable_objects().empty() && !m_stopped;
        if (may_start && !m_unreachable && m_services.platform.online()) start(true);
    }
}

Task<> SyncRuns::tell_progress()
{
    while (m_running) {
        update_view();
        if (!m_control.paused()) m_on_data();
        m_services.platform.request_frame();
        co_await m_services.loop.sleep(progress_every_ms);
    }
}

std::vector<sync::Object> SyncRuns::enabled_objects() const
{
    std::vector<sync::Object> enabled;
    for (const ObjectSyncView& object : m_view.objects) {
        if (object.enabled) enabled.push_back(sync_object(object.object));
    }
    return enabled;
}

// What a run may write now.
std::vector<sync::Object> SyncRuns::writable_objects() const
{
    std::vector<sync::Object> writable;
    for (const ObjectSyncView& object : m_view.objects) {
        if (object.enabled && object.armed && object.plan_seen)
            writable.push_back(sync_object(object.object));
    }
    return writable;
}

void SyncRuns::note(const Result<void>& result)
{
    if (!result) m_services.log.write(LogLevel::error, "sync", result.error().message);
}

}  // namespace app::features
