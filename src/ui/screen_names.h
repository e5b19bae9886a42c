#pragma once

#include "features/screen.h"
#include "ui/icons.h"

#include <array>

namespace app::ui {

// How a screen is called, everywhere: navigation, heading, title of the document, help.
struct ScreenName {
    features::Screen screen;
    const char* name;
    const char* icon;
    const char* key;  // g, then this
};

inline constexpr std::array screen_names = {
    ScreenName{features::Screen::overview, "Overview", icons::layout, "O"},
    ScreenName{features::Screen::invoices, "Invoices", icons::invoice, "I"},
    ScreenName{features::Screen::contacts, "Contacts", icons::users, "C"},
    ScreenName{features::Screen::products, "Products", icons::package, "P"},
    ScreenName{features::Screen::sync, "Sync", icons::refresh, "S"},
    ScreenName{features::Screen::activity, "Activity", icons::activity, "A"},
    ScreenName{features::Screen::connections, "Connections", icons::plug, "N"},
    ScreenName{features::Screen::settings, "Settings", icons::settings, "T"},
};

inline const ScreenName& name_of(features::Screen screen)
{
    return screen_names.at(static_cast<std::size_t>(screen));
}

}  // namespace app::ui
