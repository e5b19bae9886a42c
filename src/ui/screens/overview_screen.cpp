#include "ui/screens/screens.h"

#include "base/money.h"
#include "ui/icons.h"
#include "ui/screens/first_steps.h"
#include "ui/widgets/area.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/chart.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/scopes.h"
#include "ui/widgets/states.h"

#include <algorithm>
#include <array>
#include <format>

namespace app::ui {

namespace {

namespace command = features::command;
using features::OverviewView;

constexpr float content_width_max = 1280;
constexpr float chart_height = 200;
constexpr float two_columns_from = 860;

std::vector<StatTile> tiles_from(const OverviewView& view)
{
    std::vector<StatTile> tiles;
    for (const OverviewView::Receivable& receivable : view.receivables) {
        tiles.push_back({"Open " + receivable.open.currency, format_money(receivable.open, ShowCurrency::no),
                         format_counted(receivable.open_count, "invoice"), Tone::neutral});
        tiles.push_back({"Overdue " + receivable.overdue.currency,
                         format_money(receivable.overdue, ShowCurrency::no),
                         format_counted(receivable.overdue_count, "invoice"),
                         receivable.overdue_count > 0 ? Tone::bad : Tone::neutral});
    }
    for (const OverviewView::ObjectHealth& health : view.health) {
        std::string note = "all in step";
        Tone tone = Tone::good;
        if (health.waiting > 0) {
            note = format_count(health.waiting) + " waiting";
            tone = Tone::neutral;
        }
        if (health.failing > 0) {
            note = format_count(health.failing) + " failing";
            tone = Tone::bad;
        }
        tiles.push_back({health.label + " in sync", format_count(health.in_sync), note, tone});
    }
    return tiles;
}

void draw_revenue(const OverviewView& view, const Context& context, float width)
{
    std::vector<Bar> bars;
    for (const OverviewView::MonthRevenue& month : view.revenue) {
        const std::string name = format_month(month.month);
        bars.push_back({name.substr(0, name.find(' ')), name, format_money(month.billed, ShowCurrency::code),
                        static_cast<double>(month.billed.amount_e4)});
    }
    heading(context, TextStyle::heading, 2, "Billed by month");
    gap(12);
    bar_chart(context, "Billed by month", bars, width, px(chart_height));
}

Mark mark_of_label(const std::string& label)
{
    for (std::size_t at = 0; at < features::invoice_stage_count; ++at) {
        const Mark mark = stage_mark(static_cast<features::InvoiceStage>(at));
        if (label == mark.word) return mark;
    }
    return {icons::circle, "", Tone::neutral};
}

void draw_stages(const OverviewView& view, const Context& context, float width)
{
    std::vector<Share> shares;
    for (const OverviewView::Stage& stage : view.stages) {
        const Mark mark = mark_of_label(stage.label);
        if (stage.count > 0) shares.push_back({mark.icon, stage.label, stage.count, mark.tone});
    }
    heading(context, TextStyle::heading, 2, "Invoices by stage");
    gap(16);
    share_bar(context, "Invoices by stage", shares, width);
}

void draw_charts(const OverviewView& view, const Context& context, float width)
{
    const bool beside = width >= px(two_columns_from);
    const float space = px(48);
    const float chart = beside ? std::floor((width - space) * 0.6f) : width;
    const ImVec2 from = ImGui::GetCursorScreenPos();
    {
        const GroupScope group;
        draw_revenue(view, context, chart);
    }
    const float chart_bottom = ImGui::GetItemRectMax().y;
    if (beside) ImGui::SetCursorScreenPos({from.x + chart + space, from.y});
    else gap(28);
    {
        const GroupScope group;
        draw_stages(view, context, beside ? width - chart - space : width);
    }
    const float bottom = std::max(chart_bottom, ImGui::GetItemRectMax().y);
    ImGui::SetCursorScreenPos(from);
    ImGui::Dummy({width, bottom - from.y});
}

void draw_recent(const OverviewView& view, const Context& context, features::CommandQueue& commands)
{
    section(context, "Recent activity");
    if (view.recent.empty()) {
        words(context, TextStyle::body, context.colors().muted, "Nothing has happened yet.");
        return;
    }
    std::vector<TimelineEntry> entries;
    for (const OverviewView::Event& event : view.recent)
        entries.push_back({event.at, event.text, {}, Tone::neutral});
    timeline(context, entries);
    if (link_button(context, "All activity", icons::arrow_right))
        commands.send(command::Show{features::Screen::activity});
}

void draw_content(const OverviewView& view, bool demo, const Context& context,
                  features::CommandQueue& commands, float width)
{
    const bool has_figures = !view.stages.empty();
    if (!view.first_sync_done) {
        draw_first_steps(view, demo, context, commands, width);
        if (has_figures) gap(32);
    }
    if (!has_figures && !view.first_sync_done) return;
    stat_tiles(context, tiles_from(view), width);
    gap(8);
    hairline(context);
    gap(24);
    draw_charts(view, context, width);
    draw_recent(view, context, commands);
}

}  // namespace

void draw_overview(const OverviewView& view, bool demo, const Context& context,
                   features::CommandQueue& commands)
{
    const Area area = window_area();
    if (view.state == features::LoadState::loading) return skeleton_rows(context, area.from, area.to);
    if (view.state == features::LoadState::failed) {
        return failed_state(
            context, area.from, area.to,
            "The local database could not be read. Reload the page; if that does not help, see Activity.");
    }
    const Child scroll("overview", area.from, {area.width(), area.height()},
                       {.padding = {px(metric::page_margin), px(20)}, .scrolls = true});
    const float width = std::min(ImGui::GetContentRegionAvail().x, px(content_width_max));
    const GroupScope column;
    draw_content(view, demo, context, commands, width);
    gap(24);
}

}  // namespace app::ui
