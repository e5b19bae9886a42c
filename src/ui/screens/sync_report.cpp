#include "ui/screens/sync_parts.h"

#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/scopes.h"

#include <algorithm>
#include <format>

namespace app::ui {

namespace {

namespace command = features::command;
using features::FailureView;
using features::ReportView;
using features::SyncView;

constexpr float report_width_max = 820;
constexpr int detail_lines_max = 60;
constexpr std::size_t failures_shown_max = 200;
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
    record_paragraph(context, TextStyle::body, colors.bad, failure.sentence, width, sentence_lines_max);
    record_paragraph(context, TextStyle::body, colors.muted, failure.next_step, width, sentence_lines_max);
    relative_time(context, TextStyle::secondary, colors.muted, failure.at);
    ImGui::SameLine(0, px(16));
    if (link_button(context, open ? "Hide details" : "Details",
                    open ? icons::chevron_up : icons::chevron_down)) {
        state.open_failure = open ? std::nullopt : std::optional(index);
    }
    if (open) {
        gap(8);
        record_paragraph(context, TextStyle::secondary, colors.muted, failure.detail, width,
                         detail_lines_max);
        if (button(context, "Copy details", {.icon = icons::copy}))
            commands.send(command::CopyText{failure.detail});
    }
    gap(14);
    hairline(context);
    gap(14);
}

}  // namespace

void draw_failures(const SyncView& view, SyncScreenState& state, const Context& context,
                   features::CommandQueue& commands)
{
    const Colors& colors = context.colors();
    if (view.failures.empty()) {
        words(context, TextStyle::body, colors.good, std::string(icons::circle_check) + "  Nothing fails.");
        return;
    }
    if (button(
            context, "Retry",
            {.kind = ButtonKind::primary, .icon = icons::rotate_back, .enabled = !view.progress.running})) {
        commands.send(command::RetryFailed{});
    }
    gap(16);
    const MirrorScope list(Role::list, "Failures");
    const std::size_t shown = std::min(view.failures.size(), failures_shown_max);
    for (std::size_t at = 0; at < shown; ++at) {
        draw_failure(view.failures[at], state.open_failure == at, at, state, context, commands);
    }
    if (shown < view.failures.size()) {
        words(context, TextStyle::secondary, colors.muted,
              std::format("and {} more of them",
                          format_count(static_cast<std::int64_t>(view.failures.size() - shown))));
    }
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

void draw_report(const SyncView& view, const Context& context)
{
    const Colors& colors = context.colors();
    if (!view.report) {
        words(context, TextStyle::body, colors.muted, "Nothing has been synced yet.");
        return;
    }
    const ReportView& report = *view.report;
    const float width = page_width();
    draw_outcome(report, context);
    gap(16);
    draw_object_counts(context, report.objects, width);
    section(context, "API calls");
    for (const ReportView::Calls& calls : report.calls) {
        key_value(context, calls.service,
                  std::format("{}, {}", format_counted(calls.reads, "read"),
                              format_counted(calls.writes, "write")));
    }
    section(context, "Coverage");
    const MirrorScope list(Role::list, "Coverage");
    for (const std::string& line : report.coverage) {
        words(context, TextStyle::secondary, colors.good, icons::check);
        ImGui::SameLine(0, px(8));
        record_text(context, TextStyle::secondary, colors.text, line, width);
    }
    gap(24);
}

}  // namespace app::ui
