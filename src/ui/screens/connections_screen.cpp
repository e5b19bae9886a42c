#include "ui/screens/screens.h"

#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/area.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/overlay.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/scopes.h"
#include "ui/widgets/states.h"

#include <algorithm>
#include <format>

namespace app::ui {

namespace {

namespace command = features::command;
using features::ConnectionCardView;
using features::ConnectionsView;

constexpr float content_width_max = 1180;
constexpr float two_columns_from = 820;
constexpr int text_lines_max = 4;

struct Service {
    const char* name;     // "HubSpot"
    const char* connect;  // label of the button
    const char* explanation;
    const char* missing_configuration;
    bool configured;
    bool allowed;  // somebody is signed in whose role is to connect
    const std::vector<ConnectionCardView>& connections;
};

Mark health_mark(const ConnectionCardView& card)
{
    using enum ConnectionCardView::Health;
    switch (card.health) {
    case connected: return {icons::circle_check, "Connected", Tone::good};
    case reconnect_needed: return {icons::alert, "Connect again", Tone::bad};
    case unknown: return {icons::help, "Not checked", Tone::neutral};
    }
    return {};
}

void draw_list(const Context& context, const char* name, const std::vector<std::string>& lines, float width)
{
    const MirrorScope list(Role::list, name);
    for (const std::string& line : lines)
        record_text(context, TextStyle::secondary, context.colors().muted, line, width);
}

void draw_permissions(const ConnectionCardView& card, ConnectionsScreenState& state, const Context& context,
                      float width)
{
    if (!card.missing_scopes.empty()) {
        words(context, TextStyle::secondary_strong, context.colors().bad,
              std::string(icons::alert) + "  Missing permissions");
        draw_list(context, "Missing permissions", card.missing_scopes, width);
        gap(12);
    }
    const bool open = state.open_scopes == card.connection_id;
    if (link_button(context, "Permissions and findings", open ? icons::chevron_up : icons::chevron_down)) {
        state.open_scopes = open ? std::string() : card.connection_id;
    }
    if (!open) return;
    gap(8);
    draw_list(context, "Permissions", card.scopes, width);
    if (card.findings.empty()) return;
    gap(16);
    words(context, TextStyle::secondary_strong, context.colors().text, "Found out when connecting");
    draw_list(context, "Findings", card.findings, width);
}

void fact(const Context& context, const char* name, const std::string& value)
{
    if (!value.empty()) key_value(context, name, value, 120);
}

void draw_facts(const ConnectionCardView& card, const Context& context)
{
    fact(context, "Account", card.account_id);
    fact(context, "Environment", card.environment);
    fact(context, "Country", card.country);
    fact(context, "Currency", card.currency);
    fact(context, "Time zone", card.time_zone);
    fact(context, "Connected by", card.connected_by);
    if (card.connected_at) fact(context, "Since", format_exact(*card.connected_at, context.local));
}

void draw_connection(const ConnectionCardView& card, const Service& service, ConnectionsScreenState& state,
                     const Context& context, features::CommandQueue& commands, float width)
{
    const IdScope id(card.connection_id);
    gap(16);
    record_text(context, TextStyle::strong, context.colors().text, card.account_name, width);
    gap(8);
    pill(context, health_mark(card));
    if (card.health == ConnectionCardView::Health::reconnect_needed) {
        record_paragraph(context, TextStyle::secondary, context.colors().bad, card.health_text, width,
                         text_lines_max);
    }
    gap(12);
    draw_facts(card, context);
    gap(12);
    draw_permissions(card, state, context, width);
    gap(16);
    if (button(context, "Disconnect",
               {.kind = ButtonKind::secondary, .icon = icons::unlink, .enabled = service.allowed}))
        state.confirm_disconnect = card.connection_id;
    if (state.confirm_disconnect != card.connection_id) return;
    const std::string title = std::format("Disconnect {}?", service.name);
    const std::string sentence = std::format("The access to {} is given back. What is already stored in this "
                                             "browser stays readable; nothing syncs until you connect again.",
                                             shown_text(card.account_name, 80));
    const Answer answer =
        ask(context, {.title = title.c_str(), .sentence = sentence, .yes = "Disconnect", .dangerous = true});
    if (answer == Answer::yes) commands.send(command::Disconnect{card.connection_id});
    if (answer != Answer::none) state.confirm_disconnect.clear();
}

// True when the person wants to connect.
bool draw_service(const Service& service, bool connecting, ConnectionsScreenState& state,
                  const Context& context, features::CommandQueue& commands, float width)
{
    const MirrorScope region(Role::region, service.name);
    const Card card(context, width);
    const StyleScope spacing(ImGuiStyleVar_ItemSpacing, ImVec2{px(8), px(6)});
    const float inner = card.inner_width();
    heading(context, TextStyle::heading, 2, service.name);
    gap(4);
    record_paragraph(context, TextStyle::secondary, context.colors().muted, service.explanation, inner,
                     text_lines_max);
    bool broken = false;
    for (const ConnectionCardView& connection : service.connections) {
        draw_connection(connection, service, state, context, commands, inner);
        broken |= connection.health == ConnectionCardView::Health::reconnect_needed;
    }
    if (!service.connections.empty() && !broken) return false;
    gap(16);
    if (!service.configured && service.allowed) {
        record_paragraph(context, TextStyle::secondary, context.colors().warn, service.missing_configuration,
                         inner, text_lines_max);
    }
    const ButtonOptions options{.kind = ButtonKind::primary,
                                .icon = icons::plug,
                                .enabled = service.configured && service.allowed,
                                .busy = connecting};
    return button(context, service.connect, options);
}

void draw_services(const ConnectionsView& view, ConnectionsScreenState& state, const Context& context,
                   features::CommandQueue& commands, float width)
{
    const Service hubspot{"HubSpot",
                          "Connect HubSpot",
                          "Contacts, products and invoices appear here.",
                          "No HubSpot app is configured. Add its client id and secret to the configuration "
                          "file (see README), then start again.",
                          view.hubspot_configured,
                          view.may_connect && !view.sign_in_needed,
                          view.hubspot};
    const Service quickbooks{"QuickBooks",
                             "Connect QuickBooks",
                             "The books: customers, items and invoices are read from here.",
                             "No Intuit app is configured. Add its client id and secret to the configuration "
                             "file (see README), then start again.",
                             view.quickbooks_configured,
                             view.may_connect && !view.sign_in_needed,
                             view.quickbooks};
    const bool beside = width >= px(two_columns_from);
    const float space = px(24);
    const float card = beside ? std::floor((width - space) / 2) : width;
    const ImVec2 from = ImGui::GetCursorScreenPos();
    if (draw_service(hubspot, view.connecting, state, context, commands, card))
        commands.send(command::ConnectHubSpot{});
    const float bottom = ImGui::GetCursorScreenPos().y;
    ImGui::SetCursorScreenPos(beside ? ImVec2{from.x + card + space, from.y}
                                     : ImVec2{from.x, bottom + px(12)});
    if (draw_service(quickbooks, view.connecting, state, context, commands, card))
        commands.send(command::ConnectQuickBooks{});
    ImGui::SetCursorScreenPos({from.x, std::max(bottom, ImGui::GetCursorScreenPos().y)});
    ImGui::Dummy({width, px(20)});
}

void draw_notice(const ConnectionsView& view, const Context& context, features::CommandQueue& commands,
                 float width)
{
    const char* role_sentence =
        "Your role shows the connections; an admin of your organisation changes them.";
    const std::string_view text = !view.problem.empty() ? std::string_view(view.problem)
                                  : !view.may_connect   ? std::string_view(role_sentence)
                                                        : std::string_view();
    if (text.empty()) return;
    record_paragraph(context, TextStyle::body, context.colors().warn, text, width, text_lines_max);
    gap(12);
    if (!view.sign_in_needed) return;
    if (button(context, "Sign in", {.kind = ButtonKind::primary})) commands.send(command::SignIn{});
    gap(16);
}

}  // namespace

void draw_connections(const ConnectionsView& view, ConnectionsScreenState& state, const Context& context,
                      features::CommandQueue& commands)
{
    const Area area = window_area();
    if (view.state == features::LoadState::loading) return skeleton_rows(context, area.from, area.to);
    if (view.state == features::LoadState::failed)
        return failed_state(context, area.from, area.to, view.problem);
    const Child scroll("connections", area.from, {area.width(), area.height()},
                       {.padding = {px(metric::page_margin), px(metric::page_margin)}, .scrolls = true});
    if (view.demo) {
        pill(context, {icons::sparkles, "Demo: both accounts are simulated on this machine", Tone::info});
        gap(16);
    }
    const float width = std::min(ImGui::GetContentRegionAvail().x, px(content_width_max));
    draw_notice(view, context, commands, width);
    draw_services(view, state, context, commands, width);
}

}  // namespace app::ui
