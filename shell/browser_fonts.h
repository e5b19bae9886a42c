#pragma once

#include "ui/fonts.h"

struct ImFontAtlas;

namespace app::shell {

// Faces whose glyphs are drawn by the browser when first needed, so that every script and emoji the
// person's system can show is shown, with nothing to download.
ui::Fonts add_browser_fonts(ImFontAtlas& atlas);

// The number of a face of add_browser_fonts in the JavaScript half (shell/fonts_library.js).
enum class Face : int { regular = 0, semibold = 1 };

}  // namespace app::shell
