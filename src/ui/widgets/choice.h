#pragma once

#include "ui/context.h"
#include "ui/widgets/pressable.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace app::ui {

// On or off at once, without a further button. True when it was pressed; `name` is its accessible
// name, the visible words stand beside it.
bool switch_control(const Context& context, const char* name, bool on, bool enabled = true,
                    std::string_view hint = {});

// One of few, side by side in one frame.
struct Segment {
    const char* icon = "";
    const char* label;  // the accessible name; drawn when there is no icon
    bool selected = false;
};
std::optional<std::size_t> segmented(const Context& context, const char* name,
                                     std::span<const Segment> segments);

// Filters of a list with their counts: "Overdue 37". Takes several lines where room is short.
struct FilterTab {
    const char* label;
    std::int64_t count = 0;
    bool selected = false;
};
std::optional<std::size_t> filter_tabs(const Context& context, const char* name,
                                       std::span<const FilterTab> tabs, float width);

// Pages of one panel.
struct Tab {
    const char* label;
    std::int64_t count = 0;  // 0: none shown
};
void tabs(const Context& context, const char* name, std::span<const Tab> pages, int& open_page);

}  // namespace app::ui
