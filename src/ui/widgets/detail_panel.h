#pragma once

#include "ui/context.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/scopes.h"

#include "imgui.h"

#include <optional>
#include <string_view>

namespace app::ui {

// How a list and the detail of its selected record share the page: side by side, or the detail over
// the list where the page is narrow.
struct Split {
    ImVec2 list_from;
    ImVec2 list_to;
    ImVec2 detail_from;
    ImVec2 detail_to;
    bool overlays = false;
};
Split split_for_detail(ImVec2 from, ImVec2 to, bool detail_open);

// The panel of one record. Draw what belongs into it while the object lives.
class DetailPanel {
public:
    // `title` and `subtitle` may be record text.
    DetailPanel(const Context& context, const Split& split, std::string_view title,
                std::string_view subtitle);
    ~DetailPanel();
    DetailPanel(const DetailPanel&) = delete;
    DetailPanel& operator=(const DetailPanel&) = delete;
    bool closed() const { return m_closed; }
    // What follows scrolls below what was drawn so far.
    void begin_body();

private:
    void draw_edge(const Context& context, const Split& split);

    const Context& m_context;
    MirrorScope m_mirror;
    Child m_panel;
    std::optional<Child> m_body;
    ImVec2 m_to;
    bool m_closed = false;
};

}  // namespace app::ui
