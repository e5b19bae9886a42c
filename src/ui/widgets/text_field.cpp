#include "ui/widgets/text_field.h"

#include "imgui_internal.h"

#include "ui/mirror_imgui.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/scopes.h"
#include "ui/widgets/text.h"

namespace app::ui {

namespace {

constexpr std::size_t line_bytes_max = 400;

int resize_text(ImGuiInputTextCallbackData* edit)
{
    if (edit->EventFlag != ImGuiInputTextFlags_CallbackResize) return 0;
    auto* text = static_cast<std::string*>(edit->UserData);
    text->resize(static_cast<std::size_t>(edit->BufTextLen));
    edit->Buf = text->data();
    return 0;
}

}  // namespace

bool edit_line(const char* name, std::string& text, ImVec2 from, float width, TextShown shown)
{
    const ImGuiID id = ImGui::GetID("###text");
    bool changed = take_text(id, text);
    ImGui::SetCursorScreenPos(from);
    ImGui::SetNextItemWidth(width);
    const ColorScope no_ring(ImGuiCol_NavCursor, 0);
    const StyleScope padding(ImGuiStyleVar_FramePadding, ImVec2{0, px(8)});
    text.reserve(line_bytes_max);
    const bool is_secret = shown == TextShown::as_dots;
    const ImGuiInputTextFlags flags = ImGuiInputTextFlags_CallbackResize |
                                      ImGuiInputTextFlags_EscapeClearsAll |
                                      (is_secret ? ImGuiInputTextFlags_Password : 0);
    changed |= ImGui::InputText("###text", text.data(), text.capacity() + 1, flags, resize_text, &text);
    describe_textbox(name, text, {.secret = is_secret});
    return changed;
}

namespace {

// True when Enter was pressed in it.
bool framed_line(const Context& context, const char* name, std::string& text, float width, TextShown shown,
                 bool& changed)
{
    const Colors& colors = context.colors();
    const IdScope id(name);
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 to = {from.x + width, from.y + px(metric::control_height)};
    const bool editing = ImGui::GetActiveID() != 0 && ImGui::GetActiveID() == ImGui::GetID("###text");
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(from, to, colors.surface, px(metric::radius));
    draw->AddRect(from, to, editing ? colors.accent : colors.line_strong, px(metric::radius), 0,
                  px(editing ? 2 : 1));
    changed = edit_line(name, text, {from.x + px(10), from.y}, width - px(20), shown);
    const bool entered = ImGui::IsItemDeactivated() && ImGui::IsKeyPressed(ImGuiKey_Enter, false);
    ImGui::SetCursorScreenPos(from);
    ImGui::Dummy({width, to.y - from.y});
    return entered;
}

}  // namespace

bool passphrase_field(const Context& context, const char* name, std::string& text, float width)
{
    words(context, TextStyle::secondary, context.colors().muted, name);
    gap(4);
    bool changed = false;
    return framed_line(context, name, text, width, TextShown::as_dots, changed);
}

bool text_field(const Context& context, const char* name, std::string& text, float width)
{
    bool changed = false;
    framed_line(context, name, text, width, TextShown::plain, changed);
    return changed;
}

}  // namespace app::ui
