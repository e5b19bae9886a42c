#pragma once

#include "ui/app_ui.h"

namespace app::ui {

// The search box of the screen that is shown; null where there is none.
SearchState* search_of(AppUiState& state, features::Screen screen);

// Keys that work everywhere: g and a letter, /, ?, Esc. Not while text is typed or a dialog is open.
void handle_keys(const Views& views, AppUiState& state, const Context& context,
                 features::CommandQueue& commands);

}  // namespace app::ui
