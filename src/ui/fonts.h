#pragma once

struct ImFont;

namespace app::ui {

// The two faces of the interface. Sizes given to ImGui::PushFont are CSS font sizes (15 is the body
// text); the platform multiplies them by device pixel ratio and interface scale. A line is as high as
// the font size, with the text's middle in its middle: leave room between lines of wrapped text.
// Both faces contain every character of the browser's fonts and the icons of ui/icons.h.
struct Fonts {
    ImFont* regular = nullptr;
    ImFont* semibold = nullptr;
};

}  // namespace app::ui
