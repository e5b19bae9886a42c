#include "features/application.h"

#include <algorithm>

namespace app::features {
namespace {

constexpr std::int64_t toast_ms = 5000;
constexpr std::string_view theme_setting = "theme";

command::SetTheme::Choice theme_from(const std::optional<std::string>& text)
{
    if (text == "light") return command::SetTheme::Choice::light;
    if (text == "dark") return command::SetTheme::Choice::dark;
    return command::SetTheme::Choice::system;
}

std::string_view theme_text(command::SetTheme::Choice choice)
{
    switch (choice) {
    case command::SetTheme::Choice::system: return "system";
    case command::SetTheme::Choice::light: return "light";
    case command::SetTheme::Choice::dark: return "dark";
    }
    return "system";
}

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};

// What a person does with the lists. The lists outlive what is returned.
auto list_commands(Invoices& invoices, Contacts& contacts, Products& products, Activity& activity)
{
    return Overloaded{
        [&](const command::SearchInvoices& asked) { invoices.search(asked.text); },
        [&](const command::FilterInvoices& asked) { invoices.filter(asked.stage); },
        [&](const command::SortInvoices& asked) { invoices.sort(asked.by, asked.ascending); },
        [&](const command::SelectInvoice& asked) { invoices.select(asked.row_id); },
        [&](const command::SearchContacts& asked) { contacts.search(asked.text); },
        [&](const command::FilterContacts& asked) { contacts.filter(asked.state); },
        [&](const command::SortContacts& asked) { contacts.sort(asked.by, asked.ascending); },
        [&](const command::SelectContact& asked) { contacts.select(asked.row_id); },
        [&](const command::SearchProducts& asked) { products.search(asked.text); },
        [&](const command::FilterProducts& asked) { products.filter(asked.state); },
        [&](const command::SortProducts& asked) { products.sort(asked.by, asked.ascending); },
        [&](const command::SelectProduct& asked) { products.select(asked.row_id); },
        [&](const command::SearchActivity& asked) { activity.search(asked.text); },
        [&](const command::FilterActivity& asked) { activity.filter(asked.kind); },
        [&](const command::SelectActivity& asked) { activity.select(asked.row_id); },
    };
}

}  // namespace

Application::Application(Services& services, store::Store& store)
    : m_services(services),
      m_store(store),
      m_ledger(store),
      m_storage_notice(services, m_ledger),
      m_overview(services, m_ledger),
      m_invoices(services, m_ledger),
      m_contacts(services, m_ledger),
      m_products(services, m_ledger),
      m_activity(services, m_ledger),
      m_sync(services, m_ledger, [this] { refresh_data(); }),
      m_fields(services, m_ledger, m_sync),
      m_connections(services, m_ledger, [this] { accounts_changed(); }),
      m_storage(services, m_ledger, services.storage,
                {.is_syncing = [this] { return m_sync.running(); },
                 .has_server = [this] { return !m_connections.unreachable(); },
                 .verify_copies = [this] { return m_store.verify(); },
                 .erase = [this] { return erase_storage(); }}),
      m_server_watch(services, m_ledger, [this](const ServerFinding& found) { server_was_asked(found); })
{
    m_storage.show_recovery(m_storage_notice.recovery());
    m_sync.set_read_only(store.access() != store::StoreAccess::writer);
    if (const auto theme = m_ledger.settings.get(theme_setting)) m_theme_choice = theme_from(*theme);
    show_save_status(store.save_status());
}

void Application::start()
{
    if (m_store.access() == store::StoreAccess::writer) {
        const auto interrupted = m_ledger.runs.interrupt_running(m_services.clock.now());
        if (!interrupted) m_problem = interrupted.error().message;
    }
    m_sync.accounts_changed(m_connections.pair(), true);
    refresh_data();
    // With nobody connected yet, the first steps are shown; else the person's daily view.
    if (m_store.access() == store::StoreAccess::writer) m_server_watch.start();
    else m_may_sync = true;
    m_connections.refresh();
    m_storage.start();
}

// Nothing is synced by itself before it is known whether these data are the ones that were here.
void Application::server_was_asked(const ServerFinding& finding)
{
    m_storage_notice.server_found(finding);
    m_storage.show_recovery(m_storage_notice.recovery());
    m_may_sync = true;
    accounts_changed();
}

// A server that cannot be told is no reason to keep what a person wants to be rid of.
Task<> Application::erase_storage()
{
    const Result<void> forgotten = co_await outcome(m_server_watch.forget_this_database());
    if (!forgotten) m_services.log.write(LogLevel::warning, "storage", forgotten.error().message);
    co_await m_store.erase();
}

void Application::handle(std::vector<Command> commands)
{
    for (const Command& command : commands) handle_one(command);
}

