#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "base/task_group.h"
#include "features/frame/view.h"
#include "features/sync/plan_rows.h"
#include "features/sync/run_environment.h"
#include "features/sync/view.h"
#include "sync/conflicts.h"
#include "sync/run.h"

namespace app::features {

// Runs by hand and by clock: at most one at a time. Nothing is written to HubSpot until writing was
// allowed, and the plan is shown first.
class SyncRuns {
public:
    // `on_data` is told when local data changed and lists should be read again.
    SyncRuns(Services& services, sync::Ledger& ledger, std::function<void()> on_data);

    // The accounts may have changed; goes on with a run that a closed page interrupted.
    void accounts_changed(const std::optional<AccountPair>& pair, bool unreachable);
    // Another tab writes: runs cannot start.
    void set_read_only(bool read_only) { m_read_only = read_only; }

    void sync_now();
    void preview();
    void apply();
    void pause();
    void resume();
    void stop();
    void set_enabled(SyncObject object, bool enabled);
    // Decides all pairs of the object anew: a plan is shown before anything more is written.
    void set_settings(SyncObject object, const sync::ObjectSettings& settings);
    // Without ids: every conflict there is.
    void resolve(std::vector<std::int64_t> row_ids, sync::Side keep);
    void set_writing_allowed(bool allowed);
    void show_plan_of(std::optional<SyncObject> object);

    // Brings the view in step with the run; called once per frame while one is under way.
    void update_view();
    void reload();

    const SyncView& view() const { return m_view; }
    RowSource<PlanRowView>& plan_rows() { return m_plan_rows; }
    SyncStatusView status() const;
    bool running() const { return m_running; }
    bool can_sync() const;
    bool plan_seen() const { return m_plan_seen; }
    // That the books hardly fit into what the browser allows; empty when they do.
    const std::string& room_warning() const { return m_room_warning; }

private:
    struct Settings;

    void start(bool write);
    Task<> carry_out(bool write);
    Task<> make_sure_of_room(std::int64_t records);
    Task<> follow_clock();
    Task<> tell_progress();
    void forget_plan();
    void ended(const Result<void>& result);
    void plan_made(const sync::RunPlan& plan);
    std::vector<sync::Object> enabled_objects() const;
    Result<void> load();
    Result<void> load_settings();
    Result<void> load_objects();
    Result<void> load_conflicts();
    Result<void> save_settings(SyncObject object, const sync::ObjectSettings& settings);
    void show_plan();
    void note(const Result<void>& result);
    // Kept in the database, so that the next tab knows.
    void remember_wish(bool wanted);
    store::RunKind kind_of_run(bool write);

    Services& m_services;
    sync::Ledger& m_ledger;
    std::function<void()> m_on_data;
    sync::RunControl m_control;
    sync::Progress m_progress;
    std::unique_ptr<RunEnvironment> m_environment;
    std::shared_ptr<const sync::RunPlan> m_plan;
    PlanRows m_plan_rows;
    SyncView m_view;
    std::optional<AccountPair> m_pair;
    std::string m_room_warning;
    bool m_unreachable = false;
    bool m_read_only = false;
    bool m_running = false;
    bool m_plan_seen = false;
    bool m_resumed = false;         // an interrupted run was looked for
    bool m_sync_when_done = false;  // "Sync now" was pressed while a plan was being made
    bool m_stopped = false;         // by a person: nothing starts by itself until they ask again
    MonotonicTime m_run_started;
    std::optional<Error> m_last_error;
    std::optional<Timestamp> m_last_finished_at;
    TaskGroup m_tasks;
};

}  // namespace app::features
