#include "ui/screens/settings_parts.h"

#include "ui/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/scopes.h"

#include <algorithm>
#include <format>

namespace app::ui {

namespace {

namespace command = features::command;
using features::ServerCopiesView;
using features::ServerCopyView;

constexpr std::size_t copies_shown_at_first = 5;

void draw_switch(const SettingsPanel& panel)
{
    const bool automatic = panel.view.server.automatic;
    if (switch_control(panel.context, "Save copies automatically", automatic, panel.view.can_write))
        panel.send(command::SetServerCopies{!automatic});
    ImGui::SameLine();
    words(panel.context, TextStyle::body, panel.context.colors().text,
          "Save a copy by itself, at most once an hour");
}

void draw_last(const SettingsPanel& panel)
{
    const ServerCopiesView& server = panel.view.server;
    key_value(panel.context, "Last copy",
              server.last_at ? format_exact(*server.last_at, panel.context.local)
                             : "none from this browser yet");
    if (!server.problem.empty()) {
        const std::string problem =
            std::format("The last copy was not saved: {} {}", server.problem,
                        server.automatic ? "It is tried again later." : "Try again, or save a backup here.");
        settings_problem(panel, "Copy not saved", problem);
    }
}

void draw_copy(const SettingsPanel& panel, const ServerCopyView& copy)
{
    const Context& context = panel.context;
    const IdScope id(copy.database + copy.name);
    const std::string label = "Open the copy of " + format_exact(copy.saved_at, context.local);
    const ButtonOptions open{.kind = ButtonKind::quiet,
                             .icon = icons::history,
                             .enabled = panel.is_free() && panel.view.may_change,
                             .hint =
                                 panel.view.may_change ? "" : "Not while a sync runs or another tab writes"};
    if (button(context, label.c_str(), open)) panel.send(command::OpenServerCopy{copy.database, copy.name});
    ImGui::SameLine();
    ImGui::AlignTextToFramePadding();
    const std::string size = format_bytes(copy.size_bytes);
    record_text(context, TextStyle::secondary, context.colors().muted,
                copy.is_of_this_database ? size : size + ", of another database");
}

void draw_list(const SettingsPanel& panel)
{
    const ServerCopiesView& server = panel.view.server;
    if (!server.list_problem.empty()) {
        settings_problem(panel, "No list of copies",
                         "The copies on the server cannot be listed: " + server.list_problem);
        return;
    }
    if (!server.is_listed || server.copies.empty()) return;
    gap(8);
    const MirrorScope list(Role::region, "Copies on the server");
    const std::size_t shown =
        panel.state.all_copies ? server.copies.size() : std::min(server.copies.size(), copies_shown_at_first);
    for (std::size_t at = 0; at < shown; ++at) draw_copy(panel, server.copies[at]);
    if (shown == server.copies.size()) return;
    const std::string more = std::format("Show all {}", server.copies.size());
    if (link_button(panel.context, more.c_str(), icons::chevron_down)) panel.state.all_copies = true;
}

}  // namespace

void draw_server_copies(const SettingsPanel& panel)
{
    section(panel.context, "Copies on the server");
    settings_paragraph(panel,
                       "The program's own server keeps copies of everything that is stored here, encrypted "
                       "on its disk: the newest of each hour, day and month. They survive the loss of this "
                       "browser's data.");
    gap(8);
    draw_switch(panel);
    gap(4);
    draw_last(panel);
    gap(8);
    const ButtonOptions save{.icon = icons::upload,
                             .enabled = panel.is_free() && panel.view.can_write,
                             .busy = panel.view.server.saving};
    if (button(panel.context, "Save a copy now", save)) panel.send(command::SaveServerCopy{});
    draw_list(panel);
    if (panel.view.chosen && panel.view.chosen->is_from_server) draw_chosen_backup(panel, *panel.view.chosen);
}

}  // namespace app::ui
