#include "ui/screens/sync_parts.h"

#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/button.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/scopes.h"

#include <algorithm>
#include <format>

namespace app::ui {

namespace {

namespace command = features::command;
using features::ConflictView;
using features::SyncView;
using sync::Side;

constexpr float conflict_width_max = 820;

void draw_all_buttons(const SyncView& view, const Context& context, features::CommandQueue& commands)
{
    const bool enabled = !view.progress.running;
    words(context, TextStyle::body, context.colors().muted,
          std::format("{} changed on both sides since they last agreed. Nothing is written over either value "
                      "until you choose.",
                      format_counted(view.conflict_count, "field")),
          std::min(ImGui::GetContentRegionAvail().x, px(conflict_width_max)));
    gap(8);
    if (button(context, "Keep HubSpot in all", {.enabled = enabled}))
        commands.send(command::ResolveConflicts{{}, Side::hubspot});
    ImGui::SameLine();
    if (button(context, "Keep QuickBooks in all", {.enabled = enabled}))
        commands.send(command::ResolveConflicts{{}, Side::quickbooks});
    gap(16);
}

void draw_value(const Context& context, const char* side, const std::string& value)
{
    key_value(context, side, value.empty() ? "—" : shown_text(value), 110);
}

void draw_conflict(const ConflictView& conflict, bool enabled, const Context& context,
                   features::CommandQueue& commands)
{
    const IdScope id(conflict.row_id);
    const std::string name = shown_text(conflict.title) + ", " + conflict.property;
    const MirrorScope item(Role::listitem, name);
    const float width = std::min(ImGui::GetContentRegionAvail().x, px(conflict_width_max));
    record_text(context, TextStyle::strong, context.colors().text,
                std::string(object_word(conflict.object)) + "  ·  " + shown_text(conflict.title) + "  ·  " +
                    conflict.property,
                width);
    gap(4);
    draw_value(context, "HubSpot", conflict.hubspot);
    draw_value(context, "QuickBooks", conflict.quickbooks);
    draw_value(context, "Before", conflict.base);
    gap(8);
    if (button(context, "Keep HubSpot", {.enabled = enabled}))
        commands.send(command::ResolveConflicts{{conflict.row_id}, Side::hubspot});
    ImGui::SameLine();
    if (button(context, "Keep QuickBooks", {.enabled = enabled}))
        commands.send(command::ResolveConflicts{{conflict.row_id}, Side::quickbooks});
    gap(14);
    hairline(context);
    gap(14);
}

}  // namespace

void draw_conflicts(const SyncView& view, const Context& context, features::CommandQueue& commands)
{
    const Colors& colors = context.colors();
    if (view.conflicts.empty()) {
        words(context, TextStyle::body, colors.good,
              std::string(icons::circle_check) + "  No field waits for you.");
        return;
    }
    draw_all_buttons(view, context, commands);
    const MirrorScope list(Role::list, "Conflicts");
    for (const ConflictView& conflict : view.conflicts)
        draw_conflict(conflict, !view.progress.running, context, commands);
    const auto shown = static_cast<std::int64_t>(view.conflicts.size());
    if (shown < view.conflict_count) {
        words(context, TextStyle::secondary, colors.muted,
              std::format("and {} more of them", format_count(view.conflict_count - shown)));
    }
}

}  // namespace app::ui
