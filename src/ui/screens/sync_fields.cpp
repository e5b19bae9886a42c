#include "ui/screens/sync_fields.h"

#include "ui/icons.h"
#include "ui/screens/list_parts.h"
#include "ui/screens/sync_parts.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/states.h"

#include <array>

namespace app::ui {

namespace {

namespace command = features::command;
using features::FieldRowView;
using features::FieldsView;
using features::SyncObject;
using sync::FieldDirection;

constexpr float head_height = 56;

constexpr std::array columns = {
    TableColumn{.title = "HubSpot property", .width = 170, .share = 1},
    TableColumn{.title = "", .width = 44},
    TableColumn{.title = "QuickBooks field", .width = 150, .share = 0.8f},
    TableColumn{.title = "Values", .width = 130, .share = 0.5f, .rank = 3},
    TableColumn{.title = "For example", .width = 150, .share = 1, .rank = 2},
    TableColumn{.title = "State", .width = 124, .rank = 1},
};

constexpr std::array objects = {SyncObject::contacts, SyncObject::products, SyncObject::invoices};

const char* arrow(FieldDirection direction)
{
    switch (direction) {
    case FieldDirection::both: return "↔";
    case FieldDirection::to_hubspot: return "←";
    case FieldDirection::to_quickbooks: return "→";
    }
    return "";
}

const char* arrow_words(FieldDirection direction)
{
    switch (direction) {
    case FieldDirection::both: return "travels both ways with";
    case FieldDirection::to_hubspot: return "comes from";
    case FieldDirection::to_quickbooks: return "goes to";
    }
    return "";
}

Mark state_mark(const FieldRowView& row)
{
    if (!row.index) return {icons::lock, "Fixed", Tone::neutral};
    if (row.active) return {icons::circle_check, "Active", Tone::good};
    return {icons::circle_minus, "Not active", Tone::warn};
}

std::string example(const FieldRowView& row)
{
    if (row.sample.empty() && row.becomes.empty()) return {};
    if (row.sample == row.becomes) return row.sample;
    return (row.sample.empty() ? "blank" : row.sample) + "  becomes  " +
           (row.becomes.empty() ? "blank" : row.becomes);
}

void draw_row(TableRow& line, const FieldRowView& row, const Context& context)
{
    line.strong(row.property_label);
    if (const TableRow::Cell cell = line.cell(arrow_words(row.direction)); cell.shown)
        draw_words_in(context, cell.from, cell.to, TextStyle::body, context.colors().muted,
                      arrow(row.direction), Align::middle);
    line.text(row.field_label);
    line.muted(row.transform);
    line.muted(example(row));
    const Mark mark = state_mark(row);
    if (const TableRow::Cell cell = line.cell(mark.word); cell.shown)
        draw_pill(context, cell.from, cell.to, mark);
}

void draw_rows(const FieldsView& view, FieldsScreenState& state, const Context& context,
               features::CommandQueue& commands, const Area& area)
{
    const TableSpec spec{.name = "Fields", .columns = columns, .row_count = view.rows.size()};
    const auto draw = [&](DataTable& table, std::size_t at) {
        const FieldRowView& row = view.rows[at];
        const bool selected = view.draft && row.index && view.draft->index == row.index;
        TableRow line = table.row(at, static_cast<std::int64_t>(at),
                                  shown_text(row.property_label) + " " + row.field_label, selected);
        draw_row(line, row, context);
    };
    const TableEvents events = data_table(context, spec, state.table, area.from, area.to, draw);
    if (events.opened && view.rows[*events.opened].index && view.can_edit) {
        state.picker = {};
        commands.send(command::FieldsCommand{command::EditField{view.rows[*events.opened].index}});
    }
    copy_row(events, commands);
}

void draw_objects(const FieldsView& view, const Context& context, features::CommandQueue& commands)
{
    std::array<Segment, objects.size()> segments;
    for (std::size_t at = 0; at < objects.size(); ++at)
        segments[at] = {.label = object_word(objects[at]), .selected = objects[at] == view.object};
    const auto chosen = segmented(context, "Fields of", segments);
    if (chosen && objects.at(*chosen) != view.object)
        commands.send(command::FieldsCommand{command::ShowFieldsOf{objects.at(*chosen)}});
}

// The objects at the left, what can be done at the right.
void draw_head(const FieldsView& view, FieldsScreenState& state, const Context& context,
               features::CommandQueue& commands, const Area& area)
{
    const float top = area.from.y + px(12);
    ImGui::SetCursorScreenPos({area.from.x + px(metric::page_margin), top});
    draw_objects(view, context, commands);
    const ButtonOptions add{.kind = ButtonKind::primary,
                            .icon = icons::plus,
                            .enabled = view.can_edit,
                            .hint = view.can_edit ? "" : "A sync is running, or an account is not connected"};
    const ButtonOptions restore{.icon = icons::rotate_back, .enabled = view.can_edit && !view.is_default};
    const ButtonOptions sample{.icon = icons::refresh, .enabled = !view.sample_title.empty()};
    const float right = area.to.x - px(metric::page_margin);
    float left = right - button_width(context, "Add field", add);
    ImGui::SetCursorScreenPos({left, top});
    if (button(context, "Add field", add)) {
        state.picker = {};
        commands.send(command::FieldsCommand{command::EditField{}});
    }
    left -= px(8) + button_width(context, "Restore defaults", restore);
    ImGui::SetCursorScreenPos({left, top});
    if (button(context, "Restore defaults", restore))
        commands.send(command::FieldsCommand{command::RestoreFields{}});
    left -= px(8) + button_width(context, "Another example", sample);
    if (left < area.from.x + px(360)) return;
    ImGui::SetCursorScreenPos({left, top});
    if (button(context, "Another example", sample))
        commands.send(command::FieldsCommand{command::NextSample{}});
}

}  // namespace

void draw_fields(const FieldsView& view, FieldsScreenState& state, const Context& context,
                 features::CommandQueue& commands, const Area& area)
{
    if (view.state == features::LoadState::loading) return skeleton_rows(context, area.from, area.to);
    if (view.state == features::LoadState::failed)
        return failed_state(context, area.from, area.to,
                            "The field mappings could not be read from the local database. Reload the page.");
    draw_head(view, state, context, commands, area);
    const Area below = area.below(px(head_height));
    const Split split = split_for_detail(below.from, below.to, view.draft.has_value());
    draw_rows(view, state, context, commands, {split.list_from, split.list_to});
    if (view.draft) draw_field_editor(view, state, context, commands, split);
}

}  // namespace app::ui
