#include "ui/screens/sync_parts.h"

#include "base/money.h"
#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/screens/list_parts.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/detail_panel.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/states.h"

#include <array>
#include <format>

namespace app::ui {

namespace {

namespace command = features::command;
using features::PlanRowView;
using features::PlanView;
using features::SyncObject;
using features::SyncView;

constexpr std::array columns = {
    TableColumn{.title = "Change", .width = 140},
    TableColumn{.title = "Object", .width = 100, .rank = 3},
    TableColumn{.title = "Record", .width = 180, .share = 1},
    TableColumn{.title = "Why", .width = 170, .share = 0.6f, .rank = 1},
    TableColumn{.title = "Fields", .width = 150, .share = 0.8f, .rank = 2},
};

constexpr std::array objects = {SyncObject::contacts, SyncObject::products, SyncObject::invoices};

std::string summary_line(const PlanView::Summary& summary)
{
    std::string line =
        std::format("{}: {} to create, {} to update, {} to link, {} unchanged", object_word(summary.object),
                    format_count(summary.creates), format_count(summary.updates), format_count(summary.links),
                    format_count(summary.unchanged));
    if (summary.quickbooks_creates > 0)
        line += std::format(", {} to create in QuickBooks", format_count(summary.quickbooks_creates));
    if (summary.quickbooks_updates > 0)
        line += std::format(", {} to update in QuickBooks", format_count(summary.quickbooks_updates));
    if (summary.removals > 0)
        line += std::format(", {} to archive or make inactive", format_count(summary.removals));
    if (summary.unlinks > 0) line += std::format(", {} to unlink", format_count(summary.unlinks));
    if (summary.conflicts > 0) line += std::format(", {} with conflicts", format_count(summary.conflicts));
    if (summary.excluded > 0) line += std::format(", {} excluded", format_count(summary.excluded));
    return line;
}

std::string effect_line(const PlanView& plan)
{
    std::string line = std::format("{} in about {}", format_counted(plan.changes, "change"),
                                   format_counted(plan.calls, "API call"));
    if (plan.left_out > 0) line += std::format("  ·  {} left out", format_count(plan.left_out));
    for (const Money& value : plan.invoice_value)
        line += std::format("  ·  {} of invoices new in HubSpot", format_money(value, ShowCurrency::code));
    return line;
}

// A question before much is removed; returns where the next line begins.
float draw_mass_removal(const PlanView::MassRemoval& removal, const Context& context,
                        features::CommandQueue& commands, ImVec2 from, float right)
{
    const IdScope id(static_cast<std::int64_t>(removal.object));
    const std::string sentence = std::format(
        "{}  {} of {} linked {} would be archived, made inactive or unlinked. {}", icons::alert,
        format_count(removal.count), format_count(removal.linked), object_word(removal.object),
        removal.agreed ? "You allowed it for the next run." : "Nothing is written until you allow it.");
    const float text_right = right - px(removal.agreed ? 0 : 190);
    draw_record_text(context,
                     {.from = {from.x, from.y + px(6)},
                      .to = {text_right, from.y + px(28)},
                      .style = TextStyle::secondary_strong,
                      .color = context.colors().bad},
                     sentence);
    describe_at({from.x, from.y, text_right - from.x, px(28)}, Role::listitem, sentence);
    if (!removal.agreed) {
        ImGui::SetCursorScreenPos({right - px(180), from.y});
        if (button(context, "Allow removing them", {.kind = ButtonKind::danger, .width = px(180)}))
            commands.send(command::AgreeToRemovals{removal.object});
    }
    return from.y + px(36);
}

// The sum of all that would happen, as words; returns its height.
float draw_summary(const SyncView& view, const Context& context, features::CommandQueue& commands,
                   const Area& area)
{
    const Colors& colors = context.colors();
    const float left = area.from.x + px(metric::page_margin);
    const float right = area.to.x - px(metric::page_margin);
    float top = area.from.y + px(12);
    const auto line = [&](TextStyle style, ImU32 color, const std::string& text) {
        draw_record_text(context,
                         {.from = {left, top}, .to = {right, top + px(22)}, .style = style, .color = color},
                         text);
        describe_at({left, top, right - left, px(22)}, Role::listitem, text);
        top += px(22);
    };
    const MirrorScope list(Role::list, "Plan summary");
    line(TextStyle::strong, colors.text, effect_line(view.plan));
    for (const PlanView::Summary& summary : view.plan.summaries)
        line(TextStyle::secondary, colors.muted, summary_line(summary));
    for (const std::string& note : view.plan.notes)
        line(TextStyle::secondary, colors.warn, std::string(icons::alert) + "  " + note);
    for (const PlanView::MassRemoval& removal : view.plan.mass_removals)
        top = draw_mass_removal(removal, context, commands, {left, top}, right);
    return top + px(4) - area.from.y;
}

Area draw_filters(const PlanView& plan, const Context& context, features::CommandQueue& commands,
                  const Area& area)
{
    std::vector<FilterTab> tabs = {{"All", plan.changes, !plan.shown_object}};
    std::vector<SyncObject> of_tab;
    for (const SyncObject object : objects) {
        for (const PlanView::Summary& summary : plan.summaries) {
            if (summary.object != object) continue;
            tabs.push_back({object_word(object),
                            summary.creates + summary.updates + summary.links + summary.quickbooks_creates +
                                summary.removals + summary.unlinks,
                            plan.shown_object == object});
            of_tab.push_back(object);
        }
    }
    const ButtonOptions save{.icon = icons::download, .hint = "The whole plan, for a spreadsheet"};
    ImGui::SetCursorScreenPos(
        {area.to.x - px(metric::page_margin) - button_width(context, "Save as CSV", save),
         area.from.y + px(4)});
    if (button(context, "Save as CSV", save)) commands.send(command::ExportPlan{});
    const FilterBar bar = draw_filter_bar(context, "Planned objects", tabs, area);
    if (bar.chosen == 0U) commands.send(command::ShowPlanOf{});
    else if (bar.chosen) commands.send(command::ShowPlanOf{of_tab.at(*bar.chosen - 1)});
    return bar.rest;
}

std::string changed_fields(const PlanRowView& row)
{
    constexpr std::size_t named_max = 4;
    std::string names;
    for (std::size_t at = 0; at < row.changes.size() && at < named_max; ++at) {
        if (at > 0) names += ", ";
        names += row.changes[at].property;
    }
    if (row.changes.size() > named_max) names += std::format(" and {} more", row.changes.size() - named_max);
    return names;
}

constexpr Mark left_out_mark = {icons::circle_minus, "Left out", Tone::neutral};

void draw_row(TableRow& line, const PlanRowView& row, const Context& context)
{
    const Mark mark = row.left_out ? left_out_mark : action_mark(row.action);
    if (const TableRow::Cell cell = line.cell(mark.word); cell.shown)
        draw_pill(context, cell.from, cell.to, mark);
    line.muted(object_word(row.object));
    line.strong(row.title);
    line.muted(row.left_out ? "left out" : row.reason);
    line.muted(changed_fields(row));
}

void draw_rows(features::RowSource<PlanRowView>& rows, SyncScreenState& state, const Context& context,
               features::CommandQueue& commands, const Area& area)
{
    const TableSpec spec{.name = "Plan", .columns = columns, .row_count = rows.size()};
    const auto draw = [&](DataTable& table, std::size_t index) {
        const PlanRowView& row = rows.row(index);
        const std::string name = std::format("{} {}", action_mark(row.action).word, shown_text(row.title));
        TableRow line =
            table.row(index, static_cast<std::int64_t>(index), name, state.open_plan_row == index);
        draw_row(line, row, context);
    };
    const TableEvents events = data_table(context, spec, state.plan_table, area.from, area.to, draw);
    if (events.opened) state.open_plan_row = events.opened;
    else if (events.moved && state.open_plan_row) state.open_plan_row = events.moved;
    copy_row(events, commands);
}

const char* no_changes_words(PlanRowView::Action action)
{
    switch (action) {
    case PlanRowView::Action::unlink:
        return "Both records stay as they are; they only belong together no more.";
    case PlanRowView::Action::archive: return "The HubSpot record goes to HubSpot's recycle bin.";
    case PlanRowView::Action::make_inactive:
        return "The QuickBooks record is made inactive; nothing is deleted.";
    case PlanRowView::Action::create:
    case PlanRowView::Action::update:
    case PlanRowView::Action::link:
    case PlanRowView::Action::create_in_quickbooks:
    case PlanRowView::Action::nothing: break;
    }
    return "No field changes; the two records are linked.";
}

void draw_part_buttons(const PlanRowView& row, const SyncView& view, const Context& context,
                       features::CommandQueue& commands)
{
    if (button(context, row.left_out ? "Take it in again" : "Leave it out",
               {.icon = row.left_out ? icons::plus : icons::circle_minus, .enabled = !view.progress.running}))
        commands.send(command::LeaveOut{row.entry, !row.left_out});
    ImGui::SameLine(0, px(8));
    if (button(context, "Apply only this", {.icon = icons::check, .enabled = view.can_apply}))
        commands.send(command::ApplyOnly{row.entry});
    gap(12);
}

void draw_diff(const PlanRowView& row, const SyncView& view, SyncScreenState& state, const Context& context,
               features::CommandQueue& commands, const Split& split)
{
    DetailPanel panel(context, split, row.title, std::string(object_word(row.object)) + "  ·  " + row.reason);
    if (panel.closed()) state.open_plan_row.reset();
    pill(context, action_mark(row.action));
    gap(8);
    panel.begin_body();
    draw_part_buttons(row, view, context, commands);
    const float width = ImGui::GetContentRegionAvail().x;
    const MirrorScope list(Role::list, "Changed fields");
    if (row.changes.empty())
        words(context, TextStyle::body, context.colors().muted, no_changes_words(row.action));
    for (const PlanRowView::FieldChange& change : row.changes) {
        // What is new has nothing before it.
        const bool is_new = row.action == PlanRowView::Action::create ||
                            row.action == PlanRowView::Action::create_in_quickbooks;
        if (is_new) key_value(context, change.property, change.after, 170);
        else diff_row(context, change.property, change.before, change.after, width);
    }
}

void draw_none(const SyncView& view, const Context& context, const Area& area)
{
    const bool can = view.can_preview && !view.progress.running;
    empty_state(
        context, area.from, area.to,
        {.icon = icons::eye,
         .title = view.progress.running ? "A sync is running" : "No plan yet",
         .sentence =
             can ? "Preview plan reads both accounts and lists every change it would make. It writes nothing."
                 : "The next plan can be made when this run has ended."});
}

}  // namespace

void draw_plan(const SyncView& view, features::RowSource<PlanRowView>& rows, SyncScreenState& state,
               const Context& context, features::CommandQueue& commands, const Area& area)
{
    if (view.plan.state == PlanView::State::preparing) return skeleton_rows(context, area.from, area.to);
    if (view.plan.state == PlanView::State::none) return draw_none(view, context, area);
    const Area below =
        draw_filters(view.plan, context, commands, area.below(draw_summary(view, context, commands, area)));
    if (state.open_plan_row && *state.open_plan_row >= rows.size()) state.open_plan_row.reset();
    const Split split = split_for_detail(below.from, below.to, state.open_plan_row.has_value());
    const Area list{split.list_from, split.list_to};
    if (rows.size() == 0) {
        empty_state(
            context, list.from, list.to,
            {.icon = icons::circle_check, .title = "Nothing to change", .sentence = "Both sides agree."});
    } else {
        draw_rows(rows, state, context, commands, list);
    }
    if (state.open_plan_row) draw_diff(rows.row(*state.open_plan_row), view, state, context, commands, split);
}

}  // namespace app::ui
