#pragma once

#include <optional>
#include <string>

#include "features/services.h"
#include "sync/ledger.h"

namespace app::features {

// Tells that the browser has lost the stored data or put older ones in their place, and makes sure that the next
// sync finds again what was lost. Stays, over reloads, until a sync has been completed since.
class StorageNotice {
public:
    StorageNotice(Services& services, sync::Ledger& ledger);

    // When the last writing sync was completed, if any was.
    void synced(const std::optional<Timestamp>& last_finished_at);
    // What to tell; empty for nothing.
    std::string sentence() const;

private:
    Result<void> note_loss();
    Result<void> load();
    void log(const Result<void>& result);

    Services& m_services;
    sync::Ledger& m_ledger;
    std::string m_loss;  // a name, empty for none
    Timestamp m_noticed_at;
};

}  // namespace app::features
