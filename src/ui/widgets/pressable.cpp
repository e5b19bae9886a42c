#include "ui/widgets/pressable.h"

#include "imgui_internal.h"

namespace app::ui {

namespace {

Press press_in(ImGuiID id, const ImRect& box)
{
    Press press{.id = id, .from = box.Min, .to = box.Max};
    press.visible = ImGui::ItemAdd(box, id);
    if (!press.visible) return press;
    press.pressed = ImGui::ButtonBehavior(box, id, &press.hovered, &press.held);
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    press.focused = g.NavId == id && g.NavCursorVisible;
    return press;
}

}  // namespace

Press press_area(const char* id, ImVec2 size)
{
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    const ImVec2 from = window->DC.CursorPos;
    const ImRect box(from, {from.x + size.x, from.y + size.y});
    ImGui::ItemSize(size);
    return press_in(window->GetID(id), box);
}

Press press_area_at(const char* id, ImVec2 from, ImVec2 to)
{
    return press_in(ImGui::GetCurrentWindow()->GetID(id), {from, to});
}

void focus_ring(const Context& context, const Press& press, Ring ring)
{
    if (!press.focused) return;
    const float thickness = px(2);
    const float grow = ring == Ring::outside ? px(2) : -px(1);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRect({press.from.x - grow, press.from.y - grow}, {press.to.x + grow, press.to.y + grow},
                  context.colors().accent, px(metric::radius) + grow, 0, thickness);
}

void pointing_hand(const Press& press)
{
    if (press.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
}

}  // namespace app::ui
