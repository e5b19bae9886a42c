#pragma once

#include "imgui.h"

namespace app::ui {

// A rectangle of the page that a part of a screen may use.
struct Area {
    ImVec2 from;
    ImVec2 to;

    float width() const { return to.x - from.x; }
    float height() const { return to.y - from.y; }
    Area below(float height) const { return {{from.x, from.y + height}, to}; }
    Area without_bottom(float height) const { return {from, {to.x, to.y - height}}; }
};

// The window or child that is being drawn, whole.
inline Area window_area()
{
    const ImVec2 from = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    return {from, {from.x + size.x, from.y + size.y}};
}

}  // namespace app::ui
