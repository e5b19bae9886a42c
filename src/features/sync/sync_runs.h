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

// Where the database remembers that a person looked at an object's plan.
[[nodiscard]] std::string plan_seen_setting(sync::Object object);

// Runs by hand and by clock: at most one at a time. Nothing is written for an object until writing was allowed for it
// and its plan was looked at.
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
    // What was left out stays as it is.
    void apply();
    void leave_out(std::size_t entry, bool left_out);
    void apply_only(std::size_t entry);
    // The plan as a file among the person's downloads.
    void export_plan();
    // Only these records are written; nothing else that waits.
    void retry(std::vector<store::RecordKey> records);
    void pause();
    void resume();
    void stop();
    void set_enabled(SyncObject object, bool enabled);
    // Decides all pairs of the object anew: a plan is shown before anything more is written.
    void set_settings(SyncObject object, const sync::ObjectSettings& settings);
    // The same for its field mappings.
    void set_mappings(SyncObject object, const sync::FieldMappings& mappings);
    // Without ids: every conflict there is.
    void resolve(std::vector<std::int64_t> row_ids, sync::Side keep);
    // For all objects that are switched on.
    void set_writing_allowed(bool allowed);
    void set_armed(SyncObject object, bool armed);
    // Shows in the view what QuickBooks says; does nothing without accounts.
    void load_income_accounts();
    void agree_to_removals(SyncObject object);
    // Gives why it cannot be done, as a sentence; empty when it was.
    std::string delete_sync(SyncObject object);
    void show_plan_of(std::optional<SyncObject> object);

    // Brings the view in step with the run; called once per frame while one is under way.
    void update_view();
    void reload();

    const SyncView& view() const { return m_view; }
    // What the runs work with; nothing without both accounts. Valid until the accounts change.
    sync::RunContext* context() { return m_environment ? &m_environment->context() : nullptr; }
    RowSource<PlanRowView>& plan_rows() { return m_plan_rows; }
    SyncStatusView status() const;
    bool running() const { return m_running; }
    bool can_sync() const;
    // Of some object.
    bool plan_seen() const;
    // That the books hardly fit into what the browser allows; empty when they do.
    const std::string& room_warning() const { return m_room_warning; }

private:
    struct Settings;

    void start(bool write, std::set<store::RecordKey> only = {});
    Task<> carry_out(bool write, std::set<store::RecordKey> only);
    Task<> save_plan_file(std::shared_ptr<const sync::RunPlan> plan);
    Task<> make_sure_of_room(std::int64_t records);
    Task<> follow_clock();
    Task<> tell_progress();
    void forget_plan();
    void ended(const Result<void>& result);
    void plan_made(const sync::RunPlan& plan);
    std::vector<sync::Object> enabled_objects() const;
    std::vector<sync::Object> writable_objects() const;
    Result<void> save_armed(std::vector<SyncObject> objects, bool armed);
    Result<void> note_plan_seen(const std::vector<sync::Object>& objects, bool seen);
    void look_at_unseen_plan();
    Task<> ask_for_income_accounts();
    Result<void> load();
    Result<void> load_settings();
    Result<void> arm_each_object();
    Result<void> load_objects();
    Result<void> load_conflicts();
    Result<void> save_settings(SyncObject object, const sync::ObjectSettings& settings);
    Result<void> save_mappings(sync::Object object, const sync::FieldMappings& mappings);
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
    sync::AgreedRemovals m_agreed_removals = {};
    bool m_previewing = false;      // a person asked for the plan that is being made
    bool m_resumed = false;         // an interrupted run was looked for
    bool m_sync_when_done = false;  // "Sync now" was pressed while a plan was being made
    bool m_stopped = false;         // by a person: nothing starts by itself until they ask again
    MonotonicTime m_run_started;
    std::optional<Error> m_last_error;
    std::optional<Timestamp> m_last_finished_at;
    TaskGroup m_tasks;
};

}  // namespace app::features
