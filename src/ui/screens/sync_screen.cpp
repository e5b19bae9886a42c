#include "ui/screens/screens.h"

#include "ui/icons.h"
#include "ui/screens/sync_fields.h"
#include "ui/screens/sync_parts.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/scopes.h"
#include "ui/widgets/states.h"

#include <algorithm>
#include <array>

namespace app::ui {

namespace {

namespace command = features::command;
using features::SyncView;

constexpr float page_height_min = 340;

enum Page { page_plan, page_conflicts, page_failures, page_report, page_settings, page_fields };

// Nobody chose: what there is to see.
int shown_page(const SyncView& view, const SyncScreenState& state)
{
    if (state.page) return *state.page;
    const bool has_plan = view.plan.state != features::PlanView::State::none;
    return has_plan || !view.report ? page_plan : page_report;
}

void draw_tabs(const SyncView& view, SyncScreenState& state, const Context& context)
{
    const std::array pages = {Tab{"Plan", view.plan.changes},
                              Tab{"Conflicts", view.conflict_count},
                              Tab{"Failures", static_cast<std::int64_t>(view.failures.size())},
                              Tab{"Runs"},
                              Tab{"Rules"},
                              Tab{"Fields"}};
    const int shown = shown_page(view, state);
    int page = shown;
    tabs(context, "Sync details", pages, page);
    if (page != shown) state.page = page;
}

void draw_page(const SyncView& view, const features::FieldsView& fields,
               features::RowSource<features::PlanRowView>& plan_rows, SyncScreenState& state,
               const Context& context, features::CommandQueue& commands, const Area& area)
{
    const int page = shown_page(view, state);
    if (page == page_plan) return draw_plan(view, plan_rows, state, context, commands, area);
    if (page == page_report) return draw_runs(view, state, context, commands, area);
    if (page == page_fields) return draw_fields(fields, state.fields, context, commands, area);
    const Child scroll("page", area.from, {area.width(), area.height()},
                       {.padding = {px(metric::page_margin), px(16)}, .scrolls = true});
    if (page == page_conflicts) draw_conflicts(view, context, commands);
    if (page == page_settings) draw_object_settings(view, state, context, commands);
    if (page == page_failures) draw_failures(view, state, context, commands);
}

void draw_connected(const SyncView& view, const features::FieldsView& fields,
                    features::RowSource<features::PlanRowView>& plan_rows, SyncScreenState& state,
                    const Context& context, features::CommandQueue& commands, const Area& area)
{
    const Child scroll("sync", area.from, {area.width(), area.height()}, {.scrolls = true});
    const float margin = px(metric::page_margin);
    ImGui::SetCursorPos({margin, px(16)});
    {
        const GroupScope top;
        const float width = area.width() - 2 * margin;
        draw_sync_head(view, context, commands, width);
        gap(16);
        draw_sync_objects(view, context, commands, width);
        draw_sync_progress(view, context, commands, width);
        gap(8);
        draw_tabs(view, state, context);
    }
    const float top = ImGui::GetItemRectMax().y;
    ImGui::GetWindowDrawList()->AddRectFilled({area.from.x, top}, {area.to.x, top + px(1)},
                                              context.colors().line);
    const float bottom = std::max(area.to.y, top + px(page_height_min));
    draw_page(view, fields, plan_rows, state, context, commands,
              {{area.from.x, top + px(1)}, {area.to.x, bottom}});
}

}  // namespace

void draw_sync(const SyncView& view, const features::FieldsView& fields,
               features::RowSource<features::PlanRowView>& plan_rows, SyncScreenState& state,
               const Context& context, features::CommandQueue& commands)
{
    const Area area = window_area();
    if (view.state == features::LoadState::loading) return skeleton_rows(context, area.from, area.to);
    if (view.state == features::LoadState::failed) {
        return failed_state(context, area.from, area.to,
                            "The sync settings could not be read from the local database. Reload the page.");
    }
    if (view.connected) return draw_connected(view, fields, plan_rows, state, context, commands, area);
    const bool pressed = empty_state(context, area.from, area.to,
                                     {.icon = icons::plug,
                                      .title = "Connect both accounts first",
                                      .sentence = "Sync needs a HubSpot account and a QuickBooks company.",
                                      .action = "Go to Connections",
                                      .action_icon = icons::arrow_right});
    if (pressed) commands.send(command::Show{features::Screen::connections});
}

}  // namespace app::ui
