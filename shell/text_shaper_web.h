#pragma once

#include "ui/text_shaper.h"

#include <list>
#include <string>
#include <unordered_map>

namespace app::shell {

// Draws texts with the browser's text engine into rectangles of the font atlas, and keeps the
// runs_max used last: a list that shows the same names again costs nothing.
class BrowserTextShaper final : public ui::TextShaper {
public:
    static constexpr std::size_t runs_max = 400;

    std::optional<ui::ShapedText> shape(std::string_view text, ImU32 colour) override;
    // After the pixel ratio changed: all pictures are of the wrong size.
    void forget_all();

private:
    struct Run {
        std::string key;
        int rectangle_id;
        ImVec2 offset;
        float advance;
        bool coloured;  // has colours of its own, so that the text's colour is drawn in, too
    };

    std::optional<Run> draw(const std::string& key, std::string_view text, ImU32 colour);
    std::optional<ui::ShapedText> shown(const Run& run, ImU32 colour) const;
    void forget_oldest();

    std::list<Run> m_runs;  // used last comes first
    std::unordered_map<std::string, std::list<Run>::iterator> m_by_key;
};

}  // namespace app::shell
