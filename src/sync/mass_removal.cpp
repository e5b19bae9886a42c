#include "sync/mass_removal.h"

#include <algorithm>
#include <format>

namespace app::sync {

bool is_mass_removal(const PlanSummary& summary)
{
    const std::int64_t share = summary.linked * removals_percent_allowed / 100;
    return summary.ended() > std::max(removals_always_allowed, share);
}

std::string held_back_by_removals(const RunPlan& plan, const std::vector<Object>& armed,
                                  const AgreedRemovals& agreed)
{
    for (const Object object : armed) {
        const PlanSummary& summary = plan.of(object);
        if (!is_mass_removal(summary) || summary.ended() <= agreed[static_cast<std::size_t>(object)])
            continue;
        return std::format(
            "nothing was written, because {} of {} linked {} would be removed or unlinked. Look at "
            "the plan, and allow it there if that is right",
            summary.ended(), summary.linked, name_of(object));
    }
    return {};
}

}  // namespace app::sync
