#include "shell/browser_fonts.h"

#include "imgui.h"
#include "imgui_internal.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

extern "C" {
// shell/fonts_library.js
void browser_font_line(std::uint32_t face, float size, float* ascent_and_descent);
void browser_font_measure(std::uint32_t face, float size, std::uint32_t codepoint, float* advance_and_box);
int browser_font_draw(std::uint32_t face, float size, std::uint32_t codepoint, int width, int height,
                      unsigned char* rgba);
}

namespace app::shell {

namespace {

constexpr float body_text_size = 15.0f;

struct Measured {
    float advance;
    float left;
    float top;
    float width;
    float height;
};

bool is_icon(ImWchar codepoint)
{
    return codepoint >= 0xE000 && codepoint <= 0xF8FF;
}

// Control characters, surrogates and non-characters have no glyph: ImGui shows its replacement.
// A tab too: ImGui makes it from the space.
bool is_drawable(ImWchar codepoint)
{
    if (codepoint < 0x20 || (codepoint >= 0x7F && codepoint < 0xA0)) return false;
    if (codepoint >= 0xD800 && codepoint <= 0xDFFF) return false;
    return codepoint <= 0x10FFFF && (codepoint & 0xFFFE) != 0xFFFE;
}

// Joiners, direction marks and variation selectors act on their neighbours in shaped text; drawn one
// by one they have neither ink nor width.
bool is_invisible(ImWchar codepoint)
{
    if (codepoint >= 0x200B && codepoint <= 0x200F) return true;
    if (codepoint >= 0x202A && codepoint <= 0x202E) return true;
    if (codepoint >= 0x2060 && codepoint <= 0x206F) return true;
    if (codepoint >= 0xE0000 && codepoint <= 0xE0FFF) return true;
    return (codepoint >= 0xFE00 && codepoint <= 0xFE0F) || codepoint == 0xFEFF;
}

float raster_size(const ImFontConfig& source, const ImFontBaked& baked)
{
    return baked.Size * source.RasterizerDensity * baked.RasterizerDensity;
}

bool contains_glyph(ImFontAtlas*, ImFontConfig*, ImWchar codepoint)
{
    return is_drawable(codepoint);
}

// The line is as high as the font size. Most fonts want more than that between their ascent and
// descent: the excess is cut evenly, which keeps letters in the middle of buttons and rows.
bool init_baked(ImFontAtlas*, ImFontConfig* source, ImFontBaked* baked, void*)
{
    std::array<float, 2> line = {};
    browser_font_line(source->FontNo, baked->Size, line.data());
    baked->Ascent = std::round((baked->Size + line[0] - line[1]) / 2);
    baked->Descent = baked->Ascent - baked->Size;
    return true;
}

Measured measure(std::uint32_t face, float size, ImWchar codepoint)
{
    Measured measured = {};
    browser_font_measure(face, size, codepoint, &measured.advance);
    return measured;
}

// Icons fill a square as wide as the font size and stand in the middle of the line.
float base_line(const ImFontBaked& baked, const Measured& measured, float density, ImWchar codepoint)
{
    if (!is_icon(codepoint)) return std::round(baked.Ascent);
    return std::round((baked.Size - measured.height / density) / 2 - measured.top / density);
}

bool draw_glyph(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked, ImFontGlyph& glyph,
                const Measured& measured)
{
    const int width = static_cast<int>(measured.width);
    const int height = static_cast<int>(measured.height);
    const ImFontAtlasRectId id = ImFontAtlasPackAddRect(atlas, width, height);
    if (id == ImFontAtlasRectId_Invalid) return false;
    ImTextureRect* place = ImFontAtlasPackGetRect(atlas, id);

    const float density = source->RasterizerDensity * baked->RasterizerDensity;
    const float line = base_line(*baked, measured, density, glyph.Codepoint);
    glyph.X0 = measured.left / density;
    glyph.Y0 = measured.top / density + line;
    glyph.X1 = glyph.X0 + measured.width / density;
    glyph.Y1 = glyph.Y0 + measured.height / density;
    glyph.Visible = true;
    glyph.PackId = id;

    std::vector<unsigned char> rgba(static_cast<std::size_t>(width * height) * 4);
    glyph.Colored = browser_font_draw(source->FontNo, raster_size(*source, *baked), glyph.Codepoint, width,
                                      height, rgba.data()) != 0;
    ImFontAtlasBakedSetFontGlyphBitmap(atlas, baked, source, &glyph, place, rgba.data(),
                                       ImTextureFormat_RGBA32, width * 4);
    return true;
}

bool load_glyph(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked, void*, ImWchar codepoint,
                ImFontGlyph* glyph, float* only_advance)
{
    if (!is_drawable(codepoint)) return false;
    const float density = source->RasterizerDensity * baked->RasterizerDensity;
    Measured measured = {};
    if (!is_invisible(codepoint)) {
        measured = measure(source->FontNo, raster_size(*source, *baked), codepoint);
    }
    // Whole pixels: every glyph of a line then lies exactly on the screen's pixels.
    const float advance = std::round(measured.advance) / density;
    if (only_advance != nullptr) {
        *only_advance = advance;
        return true;
    }
    glyph->Codepoint = codepoint;
    glyph->AdvanceX = advance;
    if (measured.width <= 0 || measured.height <= 0) return true;
    return draw_glyph(atlas, source, baked, *glyph, measured);
}

ImFontLoader make_loader()
{
    ImFontLoader loader;
    loader.Name = "browser";
    loader.FontSrcContainsGlyph = contains_glyph;
    loader.FontBakedInit = init_baked;
    loader.FontBakedLoadGlyph = load_glyph;
    return loader;
}

ImFont* add_face(ImFontAtlas& atlas, Face face, const char* name)
{
    static const ImFontLoader loader = make_loader();
    ImFontConfig config;
    config.FontLoader = &loader;
    config.FontNo = static_cast<ImU32>(face);
    config.SizePixels = body_text_size;
    config.EllipsisChar = 0x2026;
    ImStrncpy(config.Name, name, sizeof(config.Name));
    return atlas.AddFont(&config);
}

}  // namespace

ui::Fonts add_browser_fonts(ImFontAtlas& atlas)
{
    return {.regular = add_face(atlas, Face::regular, "regular"),
            .semibold = add_face(atlas, Face::semibold, "semibold")};
}

}  // namespace app::shell
