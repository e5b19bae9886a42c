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

// Whether a record that has the name of a new one is that one: a customer says so by its mark; an item belongs to
// nobody and holds what was sent.
[[nodiscard]] Result<bool> was_made_from(RunContext& context, const WriteItem& item,
                                         const clients::quickbooks::Record& record);
// Files that the name of a new record belongs to one that is not ours. The caller has a transaction open.
Result<void> note_taken_name(RunContext& context, const WriteItem& item);

}  // namespace app::sync
