#pragma once

#include "sync/run_context.h"

namespace app::sync {

// Files one QuickBooks record as last seen: the mirror keeps it whole, a row of its own makes it
// listable, and its link is marked when it changed. Applying a record twice changes nothing. The
// caller has a transaction open.
Result<store::PutOutcome> observe_record(RunContext& context, const clients::quickbooks::Record& record);

// Files that a record is gone. The caller has confirmed it with a read and has a transaction open.
Result<void> observe_deletion(RunContext& context, const clients::quickbooks::Record& stub);

}  // namespace app::sync
