#include "ui/widgets/overlay.h"

#include "imgui_internal.h"

#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/scopes.h"

#include <algorithm>

namespace app::ui {

namespace {

constexpr float overlay_padding = 24;
constexpr const char* overlay_id = "###overlay";  // one at a time
constexpr int sentence_lines_max = 12;

}  // namespace

Overlay::Overlay(const Context& context, const char* title, float width)
{
    if (!ImGui::IsPopupOpen(overlay_id)) ImGui::OpenPopup(overlay_id);
    const ImVec2 page = ImGui::GetMainViewport()->Size;
    ImGui::SetNextWindowPos({page.x / 2, page.y * 0.42f}, ImGuiCond_Always, {0.5f, 0.5f});
    ImGui::SetNextWindowSize({std::min(px(width), page.x - px(32)), 0});
    const StyleScope padding(ImGuiStyleVar_WindowPadding, ImVec2{px(overlay_padding), px(overlay_padding)});
    const StyleScope rounding(ImGuiStyleVar_WindowRounding, px(10));
    const ColorScope border(ImGuiCol_Border, context.colors().line_strong);
    m_open = ImGui::BeginPopupModal(overlay_id, nullptr,
                                    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                        ImGuiWindowFlags_NoSavedSettings);
    if (!m_open) return;
    const bool clicked_beside = ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !ImGui::IsWindowAppearing() &&
                                !ImGui::IsWindowHovered(ImGuiHoveredFlags_RootAndChildWindows);
    m_dismissed = clicked_beside || ImGui::IsKeyPressed(ImGuiKey_Escape, false);
    heading(context, TextStyle::heading, 2, title);
    ImGui::Dummy({0, px(2)});
}

Overlay::~Overlay()
{
    if (!m_open) return;
    if (m_dismissed) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

Answer ask(const Context& context, const Question& question)
{
    const MirrorScope dialog(Role::alertdialog, question.title, {.modal = true});
    const Overlay overlay(context, question.title, 460);
    if (!overlay) return Answer::none;
    const float width = ImGui::GetContentRegionAvail().x;
    record_paragraph(context, TextStyle::body, context.colors().muted, question.sentence, width,
                     sentence_lines_max);
    ImGui::Dummy({0, px(8)});
    const ButtonOptions yes{.kind = question.dangerous ? ButtonKind::danger : ButtonKind::primary};
    const float buttons = button_width(context, "Cancel") + px(8) + button_width(context, question.yes, yes);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + width - buttons);
    Answer answer = overlay.dismissed() ? Answer::no : Answer::none;
    if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
    if (button(context, "Cancel")) answer = Answer::no;
    ImGui::SameLine();
    if (button(context, question.yes, yes)) answer = Answer::yes;
    if (answer != Answer::none) ImGui::CloseCurrentPopup();
    return answer;
}

namespace {

constexpr float toast_width = 360;

Mark toast_mark(features::ToastView::Kind kind)
{
    using enum features::ToastView::Kind;
    switch (kind) {
    case good: return {icons::circle_check, "", Tone::good};
    case info: return {icons::info, "", Tone::info};
    case bad: return {icons::circle_alert, "", Tone::bad};
    }
    return {};
}

void draw_shadow(const Context& context, ImVec2 from, ImVec2 to)
{
    constexpr int layers = 6;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->PushClipRectFullScreen();
    for (int layer = layers; layer > 0; --layer) {
        const float grow = px(static_cast<float>(layer) * 2);
        const ImU32 color =
            mixed(context.colors().shadow & ~IM_COL32_A_MASK, context.colors().shadow, 1.0f / layers);
        draw->AddRectFilled({from.x - grow, from.y - grow + px(3)}, {to.x + grow, to.y + grow + px(3)}, color,
                            px(10) + grow);
    }
    draw->PopClipRect();
}

bool draw_toast(const Context& context, const features::ToastView& toast, ImVec2 from, ImVec2 to)
{
    const Colors& colors = context.colors();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw_shadow(context, from, to);
    draw->AddRectFilled(from, to, colors.raised, px(8));
    draw->AddRect(from, to, colors.line_strong, px(8), 0, px(1));
    const Mark mark = toast_mark(toast.kind);
    draw_words_in(context, {from.x + px(14), from.y}, {from.x + px(36), to.y}, TextStyle::body,
                  tone_color(colors, mark.tone), mark.icon);
    draw_record_text(context,
                     {.from = {from.x + px(40), from.y},
                      .to = {to.x - px(44), to.y},
                      .style = TextStyle::body,
                      .color = colors.text},
                     toast.text);
    describe_at({from.x, from.y, to.x - from.x, to.y - from.y}, Role::alert, shown_text(toast.text),
                {.live = Live::polite});
    ImGui::SetCursorScreenPos({to.x - px(38), (from.y + to.y) / 2 - px(14)});
    return icon_button(context, icons::x, "Dismiss");
}

}  // namespace

bool toasts(const Context& context, std::span<const features::ToastView> messages)
{
    if (messages.empty()) return false;
    const ImVec2 page = ImGui::GetMainViewport()->Size;
    const float height = px(48);
    const float width = std::min(px(toast_width), page.x - px(32));
    const float total = static_cast<float>(messages.size()) * (height + px(8));
    ImGui::SetNextWindowPos({page.x - width - px(20), page.y - total - px(12)});
    ImGui::SetNextWindowSize({width, total});
    ImGui::Begin("###toasts", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoBackground |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing);
    bool closed = false;
    ImVec2 from = ImGui::GetWindowPos();
    for (std::size_t at = 0; at < messages.size(); ++at) {
        const IdScope id(static_cast<std::int64_t>(at));
        closed |= draw_toast(context, messages[at], from, {from.x + width, from.y + height});
        from.y += height + px(8);
    }
    ImGui::End();
    return closed;
}

}  // namespace app::ui
