#pragma once

#include <cstdint>
#include <vector>

#include "sync/planner.h"
#include "sync/run_context.h"

// Fields that both sides changed wait in the conflict inbox until a person chooses.
namespace app::sync {

// Keeps the inbox in step with the decision about a record: parks what is in conflict now, and resolves what
// no longer is. What a person chose stays parked until it is written.
Result<void> file_conflicts(RunContext& context, const PlannedRecord& record);

// Files the choice about some conflicts, so that the next plan writes it. Gives how many were still there.
Result<std::int64_t> choose_in_conflicts(Ledger& ledger, const std::vector<std::int64_t>& row_ids, Side side,
                                         Timestamp at);

}  // namespace app::sync
