#pragma once

#include <array>
#include <string>

#include "sync/planner.h"

// A run that would remove much of what is linked is more likely to be wrong than right.
namespace app::sync {

inline constexpr std::int64_t removals_always_allowed = 20;
inline constexpr std::int64_t removals_percent_allowed = 5;

// Per object, to how many removals a person agreed after the plan was shown.
using AgreedRemovals = std::array<std::int64_t, objects.size()>;

// Whether the plan would end so many pairs of the object that a person has to agree first: more than 20, and more than
// 5 % of them.
[[nodiscard]] bool is_mass_removal(const PlanSummary& summary);

// Why the run must not write yet, as a sentence; empty when it may.
[[nodiscard]] std::string held_back_by_removals(const RunPlan& plan, const std::vector<Object>& armed,
                                                const AgreedRemovals& agreed);

}  // namespace app::sync
