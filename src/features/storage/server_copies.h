#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "base/task_group.h"
#include "features/services.h"
#include "features/storage/copy_schedule.h"
#include "features/storage/server_api.h"
#include "features/storage/view.h"
#include "store/encryption_key.h"
#include "sync/ledger.h"

namespace app::features {

// Copies of the database on the application's server: saved by themselves in the background (copy_schedule.h says
// when), listed, and fetched. A copy that could not be saved is told in words and tried again later; nothing waits for
// it. Retention is the server's.
class ServerCopies {
public:
    // `may_save` tells whether this is a moment to save one by itself.
    ServerCopies(Services& services, sync::Ledger& ledger, StoragePlatform& platform,
                 std::function<bool()> may_save, std::function<std::optional<store::EncryptionKey>()> key);

    // From now on, looks once a minute whether one is due.
    void start();
    // Reads the list again.
    void list();
    void set_automatic(bool automatic);
    void save_now();
    // The bytes of one.
    Task<ChosenFile> fetch(std::string database, std::string name);

    const ServerCopiesView& view() const { return m_view; }

private:
    Task<> follow_clock();
    Task<> save();
    Task<> save_whole();
    Task<> upload(DatabaseState state);
    Task<> ask();
    Result<void> load();
    Result<CopyMark> mark_now();
    Result<void> remember(const CopyMark& mark);
    void show(const std::vector<ServerBackup>& backups);
    void log(const Result<void>& result);

    Services& m_services;
    sync::Ledger& m_ledger;
    StoragePlatform& m_platform;
    std::function<bool()> m_may_save;
    std::function<std::optional<store::EncryptionKey>()> m_key;
    ServerApi m_api;
    ServerCopiesView m_view;
    std::optional<CopyMark> m_last;
    CopyFailures m_failures;
    TaskGroup m_tasks;
};

}  // namespace app::features
