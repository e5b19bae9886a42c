#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "base/secret.h"
#include "base/task_group.h"
#include "features/services.h"
#include "features/storage/storage_platform.h"
#include "features/storage/view.h"
#include "store/backup_file.h"
#include "sync/ledger.h"

namespace app::features {

// What storage needs of the rest of the program. Each may be empty: then it cannot be done.
struct StorageActions {
    std::function<bool()> is_syncing;
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

    void refresh();
    void verify();
    // An empty passphrase makes a backup that every SQLite tool can read.
    void export_backup(Secret passphrase);
    void choose_backup();
    void open_chosen(Secret passphrase);
    void forget_chosen();
    // The backup that was opened takes the place of everything; then the page starts anew.
    void restore();
    void ask_to_persist();
    // After the person was shown what is not sent yet.
    void erase();

    const StorageView& view() const { return m_view; }

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
    Task<> open(Secret passphrase);
    Task<> put_in_place();
    Task<> erase_all();
    void say_done(std::string sentence);

    Services& m_services;
    sync::Ledger& m_ledger;
    StoragePlatform* m_platform;
    StorageActions m_actions;
    StorageView m_view;
    std::optional<ChosenFile> m_file;
    std::optional<store::OpenBackup> m_backup;
    TaskGroup m_tasks;
};

}  // namespace app::features
