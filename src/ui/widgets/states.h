#pragma once

#include "ui/context.h"

#include "imgui.h"

#include <string_view>

// What a list shows when it has no rows to show: each says why and what to do next.
namespace app::ui {

// Grey bars where rows will be.
void skeleton_rows(const Context& context, ImVec2 from, ImVec2 to);

struct EmptyState {
    const char* icon;
    const char* title;
    std::string_view sentence;  // may hold record text
    const char* action = "";    // label of the button with the next step; empty for none
    const char* action_icon = "";
};
// In the middle of the box. True when the button was pressed.
bool empty_state(const Context& context, ImVec2 from, ImVec2 to, const EmptyState& state);

// Something that could not be shown; `problem` is one sentence on what happened and what to do.
void failed_state(const Context& context, ImVec2 from, ImVec2 to, std::string_view problem);

}  // namespace app::ui
