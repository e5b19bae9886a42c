#pragma once

#include "sync/run_context.h"

namespace app::sync {

// Whether QuickBooks has to be read from the start: nothing was read yet, or the first load was
// interrupted.
[[nodiscard]] Result<bool> needs_full_load(RunContext& context);

// Brings the local picture of QuickBooks up to date: pages of every entity for a full load, one
// change set after that. Goes on where an interrupted load stopped. The moment from which the next
// change set counts is taken from the service's clock minus an overlap, and is filed only together
// with the last record it accounts for.
Task<> pull_quickbooks(RunContext& context);

}  // namespace app::sync
