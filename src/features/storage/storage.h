#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "base/secret.h"
#include "base/task_group.h"
#include "features/services.h"
#include "features/storage/server_copies.h"
#include "features/storage/storage_platform.h"
#include "features/storage/view.h"
#include "store/backup_file.h"
#include "sync/ledger.h"

namespace app::features {

// What storage needs of the rest of the program. Each may be empty: then it cannot be done.
struct StorageActions {
    std::function<bool()> is_syncing;
    std::function<bool()> has_server;  // the application's server answers
    std::function<Task<>()>
        verify_copies;              // reads again what is stored; fails with a sentence when it is damaged
    std::function<Task<>()> erase;  // everything that is stored, for good
};

// The panel about what is stored in this browser: checking it, backing it up, restoring, erasing. One thing
// at a time; whatever is asked meanwhile is left out, as nothing shows a way to ask for it.
class Storage {
public:
    // Without a platform there are no files.
    Storage(Services& services, sync::Ledger& ledger, StoragePlatform* platform, StorageActions actions);

    // Begins to save copies on the application's server, when this tab writes.
    void start();
    void refresh();
    void verify();
    // An empty passphrase makes a backup that every SQLite tool can read.
    void export_backup(Secret passphrase);
    void choose_backup();
    // A copy on the application's server, as if it had been chosen as a file.
    void open_server_copy(const std::string& database, const std::string& name);
    void set_server_copies(bool automatic);
    void save_server_copy();
    void show_recovery(std::optional<RecoveryView> recovery) { m_view.recovery = std::move(recovery); }
    void open_chosen(Secret passphrase);
    void forget_chosen();
    // The backup that was opened takes the place of everything; then the page starts anew.
    void restore();
    void ask_to_persist();
    // Stores everything encrypted with this passphrase, or in clear when it is empty; then the page starts anew.
    void change_encryption(Secret passphrase);
    // After the person was shown what is not sent yet.
    void erase();

    const StorageView& view();

private:
    bool begin(StorageView::Work work);
    void start(Task<> task);
    void changed();
    Result<void> load();
    void take(const StorageEstimate& estimate);
    Task<> ask_browser();
    Task<> persist();
    Task<> check();
    Task<> write_backup(Secret passphrase);
    Task<> choose();
    Task<> fetch(std::string database, std::string name);
    Task<> take_file(ChosenFile file, ChosenBackupView shown);
    bool may_save_copy();
    Task<> open(Secret passphrase);
    Task<> put_in_place();
    Task<> store_anew(Secret passphrase);
    Task<> erase_all();
    void say_done(std::string sentence);

    Services& m_services;
    sync::Ledger& m_ledger;
    StoragePlatform* m_platform;
    StorageActions m_actions;
    StorageView m_view;
    std::optional<ChosenFile> m_file;
    std::optional<store::OpenBackup> m_backup;
    std::optional<ServerCopies> m_server_copies;  // with a platform
    TaskGroup m_tasks;
};

}  // namespace app::features
