#include "ui/widgets/tooltip.h"

#include "imgui_internal.h"

#include "ui/widgets/record_text.h"
#include "ui/widgets/scopes.h"

namespace app::ui {

namespace {

constexpr int tooltip_lines_max = 12;
constexpr float tooltip_delay_seconds = 0.4f;

void show(const Context& context, std::string_view text)
{
    const StyleScope padding(ImGuiStyleVar_WindowPadding, ImVec2{px(10), px(8)});
    const StyleScope rounding(ImGuiStyleVar_WindowRounding, px(metric::radius));
    const ColorScope border(ImGuiCol_Border, context.colors().line_strong);
    if (!ImGui::BeginTooltip()) return;
    record_paragraph(context, TextStyle::secondary, context.colors().text, text, px(360), tooltip_lines_max);
    ImGui::EndTooltip();
}

// ImGui's own delay counts per item; these places are often no items at all.
bool rested_long_enough(const Context& context)
{
    const float rested = ImGui::GetCurrentContext()->MouseStationaryTimer;
    if (rested >= tooltip_delay_seconds) return true;
    context.next_frame.wanted_in(static_cast<double>(tooltip_delay_seconds - rested));
    return false;
}

}  // namespace

void tooltip_over(const Context& context, ImVec2 from, ImVec2 to, std::string_view text)
{
    if (text.empty() || !ImGui::IsWindowHovered() || !ImGui::IsMouseHoveringRect(from, to)) return;
    if (rested_long_enough(context)) show(context, text);
}

void tooltip_for(const Context& context, const Press& press, std::string_view text)
{
    if (text.empty() || !press.hovered || press.held) return;
    if (rested_long_enough(context)) show(context, text);
}

}  // namespace app::ui
