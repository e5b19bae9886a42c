#include "shell/text_shaper_web.h"

#include "shell/browser_fonts.h"

#include "imgui_internal.h"

#include <algorithm>
#include <cmath>
#include <vector>

extern "C" {
// shell/fonts_library.js
void browser_font_measure_run(int face, float size, const char* text, std::size_t length, bool right_to_left,
                              float* advance_and_box);
int browser_font_draw_run(int face, float size, unsigned int colour, bool right_to_left, int width,
                          int height, unsigned char* rgba);
}

namespace app::shell {

namespace {

constexpr float picture_width_max = 2000;
constexpr ImU32 white = 0xFFFFFFFF;

struct Measured {
    float advance;
    float left;
    float top;
    float width;
    float height;
};

int current_face()
{
    return static_cast<int>(ImGui::GetFont()->Sources[0]->FontNo);
}

// The first strong letter decides the direction, as in HTML's dir="auto".
bool is_right_to_left(std::string_view text)
{
    const char* at = text.data();
    const char* end = at + text.size();
    while (at < end) {
        unsigned int codepoint = 0;
        at += ImTextCharFromUtf8(&codepoint, at, end);
        if ((codepoint >= 0x590 && codepoint <= 0x8FF) || (codepoint >= 0xFB1D && codepoint <= 0xFEFC)) {
            return true;
        }
        if (codepoint >= 'A' && (codepoint < 0x2000 || codepoint > 0x2BFF)) return false;
    }
    return false;
}

std::string key_of(std::string_view text)
{
    std::string key(text);
    key += '\0';
    key += std::to_string(current_face());
    key += '\0';
    key += std::to_string(ImGui::GetFontSize());
    return key;
}

std::string key_with_colour(const std::string& key, ImU32 colour)
{
    return key + '\0' + std::to_string(colour);
}

void copy_to_atlas(int id, const std::vector<unsigned char>& rgba, int width)
{
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    const ImTextureRect* place = ImFontAtlasPackGetRect(&atlas, id);
    ImTextureData* texture = atlas.TexData;
    ImFontAtlasTextureBlockConvert(rgba.data(), ImTextureFormat_RGBA32, width * 4,
                                   static_cast<unsigned char*>(texture->GetPixelsAt(place->x, place->y)),
                                   texture->Format, texture->GetPitch(), place->w, place->h);
    ImFontAtlasTextureBlockQueueUpload(&atlas, texture, place->x, place->y, place->w, place->h);
}

}  // namespace

std::optional<ui::ShapedText> BrowserTextShaper::shape(std::string_view text, ImU32 colour)
{
    const std::string key = key_of(text);
    auto found = m_by_key.find(key);
    if (found == m_by_key.end()) found = m_by_key.find(key_with_colour(key, colour));
    if (found != m_by_key.end()) {
        m_runs.splice(m_runs.begin(), m_runs, found->second);
        return shown(m_runs.front(), colour);
    }
    std::optional<Run> run = draw(key, text, colour);
    if (!run) return std::nullopt;
    if (m_runs.size() >= runs_max) forget_oldest();
    m_runs.push_front(std::move(*run));
    m_by_key[m_runs.front().key] = m_runs.begin();
    return shown(m_runs.front(), colour);
}

std::optional<BrowserTextShaper::Run> BrowserTextShaper::draw(const std::string& key, std::string_view text,
                                                              ImU32 colour)
{
    const int face = current_face();
    const float size = ImGui::GetFontSize();
    const bool right_to_left = is_right_to_left(text);
    Measured box = {};
    browser_font_measure_run(face, size, text.data(), text.size(), right_to_left, &box.advance);
    if (box.width <= 0 || box.height <= 0) return std::nullopt;

    const int width = static_cast<int>(std::min(box.width, picture_width_max));
    const int height = static_cast<int>(std::min(box.height, size * 4));
    const int id = ImGui::GetIO().Fonts->AddCustomRect(width, height);
    if (id == ImFontAtlasRectId_Invalid) return std::nullopt;

    std::vector<unsigned char> rgba(static_cast<std::size_t>(width * height) * 4);
    const bool coloured =
        browser_font_draw_run(face, size, white, right_to_left, width, height, rgba.data()) != 0;
    if (coloured) {
        browser_font_draw_run(face, size, colour, right_to_left, width, height, rgba.data());
    }
    copy_to_atlas(id, rgba, width);

    const float base_line = std::round(ImGui::GetFontBaked()->Ascent);
    return Run{.key = coloured ? key_with_colour(key, colour) : key,
               .rectangle_id = id,
               .offset = {box.left, box.top + base_line},
               .advance = std::ceil(box.advance),
               .coloured = coloured};
}

std::optional<ui::ShapedText> BrowserTextShaper::shown(const Run& run, ImU32 colour) const
{
    const ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    ImFontAtlasRect place;
    if (!atlas.GetCustomRect(run.rectangle_id, &place)) return std::nullopt;
    return ui::ShapedText{.texture = atlas.TexRef,
                          .uv_min = place.uv0,
                          .uv_max = place.uv1,
                          .offset = run.offset,
                          .size = {static_cast<float>(place.w), static_cast<float>(place.h)},
                          .advance = run.advance,
                          .tint = run.coloured ? white : colour};
}

void BrowserTextShaper::forget_oldest()
{
    ImGui::GetIO().Fonts->RemoveCustomRect(m_runs.back().rectangle_id);
    m_by_key.erase(m_runs.back().key);
    m_runs.pop_back();
}

void BrowserTextShaper::forget_all()
{
    while (!m_runs.empty()) forget_oldest();
}

}  // namespace app::shell
