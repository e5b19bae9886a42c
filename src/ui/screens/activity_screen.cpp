#include "ui/screens/screens.h"

#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/screens/list_parts.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/detail_panel.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/states.h"
#include "ui/widgets/tooltip.h"

#include <array>

namespace app::ui {

namespace {

namespace command = features::command;
using features::ActivityKind;
using features::ActivityRowView;
using features::ActivityView;

constexpr int detail_lines_max = 200;

constexpr std::array columns = {
    TableColumn{.title = "When", .width = 124},
    TableColumn{.title = "Kind", .width = 124},
    TableColumn{.title = "Record", .width = 170, .share = 0.4f, .rank = 2},
    TableColumn{.title = "What happened", .width = 220, .share = 1},
    TableColumn{.title = "Cause", .width = 110, .rank = 1},
};

constexpr std::array kinds = {ActivityKind::write,    ActivityKind::settled, ActivityKind::read,
                              ActivityKind::decision, ActivityKind::failure, ActivityKind::connection,
                              ActivityKind::setting};

// The kinds have no counts, so that they are words to choose from.
Area draw_filters(const ActivityView& view, const Context& context, features::CommandQueue& commands,
                  const Area& area)
{
    std::vector<Segment> segments = {{.label = "All", .selected = !view.filter}};
    for (const ActivityKind kind : kinds)
        segments.push_back({.label = activity_mark(kind).word, .selected = view.filter == kind});
    ImGui::SetCursorScreenPos({area.from.x + px(metric::page_margin), area.from.y + px(7)});
    const std::optional<std::size_t> chosen = segmented(context, "Kind", segments);
    if (chosen == 0U) commands.send(command::FilterActivity{});
    else if (chosen) commands.send(command::FilterActivity{kinds.at(*chosen - 1)});
    const float bottom = area.from.y + px(metric::filter_bar_height);
    ImGui::GetWindowDrawList()->AddRectFilled({area.from.x, bottom - px(1)}, {area.to.x, bottom},
                                              context.colors().line);
    return area.below(px(metric::filter_bar_height));
}

void draw_row(TableRow& line, const ActivityRowView& entry, const Context& context)
{
    const std::string when = format_relative(entry.at, context.now);
    const TableRow::Cell time = line.cell(when);
    if (time.shown) {
        draw_words_in(context, time.from, time.to, TextStyle::body, context.colors().muted, when);
        tooltip_over(context, time.from, time.to, format_exact(entry.at, context.local));
    }
    const Mark mark = activity_mark(entry.kind);
    if (const TableRow::Cell cell = line.cell(mark.word); cell.shown)
        draw_mark(context, cell.from, cell.to, mark);
    line.text(entry.record.empty() ? entry.object : entry.record);
    line.text(entry.summary);
    line.muted(entry.cause);
}

void draw_table(const ActivityView& view, features::RowSource<ActivityRowView>& rows,
                ActivityScreenState& state, const Context& context, features::CommandQueue& commands,
                const Area& area)
{
    const TableSpec spec{.name = "Activity", .columns = columns, .row_count = rows.size()};
    const auto draw = [&](DataTable& table, std::size_t index) {
        const ActivityRowView& entry = rows.row(index);
        context.next_frame.wanted_in(seconds_until_relative_changes(entry.at, context.now));
        TableRow line = table.row(index, entry.row_id, entry.summary, view.selected == entry.row_id);
        draw_row(line, entry, context);
    };
    const TableEvents events = data_table(context, spec, state.table, area.from, area.to, draw);
    const std::optional<std::size_t> index =
        events.opened ? events.opened : (view.selected ? events.moved : std::nullopt);
    if (index && *index < rows.size()) commands.send(command::SelectActivity{rows.row(*index).row_id});
    copy_row(events, commands);
}

// The selected entry: it was chosen under the cursor, and new entries may have pushed it down since.
std::optional<ActivityRowView> selected_entry(const ActivityView& view,
                                              features::RowSource<ActivityRowView>& rows,
                                              const ActivityScreenState& state)
{
    const std::optional<std::size_t> cursor = state.table.cursor;
    if (!view.selected || !cursor) return std::nullopt;
    constexpr std::size_t search_rows_max = 200;
    for (std::size_t index = *cursor; index < rows.size() && index < *cursor + search_rows_max; ++index) {
        if (rows.row(index).row_id == *view.selected) return rows.row(index);
    }
    return std::nullopt;
}

void draw_entry(const Context& context, const ActivityRowView& entry, const Split& split,
                features::CommandQueue& commands)
{
    DetailPanel panel(context, split, entry.summary, entry.object);
    if (panel.closed()) commands.send(command::SelectActivity{});
    pill(context, activity_mark(entry.kind));
    gap(8);
    panel.begin_body();
    key_value(context, "When", format_exact(entry.at, context.local));
    if (!entry.record.empty()) key_value(context, "Record", entry.record);
    key_value(context, "Cause", entry.cause);
    if (!entry.correlation.empty()) key_value(context, "Call", entry.correlation);
    gap(16);
    record_paragraph(context, TextStyle::body, context.colors().text, entry.summary,
                     ImGui::GetContentRegionAvail().x, detail_lines_max);
    if (entry.detail.empty()) return;
    gap(20);
    heading(context, TextStyle::strong, 3, "Details");
    record_paragraph(context, TextStyle::secondary, context.colors().muted, entry.detail,
                     ImGui::GetContentRegionAvail().x, detail_lines_max);
    gap(12);
    if (button(context, "Copy details", {.icon = icons::copy}))
        commands.send(command::CopyText{entry.detail});
}

}  // namespace

void draw_activity(const ActivityView& view, features::RowSource<ActivityRowView>& rows,
                   ActivityScreenState& state, const Context& context, features::CommandQueue& commands)
{
    const Area below = draw_filters(view, context, commands, window_area());
    const std::optional<ActivityRowView> entry = selected_entry(view, rows, state);
    const Split split = split_for_detail(below.from, below.to, entry.has_value());
    const Area list{split.list_from, split.list_to};
    const ListState list_state{.state = view.state,
                               .problem =
                                   "The local record of what happened cannot be read. Reload the page.",
                               .count_all = view.count_all,
                               .count_shown = rows.size(),
                               .icon = icons::activity,
                               .plural = "entries",
                               .filtered = view.filter || !view.search.empty()};
    const ListAction action = draw_list_state(context, list_state, list, commands);
    if (action == ListAction::none) draw_table(view, rows, state, context, commands, list);
    if (action == ListAction::clear_filter) {
        commands.send(command::FilterActivity{});
        commands.send(command::SearchActivity{});
    }
    if (entry) draw_entry(context, *entry, split, commands);
}

}  // namespace app::ui
