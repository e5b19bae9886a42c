#pragma once

#include "sync/run_context.h"
#include "sync/write.h"

namespace app::sync {

// Files that a record was written to QuickBooks, from the record as QuickBooks gave it back: local copy, link,
// agreement, an activity line; the fields' conflicts are resolved. The caller has a transaction open.
Result<void> settle_in_quickbooks(RunContext& context, const store::IntentRow& intent, const WriteItem& item,
                                  const clients::quickbooks::Record& record);

// Files that QuickBooks refused a record. The caller has a transaction open.
Result<void> settle_refused_by_quickbooks(RunContext& context, const WriteItem& item, const Error& error);

}  // namespace app::sync
