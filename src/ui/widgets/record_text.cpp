#include "ui/widgets/record_text.h"

#include "imgui_internal.h"

#include "base/assert.h"
#include "base/text.h"
#include "ui/mirror_imgui.h"
#include "ui/text_shaper.h"
#include "ui/widgets/tooltip.h"

#include <algorithm>
#include <cmath>

namespace app::ui {

namespace {

// U+202A to U+202E, U+2066 to U+2069, U+200E, U+200F and U+061C: each text is drawn by itself, so
// that these could only mislead.
std::size_t direction_mark_length(std::string_view text)
{
    if (text.starts_with("\xD8\x9C")) return 2;
    if (text.size() < 3 || text[0] != '\xE2') return 0;
    const auto second = static_cast<unsigned char>(text[1]);
    const auto third = static_cast<unsigned char>(text[2]);
    if (second == 0x80 && (third == 0x8E || third == 0x8F)) return 3;
    if (second == 0x80 && third >= 0xAA && third <= 0xAE) return 3;
    if (second == 0x81 && third >= 0xA6 && third <= 0xA9) return 3;
    return 0;
}

std::string without_direction_marks(std::string text)
{
    if (text.find_first_of("\xD8\xE2") == std::string::npos) return text;
    std::string kept;
    kept.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t mark = direction_mark_length(std::string_view(text).substr(at));
        if (mark == 0) kept += text[at++];
        else at += mark;
    }
    return kept;
}

bool is_plain(std::string_view text, std::size_t length_max)
{
    return text.size() <= length_max &&
           std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
}

}  // namespace

std::string shown_text(std::string_view text, std::size_t code_points_max)
{
    if (is_plain(text, code_points_max)) return std::string(text);
    // Bytes first: cutting must not read all of a huge text before it can stop.
    const std::string_view start = text.substr(0, code_points_max * 4);
    std::string line = without_direction_marks(single_line(repair_utf8(start)));
    const std::string_view cut = first_code_points(line, code_points_max);
    if (cut.size() < line.size() || start.size() < text.size()) return std::string(cut) + "…";
    return line;
}

bool draw_record_text(const Context& context, const TextBox& box, std::string_view text)
{
    const float room = box.to.x - box.from.x;
    if (text.empty() || room <= 0) return false;
    const std::string line = shown_text(text);
    const TextScope scope(context, box.style);
    const float height = ImGui::GetFontSize();
    const float width = text_width(line);
    float x = box.from.x;
    if (box.align == Align::end) x = std::max(x, box.to.x - width);
    if (box.align == Align::middle) x = std::max(x, (box.from.x + box.to.x - width) / 2);
    const float y = (box.from.y + box.to.y - height) / 2;
    draw_text(*ImGui::GetWindowDrawList(), {std::round(x), std::round(y)}, box.color, line, room);
    return width > room + 0.5f || line.size() < text.size();
}

void record_text(const Context& context, TextStyle style, ImU32 color, std::string_view text, float width_max)
{
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float room = width_max > 0 ? width_max : ImGui::GetContentRegionAvail().x;
    const std::string line = shown_text(text);
    float width = 0;
    {
        const TextScope scope(context, style);
        width = std::min(text_width(line), room);
    }
    const ImVec2 to = {from.x + width, from.y + text_height(style)};
    // A little more room than measured: rounding must not turn the last letter into "…".
    const bool cut = draw_record_text(
        context,
        {.from = from, .to = {from.x + std::min(width + 1, room), to.y}, .style = style, .color = color},
        line);
    ImGui::ItemSize({width, text_height(style)});
    ImGui::ItemAdd({from, to}, 0);
    describe_at({from.x, from.y, width, to.y - from.y}, Role::text, line);
    if (cut) tooltip_over(context, from, to, text);
}

void record_paragraph(const Context& context, TextStyle style, ImU32 color, std::string_view text,
                      float width, int lines_max, Align align)
{
    ASSERT(align != Align::end);
    constexpr std::size_t paragraph_code_points_max = 4000;
    const std::string whole =
        without_direction_marks(repair_utf8(first_code_points(text, paragraph_code_points_max)));
    int lines = 0;
    const float left = ImGui::GetCursorScreenPos().x;
    const TextScope scope(context, style);
    for (std::string_view part : split(whole, '\n')) {
        do {
            if (++lines > lines_max) return;
            const char* end = part.data() + part.size();
            const char* cut =
                ImGui::GetFont()->CalcWordWrapPosition(ImGui::GetFontSize(), part.data(), end, width);
            if (cut <= part.data()) cut = std::min(end, part.data() + 1);
            while (cut < end && (static_cast<unsigned char>(*cut) & 0xC0u) == 0x80u) ++cut;
            const std::string_view line(part.data(), static_cast<std::size_t>(cut - part.data()));
            if (align == Align::middle) {
                const float room = std::max(0.0f, width - text_width(shown_text(line)));
                ImGui::SetCursorScreenPos({left + std::round(room / 2), ImGui::GetCursorScreenPos().y});
            }
            record_text(context, style, color, line, width);
            part = std::string_view(cut, static_cast<std::size_t>(end - cut));
            while (part.starts_with(' ')) part.remove_prefix(1);
        } while (!part.empty());
    }
}

}  // namespace app::ui
