#pragma once

#include "imgui.h"

#include "ui/context.h"

namespace app::ui {

// What a person does with a place on the screen; every button, link, tab, switch and row is one.
struct Press {
    ImGuiID id = 0;
    ImVec2 from;
    ImVec2 to;
    bool visible = false;
    bool pressed = false;
    bool hovered = false;
    bool held = false;
    bool focused = false;  // by keyboard, to be shown with focus_ring()

    ImVec2 size() const { return {to.x - from.x, to.y - from.y}; }
    ImVec2 middle() const { return {(from.x + to.x) / 2, (from.y + to.y) / 2}; }
};

// An item of the layout of this size. `id` is unique within the id scope.
Press press_area(const char* id, ImVec2 size);
// The same at a place, outside the layout.
Press press_area_at(const char* id, ImVec2 from, ImVec2 to);

// The ring around what the keyboard is on. Drawn outside the box unless `inside`.
enum class Ring { outside, inside };
void focus_ring(const Context& context, const Press& press, Ring ring = Ring::outside);

void pointing_hand(const Press& press);

}  // namespace app::ui
