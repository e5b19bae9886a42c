#include "ui/app_ui.h"

#include "ui/frame.h"
#include "ui/keys.h"
#include "ui/mirror_imgui.h"
#include "ui/screen_names.h"
#include "ui/screens/screens.h"
#include "ui/widgets/overlay.h"
#include "ui/widgets/scopes.h"

#include <string>

namespace app::ui {

namespace {

using features::Screen;

TableState* table_of(AppUiState& state, Screen screen)
{
    switch (screen) {
    case Screen::invoices: return &state.invoices.table;
    case Screen::contacts: return &state.contacts.table;
    case Screen::products: return &state.products.table;
    case Screen::activity: return &state.activity.table;
    case Screen::sync: return &state.sync.plan_table;
    case Screen::overview:
    case Screen::connections:
    case Screen::settings: return nullptr;
    }
    return nullptr;
}

const std::string& search_text(const Views& views)
{
    static const std::string none;
    switch (views.frame.screen) {
    case Screen::invoices: return views.invoices.search;
    case Screen::contacts: return views.contacts.search;
    case Screen::products: return views.products.search;
    case Screen::activity: return views.activity.search;
    case Screen::overview:
    case Screen::sync:
    case Screen::connections:
    case Screen::settings: return none;
    }
    return none;
}

// A screen that comes up has the keyboard on its list.
void notice_screen_change(const Views& views, AppUiState& state)
{
    if (state.shown == views.frame.screen) return;
    state.shown = views.frame.screen;
    if (TableState* table = table_of(state, views.frame.screen)) table->take_focus = true;
    if (Mirror* mirror = attached_mirror()) {
        mirror->set_title(std::string(name_of(views.frame.screen).name) + " · Ledgerbridge");
    }
}

void draw_screen(const Views& views, AppUiState& state, const Context& context,
                 features::CommandQueue& commands)
{
    switch (views.frame.screen) {
    case Screen::overview: return draw_overview(views.overview, views.frame.demo, context, commands);
    case Screen::invoices:
        return draw_invoices(views.invoices, views.invoice_rows, state.invoices, context, commands);
    case Screen::contacts:
        return draw_contacts(views.contacts, views.contact_rows, state.contacts, context, commands);
    case Screen::products:
        return draw_products(views.products, views.product_rows, state.products, context, commands);
    case Screen::sync:
        return draw_sync(views.sync, views.fields, views.plan_rows, state.sync, context, commands);
    case Screen::activity:
        return draw_activity(views.activity, views.activity_rows, state.activity, context, commands);
    case Screen::connections:
        return draw_connections(views.connections, state.connections, context, commands);
    case Screen::settings: return draw_settings(views.storage, state.settings, context, commands);
    }
}

void draw_page(const Views& views, AppUiState& state, const Context& context,
               features::CommandQueue& commands)
{
    const PageWindow window(context);
    Area rest = draw_navigation(views.frame, context, commands, window_area());
    ImGui::GetWindowDrawList()->AddRectFilled(rest.from, rest.to, context.colors().surface);
    rest = draw_top_bar(views.frame, search_of(state, views.frame.screen), search_text(views), context,
                        commands, rest);
    rest = draw_banners(views.frame, context, commands, rest);
    const MirrorScope main(Role::main, name_of(views.frame.screen).name);
    // Its own id per screen: each keeps its scroll position.
    const Child screen(name_of(views.frame.screen).name, rest.from, {rest.width(), rest.height()});
    draw_screen(views, state, context, commands);
}

}  // namespace

void draw_frame(const Views& views, AppUiState& state, const Context& context,
                features::CommandQueue& commands)
{
    apply_style(context.theme);
    notice_screen_change(views, state);
    handle_keys(views, state, context, commands);
    draw_page(views, state, context, commands);
    draw_help(state, context);
    if (toasts(context, views.frame.toasts)) commands.send(features::command::DismissToast{});
}

}  // namespace app::ui