void Application::delete_sync(SyncObject object)
{
    const std::string problem = m_sync.delete_sync(object);
    if (problem.empty()) toast(ToastView::Kind::good, "The sync was deleted");
    else toast(ToastView::Kind::bad, problem);
}

void Application::set_theme(command::SetTheme::Choice choice)
{
    m_theme_choice = choice;
    const auto saved = m_ledger.settings.set(theme_setting, theme_text(choice));
    if (!saved) m_services.log.write(LogLevel::warning, "theme", saved.error().message);
}

void Application::handle_one(const Command& command)
{
    using namespace command;
    std::visit(Overloaded{
                   list_commands(m_invoices, m_contacts, m_products, m_activity),
                   [&](const Show& asked) { show(asked.screen); },
                   [&](const ConnectHubSpot&) { m_connections.connect(net::Service::hubspot); },
                   [&](const ConnectQuickBooks&) { m_connections.connect(net::Service::quickbooks); },
                   [&](const Disconnect& asked) { m_connections.disconnect(asked.connection_id); },
                   [&](const SignIn&) { m_connections.sign_in(); },
                   [&](const SyncNow&) {
                       m_sync.sync_now();
                       if (!m_sync.view().writing_allowed) show(Screen::sync);
                   },
                   [&](const PreviewPlan&) { m_sync.preview(); },
                   [&](const ApplyPlan&) { m_sync.apply(); },
                   [&](const Pause&) { m_sync.pause(); },
                   [&](const Resume&) { m_sync.resume(); },
                   [&](const Stop&) { m_sync.stop(); },
                   [&](const SetObjectEnabled& asked) { m_sync.set_enabled(asked.object, asked.enabled); },
                   [&](const SetObjectSettings& asked) { m_sync.set_settings(asked.object, asked.settings); },
                   [&](const FieldsCommand& asked) { m_fields.handle(asked); },
                   [&](const ResolveConflicts& asked) { m_sync.resolve(asked.row_ids, asked.keep); },
                   [&](const SetWritingAllowed& asked) { m_sync.set_writing_allowed(asked.allowed); },
                   [&](const SetWritingArmed& asked) { m_sync.set_armed(asked.object, asked.armed); },
                   [&](const LoadIncomeAccounts&) { m_sync.load_income_accounts(); },
                   [&](const AgreeToRemovals& asked) { m_sync.agree_to_removals(asked.object); },
                   [&](const DeleteSync& asked) { delete_sync(asked.object); },
                   [&](const ShowPlanOf& asked) { m_sync.show_plan_of(asked.object); },
                   [&](const RetryFailed& asked) { m_sync.retry(asked.records); },
                   [&](const LeaveOut& asked) { m_sync.leave_out(asked.entry, asked.left_out); },
                   [&](const ApplyOnly& asked) { m_sync.apply_only(asked.entry); },
                   [&](const ExportPlan&) { m_sync.export_plan(); },
                   [&](const OpenUrl& asked) { m_services.platform.open_link(asked.url); },
                   [&](const CopyText& asked) {
                       m_services.platform.copy_text(asked.text);
                       toast(ToastView::Kind::info, "Copied");
                   },
                   [&](const SetTheme& asked) { set_theme(asked.choice); },
                   [&](const StorageCommand& asked) { handle_storage(asked); },
                   [&](const TakeOverWriting&) { m_services.platform.reload(); },
                   [&](const DismissToast&) { m_frame.toasts.clear(); },
               },
               command);
    m_services.platform.request_frame();
}

void Application::handle_storage(const command::StorageCommand& asked_for)
{
    using namespace command;
    std::visit(
        Overloaded{
            [&](const VerifyStorage&) { m_storage.verify(); },
            [&](const ExportBackup& asked) { m_storage.export_backup(asked.passphrase); },
            [&](const ChooseBackup&) { m_storage.choose_backup(); },
            [&](const OpenBackup& asked) { m_storage.open_chosen(asked.passphrase); },
            [&](const ForgetBackup&) { m_storage.forget_chosen(); },
            [&](const RestoreBackup&) { m_storage.restore(); },
            [&](const SetServerCopies& asked) { m_storage.set_server_copies(asked.automatic); },
            [&](const SaveServerCopy&) { m_storage.save_server_copy(); },
            [&](const OpenServerCopy& asked) { m_storage.open_server_copy(asked.database, asked.name); },
            [&](const KeepStorage&) { m_storage.ask_to_persist(); },
            [&](const EncryptStorage& asked) { m_storage.change_encryption(asked.passphrase); },
            [&](const DecryptStorage&) { m_storage.change_encryption({}); },
            [&](const EraseStorage&) { m_storage.erase(); },
        },
        asked_for);
}

void Application::show(Screen screen)
{
    m_frame.screen = screen;
    refresh_screen();
}

