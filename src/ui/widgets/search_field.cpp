#include "ui/widgets/search_field.h"

#include "imgui_internal.h"

#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/button.h"
#include "ui/widgets/scopes.h"
#include "ui/widgets/text.h"

#include <utility>

namespace app::ui {

namespace {

constexpr std::size_t search_bytes_max = 400;

int resize_text(ImGuiInputTextCallbackData* edit)
{
    if (edit->EventFlag != ImGuiInputTextFlags_CallbackResize) return 0;
    auto* text = static_cast<std::string*>(edit->UserData);
    text->resize(static_cast<std::size_t>(edit->BufTextLen));
    edit->Buf = text->data();
    return 0;
}

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

bool edit_line(const char* name, std::string& text, ImVec2 from, float width)
{
    const ImGuiID id = ImGui::GetID("###text");
    bool changed = take_text(id, text);
    ImGui::SetCursorScreenPos(from);
    ImGui::SetNextItemWidth(width);
    const ColorScope no_ring(ImGuiCol_NavCursor, 0);
    const StyleScope padding(ImGuiStyleVar_FramePadding, ImVec2{0, px(8)});
    text.reserve(search_bytes_max);
    changed |= ImGui::InputText("###text", text.data(), text.capacity() + 1,
                                ImGuiInputTextFlags_CallbackResize | ImGuiInputTextFlags_EscapeClearsAll,
                                resize_text, &text);
    describe_textbox(name, text);
    return changed;
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
    bool changed = edit_line(name, state.text, {from.x + px(34), from.y}, width - px(34 + 32));
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
