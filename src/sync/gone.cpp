#include "sync/gone.h"

namespace app::sync {

GoneDecision decide_end(const GonePair& pair)
{
    const bool is_in_hubspot = pair.gone.side == Side::quickbooks;
    const std::string counterpart = is_in_hubspot ? "HubSpot" : "QuickBooks";
    switch (pair.policy) {
    case DeletionPolicy::nothing: return {.end = PairEnd::keep};
    case DeletionPolicy::unlink: return {.end = PairEnd::unlink};
    case DeletionPolicy::remove: break;
    }
    if (pair.gone.on_both_sides) return {.end = PairEnd::unlink};
    if (pair.counterpart_has_changed) {
        return {.end = PairEnd::hold,
                .why_held =
                    pair.gone.why + ", but changed in " + counterpart + " since: it is not removed there"};
    }
    if (!pair.may_write_counterpart) {
        return {.end = PairEnd::hold,
                .why_held =
                    pair.gone.why + "; nothing is updated in " + counterpart + ", as set for this object"};
    }
    return {.end = PairEnd::remove};
}

}  // namespace app::sync
