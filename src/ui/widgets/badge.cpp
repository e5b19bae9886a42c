#include "ui/widgets/badge.h"

#include "imgui_internal.h"

#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/text.h"

#include <algorithm>

namespace app::ui {

ImU32 tone_color(const Colors& colors, Tone tone)
{
    switch (tone) {
    case Tone::neutral: return colors.muted;
    case Tone::accent: return colors.accent;
    case Tone::good: return colors.good;
    case Tone::warn: return colors.warn;
    case Tone::bad: return colors.bad;
    case Tone::info: return colors.info;
    }
    return colors.muted;
}

ImU32 tone_soft(const Colors& colors, Tone tone)
{
    switch (tone) {
    case Tone::neutral: return colors.neutral_soft;
    case Tone::accent: return colors.accent_soft;
    case Tone::good: return colors.good_soft;
    case Tone::warn: return colors.warn_soft;
    case Tone::bad: return colors.bad_soft;
    case Tone::info: return colors.info_soft;
    }
    return colors.neutral_soft;
}

Mark stage_mark(features::InvoiceStage stage)
{
    using enum features::InvoiceStage;
    switch (stage) {
    case awaiting_send: return {icons::circle_dashed, "Awaiting to be sent", Tone::neutral};
    case sent: return {icons::send, "Sent to customer", Tone::info};
    case partially_paid: return {icons::circle_half, "Partially paid", Tone::warn};
    case paid: return {icons::circle_check, "Paid in full", Tone::good};
    case overdue: return {icons::circle_alert, "Overdue", Tone::bad};
    case voided: return {icons::ban, "Voided", Tone::neutral};
    case deleted: return {icons::trash, "Deleted", Tone::neutral};
    }
    return {};
}

Mark mirror_mark(features::InvoiceRowView::Mirror mirror)
{
    using enum features::InvoiceRowView::Mirror;
    switch (mirror) {
    case in_hubspot: return {icons::check, "In sync", Tone::good};
    case waiting: return {icons::clock, "Waiting", Tone::neutral};
    case failing: return {icons::circle_alert, "Failing", Tone::bad};
    case excluded: return {icons::circle_minus, "Excluded", Tone::neutral};
    }
    return {};
}

Mark pair_mark(features::PairState state)
{
    using enum features::PairState;
    switch (state) {
    case in_sync: return {icons::check, "In sync", Tone::good};
    case waiting: return {icons::clock, "Waiting", Tone::neutral};
    case failing: return {icons::circle_alert, "Failing", Tone::bad};
    case excluded: return {icons::circle_minus, "Excluded", Tone::neutral};
    case only_hubspot: return {icons::cloud, "Only in HubSpot", Tone::info};
    }
    return {};
}

Mark action_mark(features::PlanRowView::Action action)
{
    using enum features::PlanRowView::Action;
    switch (action) {
    case create: return {icons::plus, "Create", Tone::good};
    case update: return {icons::pencil, "Update", Tone::warn};
    case link: return {icons::link, "Link", Tone::info};
    case create_in_quickbooks: return {icons::plus, "New in QuickBooks", Tone::good};
    case unlink: return {icons::link, "Unlink", Tone::neutral};
    case archive: return {icons::circle_minus, "Archive", Tone::bad};
    case make_inactive: return {icons::circle_minus, "Make inactive", Tone::bad};
    case nothing: return {icons::minus, "No change", Tone::neutral};
    }
    return {};
}

Mark activity_mark(features::ActivityKind kind)
{
    using enum features::ActivityKind;
    switch (kind) {
    case read: return {icons::download, "Read", Tone::neutral};
    case decision: return {icons::workflow, "Decision", Tone::info};
    case write: return {icons::upload, "Write", Tone::accent};
    case settled: return {icons::check_all, "Settled", Tone::good};
    case failure: return {icons::circle_alert, "Failure", Tone::bad};
    case connection: return {icons::plug, "Connection", Tone::neutral};
    case setting: return {icons::settings, "Setting", Tone::neutral};
    }
    return {};
}

namespace {

constexpr float pill_height = 22;
constexpr float icon_width = 18;

void draw_icon_and_word(const Context& context, ImVec2 from, ImVec2 to, const Mark& mark, ImU32 icon,
                        ImU32 word)
{
    draw_words_in(context, from, {from.x + px(icon_width), to.y}, TextStyle::secondary, icon, mark.icon);
    draw_words_in(context, {from.x + px(icon_width), from.y}, to, TextStyle::secondary, word, mark.word);
}

float pill_width(const Context& context, const Mark& mark)
{
    return px(8 + icon_width + 9) + text_width(context, TextStyle::secondary, mark.word);
}

}  // namespace

void draw_pill(const Context& context, ImVec2 from, ImVec2 to, const Mark& mark)
{
    const float width = std::min(pill_width(context, mark), to.x - from.x);
    const float top = (from.y + to.y - px(pill_height)) / 2;
    const ImVec2 start = {from.x, top};
    const ImVec2 end = {from.x + width, top + px(pill_height)};
    ImGui::GetWindowDrawList()->AddRectFilled(start, end, tone_soft(context.colors(), mark.tone),
                                              px(pill_height) / 2);
    const ImU32 color = tone_color(context.colors(), mark.tone);
    draw_icon_and_word(context, {start.x + px(8), start.y}, {end.x - px(4), end.y}, mark, color, color);
}

void draw_mark(const Context& context, ImVec2 from, ImVec2 to, const Mark& mark)
{
    const Colors& colors = context.colors();
    const bool calm = mark.tone == Tone::neutral || mark.tone == Tone::good;
    draw_icon_and_word(context, from, to, mark, tone_color(colors, mark.tone),
                       calm ? colors.muted : tone_color(colors, mark.tone));
}

void pill(const Context& context, const Mark& mark)
{
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 size = {pill_width(context, mark), px(pill_height)};
    draw_pill(context, from, {from.x + size.x, from.y + size.y}, mark);
    ImGui::Dummy(size);
    describe_at({from.x, from.y, size.x, size.y}, Role::text, mark.word);
}

}  // namespace app::ui