void Application::prepare_frame()
{
    m_sync.update_view();
    m_frame.sync_status = m_sync.status();
    m_frame.sync_now_enabled = m_sync.can_sync();
    m_frame.sync_running = m_sync.running();
    m_frame.offline = m_frame.sync_status.kind == SyncStatusView::Kind::offline;
    m_frame.demo = m_connections.view().demo;
    m_frame.hubspot_name = m_connections.name_of(net::Service::hubspot);
    m_frame.quickbooks_name = m_connections.name_of(net::Service::quickbooks);
    m_frame.failing_count = static_cast<int>(m_sync.view().failures.size());
    const std::int64_t now_ms = m_services.clock.now().ms;
    std::erase_if(m_frame.toasts, [&](const ToastView& toast) { return now_ms - toast.at.ms > toast_ms; });
    add_banners();
}

void Application::network_changed()
{
    m_connections.refresh();
    m_services.platform.request_frame();
}

void Application::show_save_status(const store::SaveStatus& status)
{
    m_frame.storage_ok = status.state != store::SaveState::not_saved;
    switch (status.state) {
    case store::SaveState::saved: m_frame.storage_text = "Saved"; break;
    case store::SaveState::saving: m_frame.storage_text = "Saving …"; break;
    case store::SaveState::not_saved: m_frame.storage_text = "Not saved: " + status.reason; break;
    }
    m_services.platform.request_frame();
}

void Application::show_problem(std::string sentence)
{
    m_problem = std::move(sentence);
    m_services.platform.request_frame();
}

// Data changed: the numbers of the frame and whatever screen is open are read again.
void Application::refresh_data()
{
    m_company = company_of(m_services, m_ledger, m_connections.pair());
    m_company.demo = m_connections.view().demo;
    if (!m_sync.running()) m_connections.reload();
    m_sync.reload();
    m_storage_notice.synced(m_sync.status().last_finished_at);
    m_storage.show_recovery(m_storage_notice.recovery());
    refresh_screen();
}

void Application::refresh_screen()
{
    switch (m_frame.screen) {
    case Screen::overview: m_overview.refresh(m_company, m_sync.view(), m_sync.plan_seen()); break;
    case Screen::invoices: m_invoices.refresh(m_company); break;
    case Screen::contacts: m_contacts.refresh(m_company); break;
    case Screen::products: m_products.refresh(m_company); break;
    case Screen::activity: m_activity.refresh(); break;
    case Screen::settings: m_storage.refresh(); break;
    case Screen::sync: m_fields.refresh(); break;
    case Screen::connections: break;
    }
}

void Application::accounts_changed()
{
    m_fields.stop_asking();
    m_overview.set_connected(!m_connections.view().hubspot.empty(), !m_connections.view().quickbooks.empty());
    m_sync.accounts_changed(m_connections.pair(), m_connections.unreachable() || !m_may_sync);
    m_company = company_of(m_services, m_ledger, m_connections.pair());
    m_company.demo = m_connections.view().demo;
    refresh_screen();
}

void Application::add_banners()
{
    using Kind = BannerView::Kind;
    m_frame.banners.clear();
    const auto add = [&](Kind kind, std::string text) {
        BannerView banner;
        banner.kind = kind;
        banner.text = std::move(text);
        m_frame.banners.push_back(std::move(banner));
    };
    if (!m_problem.empty()) add(Kind::error, m_problem);
    if (!m_frame.storage_ok) add(Kind::error, m_frame.storage_text);
    add_loss_banner();
    if (const std::string reading = m_store.access_explanation(); !reading.empty())
        add(Kind::warning, reading);
    if (!m_sync.room_warning().empty()) add(Kind::warning, m_sync.room_warning());
    if (m_frame.offline) {
        add(Kind::info, "You are offline. Everything read so far can be looked at; syncing goes on when the "
                        "network is back.");
    }
    if (m_connections.needs_reconnect()) {
        m_frame.banners.push_back({.kind = Kind::warning,
                                   .text = "An account has to be connected again before the next sync.",
                                   .action = "Open Connections",
                                   .action_screen = Screen::connections});
    }
}

void Application::add_loss_banner()
{
    const std::string sentence = m_storage_notice.sentence();
    if (sentence.empty()) return;
    const bool has_choice = m_services.storage && m_storage_notice.recovery();
    BannerView banner;
    banner.kind = BannerView::Kind::warning;
    banner.text = sentence;
    if (has_choice) {
        banner.action = "Bring the data back";
        banner.action_screen = Screen::settings;
    }
    m_frame.banners.push_back(std::move(banner));
}

void Application::toast(ToastView::Kind kind, std::string text)
{
    m_frame.toasts.push_back({.kind = kind, .text = std::move(text), .at = m_services.clock.now()});
}

}  // namespace app::features
