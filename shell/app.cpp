#include "shell/app.h"

namespace app::shell {
namespace {

constexpr double loading_every_ms = 100;

bool wants_dark(features::command::SetTheme::Choice choice, PreferredTheme preferred)
{
    switch (choice) {
    case features::command::SetTheme::Choice::light: return false;
    case features::command::SetTheme::Choice::dark: return true;
    case features::command::SetTheme::Choice::system: return preferred == PreferredTheme::dark;
    }
    return false;
}

}  // namespace

App::App(Environment environment)
    : m_environment(std::move(environment)),
      m_time_zone(m_environment.backend.time_zone()),
      m_tasks([this](const std::string&, const Error& error) {
          m_environment.show_fatal("The local database cannot be opened", error.message.c_str());
      })
{
    m_online = m_environment.backend.online();
}

void App::start()
{
    m_environment.frames.start();
    m_tasks.start("open", open());
}

Task<> App::open()
{
    m_environment.show_loading(0);
    const bool is_locked = co_await m_environment.encryption.is_locked();
    if (is_locked) co_await unlock();
    m_store = co_await store::Store::open({.loop = m_environment.services.loop,
                                           .random = m_environment.services.random,
                                           .pages = m_environment.encryption.take_first(),
                                           .second_pages = m_environment.encryption.take_second(),
                                           .lock = std::move(m_environment.lock),
                                           .observer = this,
                                           .tripwire = std::move(m_environment.tripwire),
                                           .feed = std::move(m_environment.feed)});
    m_tasks.start("loading", tell_loading());
    co_await m_store->loaded();
    m_application = std::make_unique<features::Application>(m_environment.services, *m_store);
    m_application->start();
    m_environment.frames.request_frames(2);
    if (m_store->access() != store::StoreAccess::other_tab) co_return;
    m_tasks.start("follow", follow());
    // As the writer the page starts anew.
    co_await m_store->other_tab_closed();
    m_environment.services.platform.reload();
}

// Until it is the right passphrase, or the person erases what nobody can read.
Task<> App::unlock()
{
    std::string problem;
    while (true) {
        const Result<Secret> passphrase = co_await outcome(m_environment.ask_passphrase(problem));
        if (!passphrase) {
            m_environment.tripwire->remember({});
            co_return co_await m_environment.encryption.give_up();
        }
        const Result<void> unlocked = co_await outcome(m_environment.encryption.unlock(*passphrase));
        if (unlocked) co_return;
        problem = unlocked.error().message;
    }
}

Task<> App::tell_loading()
{
    while (!m_store->is_loaded()) {
        m_environment.show_loading(m_store->loaded_part());
        co_await m_environment.services.loop.sleep(loading_every_ms);
    }
    m_environment.show_loading(1);
}

Task<> App::follow()
{
    while (true) {
        const bool follows = co_await m_store->followed();
        if (!follows) m_environment.services.platform.reload();
        m_application->refresh_data();
        m_environment.frames.request_frames(2);
    }
}

void App::save_status_changed(const store::SaveStatus& status)
{
    if (m_application) m_application->show_save_status(status);
}

void App::network_changed_since_last_frame()
{
    const bool online = m_environment.backend.online();
    if (online == m_online) return;
    m_online = online;
    m_application->network_changed();
}

void App::draw()
{
    // Until the database is open the page shows that it is loading.
    if (!m_application) return;
    Backend& backend = m_environment.backend;
    features::Application& application = *m_application;
    network_changed_since_last_frame();
    backend.begin_frame();
    application.prepare_frame();
    const ui::Theme theme =
        ui::make_theme(wants_dark(application.theme_choice(), backend.preferred_theme()), backend.fonts());
    ui::NextFrame next_frame;
    const ui::Context context{.theme = theme,
                              .now = m_environment.services.clock.now(),
                              .monotonic = m_environment.services.clock.monotonic(),
                              .local = {m_environment.services.zones, m_time_zone},
                              .theme_choice = application.theme_choice(),
                              .reduced_motion = backend.reduced_motion(),
                              .next_frame = next_frame};
    const ui::Views views{.frame = application.frame(),
                          .overview = application.overview().view(),
                          .connections = application.connections().view(),
                          .invoices = application.invoices().view(),
                          .invoice_rows = application.invoices().rows(),
                          .contacts = application.contacts().view(),
                          .contact_rows = application.contacts().rows(),
                          .products = application.products().view(),
                          .product_rows = application.products().rows(),
                          .sync = application.sync().view(),
                          .fields = application.fields().view(),
                          .plan_rows = application.sync().plan_rows(),
                          .activity = application.activity().view(),
                          .activity_rows = application.activity(),
                          .storage = application.storage().view()};
    ui::draw_frame(views, m_ui_state, context, m_commands);
    backend.end_frame();
    if (const auto seconds = next_frame.seconds()) m_environment.frames.request_frame_in(*seconds * 1000);
    std::vector<features::Command> commands = m_commands.take();
    // A second frame shows what they did.
    if (!commands.empty()) m_environment.frames.request_frames(2);
    application.handle(std::move(commands));
}

}  // namespace app::shell
