#pragma once

#include "sync/plan.h"
#include "sync/run_context.h"

namespace app::sync {

// Puts together what is known locally about one QuickBooks record: what HubSpot should hold, the
// last agreement, or a certain match. Nothing when the record was never read.
[[nodiscard]] Result<std::optional<Observation>> observe(RunContext& context, Object object,
                                                         const QuickBooksId& id);

}  // namespace app::sync
