#include "features/storage/copy_schedule.h"

#include <algorithm>

namespace app::features {
namespace {

std::int64_t retry_delay_ms(int failures)
{
    std::int64_t delay = copy_retry_first_ms;
    for (int more = 1; more < failures && delay < copy_retry_max_ms; ++more) delay *= 2;
    return std::min(delay, copy_retry_max_ms);
}

}  // namespace

bool is_copy_due(const std::optional<CopyMark>& last, const CopyMark& now, bool has_synced,
                 const CopyFailures& failures)
{
    if (failures.count > 0 && now.at.ms - failures.last_at.ms < retry_delay_ms(failures.count)) return false;
    if (!last) return has_synced;
    const std::int64_t age_ms = now.at.ms - last->at.ms;
    if (now.activity > last->activity && age_ms >= copy_interval_ms) return true;
    return now.sequence > last->sequence && age_ms >= idle_copy_interval_ms;
}

}  // namespace app::features
