#pragma once

#include "sync/answer_matching.h"
#include "sync/run_context.h"
#include "sync/write.h"

namespace app::sync {

// Files that a record of a write is done: link, agreement, local copy of the HubSpot record, an
// activity line; an earlier failure of the record is resolved. The caller has a transaction open.
Result<void> settle_done(RunContext& context, const store::IntentRow& intent, const WriteItem& item,
                         const HubSpotId& hubspot_id);

// Files that HubSpot refused a record. The caller has a transaction open.
Result<void> settle_refused(RunContext& context, const store::IntentRow& intent, const WriteItem& item,
                            const ItemOutcome& outcome);

}  // namespace app::sync
