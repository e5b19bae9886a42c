#include "ui/widgets/states.h"

#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/button.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/scopes.h"

#include <algorithm>
#include <array>

namespace app::ui {

void skeleton_rows(const Context& context, ImVec2 from, ImVec2 to)
{
    constexpr std::array<float, 5> starts = {0, 0.14f, 0.44f, 0.62f, 0.86f};
    constexpr std::array<float, 5> widths = {0.08f, 0.2f, 0.1f, 0.12f, 0.14f};
    constexpr int rows_max = 200;
    const float left = from.x + px(metric::page_margin);
    const float width = to.x - from.x - 2 * px(metric::page_margin);
    const float row = px(metric::row_height);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    for (int at = 0; at < rows_max; ++at) {
        const float top = from.y + static_cast<float>(at) * row;
        if (top + row > to.y) break;
        for (std::size_t bar = 0; bar < starts.size(); ++bar) {
            const float x = left + width * starts[bar];
            const float shorter = static_cast<float>((static_cast<std::size_t>(at) + bar) % 3) * 0.2f;
            draw->AddRectFilled({x, top + px(12)}, {x + width * widths[bar] * (1 - shorter), top + px(22)},
                                context.colors().neutral_soft, px(3));
        }
    }
    describe_at({from.x, from.y, to.x - from.x, to.y - from.y}, Role::status, "Loading", {.busy = true});
}

namespace {

constexpr float text_width_max = 420;
constexpr int sentence_lines_max = 6;

void draw_disc(const Context& context, float middle_x, const char* icon, ImU32 fill, ImU32 color)
{
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float radius = px(22);
    const ImVec2 middle = {middle_x, from.y + radius};
    ImGui::GetWindowDrawList()->AddCircleFilled(middle, radius, fill, 40);
    draw_words_in(context, {middle.x - radius, middle.y - radius}, {middle.x + radius, middle.y + radius},
                  TextStyle::title, color, icon, Align::middle);
    ImGui::Dummy({radius * 2, radius * 2});
}

void centered_paragraph(const Context& context, float left, float width, std::string_view text)
{
    ImGui::SetCursorScreenPos({left, ImGui::GetCursorScreenPos().y});
    const GroupScope group;
    record_paragraph(context, TextStyle::body, context.colors().muted, text, width, sentence_lines_max,
                     Align::middle);
}

}  // namespace

bool empty_state(const Context& context, ImVec2 from, ImVec2 to, const EmptyState& state)
{
    const float width = std::min(px(text_width_max), to.x - from.x - px(32));
    const float middle = (from.x + to.x) / 2;
    const float top = std::max(from.y + px(16), from.y + (to.y - from.y) * 0.4f - px(90));
    ImGui::SetCursorScreenPos({middle - px(22), top});
    draw_disc(context, middle, state.icon, context.colors().neutral_soft, context.colors().muted);
    const float title = text_width(context, TextStyle::heading, state.title);
    ImGui::SetCursorScreenPos({middle - title / 2, ImGui::GetCursorScreenPos().y + px(8)});
    heading(context, TextStyle::heading, 2, state.title);
    centered_paragraph(context, middle - width / 2, width, state.sentence);
    if (state.action[0] == '\0') return false;
    const ButtonOptions options{.kind = ButtonKind::primary, .icon = state.action_icon};
    ImGui::SetCursorScreenPos(
        {middle - button_width(context, state.action, options) / 2, ImGui::GetCursorScreenPos().y + px(12)});
    return button(context, state.action, options);
}

void failed_state(const Context& context, ImVec2 from, ImVec2 to, std::string_view problem)
{
    const float width = std::min(px(text_width_max), to.x - from.x - px(32));
    const float middle = (from.x + to.x) / 2;
    ImGui::SetCursorScreenPos({middle - px(22), from.y + (to.y - from.y) * 0.3f});
    const MirrorScope alert(Role::alert, "This could not be shown");
    draw_disc(context, middle, icons::alert, context.colors().bad_soft, context.colors().bad);
    const std::string_view title = "This could not be shown";
    ImGui::SetCursorScreenPos(
        {middle - text_width(context, TextStyle::heading, title) / 2, ImGui::GetCursorScreenPos().y + px(8)});
    heading(context, TextStyle::heading, 2, title);
    centered_paragraph(context, middle - width / 2, width, problem);
}

}  // namespace app::ui
