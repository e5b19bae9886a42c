#include "ui/screens/screens.h"
#include "ui/screens/settings_parts.h"

#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/area.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/overlay.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/scopes.h"
#include "ui/widgets/text_field.h"

#include <algorithm>
#include <format>
#include <utility>

namespace app::ui {

namespace {

namespace command = features::command;
using features::ChosenBackupView;
using features::StorageView;
using Work = StorageView::Work;

constexpr float content_width_max = 760;
constexpr float field_width = 320;
constexpr int text_lines_max = 4;

std::string size_words(const StorageView& view)
{
    const std::string size = format_bytes(view.size_bytes);
    if (!view.quota_bytes) return size;
    return std::format("{} of {} that the browser allows", size, format_bytes(*view.quota_bytes));
}

void draw_persistence(const SettingsPanel& panel)
{
    if (!panel.view.is_persistent) return;
    const bool is_kept = *panel.view.is_persistent;
    gap(8);
    pill(panel.context, is_kept ? Mark{icons::shield, "Kept until you remove it", Tone::good}
                                : Mark{icons::alert, "May be removed when the disk gets full", Tone::warn});
    if (is_kept) return;
    ImGui::SameLine();
    if (button(panel.context, "Ask the browser to keep it", ButtonOptions{}))
        panel.send(command::KeepStorage{});
}

// What was done last, or why it was not.
void draw_outcome(const SettingsPanel& panel)
{
    const StorageView& view = panel.view;
    const bool is_problem = !view.problem.empty();
    const std::string& text = is_problem ? view.problem : view.done;
    if (text.empty()) return;
    const Colors& colors = panel.context.colors();
    gap(8);
    record_paragraph(panel.context, TextStyle::secondary, is_problem ? colors.bad : colors.good, text,
                     panel.width, text_lines_max);
    describe_item(is_problem ? Role::alert : Role::status, "Last action",
                  {.value = text, .live = Live::polite});
}

void draw_facts(const SettingsPanel& panel)
{
    const StorageView& view = panel.view;
    key_value(panel.context, "Size", size_words(view));
    key_value(panel.context, "Commits", format_count(view.sequence));
    key_value(panel.context, "Second copy", view.second_copy);
    if (view.can_encrypt) {
        key_value(panel.context, "Encryption", view.is_encrypted ? "with a passphrase" : "none");
    }
    key_value(panel.context, "Last backup",
              view.last_backup_at ? format_exact(*view.last_backup_at, panel.context.local) : "never");
    draw_persistence(panel);
    gap(12);
    const ButtonOptions check{.icon = icons::shield,
                              .enabled = panel.is_free(),
                              .busy = view.work == Work::checking};
    if (button(panel.context, "Check now", check)) panel.send(command::VerifyStorage{});
    draw_outcome(panel);
}

void draw_backup(const SettingsPanel& panel)
{
    SettingsScreenState& state = panel.state;
    section(panel.context, "Backup");
    settings_paragraph(
        panel, "One file with everything. With a passphrase it is encrypted, and worthless without it; "
               "without one it is an SQLite database that other programs can read too.");
    gap(8);
    const float width = std::min(px(field_width), panel.width);
    passphrase_field(panel.context, "Passphrase (may be left empty)", state.passphrase, width);
    if (!state.passphrase.empty()) {
        gap(8);
        passphrase_field(panel.context, "The passphrase once more", state.passphrase_again, width);
    }
    gap(12);
    const bool is_same = state.passphrase.empty() || state.passphrase == state.passphrase_again;
    const ButtonOptions save{.icon = icons::download,
                             .enabled = panel.is_free() && is_same,
                             .busy = panel.view.work == Work::exporting,
                             .hint = is_same ? "" : "The two passphrases differ"};
    if (!button(panel.context, "Save a backup", save)) return;
    panel.send(command::ExportBackup{Secret(std::exchange(state.passphrase, {}))});
    state.passphrase_again.clear();
}

void draw_restore(const SettingsPanel& panel)
{
    section(panel.context, "Restore");
    settings_paragraph(panel, "Puts a backup in the place of everything in this browser.");
    gap(8);
    const bool opening = panel.view.work == Work::opening;
    const ButtonOptions choose{.icon = icons::upload,
                               .enabled = panel.is_free() && panel.view.may_change,
                               .busy = opening && !panel.view.chosen,
                               .hint = panel.view.may_change ? ""
                                                             : "Not while a sync runs or another tab writes"};
    if (button(panel.context, "Choose a backup", choose)) panel.send(command::ChooseBackup{});
    if (panel.view.chosen && !panel.view.chosen->is_from_server)
        draw_chosen_backup(panel, *panel.view.chosen);
}

std::string erase_sentence(std::int64_t unsent)
{
    const std::string lost = unsent == 0 ? std::string("Nothing waits to be sent.")
                                         : std::format("{} not sent yet and would be lost.",
                                                       format_counted(unsent, "change is", "changes are"));
    return lost +
           " HubSpot and QuickBooks keep what they have; the connections stay. A backup saved before is "
           "the only way back.";
}

void draw_erase(const SettingsPanel& panel)
{
    section(panel.context, "Erase");
    settings_paragraph(panel, "Removes everything that this browser keeps for the program.");
    gap(8);
    const ButtonOptions erase{.kind = ButtonKind::danger,
                              .icon = icons::trash,
                              .enabled = panel.is_free() && panel.view.can_erase,
                              .busy = panel.view.work == Work::erasing};
    if (button(panel.context, "Erase everything", erase)) panel.state.confirm_erase = true;
    if (!panel.state.confirm_erase) return;
    const std::string sentence = erase_sentence(panel.view.unsent);
    const Answer answer = ask(panel.context, {.title = "Erase everything in this browser?",
                                              .sentence = sentence,
                                              .yes = "Erase",
                                              .dangerous = true});
    if (answer == Answer::yes) panel.send(command::EraseStorage{});
    if (answer != Answer::none) panel.state.confirm_erase = false;
}

}  // namespace

void settings_paragraph(const SettingsPanel& panel, std::string_view text)
{
    record_paragraph(panel.context, TextStyle::secondary, panel.context.colors().muted, text, panel.width,
                     text_lines_max);
}

void settings_problem(const SettingsPanel& panel, const char* name, std::string_view problem)
{
    record_paragraph(panel.context, TextStyle::secondary, panel.context.colors().bad, problem, panel.width,
                     text_lines_max);
    describe_item(Role::alert, name, {.value = std::string(problem), .live = Live::polite});
}

void draw_settings(const StorageView& view, SettingsScreenState& state, const Context& context,
                   features::CommandQueue& commands)
{
    const Area area = window_area();
    const Child scroll("settings", area.from, {area.width(), area.height()},
                       {.padding = {px(metric::page_margin), px(metric::page_margin)}, .scrolls = true});
    const MirrorScope region(Role::region, "Storage");
    const Card card(context, std::min(ImGui::GetContentRegionAvail().x, px(content_width_max)));
    const StyleScope spacing(ImGuiStyleVar_ItemSpacing, ImVec2{px(8), px(6)});
    const SettingsPanel panel{view, state, context, commands, card.inner_width()};
    heading(context, TextStyle::heading, 2, "Storage");
    gap(4);
    settings_paragraph(panel, "Everything the program knows is in this browser, on this machine.");
    gap(12);
    if (view.recovery) draw_recovery(panel, *view.recovery);
    draw_facts(panel);
    if (view.has_files) {
        draw_server_copies(panel);
        draw_backup(panel);
        draw_restore(panel);
    }
    if (view.can_encrypt) draw_encryption(panel);
    draw_erase(panel);
}

}  // namespace app::ui
