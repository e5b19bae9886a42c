#include "features/sync/plan_csv.h"
#include "features/sync/sync_runs.h"

// A plan in parts: what of it is applied, and the file it is saved as.
namespace app::features {

void SyncRuns::leave_out(std::size_t entry, bool left_out)
{
    if (!m_plan || entry >= m_plan->entries.size()) return;
    m_plan_rows.leave_out(entry, left_out);
    m_view.plan.left_out = static_cast<std::int64_t>(m_plan_rows.left_out().size());
    update_view();
}

void SyncRuns::apply_only(std::size_t entry)
{
    if (!m_plan || entry >= m_plan->entries.size() || writable_objects().empty()) return;
    m_stopped = false;
    start(true, {sync::key_of(m_environment->context(), m_plan->entries[entry])});
}

void SyncRuns::retry(std::vector<store::RecordKey> records)
{
    if (records.empty() || writable_objects().empty()) return sync_now();
    m_stopped = false;
    start(true, {records.begin(), records.end()});
}

void SyncRuns::export_plan()
{
    if (!m_plan || !m_environment || !m_services.storage || m_tasks.running("plan file")) return;
    m_tasks.start("plan file", save_plan_file(m_plan));
}

Task<> SyncRuns::save_plan_file(std::shared_ptr<const sync::RunPlan> plan)
{
    const std::string day = plan->today.to_text();
    const std::unique_ptr<FileDownload> file =
        m_services.storage->begin_download("ledgerbridge-plan-" + day + ".csv");
    co_await write_plan_csv(m_environment->context(), plan, *file);
    co_await file->finish();
}

}  // namespace app::features
