#include "ui/widgets/choice.h"

#include "ui/format.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/scopes.h"
#include "ui/widgets/text.h"
#include "ui/widgets/tooltip.h"

#include <algorithm>

namespace app::ui {

bool switch_control(const Context& context, const char* name, bool on, bool enabled, std::string_view hint)
{
    Press press;
    {
        const DisabledScope disabled(!enabled);
        press = press_area(name, {px(34), px(20)});
        describe_item(Role::switch_control, name,
                      {.description = hint, .checked = on ? Checked::on : Checked::off});
    }
    if (!press.visible) return false;
    const Colors& colors = context.colors();
    ImU32 track = on ? colors.accent : colors.faint;
    if (press.hovered && on) track = colors.accent_hover;
    if (!enabled) track = on ? mixed(colors.surface, colors.accent, 0.45f) : colors.line_strong;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float radius = (press.to.y - press.from.y) / 2;
    draw->AddRectFilled(press.from, press.to, track, radius);
    const float knob_x = on ? press.to.x - radius : press.from.x + radius;
    draw->AddCircleFilled({knob_x, press.middle().y}, radius - px(3), IM_COL32_WHITE, 24);
    focus_ring(context, press);
    if (enabled) pointing_hand(press);
    tooltip_over(context, press.from, press.to, hint);
    return press.pressed && enabled;
}

namespace {

float segment_width(const Context& context, const Segment& segment)
{
    if (segment.icon[0] != '\0') return px(32);
    return text_width(context, TextStyle::secondary, segment.label) + px(20);
}

bool draw_segment(const Context& context, const Segment& segment)
{
    const Press press = press_area(segment.label, {segment_width(context, segment), px(26)});
    describe_item(Role::radio, segment.label, {.checked = segment.selected ? Checked::on : Checked::off});
    if (!press.visible) return false;
    const Colors& colors = context.colors();
    if (segment.selected) {
        ImDrawList* draw = ImGui::GetWindowDrawList();
        draw->AddRectFilled(press.from, press.to, colors.raised, px(metric::radius - 1));
        draw->AddRect(press.from, press.to, colors.line_strong, px(metric::radius - 1), 0, px(1));
    }
    const bool iconic = segment.icon[0] != '\0';
    const ImU32 color = segment.selected || press.hovered ? colors.text : colors.muted;
    draw_words_in(context, press.from, press.to, TextStyle::secondary, color,
                  iconic ? segment.icon : segment.label, Align::middle);
    focus_ring(context, press);
    pointing_hand(press);
    if (iconic) tooltip_for(context, press, segment.label);
    return press.pressed;
}

}  // namespace

std::optional<std::size_t> segmented(const Context& context, const char* name,
                                     std::span<const Segment> segments)
{
    const MirrorScope group(Role::radiogroup, name);
    const IdScope id(name);
    const GroupScope layout;
    const StyleScope spacing(ImGuiStyleVar_ItemSpacing, ImVec2{0, 0});
    float width = 0;
    for (const Segment& segment : segments) width += segment_width(context, segment);
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float inset = px(2);
    ImGui::GetWindowDrawList()->AddRectFilled(from, {from.x + width + 2 * inset, from.y + px(26) + 2 * inset},
                                              context.colors().neutral_soft, px(metric::radius));
    ImGui::SetCursorScreenPos({from.x + inset, from.y + inset});
    std::optional<std::size_t> chosen;
    for (std::size_t at = 0; at < segments.size(); ++at) {
        if (at > 0) ImGui::SameLine();
        if (draw_segment(context, segments[at])) chosen = at;
    }
    return chosen;
}

namespace {

float filter_tab_width(const Context& context, const FilterTab& tab)
{
    const float label = text_width(context, TextStyle::secondary_strong, tab.label);
    return label + px(6) + text_width(context, TextStyle::secondary, format_count(tab.count)) + px(20);
}

bool draw_filter_tab(const Context& context, const FilterTab& tab, float width)
{
    const std::string count = format_count(tab.count);
    const Press press = press_area(tab.label, {width, px(28)});
    describe_item(Role::radio, tab.label,
                  {.value = count, .checked = tab.selected ? Checked::on : Checked::off});
    if (!press.visible) return false;
    const Colors& colors = context.colors();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    if (tab.selected || press.hovered) {
        draw->AddRectFilled(press.from, press.to, tab.selected ? colors.accent_soft : colors.neutral_soft,
                            px(metric::radius));
    }
    const float left = press.from.x + px(10);
    const float top = press.middle().y - text_height(TextStyle::secondary) / 2;
    const ImU32 label_color = tab.selected ? colors.accent : press.hovered ? colors.text : colors.muted;
    draw_words(context, {left, top}, TextStyle::secondary_strong, label_color, tab.label);
    const float label = text_width(context, TextStyle::secondary_strong, tab.label);
    draw_words(context, {left + label + px(6), top}, TextStyle::secondary,
               tab.selected ? colors.accent : colors.muted, count);
    focus_ring(context, press, Ring::inside);
    pointing_hand(press);
    return press.pressed;
}

}  // namespace

std::optional<std::size_t> filter_tabs(const Context& context, const char* name,
                                       std::span<const FilterTab> tabs, float width)
{
    const MirrorScope group(Role::radiogroup, name);
    const IdScope id(name);
    const GroupScope layout;
    const StyleScope spacing(ImGuiStyleVar_ItemSpacing, ImVec2{px(4), px(4)});
    std::optional<std::size_t> chosen;
    float used = 0;
    for (std::size_t at = 0; at < tabs.size(); ++at) {
        if (tabs[at].count == 0 && !tabs[at].selected && at > 0) continue;
        const float tab_width = filter_tab_width(context, tabs[at]);
        if (used > 0 && used + tab_width <= width) ImGui::SameLine();
        else used = 0;
        used += tab_width + px(4);
        if (draw_filter_tab(context, tabs[at], tab_width)) chosen = at;
    }
    return chosen;
}

namespace {

bool draw_tab(const Context& context, const Tab& tab, bool open)
{
    const std::string count = tab.count > 0 ? format_count(tab.count) : std::string();
    const float label = text_width(context, TextStyle::secondary_strong, tab.label);
    const float count_width = count.empty() ? 0 : px(6) + text_width(context, TextStyle::secondary, count);
    const Press press = press_area(tab.label, {label + count_width, px(36)});
    describe_item(Role::tab, tab.label, {.selected = open ? Selected::yes : Selected::no});
    if (!press.visible) return false;
    const Colors& colors = context.colors();
    const float top = press.middle().y - text_height(TextStyle::secondary) / 2;
    const ImU32 color = open || press.hovered ? colors.text : colors.muted;
    draw_words(context, {press.from.x, top}, TextStyle::secondary_strong, color, tab.label);
    draw_words(context, {press.from.x + label + px(6), top}, TextStyle::secondary, colors.muted, count);
    if (open) {
        ImGui::GetWindowDrawList()->AddRectFilled({press.from.x, press.to.y - px(2)}, press.to,
                                                  colors.accent);
    }
    focus_ring(context, press, Ring::inside);
    pointing_hand(press);
    return press.pressed;
}

}  // namespace

void tabs(const Context& context, const char* name, std::span<const Tab> pages, int& open_page)
{
    const MirrorScope list(Role::tablist, name);
    const IdScope id(name);
    const GroupScope layout;
    const StyleScope spacing(ImGuiStyleVar_ItemSpacing, ImVec2{px(20), 0});
    open_page = std::clamp(open_page, 0, static_cast<int>(pages.size()) - 1);
    for (std::size_t at = 0; at < pages.size(); ++at) {
        if (at > 0) ImGui::SameLine();
        if (draw_tab(context, pages[at], open_page == static_cast<int>(at))) open_page = static_cast<int>(at);
    }
}

}  // namespace app::ui
