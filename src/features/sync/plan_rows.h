#pragma once

#include <memory>
#include <set>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "features/row_source.h"
#include "features/sync/view.h"
#include "sync/planner.h"

namespace app::features {

// The rows of a plan. The plan itself holds only which records change; what changes in them is
// worked out when a row is looked at.
class PlanRows final : public RowSource<PlanRowView> {
public:
    static constexpr std::size_t cached_max = 256;

    void show(sync::RunContext* context, std::shared_ptr<const sync::RunPlan> plan,
              std::optional<SyncObject> only);
    void clear() { show(nullptr, nullptr, std::nullopt); }

    // Records that a person leaves out when the plan is applied; by their place in the plan.
    void leave_out(std::size_t entry, bool left_out);
    const std::set<std::size_t>& left_out() const { return m_left_out; }

    std::size_t size() const override { return m_entries.size(); }
    const PlanRowView& row(std::size_t index) override;
    std::uint64_t revision() const override { return m_revision; }

private:
    sync::RunContext* m_context = nullptr;
    std::shared_ptr<const sync::RunPlan> m_plan;
    std::vector<std::size_t> m_entries;  // positions in the plan
    std::set<std::size_t> m_left_out;
    std::unordered_map<std::size_t, PlanRowView> m_cache;
    std::uint64_t m_revision = 0;
};

// One record of a plan with all that changes in it.
[[nodiscard]] PlanRowView plan_row(sync::RunContext& context, const sync::PlanEntry& entry);
// "Create in HubSpot"
[[nodiscard]] std::string_view plan_action_words(PlanRowView::Action action);

[[nodiscard]] SyncObject view_object(sync::Object object);
[[nodiscard]] sync::Object sync_object(SyncObject object);
[[nodiscard]] PlanView plan_view(const sync::RunPlan& plan);

}  // namespace app::features
