#pragma once

#include "features/screen.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/picker.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

// What only the screen knows: typed text, open tabs, the row the keyboard is on. It may be thrown
// away at any time.
namespace app::ui {

// A search box: what is in it, and what was last asked for. They differ while a person types.
struct SearchState {
    std::string text;
    std::string asked;
    bool take_focus = false;
};

struct InvoicesScreenState {
    SearchState search;
    TableState table;
    int detail_tab = 0;
};

// Contacts and products alike.
struct PairScreenState {
    SearchState search;
    TableState table;
    int detail_tab = 0;
};

struct FieldsScreenState {
    TableState table;
    PickerState picker;
};

struct SyncScreenState {
    FieldsScreenState fields;
    TableState plan_table;
    TableState runs_table;
    std::optional<std::size_t> open_run;
    std::optional<std::size_t> open_plan_row;
    std::optional<std::size_t> open_failure;
    std::optional<int> page;                               // nothing until somebody chooses
    std::optional<features::SyncObject> open_field_rules;  // whose rules for single fields are unfolded
    bool choosing_account = false;                         // the income accounts are unfolded
    std::optional<features::SyncObject> confirm_delete;    // whose sync a dialog asks about
    std::array<std::string, features::sync_object_count> history_dates;  // as typed
};

struct ActivityScreenState {
    SearchState search;
    TableState table;
};

struct ConnectionsScreenState {
    std::string confirm_disconnect;  // the connection that a dialog asks about
    std::string open_scopes;         // the connection whose permissions are unfolded
};

struct SettingsScreenState {
    std::string passphrase;  // of the next backup, and once more
    std::string passphrase_again;
    std::string passphrase_to_open;
    std::string passphrase_at_rest;  // to encrypt what is stored, and once more
    std::string passphrase_at_rest_again;
    bool confirm_decrypt = false;
    bool all_copies = false;  // not only the newest on the server are listed
    bool confirm_restore = false;
    bool confirm_erase = false;
};

struct AppUiState {
    InvoicesScreenState invoices;
    PairScreenState contacts;
    PairScreenState products;
    SyncScreenState sync;
    ActivityScreenState activity;
    ConnectionsScreenState connections;
    SettingsScreenState settings;

    std::optional<features::Screen> shown;  // of the last frame
    bool help_open = false;
    std::optional<double> g_pressed_ms;  // the first half of "g then i"
};

}  // namespace app::ui
