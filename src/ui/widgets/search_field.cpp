#include "ui/widgets/search_field.h"

#include "imgui_internal.h"

#include "ui/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/scopes.h"
#include "ui/widgets/text.h"
#include "ui/widgets/text_field.h"

#include <utility>

namespace app::ui {

namespace {

void draw_box(const Context& context, ImVec2 from, ImVec2 to, bool editing)
{
    const Colors& colors = context.colors();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const bool hovered = ImGui::IsMouseHoveringRect(from, to);
    draw->AddRectFilled(from, to, colors.surface, px(metric::radius));
    const ImU32 border = editing ? colors.accent : hovered ? colors.faint : colors.line_strong;
    draw->AddRect(from, to, border, px(metric::radius), 0, px(editing ? 2 : 1));
    draw_words_in(context, from, {from.x + px(34), to.y}, TextStyle::secondary, colors.muted, icons::search,
                  Align::middle);
}

}  // namespace

std::optional<std::string> search_field(const Context& context, const char* name, SearchState& state,
                                        const std::string& shown, ImVec2 from, float width)
{
    if (shown != state.asked) state.text = state.asked = shown;
    const IdScope id(name);
    const ImVec2 to = {from.x + width, from.y + px(metric::control_height)};
    const bool editing = ImGui::GetActiveID() != 0 && ImGui::GetActiveID() == ImGui::GetID("###text");
    draw_box(context, from, to, editing);
    if (std::exchange(state.take_focus, false)) ImGui::SetKeyboardFocusHere();
    bool changed =
        edit_line(name, state.text, {from.x + px(34), from.y}, width - px(34 + 32), TextShown::plain);
    const ImVec2 end_from = {to.x - px(30), from.y + px(2)};
    if (!state.text.empty()) {
        ImGui::SetCursorScreenPos(end_from);
        if (icon_button(context, icons::x, "Clear search")) {
            state.text.clear();
            changed = true;
        }
    } else if (!editing) {
        draw_words_in(context, {from.x + px(34), from.y}, {end_from.x, to.y}, TextStyle::secondary,
                      context.colors().muted, name);
        draw_words_in(context, end_from, {to.x - px(4), to.y}, TextStyle::secondary, context.colors().faint,
                      "/", Align::middle);
    }
    if (!changed) return std::nullopt;
    state.asked = state.text;
    return state.text;
}

}  // namespace app::ui
