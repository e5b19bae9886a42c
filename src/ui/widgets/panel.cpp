#include "ui/widgets/panel.h"

#include "imgui_internal.h"

#include "ui/format.h"
#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/tooltip.h"

#include <algorithm>
#include <cmath>

namespace app::ui {

void hairline(const Context& context)
{
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    ImGui::GetWindowDrawList()->AddRectFilled(from, {from.x + width, from.y + px(1)}, context.colors().line);
    ImGui::Dummy({width, px(1)});
}

void gap(float height)
{
    // The layout's own spacing follows every item, so that only the rest is added.
    const float spacing = ImGui::GetStyle().ItemSpacing.y;
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + px(height) - spacing);
    ImGui::Dummy({0, 0});
}

Card::Card(const Context& context, float width, float padding)
    : m_context(context), m_from(ImGui::GetCursorScreenPos()), m_width(width), m_padding(px(padding))
{
    ImGui::BeginGroup();
    ImGui::SetCursorScreenPos({m_from.x + m_padding, m_from.y + m_padding});
    m_inside.emplace(inner_width());
    ImGui::BeginGroup();
}

Card::~Card()
{
    ImGui::EndGroup();
    m_inside.reset();
    const float bottom = ImGui::GetItemRectMax().y + m_padding;
    ImGui::GetWindowDrawList()->AddRect(m_from, {m_from.x + m_width, bottom}, m_context.colors().line,
                                        px(metric::radius), 0, px(1));
    ImGui::SetCursorScreenPos(m_from);
    ImGui::Dummy({m_width, bottom - m_from.y});
    ImGui::EndGroup();
}

namespace {

// `name` is what fits of `whole_name`.
void draw_key_value(const Context& context, std::string_view name, std::string_view whole_name,
                    std::string_view value, float name_width)
{
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const ImVec2 to = {from.x + width, from.y + px(24)};
    const float value_left = from.x + px(name_width);
    const bool name_cut = draw_record_text(context,
                                           {.from = from,
                                            .to = {value_left - px(12), to.y},
                                            .style = TextStyle::secondary,
                                            .color = context.colors().muted},
                                           name);
    const bool value_cut = draw_record_text(context,
                                            {.from = {value_left, from.y},
                                             .to = to,
                                             .style = TextStyle::secondary,
                                             .color = context.colors().text},
                                            value);
    ImGui::Dummy({width, to.y - from.y - ImGui::GetStyle().ItemSpacing.y});
    describe_at({from.x, from.y, width, to.y - from.y}, Role::text, shown_text(whole_name),
                {.value = shown_text(value)});
    if (name_cut || name.size() < whole_name.size()) {
        tooltip_over(context, from, {value_left, to.y}, whole_name);
    }
    if (value_cut) tooltip_over(context, {value_left, from.y}, to, value);
}

// What is left of a path when as many of its first parts go as must.
std::string end_of_path(const Context& context, std::string_view path, float width)
{
    std::string shown(path);
    std::size_t dot = 0;
    while (text_width(context, TextStyle::secondary, shown_text(shown)) > width) {
        dot = path.find('.', dot + 1);
        if (dot == std::string_view::npos) break;
        shown = "…" + std::string(path.substr(dot + 1));
    }
    return shown;
}

constexpr float raw_name_width = 190;

}  // namespace

void key_value(const Context& context, std::string_view name, std::string_view value, float name_width)
{
    draw_key_value(context, name, name, value, name_width);
}

void raw_field(const Context& context, std::string_view path, std::string_view value)
{
    const std::string name = end_of_path(context, path, px(raw_name_width - 12));
    draw_key_value(context, name, path, value, raw_name_width);
}

void relative_time(const Context& context, TextStyle style, ImU32 color, Timestamp at)
{
    const ImVec2 from = ImGui::GetCursorScreenPos();
    words(context, style, color, format_relative(at, context.now));
    tooltip_over(context, from, ImGui::GetItemRectMax(), format_exact(at, context.local));
    context.next_frame.wanted_in(seconds_until_relative_changes(at, context.now));
}

