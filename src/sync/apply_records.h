#pragma once

#include "sync/planner.h"
#include "sync/writer.h"

namespace app::sync {

// Writes the plan's contacts or products: new ones by upsert on the unique key where the account
// allows one (repeating it is harmless), matched and changed ones by update. Decides again for each
// record right before it is written.
Task<> apply_records(RunContext& context, Writer& writer, Object object, std::vector<QuickBooksId> ids);

// How new records of the type are made: upsert where the key is unique, else a plain creation.
[[nodiscard]] Result<store::IntentAction> creating_action(RunContext& context,
                                                          clients::hubspot::ObjectType type);

}  // namespace app::sync
