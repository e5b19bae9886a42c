#pragma once

#include "clients/journal.h"
#include "sync/run_context.h"

namespace app::sync {

// A database that is new, was restored, or came back older does not know all that was sent. What it does not know
// could be made a second time in one way only: by a plain creation that is still on its way to HubSpot while HubSpot
// is listed and found to lack the record. All other writes can be repeated, and what has arrived carries our keys.
//
// So before such a database writes for the first time, the journal's open operations are read. Each plain creation of
// this account that is not known becomes an intent of unknown outcome, without the records, which the journal does not
// tell. The writer lets it run out (Writer::outwait): nothing is written until it must have surfaced, and HubSpot is
// listed again after that. When the journal cannot be read, nothing is written.
Task<> learn_from_journal(RunContext& context);

// The next writing run reads the journal again. The caller may have a transaction open.
[[nodiscard]] Result<void> forget_journal(Ledger& ledger);

// Whether an intent came from the journal.
[[nodiscard]] bool is_from_journal(const store::IntentRow& intent);

// The kind of record that an operation may have made twice, if it were sent again; nothing for all that is harmless.
[[nodiscard]] std::optional<store::ObjectType> plainly_created(const clients::OpenOperation& operation);

}  // namespace app::sync
