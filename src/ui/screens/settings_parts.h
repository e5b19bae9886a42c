#pragma once

#include "features/commands.h"
#include "features/storage/view.h"
#include "ui/app_ui_state.h"
#include "ui/context.h"

#include <string_view>
#include <utility>

namespace app::ui {

// What the sections of the storage panel share.
struct SettingsPanel {
    const features::StorageView& view;
    SettingsScreenState& state;
    const Context& context;
    features::CommandQueue& commands;
    float width;

    void send(features::command::StorageCommand command) const { commands.send(std::move(command)); }
    bool is_free() const { return view.work == features::StorageView::Work::none; }
};

// Muted words over a few lines.
void settings_paragraph(const SettingsPanel& panel, std::string_view text);
// A sentence on what went wrong, told to the mirror under this name.
void settings_problem(const SettingsPanel& panel, const char* name, std::string_view problem);

// A backup that was chosen: what it is, and the way to its restoring.
void draw_chosen_backup(const SettingsPanel& panel, const features::ChosenBackupView& chosen);

// What is lost, and the two ways back.
void draw_recovery(const SettingsPanel& panel, const features::RecoveryView& recovery);

// Whether what is stored is encrypted, and the way to change that.
void draw_encryption(const SettingsPanel& panel);

// The copies on the application's server.
void draw_server_copies(const SettingsPanel& panel);

}  // namespace app::ui
