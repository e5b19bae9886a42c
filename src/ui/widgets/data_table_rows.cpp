#include "ui/widgets/data_table.h"

#include "imgui_internal.h"

#include "base/text.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/tooltip.h"

#include <algorithm>
#include <array>

namespace app::ui {

namespace {

bool key(ImGuiKey which)
{
    return ImGui::IsKeyPressed(which, ImGuiInputFlags_Repeat, ImGui::GetCurrentWindow()->ID);
}

// ImGui's own navigation would walk over the items; in a table the arrows walk over rows.
void own_keys()
{
    constexpr std::array keys = {ImGuiKey_UpArrow,   ImGuiKey_DownArrow, ImGuiKey_PageUp,
                                 ImGuiKey_PageDown,  ImGuiKey_Home,      ImGuiKey_End,
                                 ImGuiKey_LeftArrow, ImGuiKey_RightArrow};
    for (const ImGuiKey which : keys) ImGui::SetKeyOwner(which, ImGui::GetCurrentWindow()->ID);
}

// A spreadsheet would run text that begins like a formula.
std::string spreadsheet_cell(std::string_view text, bool is_figure)
{
    std::string cell = single_line(text);
    const bool like_formula = !cell.empty() && std::string_view("=+-@").contains(cell.front());
    return like_formula && !is_figure ? "'" + cell : cell;
}

}  // namespace

void DataTable::handle_keys()
{
    own_keys();
    const auto page =
        static_cast<std::ptrdiff_t>(std::max(1.0f, ImGui::GetWindowHeight() / m_row_height - 1));
    const auto all = static_cast<std::ptrdiff_t>(m_spec.row_count);
    if (key(ImGuiKey_DownArrow) || ImGui::IsKeyPressed(ImGuiKey_J)) move_cursor(1);
    if (key(ImGuiKey_UpArrow) || ImGui::IsKeyPressed(ImGuiKey_K)) move_cursor(-1);
    if (key(ImGuiKey_PageDown)) move_cursor(page);
    if (key(ImGuiKey_PageUp)) move_cursor(-page);
    if (key(ImGuiKey_Home)) move_cursor(-all);
    if (key(ImGuiKey_End)) move_cursor(all);
    const ImGuiIO& io = ImGui::GetIO();
    m_copying = (io.KeyCtrl || io.KeySuper) && ImGui::IsKeyPressed(ImGuiKey_C, false);
}

void DataTable::move_cursor(std::ptrdiff_t by)
{
    if (m_spec.row_count == 0) return;
    const auto last = static_cast<std::ptrdiff_t>(m_spec.row_count) - 1;
    const std::ptrdiff_t from =
        m_state.cursor ? static_cast<std::ptrdiff_t>(*m_state.cursor) : (by > 0 ? -1 : 0);
    const std::ptrdiff_t to = std::clamp<std::ptrdiff_t>(from + by, 0, last);
    m_state.cursor = static_cast<std::size_t>(to);
    m_state.focus_cursor = true;
    m_events.moved = m_state.cursor;
    reveal_cursor();
}

void DataTable::reveal_cursor()
{
    if (!m_state.cursor) return;
    const float top = static_cast<float>(*m_state.cursor) * m_row_height;
    const float bottom = top + m_row_height;
    if (top < ImGui::GetScrollY()) ImGui::SetScrollY(top);
    if (bottom > ImGui::GetScrollY() + ImGui::GetWindowHeight()) {
        ImGui::SetScrollY(bottom - ImGui::GetWindowHeight());
    }
}

namespace {

void draw_row_background(const Context& context, const Press& press, bool selected, bool has_cursor)
{
    const Colors& colors = context.colors();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    if (selected) draw->AddRectFilled(press.from, press.to, colors.selected);
    else if (press.hovered) draw->AddRectFilled(press.from, press.to, colors.hover);
    draw->AddLine({press.from.x, press.to.y - px(1)}, {press.to.x, press.to.y - px(1)}, colors.line, px(1));
    if (selected) {
        draw->AddRectFilled(press.from, {press.from.x + px(2), press.to.y}, colors.accent);
    }
    Press ring = press;
    ring.focused = has_cursor && ImGui::GetCurrentContext()->NavCursorVisible;
    focus_ring(context, ring, Ring::inside);
}

}  // namespace

TableRow DataTable::row(std::size_t index, std::int64_t id, std::string_view name, bool selected)
{
    const IdScope scope(id);
    const ImVec2 origin = ImGui::GetWindowPos();
    const float top = origin.y - ImGui::GetScrollY() + static_cast<float>(index) * m_row_height;
    const bool has_cursor = m_state.cursor == index;
    // The table is one stop of the Tab key: the row the cursor is on, or else the first.
    const NoTabStopScope skipped(!has_cursor && (m_state.cursor || index != 0));
    const float right = origin.x + ImGui::GetCurrentWindow()->InnerRect.GetWidth();
    const Press press = press_area_at("row", {origin.x, top}, {right, top + m_row_height});
    if (has_cursor && std::exchange(m_state.focus_cursor, false)) {
        ImGui::SetFocusID(press.id, ImGui::GetCurrentWindow());
        ImGui::SetNavCursorVisible(true);
    }
    // The Tab key or a screen reader went to this row.
    if (press.focused && !has_cursor && !m_state.focus_cursor) m_state.cursor = index;
    if (press.pressed) {
        m_state.cursor = index;
        m_events.opened = index;
    }
    draw_row_background(m_context, press, selected, has_cursor && m_focused);
    return {*this, index, name, selected, press};
}

TableRow::TableRow(DataTable& table, std::size_t index, std::string_view name, bool selected,
                   const Press& press)
    : m_table(table),
      m_copying(table.m_copying && table.m_state.cursor == index),
      m_press(press),
      m_mirror(Role::row, shown_text(name),
               {.selected = selected ? Selected::yes : Selected::no,
                .row_index = static_cast<int>(index) + 1,
                .id = press.id})
{
}

TableRow::~TableRow() = default;

TableRow::Cell TableRow::cell(std::string_view text)
{
    const std::size_t column = m_column++;
    if (m_copying) {
        if (column > 0) m_table.m_events.copied += '\t';
        const bool figure = m_table.m_spec.columns[column].align == Align::end;
        m_table.m_events.copied += spreadsheet_cell(text, figure);
    }
    const DataTable::Place& place = m_table.m_places[column];
    const Cell cell{{place.left, m_press.from.y},
                    {place.left + place.width - place.gap, m_press.to.y},
                    place.width > 0 && m_press.visible};
    if (cell.shown) {
        describe_at({cell.from.x, cell.from.y, cell.to.x - cell.from.x, cell.to.y - cell.from.y}, Role::cell,
                    shown_text(text), {.column_index = static_cast<int>(column) + 1});
    }
    return cell;
}

void TableRow::styled(std::string_view text, TextStyle style, ImU32 color)
{
    const Align align = m_table.m_spec.columns[m_column].align;
    const Cell place = cell(text);
    if (!place.shown) return;
    const bool cut = draw_record_text(
        m_table.m_context,
        {.from = place.from, .to = place.to, .style = style, .color = color, .align = align}, text);
    if (cut) tooltip_over(m_table.m_context, place.from, place.to, text);
}

void TableRow::text(std::string_view text)
{
    styled(text, TextStyle::body, m_table.m_context.colors().text);
}

void TableRow::muted(std::string_view text)
{
    styled(text, TextStyle::body, m_table.m_context.colors().muted);
}

void TableRow::strong(std::string_view text)
{
    styled(text, TextStyle::strong, m_table.m_context.colors().text);
}

void TableRow::money(const Money& money, ShowCurrency show)
{
    const Colors& colors = m_table.m_context.colors();
    styled(format_money(money, show), TextStyle::body, money.amount_e4 == 0 ? colors.muted : colors.text);
}

}  // namespace app::ui
