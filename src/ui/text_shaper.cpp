#include "ui/text_shaper.h"

#include "imgui_internal.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace app::ui {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// Sorted. Blocks whose letters join, stack, reorder or run from right to left, and the parts of
// composed emoji.
constexpr std::array ranges = std::to_array<Range>({
    {0x0300, 0x036F},    // combining marks
    {0x0590, 0x08FF},    // Hebrew, Arabic, Syriac, Thaana, N'Ko …
    {0x0900, 0x109F},    // Devanagari to Tibetan and Myanmar, Thai, Lao
    {0x1100, 0x11FF},    // Hangul letters
    {0x1780, 0x17FF},    // Khmer
    {0x1800, 0x18AF},    // Mongolian
    {0x1AB0, 0x1AFF},    // more combining marks
    {0x200D, 0x200F},    // joiner, direction marks
    {0x202A, 0x202E},    // direction controls
    {0x2066, 0x2069},    // direction isolates
    {0x20D0, 0x20FF},    // marks around symbols (keycaps)
    {0xA840, 0xA8FF},    // more Indic
    {0xFB1D, 0xFDFF},    // Hebrew and Arabic forms
    {0xFE00, 0xFE0F},    // variation selectors
    {0xFE70, 0xFEFE},    // Arabic forms
    {0x10800, 0x10FFF},  // right-to-left scripts
    {0x11000, 0x11FFF},  // Indic
    {0x1E800, 0x1EFFF},  // right-to-left scripts
    {0x1F1E6, 0x1F1FF},  // flags
    {0x1F3FB, 0x1F3FF},  // skin tones
    {0xE0000, 0xE01EF},  // tags
});

bool is_in_ranges(char32_t codepoint)
{
    const auto after = std::ranges::upper_bound(ranges, codepoint, {}, &Range::first);
    return after != ranges.begin() && codepoint <= std::prev(after)->last;
}

TextShaper* attached_text_shaper()
{
    return static_cast<TextShaper*>(ImGui::GetIO().UserData);
}

// A cut in the middle of a character would show a replacement box.
std::string_view cut(std::string_view text, std::size_t bytes)
{
    if (text.size() <= bytes) return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
    return text.substr(0, bytes);
}

// One line: a record's line breaks and tabs must not break a row of a table.
std::string one_line(std::string_view text)
{
    std::string line(cut(text, TextShaper::text_bytes_max));
    std::ranges::replace_if(line, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    return line;
}

float glyph_width(std::string_view text)
{
    return ImGui::CalcTextSize(text.data(), text.data() + text.size(), false).x;
}

void draw_shaped(ImDrawList& list, ImVec2 position, const ShapedText& shaped, float width_max)
{
    const ImVec2 from{position.x + shaped.offset.x, position.y + shaped.offset.y};
    const ImVec2 to{from.x + shaped.size.x, from.y + shaped.size.y};
    const bool too_wide = shaped.advance > width_max;
    if (too_wide) list.PushClipRect({position.x, from.y}, {position.x + width_max, to.y}, true);
    list.AddImage(shaped.texture, from, to, shaped.uv_min, shaped.uv_max, shaped.tint);
    if (too_wide) list.PopClipRect();
}

std::size_t end_of_last_fitting(std::string_view text, float width)
{
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    const char* rest = nullptr;
    g.Font->CalcTextSizeA(g.FontSize, width, 0.0f, text.data(), text.data() + text.size(), &rest);
    return static_cast<std::size_t>(rest - text.data());
}

void draw_glyphs(ImDrawList& list, ImVec2 position, ImU32 colour, std::string_view text, float width_max)
{
    if (glyph_width(text) <= width_max) {
        list.AddText(position, colour, text.data(), text.data() + text.size());
        return;
    }
    constexpr std::string_view ellipsis = "…";
    std::string shortened(text.substr(0, end_of_last_fitting(text, width_max - glyph_width(ellipsis))));
    while (!shortened.empty() && shortened.back() == ' ') shortened.pop_back();
    shortened += ellipsis;
    list.AddText(position, colour, shortened.data(), shortened.data() + shortened.size());
}

}  // namespace

bool needs_shaping(std::string_view text)
{
    // Bytes below 0xCC start nothing that is in the ranges: most texts end here.
    if (std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0xCC; })) {
        return false;
    }
    const char* at = text.data();
    const char* end = at + text.size();
    while (at < end) {
        unsigned int codepoint = 0;
        at += ImTextCharFromUtf8(&codepoint, at, end);
        if (is_in_ranges(codepoint)) return true;
    }
    return false;
}

void attach_text_shaper(TextShaper* shaper)
{
    ImGui::GetIO().UserData = shaper;
}

float text_width(std::string_view text)
{
    const std::string line = one_line(text);
    TextShaper* shaper = attached_text_shaper();
    if (shaper != nullptr && needs_shaping(line)) {
        if (const auto shaped = shaper->shape(line, ImGui::GetColorU32(ImGuiCol_Text))) {
            return shaped->advance;
        }
    }
    return glyph_width(line);
}

void draw_text(ImDrawList& list, ImVec2 position, ImU32 colour, std::string_view text, float width_max)
{
    if (width_max <= 0 || text.empty()) return;
    const std::string line = one_line(text);
    TextShaper* shaper = attached_text_shaper();
    if (shaper != nullptr && needs_shaping(line)) {
        if (const auto shaped = shaper->shape(line, colour)) {
            draw_shaped(list, {std::floor(position.x), std::floor(position.y)}, *shaped, width_max);
            return;
        }
    }
    draw_glyphs(list, position, colour, line, width_max);
}

}  // namespace app::ui
