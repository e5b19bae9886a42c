#include "ui/frame.h"

#include "ui/mirror_imgui.h"
#include "ui/screen_names.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/scopes.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/tooltip.h"

#include <algorithm>

namespace app::ui {

namespace {

using features::FrameView;
using features::Screen;
using features::SyncStatusView;

constexpr float search_width_max = 320;
constexpr float status_width_max = 300;
constexpr float status_words_from = 620;  // on a narrower page the symbol has to do

Mark status_mark(SyncStatusView::Kind kind)
{
    using enum SyncStatusView::Kind;
    switch (kind) {
    case not_connected: return {icons::unlink, "", Tone::neutral};
    case never_synced: return {icons::circle_dashed, "", Tone::neutral};
    case up_to_date: return {icons::circle_check, "", Tone::good};
    case waiting: return {icons::clock, "", Tone::neutral};
    case syncing: return {icons::refresh, "", Tone::accent};
    case paused: return {icons::pause, "", Tone::warn};
    case offline: return {icons::wifi_off, "", Tone::warn};
    case failed: return {icons::circle_alert, "", Tone::bad};
    }
    return {};
}

const char* search_name(Screen screen)
{
    switch (screen) {
    case Screen::invoices: return "Search invoices";
    case Screen::contacts: return "Search contacts";
    case Screen::products: return "Search products";
    case Screen::activity: return "Search activity";
    case Screen::overview:
    case Screen::sync:
    case Screen::connections:
    case Screen::settings: break;
    }
    return "Search";
}

void send_search(Screen screen, std::string text, features::CommandQueue& commands)
{
    namespace command = features::command;
    switch (screen) {
    case Screen::invoices: commands.send(command::SearchInvoices{std::move(text)}); return;
    case Screen::contacts: commands.send(command::SearchContacts{std::move(text)}); return;
    case Screen::products: commands.send(command::SearchProducts{std::move(text)}); return;
    case Screen::activity: commands.send(command::SearchActivity{std::move(text)}); return;
    case Screen::overview:
    case Screen::sync:
    case Screen::connections:
    case Screen::settings: return;
    }
}

std::string when_finished(const SyncStatusView& status, const Context& context)
{
    if (!status.last_finished_at) return {};
    context.next_frame.wanted_in(seconds_until_relative_changes(*status.last_finished_at, context.now));
    return format_relative(*status.last_finished_at, context.now);
}

// Right-aligned before `right`; returns its left edge.
float draw_status(const FrameView& view, const Context& context, const Area& bar, float right)
{
    const Colors& colors = context.colors();
    const SyncStatusView& status = view.sync_status;
    const Mark mark = status_mark(status.kind);
    const std::string when = when_finished(status, context);
    const std::string text = shown_text(status.text);
    const bool failed = status.kind == SyncStatusView::Kind::failed;
    const std::string line = when.empty() || failed ? text : text + " · " + when;
    const bool has_room = bar.width() >= px(status_words_from);
    const float room = has_room ? std::min(px(status_width_max), bar.width() * 0.34f) : 0;
    const float words = std::min(room, text_width(context, TextStyle::secondary, line) + px(2));
    const ImVec2 from = {right - words - px(22), bar.from.y};
    const ImVec2 to = {right, bar.to.y};
    const ImU32 color = tone_color(colors, mark.tone);
    if (status.kind == SyncStatusView::Kind::syncing) {
        draw_spinner(context, {from.x + px(8), (from.y + to.y) / 2}, px(14), color);
    } else {
        draw_words_in(context, from, {from.x + px(20), to.y}, TextStyle::secondary, color, mark.icon);
    }
    const TextBox box{.from = {from.x + px(22), from.y},
                      .to = to,
                      .style = TextStyle::secondary,
                      .color = failed ? colors.bad : colors.muted};
    const bool cut = draw_record_text(context, box, line);
    describe_at({from.x, from.y, to.x - from.x, to.y - from.y}, Role::status, "Sync status",
                {.value = text, .description = when, .live = Live::polite});
    if (cut || !has_room) tooltip_over(context, from, to, line);
    else if (status.last_finished_at)
        tooltip_over(context, from, to,
                     "Last sync: " + format_exact(*status.last_finished_at, context.local));
    return from.x;
}

float draw_sync_now(const FrameView& view, const Context& context, features::CommandQueue& commands,
                    const Area& bar, float right)
{
    const ButtonOptions options{.kind = ButtonKind::primary,
                                .icon = icons::refresh,
                                .enabled = view.sync_now_enabled,
                                .busy = view.sync_running};
    const float left = right - button_width(context, "Sync now", options);
    ImGui::SetCursorScreenPos({left, bar.from.y + (bar.height() - px(metric::control_height)) / 2});
    if (button(context, "Sync now", options)) commands.send(features::command::SyncNow{});
    return left;
}

}  // namespace

Area draw_top_bar(const FrameView& view, SearchState* search, const std::string& shown_search,
                  const Context& context, features::CommandQueue& commands, const Area& area)
{
    const Area bar{area.from, {area.to.x, area.from.y + px(metric::top_bar_height)}};
    const MirrorScope banner(Role::banner, "Top bar");
    const Child child("top bar", bar.from, {bar.width(), bar.height()});
    const char* title = name_of(view.screen).name;
    ImGui::SetCursorScreenPos({bar.from.x + px(metric::page_margin),
                               bar.from.y + (bar.height() - text_height(TextStyle::title)) / 2});
    heading(context, TextStyle::title, 1, title);
    const float title_right =
        bar.from.x + px(metric::page_margin + 24) + text_width(context, TextStyle::title, title);
    float right = draw_sync_now(view, context, commands, bar, bar.to.x - px(metric::page_margin));
    right = draw_status(view, context, bar, right - px(16));
    if (search != nullptr) {
        const float room = right - px(20) - title_right;
        const float width = std::clamp(room, px(120), px(search_width_max));
        const ImVec2 from = {right - px(20) - width,
                             bar.from.y + (bar.height() - px(metric::control_height)) / 2};
        if (auto text = search_field(context, search_name(view.screen), *search, shown_search, from, width)) {
            send_search(view.screen, std::move(*text), commands);
        }
    }
    ImGui::GetWindowDrawList()->AddRectFilled({bar.from.x, bar.to.y - px(1)}, bar.to, context.colors().line);
    return area.below(bar.height());
}

}  // namespace app::ui
