#include "ui/screens/settings_parts.h"

#include "ui/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/overlay.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/scopes.h"
#include "ui/widgets/text_field.h"

#include <algorithm>
#include <format>

namespace app::ui {

namespace {

namespace command = features::command;
using Work = features::StorageView::Work;

constexpr float field_width = 320;

void ask_to_open(const SettingsPanel& panel)
{
    std::string& passphrase = panel.state.passphrase_to_open;
    gap(8);
    const bool entered = passphrase_field(panel.context, "Passphrase of this backup", passphrase,
                                          std::min(px(field_width), panel.width));
    gap(8);
    const ButtonOptions open{.icon = icons::key,
                             .enabled = panel.is_free() && !passphrase.empty(),
                             .busy = panel.view.work == Work::opening};
    const bool pressed = button(panel.context, "Open", open);
    if (!pressed && !(entered && open.enabled)) return;
    panel.send(command::OpenBackup{Secret(std::exchange(passphrase, {}))});
}

void ask_to_restore(const SettingsPanel& panel, Timestamp made_at)
{
    const ButtonOptions restore{.kind = ButtonKind::danger,
                                .icon = icons::history,
                                .enabled = panel.is_free() && panel.view.may_change,
                                .busy = panel.view.work == Work::restoring};
    gap(8);
    if (button(panel.context, "Restore this backup", restore)) panel.state.confirm_restore = true;
    if (!panel.state.confirm_restore) return;
    const std::string sentence = std::format("Everything in this browser is replaced by its state of {}. "
                                             "Nothing changes in HubSpot or QuickBooks: "
                                             "both are read again, and what was written since is recognised.",
                                             format_exact(made_at, panel.context.local));
    const Answer answer =
        ask(panel.context,
            {.title = "Restore this backup?", .sentence = sentence, .yes = "Restore", .dangerous = true});
    if (answer == Answer::yes) panel.send(command::RestoreBackup{});
    if (answer != Answer::none) panel.state.confirm_restore = false;
}

}  // namespace

void draw_chosen_backup(const SettingsPanel& panel, const features::ChosenBackupView& chosen)
{
    gap(12);
    key_value(panel.context, "Backup", chosen.name);
    if (chosen.made_at) {
        key_value(panel.context, "Made", format_exact(*chosen.made_at, panel.context.local));
        key_value(panel.context, "Commits", format_count(chosen.sequence));
    }
    if (!chosen.problem.empty()) {
        gap(8);
        settings_problem(panel, "Problem", chosen.problem);
    }
    if (chosen.asks_passphrase) ask_to_open(panel);
    if (chosen.made_at) ask_to_restore(panel, *chosen.made_at);
    gap(8);
    if (link_button(panel.context, "Forget this backup", icons::x)) panel.send(command::ForgetBackup{});
}

}  // namespace app::ui
