#pragma once

#include <string>

#include "sync/merge.h"
#include "sync/object_settings.h"

namespace app::sync {

// A record of a pair is not there any more. Only a positive sign says so: QuickBooks gave it back as inactive, a stub
// was confirmed by a read, HubSpot listed it among the archived.
struct Gone {
    Side side = Side::quickbooks;
    std::string why = {};        // "made inactive in QuickBooks"
    bool on_both_sides = false;  // the counterpart is not there either
};

// What happens to a pair of which one record is gone.
enum class PairEnd {
    keep,    // nothing: the pair stays
    unlink,  // the two do not belong together any more; both stay as they are
    remove,  // the counterpart is archived (HubSpot) or made inactive (QuickBooks), and the pair ends
    hold,    // it would be removed, but must not be
};
struct GoneDecision {
    PairEnd end = PairEnd::keep;
    std::string why_held = {};  // of `hold`
};

// What a pair of records has to be like for its end to be decided.
struct GonePair {
    Gone gone;
    DeletionPolicy policy = DeletionPolicy::nothing;
    bool may_write_counterpart = true;
    // It holds changes that the record which is gone never got: those must not vanish with it.
    bool counterpart_has_changed = false;
};
// Pure.
[[nodiscard]] GoneDecision decide_end(const GonePair& pair);

}  // namespace app::sync
