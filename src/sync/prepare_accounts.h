#pragma once

#include "sync/run_context.h"

namespace app::sync {

// Asks both accounts for what planning depends on (currency, time zone, what is writable) and files
// it with the connections. Reads only. `context.accounts` is completed.
Task<> read_accounts(RunContext& context);

// Adds Ledgerbridge's property group and properties to HubSpot and finds out what the account
// takes: unique keys per object type, and which invoice fields can be written, by means of a draft
// invoice that is removed again. Writes; only once writing was allowed. Done once per account.
Task<> prepare_hubspot(RunContext& context);

// Fills `context.accounts` from what was filed; nothing is asked.
Result<void> accounts_from_ledger(RunContext& context);

}  // namespace app::sync
