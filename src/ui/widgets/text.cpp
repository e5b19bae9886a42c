#include "ui/widgets/text.h"

#include "imgui_internal.h"

#include "ui/mirror_imgui.h"
#include "ui/widgets/record_text.h"

#include <cmath>

namespace app::ui {

namespace {

constexpr float wrapped_line_spacing = 1.4f;

float base_size(TextStyle style)
{
    switch (style) {
    case TextStyle::body:
    case TextStyle::strong: return 15;
    case TextStyle::secondary:
    case TextStyle::secondary_strong: return 13;
    case TextStyle::heading: return 17;
    case TextStyle::title: return 20;
    case TextStyle::figure: return 24;
    }
    return 15;
}

bool is_semibold(TextStyle style)
{
    return style != TextStyle::body && style != TextStyle::secondary;
}

ImFont* font_of(const Context& context, TextStyle style)
{
    return is_semibold(style) ? context.theme.fonts.semibold : context.theme.fonts.regular;
}

struct Line {
    std::string_view text;
    std::string_view rest;
};

// The longest start of `text` that fits, ending between words where possible; at least one letter.
Line next_line(ImFont* font, float size, float width, std::string_view text)
{
    const char* end = text.data() + text.size();
    const char* cut = font->CalcWordWrapPosition(size, text.data(), end, width);
    if (cut <= text.data()) cut = text.data() + 1;
    while (cut < end && (static_cast<unsigned char>(*cut) & 0xC0u) == 0x80u) ++cut;
    std::string_view rest(cut, static_cast<std::size_t>(end - cut));
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    return {text.substr(0, static_cast<std::size_t>(cut - text.data())), rest};
}

}  // namespace

float text_height(TextStyle style)
{
    return px(base_size(style));
}

float text_width(const Context& context, TextStyle style, std::string_view text)
{
    if (text.empty()) return 0;
    return font_of(context, style)
        ->CalcTextSizeA(text_height(style), FLT_MAX, 0, text.data(), text.data() + text.size())
        .x;
}

TextScope::TextScope(const Context& context, TextStyle style)
{
    ImGui::PushFont(font_of(context, style), base_size(style));
}

TextScope::~TextScope()
{
    ImGui::PopFont();
}

void draw_words(const Context& context, ImVec2 position, TextStyle style, ImU32 color, std::string_view words)
{
    if (words.empty()) return;
    ImGui::GetWindowDrawList()->AddText(font_of(context, style), text_height(style),
                                        {std::round(position.x), std::round(position.y)}, color, words.data(),
                                        words.data() + words.size());
}

void draw_words_in(const Context& context, ImVec2 from, ImVec2 to, TextStyle style, ImU32 color,
                   std::string_view words, Align align)
{
    draw_record_text(context, {.from = from, .to = to, .style = style, .color = color, .align = align},
                     words);
}

void words(const Context& context, TextStyle style, ImU32 color, std::string_view words, float wrap_width)
{
    ImFont* font = font_of(context, style);
    const float size = text_height(style);
    const ImVec2 start = ImGui::GetCursorScreenPos();
    float width = 0;
    float height = 0;
    std::string_view rest = words;
    while (!rest.empty()) {
        Line line{rest, {}};
        if (wrap_width > 0) line = next_line(font, size, wrap_width, rest);
        if (height > 0) height += std::round(size * (wrapped_line_spacing - 1));
        draw_words(context, {start.x, start.y + height}, style, color, line.text);
        const float line_width = text_width(context, style, line.text);
        if (line_width > width) width = line_width;
        height += size;
        rest = line.rest;
    }
    ImGui::ItemSize({width, height});
    ImGui::ItemAdd({start, {start.x + width, start.y + height}}, 0);
    describe_at({start.x, start.y, width, height}, Role::text, words);
}

void heading(const Context& context, TextStyle style, int level, std::string_view words)
{
    const ImVec2 start = ImGui::GetCursorScreenPos();
    const ImVec2 size = {text_width(context, style, words), text_height(style)};
    draw_words(context, start, style, context.colors().text, words);
    ImGui::ItemSize(size);
    ImGui::ItemAdd({start, {start.x + size.x, start.y + size.y}}, 0);
    describe_at({start.x, start.y, size.x, size.y}, Role::heading, words, {.level = level});
}

}  // namespace app::ui
