#pragma once

#include "sync/run_context.h"

namespace app::sync {

// The property in which a HubSpot record names those that were merged into it (HubSpot: Merge).
inline constexpr const char* merged_ids_property = "hs_merged_object_ids";

// A record that absorbed others: a pair of an absorbed one goes on with it. Where it has a pair itself, the absorbed
// one's pair ends, because two records are never linked to one; its QuickBooks record is said to be left out. The
// caller has a transaction open.
Result<void> follow_merges(RunContext& context, clients::hubspot::ObjectType type,
                           const clients::hubspot::ObjectRecord& survivor);

}  // namespace app::sync
