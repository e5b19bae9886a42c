#pragma once

#include "features/commands.h"
#include "features/row_source.h"
#include "ui/app_ui_state.h"
#include "ui/context.h"
#include "ui/widgets/area.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/data_table.h"

#include <optional>
#include <span>
#include <string_view>

// What the list screens have in common.
namespace app::ui {

struct FilterBar {
    std::optional<std::size_t> chosen;  // index of the pressed tab
    Area rest;                          // what is left below
};
FilterBar draw_filter_bar(const Context& context, const char* name, std::span<const FilterTab> tabs,
                          const Area& area);

// What a list shows instead of rows. True when it drew something, and the table is not wanted.
struct ListState {
    features::LoadState state;
    std::string_view problem;
    std::int64_t count_all;  // without search and filter
    std::size_t count_shown;
    const char* icon;
    const char* plural;  // "invoices"
    bool filtered;       // search or filter is on
};
enum class ListAction { none, drawn, clear_filter };
ListAction draw_list_state(const Context& context, const ListState& list, const Area& area,
                           features::CommandQueue& commands);

// The line below a list: how many rows, and figures at the right.
void draw_list_foot(const Context& context, std::string_view left, std::string_view right, const Area& area);

void copy_row(const TableEvents& events, features::CommandQueue& commands);

inline constexpr float list_foot_height = 36;

}  // namespace app::ui
