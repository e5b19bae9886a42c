#pragma once

#include "features/pairs/view.h"
#include "ui/context.h"
#include "ui/widgets/area.h"

#include <cstdint>
#include <optional>
#include <span>

namespace app::ui {

// The filter bar of lists whose records stand on both sides.
struct PairFilters {
    bool pressed = false;
    std::optional<features::PairState> filter;  // what was chosen; nothing for all
    Area rest;
};
PairFilters draw_pair_filters(const Context& context, std::int64_t count_all,
                              std::span<const std::int64_t> counts,
                              std::optional<features::PairState> current, const Area& area);

}  // namespace app::ui
