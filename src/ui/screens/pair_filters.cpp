#include "ui/screens/pair_filters.h"

#include "ui/screens/list_parts.h"
#include "ui/widgets/badge.h"

#include <array>
#include <vector>

namespace app::ui {

namespace {

using features::PairState;

constexpr std::array states = {PairState::failing, PairState::waiting, PairState::in_sync,
                               PairState::only_hubspot, PairState::excluded};

}  // namespace

PairFilters draw_pair_filters(const Context& context, std::int64_t count_all,
                              std::span<const std::int64_t> counts, std::optional<PairState> current,
                              const Area& area)
{
    std::vector<FilterTab> tabs = {{"All", count_all, !current}};
    for (const PairState state : states) {
        tabs.push_back({pair_mark(state).word, counts[static_cast<std::size_t>(state)], current == state});
    }
    const FilterBar bar = draw_filter_bar(context, "State", tabs, area);
    PairFilters filters{.pressed = bar.chosen.has_value(), .filter = std::nullopt, .rest = bar.rest};
    if (bar.chosen && *bar.chosen > 0) filters.filter = states.at(*bar.chosen - 1);
    return filters;
}

}  // namespace app::ui
