#pragma once

#include "ui/screens/list_parts.h"
#include "ui/screens/pair_detail.h"
#include "ui/screens/pair_filters.h"
#include "ui/widgets/badge.h"

namespace app::ui {

// The screen of a list of pairs. `Kind` says of what: `Sort`; the commands `Select`, `SortBy`, `Filter` and `Search`;
// the words `name` ("Contacts"), `singular` and `title_singular`; the `icon` and the `columns`; and, as static
// functions, `label` (a line's name in the mirror), `draw_row` (the cells before the state) and `side_panel`.
template <class Kind, class View, class Row>
class PairListScreen {
public:
    PairListScreen(const View& view, features::RowSource<Row>& rows, PairScreenState& state,
                   const Context& context, features::CommandQueue& commands)
        : m_view(view), m_rows(rows), m_state(state), m_context(context), m_commands(commands)
    {
    }

    void draw()
    {
        const PairFilters filters = draw_pair_filters(m_context, m_view.count_all, m_view.count_by_state,
                                                      m_view.filter, window_area());
        if (filters.pressed) m_commands.send(typename Kind::Filter{filters.filter});
        const Split split = split_for_detail(filters.rest.from, filters.rest.to, m_view.selected.has_value());
        draw_list({split.list_from, split.list_to});
        if (m_view.selected) draw_panel(split);
    }

private:
    void draw_list(const Area& area)
    {
        const std::string plural = std::string(Kind::singular) + "s";
        const ListState list{.state = m_view.state,
                             .problem = m_view.problem,
                             .count_all = m_view.count_all,
                             .count_shown = m_rows.size(),
                             .icon = Kind::icon,
                             .plural = plural.c_str(),
                             .filtered = m_view.filter || !m_view.search.empty()};
        const ListAction action = draw_list_state(m_context, list, area, m_commands);
        if (action == ListAction::none) {
            draw_table(area.without_bottom(px(list_foot_height)));
            const Area foot{{area.from.x, area.to.y - px(list_foot_height)}, area.to};
            const auto count = static_cast<std::int64_t>(m_rows.size());
            draw_list_foot(m_context, format_counted(count, Kind::singular), "", foot);
        }
        if (action == ListAction::clear_filter) {
            m_commands.send(typename Kind::Filter{});
            m_commands.send(typename Kind::Search{});
        }
    }

    void draw_table(const Area& area)
    {
        const TableSpec spec{.name = Kind::name,
                             .columns = Kind::columns,
                             .row_count = m_rows.size(),
                             .sort = TableSort{static_cast<int>(m_view.sort), m_view.ascending}};
        const auto draw = [&](DataTable& table, std::size_t index) { draw_row(table, index); };
        const TableEvents events = data_table(m_context, spec, m_state.table, area.from, area.to, draw);
        const std::optional<std::size_t> index =
            events.opened ? events.opened : (m_view.selected ? events.moved : std::nullopt);
        if (index && *index < m_rows.size())
            m_commands.send(typename Kind::Select{m_rows.row(*index).row_id});
        if (events.sorted) {
            const auto by = static_cast<typename Kind::Sort>(events.sorted->key);
            m_commands.send(typename Kind::SortBy{by, events.sorted->ascending});
        }
        copy_row(events, m_commands);
    }

    void draw_row(DataTable& table, std::size_t index)
    {
        const Row& row = m_rows.row(index);
        TableRow line = table.row(index, row.row_id, Kind::label(row), m_view.selected == row.row_id);
        if (row.active) line.strong(row.name);
        else line.muted(row.name + " (inactive)");
        Kind::draw_row(line, row);
        const Mark mark = pair_mark(row.state);
        if (const TableRow::Cell cell = line.cell(mark.word); cell.shown)
            draw_mark(m_context, cell.from, cell.to, mark);
    }

    void draw_panel(const Split& split)
    {
        const bool closed = m_view.detail ? draw_pair_detail(m_context, Kind::side_panel(*m_view.detail),
                                                             m_state.detail_tab, split, m_commands)
                                          : draw_detail_loading(m_context, split, Kind::title_singular);
        if (closed) m_commands.send(typename Kind::Select{});
    }

    const View& m_view;
    features::RowSource<Row>& m_rows;
    PairScreenState& m_state;
    const Context& m_context;
    features::CommandQueue& m_commands;
};

}  // namespace app::ui
