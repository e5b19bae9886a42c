#pragma once

#include <vector>

#include "features/activity/activity.h"
#include "features/commands.h"
#include "features/connections/connections.h"
#include "features/contacts/contacts.h"
#include "features/fields/fields.h"
#include "features/frame/view.h"
#include "features/invoices/invoices.h"
#include "features/overview/overview.h"
#include "features/products/products.h"
#include "features/storage/server_watch.h"
#include "features/storage/storage.h"
#include "features/storage_notice.h"
#include "features/sync/sync_runs.h"
#include "store/store.h"

namespace app::features {

// All features over one open database, and who gets which command. Draws nothing and knows no
// browser: the shell feeds it commands and shows its views.
class Application {
public:
    Application(Services& services, store::Store& store);

    // Asks the proxy who is connected, and goes on with what a closed page left undone.
    void start();
    void handle(std::vector<Command> commands);
    // Brings the views in step with the time and a run under way; right before they are drawn.
    void prepare_frame();
    // The browser found or lost the network.
    void network_changed();
    // The frame shows whether what was committed would survive a crash.
    void show_save_status(const store::SaveStatus& status);
    void show_problem(std::string sentence);
    // Rows have changed: every view reads them again.
    void refresh_data();
    void set_theme_choice(command::SetTheme::Choice choice) { m_theme_choice = choice; }
    command::SetTheme::Choice theme_choice() const { return m_theme_choice; }

    const FrameView& frame() const { return m_frame; }
    const Overview& overview() const { return m_overview; }
    const Connections& connections() const { return m_connections; }
    Invoices& invoices() { return m_invoices; }
    Contacts& contacts() { return m_contacts; }
    Products& products() { return m_products; }
    SyncRuns& sync() { return m_sync; }
    const Fields& fields() const { return m_fields; }
    Activity& activity() { return m_activity; }
    Storage& storage() { return m_storage; }

private:
    void handle_one(const Command& command);
    void delete_sync(SyncObject object);
    void set_theme(command::SetTheme::Choice choice);
    void handle_storage(const command::StorageCommand& asked_for);
    void show(Screen screen);
    void refresh_screen();
    void accounts_changed();
    void add_banners();
    void add_loss_banner();
    void server_was_asked(const ServerFinding& finding);
    Task<> erase_storage();
    void toast(ToastView::Kind kind, std::string text);

    Services& m_services;
    store::Store& m_store;
    sync::Ledger m_ledger;
    StorageNotice m_storage_notice;
    FrameView m_frame;
    Company m_company;
    command::SetTheme::Choice m_theme_choice = command::SetTheme::Choice::system;
    std::string m_problem;
    Overview m_overview;
    Invoices m_invoices;
    Contacts m_contacts;
    Products m_products;
    Activity m_activity;
    SyncRuns m_sync;
    Fields m_fields;
    Connections m_connections;
    Storage m_storage;
    ServerWatch m_server_watch;
    bool m_may_sync = false;  // the server was asked whether something is lost
};

}  // namespace app::features
