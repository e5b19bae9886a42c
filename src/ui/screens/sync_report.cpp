#include "ui/screens/sync_parts.h"

#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/screens/list_parts.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/detail_panel.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/scopes.h"
#include "ui/widgets/states.h"

#include <algorithm>
#include <array>
#include <format>

namespace app::ui {

namespace {

namespace command = features::command;
using features::FailureGroupView;
using features::FailureView;
using features::ReportView;
using features::SyncView;

constexpr float report_width_max = 820;
constexpr int detail_lines_max = 60;
constexpr std::size_t failures_of_group_max = 50;
constexpr int sentence_lines_max = 4;

float page_width()
{
    return std::min(ImGui::GetContentRegionAvail().x, px(report_width_max));
}

void draw_failure(const FailureView& failure, bool open, std::size_t index, SyncScreenState& state,
                  const Context& context, features::CommandQueue& commands)
{
    const Colors& colors = context.colors();
    const IdScope id(static_cast<std::int64_t>(index));
    const MirrorScope item(Role::listitem, shown_text(failure.title));
    const float width = page_width();
    record_text(context, TextStyle::strong, colors.text,
                std::string(object_word(failure.object)) + "  ·  " + shown_text(failure.title), width);
    record_paragraph(context, TextStyle::secondary, colors.text, failure.sentence, width, sentence_lines_max);
    relative_time(context, TextStyle::secondary, colors.muted, failure.at);
    ImGui::SameLine(0, px(16));
    if (link_button(context, open ? "Hide details" : "Details",
                    open ? icons::chevron_up : icons::chevron_down)) {
        state.open_failure = open ? std::nullopt : std::optional(index);
    }
    ImGui::SameLine(0, px(16));
    if (link_button(context, "Retry this one", icons::rotate_back))
        commands.send(command::RetryFailed{{failure.key}});
    if (open) {
        gap(8);
        record_paragraph(context, TextStyle::secondary, colors.muted, failure.detail, width,
                         detail_lines_max);
        if (button(context, "Copy details", {.icon = icons::copy}))
            commands.send(command::CopyText{failure.detail});
    }
    gap(12);
}

std::vector<store::RecordKey> keys_of(const SyncView& view, const FailureGroupView& group)
{
    std::vector<store::RecordKey> keys;
    for (const std::size_t at : group.failures) keys.push_back(view.failures[at].key);
    return keys;
}

// One cause: what happened, what to do, and the records it stops.
void draw_group(const SyncView& view, const FailureGroupView& group, SyncScreenState& state,
                const Context& context, features::CommandQueue& commands)
{
    const Colors& colors = context.colors();
    const std::string count = format_counted(static_cast<std::int64_t>(group.failures.size()), "record");
    const MirrorScope scope(Role::group, group.sentence);
    const IdScope id(view.failures[group.failures.front()].cause);
    const float width = page_width();
    record_paragraph(context, TextStyle::strong, colors.bad, group.sentence, width, sentence_lines_max);
    record_paragraph(context, TextStyle::body, colors.muted, group.next_step, width, sentence_lines_max);
    gap(6);
    if (button(context, ("Retry " + count).c_str(),
               {.icon = icons::rotate_back, .enabled = !view.progress.running}))
        commands.send(command::RetryFailed{keys_of(view, group)});
    gap(10);
    {
        const IndentScope inside(px(16));
        const std::size_t shown = std::min(group.failures.size(), failures_of_group_max);
        for (std::size_t at = 0; at < shown; ++at) {
            const std::size_t index = group.failures[at];
            draw_failure(view.failures[index], state.open_failure == index, index, state, context, commands);
        }
        if (shown < group.failures.size())
            words(context, TextStyle::secondary, colors.muted,
                  std::format("and {} more of them",
                              format_count(static_cast<std::int64_t>(group.failures.size() - shown))));
    }
    hairline(context);
    gap(14);
}

}  // namespace

void draw_failures(const SyncView& view, SyncScreenState& state, const Context& context,
                   features::CommandQueue& commands)
{
    if (view.failures.empty()) {
        words(context, TextStyle::body, context.colors().good,
              std::string(icons::circle_check) + "  Nothing fails.");
        return;
    }
    const MirrorScope list(Role::list, "Failures");
    for (const FailureGroupView& group : view.failure_groups)
        draw_group(view, group, state, context, commands);
}

namespace {

void draw_outcome(const ReportView& report, const Context& context)
{
    const Mark mark =
        report.ok ? Mark{icons::circle_check, "", Tone::good} : Mark{icons::circle_alert, "", Tone::bad};
    const ImU32 color = tone_color(context.colors(), mark.tone);
    words(context, TextStyle::heading, color, mark.icon);
    ImGui::SameLine(0, px(8));
    record_text(context, TextStyle::heading, context.colors().text, report.outcome, page_width());
    if (!report.started_at) return;
    std::string when = format_exact(*report.started_at, context.local);
    if (report.finished_at) when += ", took " + format_duration(*report.started_at, *report.finished_at);
    words(context, TextStyle::secondary, context.colors().muted, when);
}

}  // namespace

namespace {

std::int64_t changed_by(const ReportView& report)
{
    std::int64_t changed = 0;
    for (const auto& object : report.objects) changed += object.created + object.updated;
    return changed;
}

std::int64_t calls_of(const ReportView& report)
{
    std::int64_t calls = 0;
    for (const ReportView::Calls& of_service : report.calls) calls += of_service.reads + of_service.writes;
    return calls;
}

constexpr std::array run_columns = {
    TableColumn{.title = "Run", .width = 110},
    TableColumn{.title = "Started", .width = 160, .share = 0.4f},
    TableColumn{.title = "Outcome", .width = 160, .share = 1},
    TableColumn{.title = "Took", .width = 90, .rank = 2},
    TableColumn{.title = "Changed", .width = 90, .align = Align::end},
    TableColumn{.title = "API calls", .width = 90, .align = Align::end, .rank = 1},
};

void draw_run_row(TableRow& line, const ReportView& run, const Context& context)
{
    line.text(run.started_at ? format_exact(*run.started_at, context.local) : "");
    line.text(run.outcome);
    line.muted(run.started_at && run.finished_at ? format_duration(*run.started_at, *run.finished_at) : "");
    line.text(format_count(changed_by(run)));
    line.muted(format_count(calls_of(run)));
}

void draw_calls(const ReportView& report, const Context& context)
{
    section(context, "API calls");
    for (const ReportView::Calls& calls : report.calls) {
        key_value(context, calls.service,
                  std::format("{}, {}", format_counted(calls.reads, "read"),
                              format_counted(calls.writes, "write")));
        for (const auto& [kind, count] : calls.kinds)
            key_value(context, "", format_count(count) + "  " + kind);
    }
}

void draw_run(const ReportView& report, SyncScreenState& state, const Context& context, const Split& split)
{
    DetailPanel panel(context, split, report.kind, report.outcome);
    if (panel.closed()) state.open_run.reset();
    panel.begin_body();
    const float width = ImGui::GetContentRegionAvail().x;
    draw_outcome(report, context);
    gap(16);
    draw_object_counts(context, report.objects, width);
    draw_calls(report, context);
    section(context, "Coverage");
    const MirrorScope list(Role::list, "Coverage");
    if (report.coverage.empty())
        words(context, TextStyle::secondary, context.colors().muted, "Nothing was read to its end.");
    for (const std::string& line : report.coverage)
        record_paragraph(context, TextStyle::secondary, context.colors().text, line, width,
                         sentence_lines_max);
    gap(24);
}

}  // namespace

void draw_runs(const SyncView& view, SyncScreenState& state, const Context& context,
               features::CommandQueue& commands, const Area& area)
{
    if (view.runs.empty()) {
        empty_state(context, area.from, area.to,
                    {.icon = icons::history,
                     .title = "Nothing has been synced yet",
                     .sentence = "Every run is listed here with what it read, changed and called."});
        return;
    }
    if (state.open_run && *state.open_run >= view.runs.size()) state.open_run.reset();
    const Split split = split_for_detail(area.from, area.to, state.open_run.has_value());
    const TableSpec spec{.name = "Runs", .columns = run_columns, .row_count = view.runs.size()};
    const auto draw = [&](DataTable& table, std::size_t at) {
        const ReportView& run = view.runs[at];
        TableRow line =
            table.row(at, static_cast<std::int64_t>(at), run.kind + " " + run.outcome, state.open_run == at);
        line.strong(run.kind);
        draw_run_row(line, run, context);
    };
    const TableEvents events =
        data_table(context, spec, state.runs_table, split.list_from, split.list_to, draw);
    if (events.opened) state.open_run = events.opened;
    else if (events.moved && state.open_run) state.open_run = events.moved;
    copy_row(events, commands);
    if (state.open_run) draw_run(view.runs[*state.open_run], state, context, split);
}

}  // namespace app::ui
