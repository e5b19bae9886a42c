#pragma once

#include "sync/answer_matching.h"
#include "sync/run_context.h"
#include "sync/write.h"

namespace app::sync {

// The record that a write made or changed, as HubSpot answered.
struct WrittenRecord {
    HubSpotId id;
    Timestamp updated_at = {};  // zero when it is not known
    Fields held = {};           // what HubSpot says it holds now
};

// Files that a record of a write is done: link, agreement, local copy of the HubSpot record, an
// activity line; an earlier failure of the record is resolved. The caller has a transaction open.
Result<void> settle_done(RunContext& context, const store::IntentRow& intent, const WriteItem& item,
                         const WrittenRecord& written);

// A pair that travels both ways may need a write on its other side still: decided anew after each write, it
// counts as changed until nothing is left to do.
Result<void> keep_in_queue(RunContext& context, Object object, const QuickBooksId& id);

// Files that HubSpot refused a record. The caller has a transaction open.
Result<void> settle_refused(RunContext& context, const store::IntentRow& intent, const WriteItem& item,
                            const ItemOutcome& outcome);

}  // namespace app::sync
