#pragma once

#include "sync/planner.h"
#include "sync/quickbooks_writer.h"
#include "sync/writer.h"

namespace app::sync {

// Ends the pairs of which one record is gone, as the plan says: archives the counterpart in HubSpot, makes it inactive
// in QuickBooks, or only forgets that the two belong together. Each is decided again right before. Of an inactive
// record the counterpart stays linked when QuickBooks refuses (an open balance, for instance).
Task<> apply_removals(RunContext& context, Writer& writer, QuickBooksWriter& to_quickbooks, Object object,
                      std::vector<PlanEntry> entries);

// Files that a pair has ended, and why; lists show the record as excluded. The caller has a transaction open.
Result<void> end_pair(RunContext& context, const store::RecordKey& key, const std::string& why);

}  // namespace app::sync
