#pragma once

#include "sync/planner.h"
#include "sync/quickbooks_writer.h"

namespace app::sync {

// Writes to QuickBooks what the plan has for it of one object: changed fields, and new records. Decides again
// for each record right before it is written, and once more, from what QuickBooks holds now, when another
// version or another record of the name turns up.
Task<> apply_to_quickbooks(RunContext& context, QuickBooksWriter& writer, Object object,
                           std::vector<PlanEntry> entries);

}  // namespace app::sync
