#include "ui/widgets/chart.h"

#include "imgui_internal.h"

#include "ui/format.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/tooltip.h"

#include <algorithm>
#include <cmath>

namespace app::ui {

namespace {

constexpr float tile_width_min = 190;
constexpr float tile_height = 92;

void draw_tile(const Context& context, const StatTile& tile, ImVec2 from, ImVec2 to)
{
    const Colors& colors = context.colors();
    const auto line = [&](float top, TextStyle style, ImU32 color, std::string_view text) {
        const ImVec2 start = {from.x, from.y + px(top)};
        const ImVec2 end = {to.x - px(12), start.y + text_height(style)};
        if (draw_record_text(context, {.from = start, .to = end, .style = style, .color = color}, text)) {
            tooltip_over(context, start, end, text);
        }
    };
    line(8, TextStyle::secondary, colors.muted, tile.name);
    line(32, TextStyle::figure, colors.text, tile.figure);
    line(66, TextStyle::secondary, tone_color(colors, tile.tone), tile.note);
    describe_at({from.x, from.y, to.x - from.x, to.y - from.y}, Role::group,
                shown_text(tile.name) + ": " + shown_text(tile.figure), {.description = tile.note});
}

}  // namespace

void stat_tiles(const Context& context, std::span<const StatTile> tiles, float width)
{
    if (tiles.empty()) return;
    const auto fitting = static_cast<std::size_t>(std::max(1.0f, width / px(tile_width_min)));
    const std::size_t columns = std::min(fitting, tiles.size());
    const float step = width / static_cast<float>(columns);
    const ImVec2 start = ImGui::GetCursorScreenPos();
    for (std::size_t at = 0; at < tiles.size(); ++at) {
        const ImVec2 from = {std::round(start.x + static_cast<float>(at % columns) * step),
                             start.y + static_cast<float>(at / columns) * px(tile_height + 8)};
        const bool first = at % columns == 0;
        if (!first) {
            ImGui::GetWindowDrawList()->AddRectFilled({from.x, from.y + px(8)},
                                                      {from.x + px(1), from.y + px(tile_height - 8)},
                                                      context.colors().line);
        }
        draw_tile(context, tiles[at], {from.x + (first ? 0 : px(20)), from.y},
                  {from.x + step, from.y + px(tile_height)});
    }
    const std::size_t lines = (tiles.size() + columns - 1) / columns;
    ImGui::Dummy({width, static_cast<float>(lines) * px(tile_height + 8)});
}

void bar_chart(const Context& context, const char* name, std::span<const Bar> bars, float width, float height)
{
    const MirrorScope list(Role::list, name);
    const Colors& colors = context.colors();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float label_height = px(24);
    const float base = std::round(from.y + height - label_height);
    double highest = 0;
    for (const Bar& bar : bars) highest = std::max(highest, bar.height);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled({from.x, base}, {from.x + width, base + px(1)}, colors.line);
    const float step = bars.empty() ? width : width / static_cast<float>(bars.size());
    for (std::size_t at = 0; at < bars.size(); ++at) {
        const Bar& bar = bars[at];
        const float left = from.x + static_cast<float>(at) * step;
        const float share = highest > 0 ? static_cast<float>(std::max(0.0, bar.height) / highest) : 0;
        const float thickness = std::min(step * 0.62f, px(44));
        const float x = std::round(left + (step - thickness) / 2);
        const float top = std::round(base - share * (height - label_height - px(8)));
        const ImVec2 area_to = {left + step, from.y + height};
        const bool hovered = ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect({left, from.y}, area_to);
        if (top < base) {
            draw->AddRectFilled({x, top}, {x + thickness, base},
                                hovered ? colors.accent_hover : colors.accent, px(3),
                                ImDrawFlags_RoundCornersTop);
        }
        draw_words_in(context, {left, base + px(4)}, area_to, TextStyle::secondary, colors.muted, bar.label,
                      Align::middle);
        describe_at({left, from.y, step, height}, Role::listitem, bar.name + ": " + bar.value);
        tooltip_over(context, {left, from.y}, area_to, bar.name + "\n" + bar.value);
    }
    ImGui::Dummy({width, height});
}

namespace {

void draw_shares(const Context& context, std::span<const Share> shares, std::int64_t sum, float width)
{
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float height = px(10);
    float left = from.x;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    for (const Share& share : shares) {
        if (share.count <= 0) continue;
        const float part = std::max(px(3), width * static_cast<float>(share.count) / static_cast<float>(sum));
        const float right = std::min(from.x + width, left + part);
        draw->AddRectFilled({left, from.y}, {right - px(2), from.y + height},
                            tone_color(context.colors(), share.tone), px(2));
        left = right;
    }
    ImGui::Dummy({width, height});
}

void draw_legend_line(const Context& context, const Share& share, float width)
{
    const Colors& colors = context.colors();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 to = {from.x + width, from.y + px(28)};
    draw_words_in(context, from, {from.x + px(22), to.y}, TextStyle::secondary,
                  tone_color(colors, share.tone), share.icon);
    draw_record_text(context,
                     {.from = {from.x + px(22), from.y},
                      .to = {to.x - px(70), to.y},
                      .style = TextStyle::body,
                      .color = colors.text},
                     share.label);
    draw_words_in(context, {to.x - px(70), from.y}, to, TextStyle::body, colors.text,
                  format_count(share.count), Align::end);
    ImGui::Dummy({width, to.y - from.y - ImGui::GetStyle().ItemSpacing.y});
    describe_at({from.x, from.y, width, px(28)}, Role::listitem, share.label,
                {.value = format_count(share.count)});
}

}  // namespace

void share_bar(const Context& context, const char* name, std::span<const Share> shares, float width)
{
    const MirrorScope list(Role::list, name);
    std::int64_t sum = 0;
    for (const Share& share : shares) sum += share.count;
    if (sum > 0) draw_shares(context, shares, sum, width);
    gap(10);
    for (const Share& share : shares) draw_legend_line(context, share, width);
}

}  // namespace app::ui
