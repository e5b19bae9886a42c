#pragma once

#include "imgui.h"

#include <optional>
#include <string_view>

namespace app::ui {

// Whether a text must be drawn as a whole: right-to-left and joining scripts, stacked marks, emoji
// made of several characters. Everything else is drawn glyph by glyph, which is cheaper.
bool needs_shaping(std::string_view text);

// A text as one picture in a texture. Valid until the end of the frame.
struct ShapedText {
    ImTextureRef texture = {};
    ImVec2 uv_min = {};
    ImVec2 uv_max = {};
    ImVec2 offset = {};  // of the picture from the upper left corner of the text's line
    ImVec2 size = {};    // of the picture
    float advance = 0;   // width of the text
    ImU32 tint = 0;      // the colour to draw the picture with
};

// Draws whole texts with the platform's own text engine. Long texts are cut at text_bytes_max.
class TextShaper {
public:
    static constexpr std::size_t text_bytes_max = 1024;

    virtual ~TextShaper() = default;
    // In the current font at its current size. Nothing when it cannot be drawn.
    virtual std::optional<ShapedText> shape(std::string_view text, ImU32 colour) = 0;
};

// The shaper of the current ImGui context (kept in io.UserData); null: glyph by glyph only.
void attach_text_shaper(TextShaper* shaper);

// Text that people or other systems wrote: names, memos, descriptions. Any script, any length, never
// a format string. In the current font.
float text_width(std::string_view text);

// Draws one line; what is wider than `width_max` ends in an ellipsis. Line breaks become spaces.
void draw_text(ImDrawList& list, ImVec2 position, ImU32 colour, std::string_view text, float width_max);

}  // namespace app::ui
