#include "ui/screens/settings_parts.h"

#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/button.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/scopes.h"

namespace app::ui {

namespace command = features::command;

void draw_recovery(const SettingsPanel& panel, const features::RecoveryView& recovery)
{
    const MirrorScope region(Role::region, "Lost data");
    settings_problem(panel, "Data are lost", recovery.sentence);
    gap(8);
    if (recovery.seen_at)
        key_value(panel.context, "Last seen", format_exact(*recovery.seen_at, panel.context.local));
    gap(8);
    if (!recovery.backup.empty()) {
        const ButtonOptions restore{.kind = ButtonKind::primary,
                                    .icon = icons::history,
                                    .enabled = panel.is_free() && panel.view.may_change};
        if (button(panel.context, "Open the newest copy", restore))
            panel.send(command::OpenServerCopy{recovery.database, recovery.backup});
        ImGui::SameLine();
    }
    if (button(panel.context, "Rebuild from HubSpot and QuickBooks", {.enabled = panel.is_free()}))
        panel.commands.send(command::SyncNow{});
    gap(8);
    settings_paragraph(
        panel, recovery.backup.empty()
                   ? "There is no copy on the server: what is in both services is read again. What was "
                     "set here, left out by hand, and the history are gone."
                   : "The copy brings back settings, links and history; what happened since is read "
                     "from both services. Rebuilding reads all of both, and the history is gone.");
    gap(12);
}

}  // namespace app::ui