void timeline(const Context& context, std::span<const TimelineEntry> entries)
{
    const Colors& colors = context.colors();
    const MirrorScope list(Role::list, "Timeline");
    ImDrawList* draw = ImGui::GetWindowDrawList();
    for (std::size_t at = 0; at < entries.size(); ++at) {
        const TimelineEntry& entry = entries[at];
        const MirrorScope item(Role::listitem, shown_text(entry.text));
        const ImVec2 from = ImGui::GetCursorScreenPos();
        const float middle = from.y + text_height(TextStyle::body) / 2;
        if (at + 1 < entries.size()) {
            draw->AddRectFilled({from.x + px(4), middle + px(8)}, {from.x + px(5), from.y + px(48)},
                                colors.line);
        }
        draw->AddCircleFilled({from.x + px(4.5f), middle}, px(4), tone_color(colors, entry.tone), 16);
        const IndentScope indent(px(22));
        record_text(context, TextStyle::body, colors.text, entry.text);
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() - px(3));
        relative_time(context, TextStyle::secondary, colors.muted, entry.at);
        if (!entry.cause.empty()) {
            ImGui::SameLine();
            words(context, TextStyle::secondary, colors.muted, "·");
            ImGui::SameLine();
            record_text(context, TextStyle::secondary, colors.muted, entry.cause);
        }
        gap(14);
    }
}

void diff_row(const Context& context, std::string_view field, std::string_view before, std::string_view after,
              float width)
{
    const Colors& colors = context.colors();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float bottom = from.y + px(24);
    const float field_width = std::min(px(190), width * 0.3f);
    const float arrow_width = px(28);
    const float side = (width - field_width - arrow_width) / 2;
    const ImVec2 before_from = {from.x + field_width, from.y};
    const ImVec2 after_from = {before_from.x + side + arrow_width, from.y};
    const auto part = [&](ImVec2 start, float room, ImU32 color, std::string_view text) {
        const TextBox box{.from = start,
                          .to = {start.x + room - px(8), bottom},
                          .style = TextStyle::secondary,
                          .color = color};
        if (draw_record_text(context, box, text)) tooltip_over(context, start, box.to, text);
    };
    part(from, field_width, colors.muted, field);
    part(before_from, side, before.empty() ? colors.muted : colors.bad, before.empty() ? "empty" : before);
    draw_words_in(context, {before_from.x + side, from.y}, {after_from.x, bottom}, TextStyle::secondary,
                  colors.muted, icons::arrow_right, Align::middle);
    part(after_from, side, after.empty() ? colors.muted : colors.good, after.empty() ? "empty" : after);
    ImGui::Dummy({width, bottom - from.y - ImGui::GetStyle().ItemSpacing.y});
    describe_at({from.x, from.y, width, bottom - from.y}, Role::listitem,
                shown_text(field) + ": " + shown_text(before) + " → " + shown_text(after));
}

void progress_bar(const Context& context, const char* name, float fraction, std::string_view words,
                  float width)
{
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 to = {from.x + width, from.y + px(6)};
    const float filled = std::clamp(fraction, 0.0f, 1.0f) * width;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(from, to, context.colors().neutral_soft, px(3));
    if (filled > px(2)) draw->AddRectFilled(from, {from.x + filled, to.y}, context.colors().accent, px(3));
    ImGui::Dummy({width, px(6)});
    describe_at({from.x, from.y, width, px(6)}, Role::progressbar, name,
                {.value = words, .progress = std::clamp(fraction, 0.0f, 1.0f)});
}

void section(const Context& context, std::string_view words)
{
    gap(24);
    heading(context, TextStyle::heading, 2, words);
    gap(12);
}

}  // namespace app::ui
