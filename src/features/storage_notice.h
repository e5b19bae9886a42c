#pragma once

#include <optional>
#include <string>

#include "features/services.h"
#include "features/storage/server_finding.h"
#include "features/storage/view.h"
#include "sync/ledger.h"

namespace app::features {

// Tells that the browser has lost the stored data or put older ones in their place, and makes sure that the next
// sync finds again what was lost. Stays, over reloads, until a sync has been completed since.
class StorageNotice {
public:
    StorageNotice(Services& services, sync::Ledger& ledger);

    // What the application's server knows beyond what this browser found by itself.
    void server_found(const ServerFinding& finding);
    // When the last writing sync was completed, if any was.
    void synced(const std::optional<Timestamp>& last_finished_at);
    // What to tell; empty for nothing.
    std::string sentence() const;
    // What can be done about it; nothing when nothing is lost.
    std::optional<RecoveryView> recovery() const;

private:
    struct Loss;
    static const Loss vanished;
    static const Loss older;
    static const Loss elsewhere;
    static const Loss restored;
    static const Loss* loss_of(store::StoreHistory history);
    static const Loss* loss_of(ServerFinding::Kind kind);

    Result<void> note(const Loss& loss);
    Result<void> save();
    Result<void> load();
    void log(const Result<void>& result);

    Services& m_services;
    sync::Ledger& m_ledger;
    const Loss* m_loss = nullptr;
    Timestamp m_noticed_at;
    std::string m_database;  // that the server knows of
    std::string m_backup;    // its newest one on the server; empty for none
    std::optional<Timestamp> m_seen_at;
};

}  // namespace app::features
