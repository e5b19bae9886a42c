#pragma once

#include "imgui.h"

#include "ui/context.h"

#include <string>
#include <string_view>

namespace app::ui {

enum class TextStyle {
    body,              // 15 regular
    strong,            // 15 semibold
    secondary,         // 13 regular
    secondary_strong,  // 13 semibold
    heading,           // 17 semibold
    title,             // 20 semibold
    figure,            // 24 semibold, for stat tiles
};

enum class Align { start, middle, end };

float text_height(TextStyle style);
// Of the widest line when there are several.
float text_width(const Context& context, TextStyle style, std::string_view text);

// The font and size of a style for what is drawn inside.
class TextScope {
public:
    TextScope(const Context& context, TextStyle style);
    ~TextScope();
    TextScope(const TextScope&) = delete;
    TextScope& operator=(const TextScope&) = delete;
};

// Words of our own, drawn at a place, outside the layout. Data of records goes through record_text.
void draw_words(const Context& context, ImVec2 position, TextStyle style, ImU32 color,
                std::string_view words);
// The same inside a box, in its vertical middle; cut with "…" when too long.
void draw_words_in(const Context& context, ImVec2 from, ImVec2 to, TextStyle style, ImU32 color,
                   std::string_view words, Align align = Align::start);

// Words as an item of the layout; wrapped at `wrap_width` when it is positive. The mirror gets them
// as plain text.
void words(const Context& context, TextStyle style, ImU32 color, std::string_view words,
           float wrap_width = 0);
// A heading of this level (1 for the screen) in layout and mirror.
void heading(const Context& context, TextStyle style, int level, std::string_view words);

}  // namespace app::ui
