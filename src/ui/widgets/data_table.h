#pragma once

#include "base/money.h"
#include "ui/context.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/pressable.h"
#include "ui/widgets/scopes.h"
#include "ui/widgets/text.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace app::ui {

struct TableColumn {
    static constexpr int not_sortable = -1;

    const char* title = "";
    float width = 0;  // px() units: the least it takes
    float share = 0;  // of the room that is left over
    Align align = Align::start;
    int sort_key = not_sortable;    // what TableSort carries back
    bool first_descending = false;  // the first click sorts from the largest: dates and amounts
    int rank = 0;                   // where room is short the highest rank goes first; 0 always stays
};

struct TableSort {
    int key = TableColumn::not_sortable;
    bool ascending = true;
};

struct TableSpec {
    const char* name;  // accessible name: "Invoices"
    std::span<const TableColumn> columns;
    std::size_t row_count = 0;
    std::optional<TableSort> sort = {};
    float row_height = metric::row_height;  // px() units
    float margin = metric::page_margin;     // left and right of the cells
};

// What the table remembers between frames. Belongs to the screen.
struct TableState {
    std::optional<std::size_t> cursor;  // the row the keyboard is on
    std::vector<float> dragged_widths;  // px() units; 0 where nobody dragged
    bool take_focus = false;            // set to bring the keyboard to the table
    bool focus_cursor = false;          // the row under the cursor takes the focus when it is drawn
    bool reveal_cursor = false;
};

// What a person did in this frame.
struct TableEvents {
    std::optional<std::size_t> opened;  // clicked, or Enter
    std::optional<std::size_t> moved;   // the keyboard went there
    std::optional<TableSort> sorted;
    std::string copied;  // the row as TSV, when Ctrl+C was pressed
};

class DataTable;

// One row while it is drawn: each call is the next cell.
class TableRow {
public:
    struct Cell {
        ImVec2 from;
        ImVec2 to;
        bool shown;
    };

    ~TableRow();
    TableRow(const TableRow&) = delete;
    TableRow& operator=(const TableRow&) = delete;

    void text(std::string_view text);
    void muted(std::string_view text);
    void strong(std::string_view text);
    void money(const Money& money, ShowCurrency show);
    // Draw what you like between the corners, unless the column is hidden. `text` is what it says,
    // for the mirror and for copying.
    Cell cell(std::string_view text);
    const Press& press() const { return m_press; }

private:
    friend class DataTable;
    TableRow(DataTable& table, std::size_t index, std::string_view name, bool selected, const Press& press);
    void styled(std::string_view text, TextStyle style, ImU32 color);

    DataTable& m_table;
    std::size_t m_column = 0;
    bool m_copying;
    Press m_press;
    MirrorScope m_mirror;
};

// A table with virtual rows, between two corners of the page. Only the rows of visible_rows() need
// to be drawn. Use data_table() below.
class DataTable {
public:
    struct Range {
        std::size_t first;
        std::size_t last;  // one past the end
    };

    DataTable(const Context& context, const TableSpec& spec, TableState& state, ImVec2 from, ImVec2 to,
              TableEvents& events);
    ~DataTable();
    DataTable(const DataTable&) = delete;
    DataTable& operator=(const DataTable&) = delete;

    Range visible_rows() const;
    // `id` is the record's and stays with it; `name` begins with the first column's text.
    TableRow row(std::size_t index, std::int64_t id, std::string_view name, bool selected);
    const Context& context() const { return m_context; }

private:
    friend class TableRow;
    struct Place {
        float left = 0;
        float width = 0;  // 0: hidden, there was no room
        float gap = 0;    // empty at the right end of it
    };

    void place_columns(float left, float width);
    void place_gaps();
    void draw_head();
    void draw_head_cell(std::size_t column);
    void drag_border(std::size_t column);
    void handle_keys();
    void move_cursor(std::ptrdiff_t by);
    void move_cursor_to(std::size_t index);
    void reveal_cursor();

    const Context& m_context;
    const TableSpec& m_spec;
    TableState& m_state;
    TableEvents& m_events;
    ImVec2 m_from;
    ImVec2 m_to;
    float m_row_height;
    std::vector<Place> m_places;
    bool m_focused = false;
    bool m_copying = false;
    IdScope m_id;
    MirrorScope m_mirror;
    std::optional<Child> m_body;
};

// Draws a table: `draw_row(table, index)` is called for each row that can be seen.
template <class DrawRow>
TableEvents data_table(const Context& context, const TableSpec& spec, TableState& state, ImVec2 from,
                       ImVec2 to, DrawRow draw_row)
{
    TableEvents events;
    DataTable table(context, spec, state, from, to, events);
    const DataTable::Range rows = table.visible_rows();
    for (std::size_t index = rows.first; index < rows.last; ++index) draw_row(table, index);
    return events;
}

}  // namespace app::ui
