#pragma once

#include "ui/app_ui_state.h"
#include "ui/context.h"

#include <optional>
#include <string>

namespace app::ui {

// A search box at a place of the page. `name` is its accessible name and what an empty box says;
// `shown` is what the list is searched for now. Returns the new text when it changed.
std::optional<std::string> search_field(const Context& context, const char* name, SearchState& state,
                                        const std::string& shown, ImVec2 from, float width);

}  // namespace app::ui
