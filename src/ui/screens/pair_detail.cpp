#include "ui/screens/pair_detail.h"

#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/states.h"
#include "ui/widgets/tooltip.h"

#include <array>
#include <vector>

namespace app::ui {

namespace {

namespace command = features::command;

constexpr int problem_lines_max = 6;

struct PairColumns {
    float quickbooks;
    float hubspot;
    float right;
};

PairColumns pair_columns(ImVec2 from)
{
    const float right = from.x + ImGui::GetContentRegionAvail().x;
    const float name_width = px(104);
    const float side = (right - from.x - name_width) / 2;
    return {from.x + name_width, from.x + name_width + side, right};
}

void pair_head(const Context& context)
{
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const PairColumns columns = pair_columns(from);
    const float bottom = from.y + px(26);
    const ImU32 color = context.colors().muted;
    draw_words_in(context, {columns.quickbooks, from.y}, {columns.hubspot, bottom}, TextStyle::secondary,
                  color, "QuickBooks");
    draw_words_in(context, {columns.hubspot, from.y}, {columns.right, bottom}, TextStyle::secondary, color,
                  "HubSpot");
    ImGui::GetWindowDrawList()->AddRectFilled({from.x, bottom - px(1)}, {columns.right, bottom},
                                              context.colors().line);
    ImGui::Dummy({columns.right - from.x, bottom - from.y - ImGui::GetStyle().ItemSpacing.y});
}

void pair_row(const Context& context, const features::FieldPairView& field)
{
    const Colors& colors = context.colors();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const PairColumns columns = pair_columns(from);
    const float bottom = from.y + px(28);
    const auto part = [&](float left, float right, ImU32 color, std::string_view text) {
        const TextBox box{.from = {left, from.y},
                          .to = {right - px(8), bottom},
                          .style = TextStyle::secondary,
                          .color = color};
        if (draw_record_text(context, box, text)) tooltip_over(context, box.from, box.to, text);
    };
    if (field.differs) {
        ImGui::GetWindowDrawList()->AddRectFilled({from.x - px(8), from.y + px(1)},
                                                  {columns.right, bottom - px(1)}, colors.warn_soft, px(4));
    }
    part(from.x, columns.quickbooks, colors.muted, field.label);
    if (field.quickbooks == field.hubspot) {
        part(columns.quickbooks, columns.right, colors.text, field.quickbooks);  // one value with room for it
    } else {
        part(columns.quickbooks, columns.hubspot, colors.text, field.quickbooks);
        part(columns.hubspot, columns.right, field.differs ? colors.warn : colors.text, field.hubspot);
    }
    ImGui::Dummy({columns.right - from.x, bottom - from.y - ImGui::GetStyle().ItemSpacing.y});
    describe_at({from.x, from.y, columns.right - from.x, bottom - from.y}, Role::listitem,
                shown_text(field.label),
                {.value = shown_text(field.quickbooks) + " | " + shown_text(field.hubspot),
                 .description = field.differs ? "differs" : ""});
}

void draw_links(const Context& context, const PairDetail& record, features::CommandQueue& commands)
{
    const bool quickbooks = !record.sides->quickbooks_url.empty();
    const bool hubspot = !record.sides->hubspot_url.empty();
    if (!quickbooks && !hubspot) return;
    gap(12);
    if (quickbooks && link_button(context, "Open in QuickBooks", icons::external_link))
        commands.send(command::OpenUrl{record.sides->quickbooks_url});
    if (quickbooks && hubspot) ImGui::SameLine(0, px(16));
    if (hubspot && link_button(context, "Open in HubSpot", icons::external_link))
        commands.send(command::OpenUrl{record.sides->hubspot_url});
}

void draw_summary(const Context& context, const PairDetail& record, features::CommandQueue& commands)
{
    if (!record.sides->problem.empty()) {
        const MirrorScope alert(Role::alert, "Problem");
        words(context, TextStyle::secondary_strong, context.colors().bad,
              std::string(icons::circle_alert) + "  Not in step");
        record_paragraph(context, TextStyle::body, context.colors().text, record.sides->problem,
                         ImGui::GetContentRegionAvail().x, problem_lines_max);
        gap(16);
    }
    for (const auto& [name, value] : record.facts) {
        if (!value.empty()) key_value(context, name, value, 104);
    }
    draw_links(context, record, commands);
    gap(20);
    pair_head(context);
    const MirrorScope list(Role::list, "Fields");
    for (const features::FieldPairView& field : record.sides->fields) pair_row(context, field);
}

void draw_raw(const Context& context, const char* title, const std::vector<features::RawFieldView>& fields)
{
    heading(context, TextStyle::strong, 3, title);
    gap(8);
    const MirrorScope list(Role::list, title);
    if (fields.empty()) words(context, TextStyle::secondary, context.colors().muted, "Nothing there.");
    for (const features::RawFieldView& field : fields) raw_field(context, field.name, field.value);
    gap(20);
}

void draw_timeline(const Context& context, const features::PairSidesView& sides)
{
    if (sides.timeline.empty()) {
        words(context, TextStyle::body, context.colors().muted, "Nothing has happened to it yet.");
        return;
    }
    std::vector<TimelineEntry> entries;
    for (const features::RecordEventView& event : sides.timeline)
        entries.push_back({.at = event.at,
                           .text = event.text,
                           .cause = event.cause,
                           .tone = event.is_failure ? Tone::bad : Tone::neutral});
    timeline(context, entries);
}

}  // namespace

bool draw_pair_detail(const Context& context, const PairDetail& record, int& page, const Split& split,
                      features::CommandQueue& commands)
{
    DetailPanel panel(context, split, record.title, record.subtitle);
    pill(context, pair_mark(record.state));
    const std::array pages = {Tab{"Fields"}, Tab{"Timeline"}, Tab{"Raw data"}};
    tabs(context, "Details", pages, page);
    panel.begin_body();
    const IdScope id(record.row_id);
    if (page == 0) {
        draw_summary(context, record, commands);
    } else if (page == 1) {
        draw_timeline(context, *record.sides);
    } else {
        draw_raw(context, "QuickBooks", record.sides->quickbooks_fields);
        draw_raw(context, "HubSpot", record.sides->hubspot_fields);
    }
    return panel.closed();
}

bool draw_detail_loading(const Context& context, const Split& split, const char* title)
{
    DetailPanel panel(context, split, title, "");
    panel.begin_body();
    skeleton_rows(context, split.detail_from, split.detail_to);
    return panel.closed();
}

}  // namespace app::ui
