#pragma once

#include "base/ids.h"
#include "sync/ledger.h"
#include "sync/object.h"

namespace app::sync {

struct DeletedSync {
    Object object = Object::contacts;
    ConnectionId quickbooks;
    ConnectionId hubspot;
};

// Forgets the links and settings of an object, as if it had never been synced: it is switched off, and nothing may be
// written. No record is deleted on either side. When it is switched on again HubSpot is listed from its beginning, so
// that records which carry our keys find their twins instead of being made again. Fails with `conflict` and a sentence
// while the outcome of a write is open, because forgetting it could make something twice.
Result<void> delete_sync(Ledger& ledger, const DeletedSync& deleted, Timestamp at);

}  // namespace app::sync
