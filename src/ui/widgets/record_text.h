#pragma once

#include "ui/widgets/text.h"

#include <string>
#include <string_view>

// The only way by which text of records reaches the screen and the mirror. Whatever a record holds,
// it is one bounded line that cannot act on its neighbours: no control character, no direction
// mark that reaches outside, no format string, no layout that breaks on 10,000 letters.
namespace app::ui {

inline constexpr std::size_t shown_code_points_max = 250;

// The text as it may be shown: valid UTF-8, one line, without direction overrides, at most
// `code_points_max` long ("…" at the end when it was cut).
std::string shown_text(std::string_view text, std::size_t code_points_max = shown_code_points_max);

struct TextBox {
    ImVec2 from;
    ImVec2 to;
    TextStyle style = TextStyle::body;
    ImU32 color = 0;
    Align align = Align::start;
};

// Draws in the vertical middle of the box and cuts with "…" what does not fit. True when it was cut;
// the full text then belongs into a tooltip.
bool draw_record_text(const Context& context, const TextBox& box, std::string_view text);

// An item of the layout, at most `width_max` wide (0: what is left of the line), with its tooltip.
void record_text(const Context& context, TextStyle style, ImU32 color, std::string_view text,
                 float width_max = 0);

// Longer text (a memo, a raw answer) over several lines, at most `lines_max` of them.
void record_paragraph(const Context& context, TextStyle style, ImU32 color, std::string_view text,
                      float width, int lines_max, Align align = Align::start);

}  // namespace app::ui
