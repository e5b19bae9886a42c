#pragma once

#include "features/commands.h"
#include "features/frame/view.h"
#include "ui/app_ui_state.h"
#include "ui/context.h"
#include "ui/widgets/area.h"

#include <string>

// What stands around every screen.
namespace app::ui {

// The column at the left; returns what it leaves of the page.
Area draw_navigation(const features::FrameView& view, const Context& context,
                     features::CommandQueue& commands, const Area& page);

// Title, search box and sync state. `search` is null on screens that have none; `shown_search` is
// what the screen's list is searched for now. Returns what is left.
Area draw_top_bar(const features::FrameView& view, SearchState* search, const std::string& shown_search,
                  const Context& context, features::CommandQueue& commands, const Area& area);

Area draw_banners(const features::FrameView& view, const Context& context, features::CommandQueue& commands,
                  const Area& area);

// The list of keys. Sets state.help_open to false when it was closed.
void draw_help(AppUiState& state, const Context& context);

}  // namespace app::ui
