#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "features/screen.h"

namespace app::features {

// How the sync stands, in the words of the top bar and the "Sync status" node.
struct SyncStatusView {
    enum class Kind { not_connected, never_synced, up_to_date, waiting, syncing, paused, offline, failed };
    Kind kind = Kind::not_connected;
    std::string text;  // "Up to date", "Syncing invoices …", "Offline", "Failed: …"
    std::optional<Timestamp> last_finished_at = {};
};

// A line across the top that stays until its cause is gone.
struct BannerView {
    enum class Kind { info, warning, error };
    Kind kind = Kind::info;
    std::string text;
    std::string action;  // label of its one button, empty for none
    std::optional<Screen> action_screen = {};
};

// A short message that goes by itself.
struct ToastView {
    enum class Kind { good, info, bad };
    Kind kind = Kind::info;
    std::string text;
    Timestamp at;
};

// Everything around the screens: navigation, top bar, banners.
struct FrameView {
    Screen screen = Screen::overview;
    SyncStatusView sync_status;
    bool sync_now_enabled = false;
    bool sync_running = false;
    bool offline = false;
    bool demo = false;            // both accounts are simulated
    std::string hubspot_name;     // empty when not connected
    std::string quickbooks_name;  // empty when not connected
    std::string storage_text;     // "Saved", "Saving …", "Not saved: …"
    bool storage_ok = true;
    std::vector<BannerView> banners;
    std::vector<ToastView> toasts;
    int failing_count = 0;  // badge on Sync
};

}  // namespace app::features
