#include "sync/delete_sync.h"

#include <algorithm>

#include "store/forget_object.h"
#include "sync/observe_hubspot.h"

namespace app::sync {
namespace {

Result<void> forget(Ledger& ledger, const DeletedSync& deleted)
{
    TRY(store::forget_pairs(ledger.database, object_type(deleted.object), deleted.quickbooks));
    if (deleted.object == Object::invoices)
        TRY(store::forget_pairs(ledger.database, store::ObjectType::line_items, deleted.quickbooks));
    store::ObjectSetting setting;
    setting.object = object_type(deleted.object);
    TRY(ledger.settings.save_object_setting(setting));
    return list_hubspot_again(ledger, deleted.hubspot);
}

}  // namespace

Result<void> delete_sync(Ledger& ledger, const DeletedSync& deleted, Timestamp at)
{
    const bool is_open = std::ranges::any_of(TRY(ledger.intents.open()), [&](const store::IntentRow& intent) {
        return object_of(intent.object) == deleted.object;
    });
    if (is_open) {
        return failed(ErrorKind::conflict,
                      "A write is not finished yet. Sync once more, then delete the sync.");
    }
    store::Transaction transaction = TRY(store::Transaction::begin(ledger.database));
    TRY(forget(ledger, deleted));
    TRY(ledger.activity.append({.at = at,
                                .cause = "person",
                                .run = {},
                                .kind = store::ActivityKind::setting,
                                .object = object_type(deleted.object),
                                .connection = deleted.quickbooks,
                                .record_id = {},
                                .summary = "The sync of " + std::string(name_of(deleted.object)) +
                                           " was deleted, with its links and settings",
                                .detail = "{}",
                                .correlation = {}}));
    return transaction.commit();
}

}  // namespace app::sync
