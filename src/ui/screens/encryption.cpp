#include "ui/screens/settings_parts.h"

#include "ui/icons.h"
#include "ui/widgets/area.h"
#include "ui/widgets/button.h"
#include "ui/widgets/overlay.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/text_field.h"

#include <algorithm>

namespace app::ui {

namespace {

namespace command = features::command;

constexpr float field_width = 320;
constexpr std::size_t passphrase_size_min = 8;  // bytes; fewer are found by trying

// Why the passphrase cannot be taken yet; empty when it can.
const char* objection(const SettingsScreenState& state)
{
    if (state.passphrase_at_rest.size() < passphrase_size_min) return "At least 8 characters";
    if (state.passphrase_at_rest != state.passphrase_at_rest_again) return "The two passphrases differ";
    return "";
}

bool draw_passphrase_form(const SettingsPanel& panel, const char* action)
{
    SettingsScreenState& state = panel.state;
    const float width = std::min(px(field_width), panel.width);
    passphrase_field(panel.context, "New passphrase", state.passphrase_at_rest, width);
    gap(8);
    passphrase_field(panel.context, "The new passphrase once more", state.passphrase_at_rest_again, width);
    gap(12);
    const bool is_busy = panel.view.work == features::StorageView::Work::encrypting;
    const char* const problem =
        panel.view.may_change ? objection(state) : "Not while a sync runs or another tab writes";
    const ButtonOptions options{.icon = icons::shield,
                                .enabled = panel.is_free() && panel.view.can_write && *problem == '\0',
                                .busy = is_busy,
                                .hint = problem};
    return button(panel.context, action, options);
}

void take_passphrase(const SettingsPanel& panel)
{
    panel.send(command::EncryptStorage{Secret(std::exchange(panel.state.passphrase_at_rest, {}))});
    panel.state.passphrase_at_rest_again.clear();
}

void draw_decrypting(const SettingsPanel& panel)
{
    ImGui::SameLine();
    const ButtonOptions options{.enabled = panel.is_free() && panel.view.can_write && panel.view.may_change};
    if (button(panel.context, "Stop encrypting", options)) panel.state.confirm_decrypt = true;
    if (!panel.state.confirm_decrypt) return;
    const Answer answer =
        ask(panel.context, {.title = "Store everything in clear?",
                            .sentence = "The passphrase is not asked any more, and who can use this account "
                                        "of this computer can read what the browser keeps.",
                            .yes = "Store in clear",
                            .dangerous = true});
    if (answer == Answer::yes) panel.send(command::DecryptStorage{});
    if (answer != Answer::none) panel.state.confirm_decrypt = false;
}

}  // namespace

void draw_encryption(const SettingsPanel& panel)
{
    section(panel.context, "Encryption");
    const bool is_encrypted = panel.view.is_encrypted;
    settings_paragraph(
        panel,
        is_encrypted
            ? "What this browser keeps is encrypted. Every start of this page asks for the passphrase. "
              "Backups and copies on the server are not encrypted by it."
            : "Who can use your account of this computer can read what this browser keeps. With a "
              "passphrase it is encrypted: every start of this page asks for it, and nobody can read the "
              "data without it. Backups and copies on the server are not encrypted by it.");
    gap(8);
    if (draw_passphrase_form(panel, is_encrypted ? "Change the passphrase" : "Encrypt"))
        take_passphrase(panel);
    if (is_encrypted) draw_decrypting(panel);
}

}  // namespace app::ui
