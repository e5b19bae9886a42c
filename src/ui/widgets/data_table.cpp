#include "ui/widgets/data_table.h"

#include "imgui_internal.h"

#include "ui/icons.h"

#include <algorithm>
#include <cmath>

namespace app::ui {

namespace {

constexpr float scroll_bar_width = 10;

bool scrolls(const TableSpec& spec, ImVec2 from, ImVec2 to)
{
    const float body = to.y - from.y - px(metric::row_height);
    return static_cast<float>(spec.row_count) * px(spec.row_height) > body;
}

// ImGui gives the keyboard of a page that has just come up to its first item; the list comes before.
void take_keyboard()
{
    ImGuiContext& g = *ImGui::GetCurrentContext();
    ImGui::SetWindowFocus();
    g.NavInitRequest = false;
    g.NavInitResult.Clear();
}

}  // namespace

DataTable::DataTable(const Context& context, const TableSpec& spec, TableState& state, ImVec2 from, ImVec2 to,
                     TableEvents& events)
    : m_context(context),
      m_spec(spec),
      m_state(state),
      m_events(events),
      m_from(from),
      m_to(to),
      m_row_height(px(spec.row_height)),
      m_id(spec.name),
      m_mirror(Role::table, spec.name,
               {.rectangle = {from.x, from.y, to.x - from.x, to.y - from.y},
                .row_count = static_cast<int>(spec.row_count),
                .column_count = static_cast<int>(spec.columns.size())})
{
    if (m_state.cursor && *m_state.cursor >= spec.row_count) m_state.cursor.reset();
    const float bar = scrolls(spec, from, to) ? px(scroll_bar_width) : 0;
    place_columns(from.x + px(spec.margin), to.x - from.x - 2 * px(spec.margin) - bar);
    draw_head();
    const float head = px(metric::row_height);
    m_body.emplace("body", ImVec2{from.x, from.y + head}, ImVec2{to.x - from.x, to.y - from.y - head},
                   ChildOptions{.scrolls = true});
    if (std::exchange(m_state.take_focus, false)) take_keyboard();
    m_focused = ImGui::IsWindowFocused();
    if (m_focused && !ImGui::GetIO().WantTextInput) handle_keys();
    if (std::exchange(m_state.reveal_cursor, false)) reveal_cursor();
}

DataTable::~DataTable()
{
    ImGui::SetCursorPos({0, static_cast<float>(m_spec.row_count) * m_row_height});
    ImGui::Dummy({0, 0});
}

DataTable::Range DataTable::visible_rows() const
{
    if (!*m_body) return {0, 0};
    const float top = ImGui::GetScrollY();
    const float bottom = top + ImGui::GetWindowHeight();
    const auto first = static_cast<std::size_t>(std::max(0.0f, top / m_row_height));
    const auto last = static_cast<std::size_t>(std::ceil(bottom / m_row_height));
    return {std::min(first, m_spec.row_count), std::min(last, m_spec.row_count)};
}

namespace {

constexpr float column_width_min = 48;
constexpr float cell_gap = 12;
constexpr float wide_cell_gap = 28;

// Which columns stay: as long as they do not fit, the one with the highest rank goes.
std::vector<bool> fitting(std::span<const TableColumn> columns, const std::vector<float>& widths, float room)
{
    std::vector<bool> stays(columns.size(), true);
    for (std::size_t round = 0; round < columns.size(); ++round) {
        float sum = 0;
        std::size_t least = columns.size();
        for (std::size_t at = 0; at < columns.size(); ++at) {
            if (!stays[at]) continue;
            sum += widths[at];
            if (columns[at].rank > 0 &&
                (least == columns.size() || columns[at].rank >= columns[least].rank)) {
                least = at;
            }
        }
        if (sum <= room || least == columns.size()) break;
        stays[least] = false;
    }
    return stays;
}

}  // namespace

void DataTable::place_columns(float left, float width)
{
    const std::span<const TableColumn> columns = m_spec.columns;
    m_state.dragged_widths.resize(columns.size(), 0);
    std::vector<float> widths(columns.size());
    for (std::size_t at = 0; at < columns.size(); ++at) {
        const float dragged = m_state.dragged_widths[at];
        widths[at] = px(dragged > 0 ? dragged : columns[at].width);
    }
    const std::vector<bool> stays = fitting(columns, widths, width);
    float room = width;
    float shares = 0;
    for (std::size_t at = 0; at < columns.size(); ++at) {
        if (!stays[at]) continue;
        room -= widths[at];
        if (m_state.dragged_widths[at] <= 0) shares += columns[at].share;
    }
    m_places.assign(columns.size(), {});
    for (std::size_t at = 0; at < columns.size(); ++at) {
        if (!stays[at]) continue;
        const bool grows = m_state.dragged_widths[at] <= 0 && shares > 0 && room > 0;
        if (grows) widths[at] += std::floor(room * columns[at].share / shares);
        m_places[at] = {.left = left, .width = widths[at]};
        left += widths[at];
    }
    place_gaps();
}

// Figures end where the words of the next column begin: those two need more room between them.
void DataTable::place_gaps()
{
    Align next = Align::end;
    for (std::size_t at = m_places.size(); at-- > 0;) {
        const Align own = m_spec.columns[at].align;
        m_places[at].gap = px(own == Align::end && next == Align::start ? wide_cell_gap : cell_gap);
        if (m_places[at].width > 0) next = own;
    }
}

void DataTable::draw_head()
{
    const Colors& colors = m_context.colors();
    const float bottom = m_from.y + px(metric::row_height);
    ImGui::GetWindowDrawList()->AddLine({m_from.x, bottom - px(1)}, {m_to.x, bottom - px(1)}, colors.line,
                                        px(1));
    const MirrorScope group(Role::rowgroup, "Columns");
    for (std::size_t column = 0; column < m_places.size(); ++column) {
        if (m_places[column].width <= 0) continue;
        draw_head_cell(column);
        drag_border(column);
    }
}

namespace {

constexpr float sort_mark_width = 18;

Sorted sorted_state(const TableColumn& column, const std::optional<TableSort>& sort)
{
    if (column.sort_key == TableColumn::not_sortable) return Sorted::not_sortable;
    if (!sort || sort->key != column.sort_key) return Sorted::none;
    return sort->ascending ? Sorted::ascending : Sorted::descending;
}

// Screen readers find the column head; keyboards must reach it too when it sorts.
void make_focusable(ImGuiID id)
{
    Mirror* mirror = attached_mirror();
    Node* node = mirror == nullptr ? nullptr : mirror->find(id);
    if (node != nullptr) node->focusable = true;
}

}  // namespace

void DataTable::draw_head_cell(std::size_t index)
{
    const TableColumn& column = m_spec.columns[index];
    const Place& place = m_places[index];
    const bool sortable = column.sort_key != TableColumn::not_sortable;
    const Sorted sorted = sorted_state(column, m_spec.sort);
    const IdScope id(static_cast<std::int64_t>(index));
    const ImVec2 to = {place.left + place.width - place.gap, m_from.y + px(metric::row_height)};
    const DisabledScope disabled(!sortable);
    const Press press = press_area_at("head", {place.left, m_from.y}, to);
    describe_item(Role::columnheader, column.title,
                  {.sorted = sorted, .column_index = static_cast<int>(index) + 1});
    if (sortable) make_focusable(press.id);
    const bool active = sorted == Sorted::ascending || sorted == Sorted::descending;
    const Colors& colors = m_context.colors();
    const ImU32 color = active || press.hovered ? colors.text : colors.muted;
    const char* mark = sorted == Sorted::descending ? icons::arrow_down : icons::arrow_up;
    const float mark_room = active ? px(sort_mark_width) : 0;
    const bool at_end = column.align == Align::end;
    const float words_width =
        std::min(text_width(m_context, TextStyle::secondary, column.title), to.x - place.left - mark_room);
    const float words_left = at_end ? to.x - words_width : place.left;
    draw_words_in(m_context, {words_left, m_from.y}, {words_left + words_width + px(1), to.y},
                  TextStyle::secondary, color, column.title);
    const float mark_left = at_end ? words_left - mark_room : words_left + words_width + px(4);
    if (active)
        draw_words_in(m_context, {mark_left, m_from.y}, {mark_left + mark_room, to.y}, TextStyle::secondary,
                      colors.accent, mark);
    focus_ring(m_context, press, Ring::inside);
    if (sortable) pointing_hand(press);
    if (!press.pressed || !sortable) return;
    m_events.sorted = {column.sort_key, active ? sorted == Sorted::descending : !column.first_descending};
}

void DataTable::drag_border(std::size_t column)
{
    const Place& place = m_places[column];
    const float x = place.left + place.width - place.gap / 2;
    const IdScope id(static_cast<std::int64_t>(column));
    const NoTabStopScope no_stop(true);
    const float bottom = m_from.y + px(metric::row_height);
    const Press press = press_area_at("border", {x - px(4), m_from.y + px(6)}, {x + px(4), bottom - px(6)});
    if (!press.hovered && !press.held) return;
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    ImGui::GetWindowDrawList()->AddLine({x, press.from.y}, {x, press.to.y}, m_context.colors().line_strong,
                                        px(1));
    if (!press.held) return;
    const float one = px(100) / 100;
    const float wanted = (ImGui::GetIO().MousePos.x + place.gap / 2 - place.left) / one;
    m_state.dragged_widths[column] = std::max(column_width_min, wanted);
}

}  // namespace app::ui
