#pragma once

#include "imgui.h"

#include "ui/fonts.h"

namespace app::ui {

// The colours of the interface, named by what they are for. `faint` is for marks and disabled words
// only: it has not the contrast of readable text.
struct Colors {
    ImU32 page, surface, raised;
    ImU32 line, line_strong;
    ImU32 text, muted, faint;
    ImU32 accent, accent_hover, accent_soft, on_accent;
    ImU32 good, warn, bad, info;
    ImU32 good_soft, warn_soft, bad_soft, info_soft, neutral_soft;
    ImU32 hover, selected;
    ImU32 shadow, veil;
};

extern const Colors light_colors;
extern const Colors dark_colors;

struct Theme {
    Colors colors;
    Fonts fonts;
    bool dark = false;
};

Theme make_theme(bool dark, const Fonts& fonts);

// Gives Dear ImGui's style the theme's colours and metrics. Cheap; called every frame, so that a
// change of scale or theme needs nothing else.
void apply_style(const Theme& theme);

// A length in fifteenths of the body text's size, which are CSS pixels: scaled and whole.
float px(float length);

// Lengths that several parts must agree on, for px().
namespace metric {
inline constexpr float navigation_width = 208;
inline constexpr float navigation_folded_width = 56;
inline constexpr float top_bar_height = 48;
inline constexpr float filter_bar_height = 44;
inline constexpr float row_height = 34;
inline constexpr float control_height = 32;
inline constexpr float detail_width = 420;
inline constexpr float fold_navigation_below = 721;  // 1440 at 200 % zoom folds too
inline constexpr float overlay_detail_below = 1100;
inline constexpr float page_margin = 24;
inline constexpr float radius = 6;
}  // namespace metric

// How strongly two opaque colours differ, by WCAG 2: 1 to 21.
float contrast(ImU32 one, ImU32 other);

// `over` mixed into `under`: 0 gives `under`.
ImU32 mixed(ImU32 under, ImU32 over, float share);

}  // namespace app::ui
