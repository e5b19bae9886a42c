#include "ui/screens/sync_parts.h"

#include "ui/mirror_imgui.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/scopes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

// What a person sets for each object.
namespace app::ui {

namespace {

namespace command = features::command;
using features::ObjectSyncView;
using features::SyncView;
using sync::ObjectSettings;

constexpr float rules_width_max = 820;

// One setting: what it is about, its choices side by side. Gives the chosen one when it is another.
template <class Value, std::size_t Count>
std::optional<Value> choice(const Context& context, const char* name,
                            const std::array<const char*, Count>& labels, Value value)
{
    std::array<Segment, Count> segments;
    for (std::size_t at = 0; at < Count; ++at)
        segments[at] = {.label = labels[at], .selected = at == static_cast<std::size_t>(value)};
    words(context, TextStyle::secondary_strong, context.colors().text, name);
    gap(4);
    const auto chosen = segmented(context, name, segments);
    gap(12);
    if (!chosen || *chosen == static_cast<std::size_t>(value)) return std::nullopt;
    return static_cast<Value>(*chosen);
}

void draw_two_way_rules(const Context& context, ObjectSettings& settings, bool& changed)
{
    const auto take = [&](auto& member, const auto& chosen) {
        if (!chosen) return;
        member = *chosen;
        changed = true;
    };
    constexpr std::array policies = {"Create and update", "Update only", "Create only", "Nothing"};
    if (settings.writes_hubspot())
        take(settings.in_hubspot, choice(context, "In HubSpot", policies, settings.in_hubspot));
    if (!settings.writes_quickbooks()) return;
    take(settings.in_quickbooks, choice(context, "In QuickBooks", policies, settings.in_quickbooks));
    if (settings.direction == sync::Direction::both) {
        take(settings.conflicts,
             choice(context, "When both sides changed the same field",
                    std::array{"Ask me", "Newest wins", "HubSpot wins", "QuickBooks wins"},
                    settings.conflicts));
    }
    if (settings.creates_in_quickbooks()) {
        take(settings.names,
             choice(context, "Name of a new customer",
                    std::array{"First Last", "Company", "Company - First Last"}, settings.names));
    }
}

void draw_rules_of(const ObjectSyncView& object, const Context& context, features::CommandQueue& commands)
{
    const MirrorScope group(Role::group, "Rules for " + object.label);
    const IdScope id(static_cast<std::int64_t>(object.object));
    section(context, object.label);
    ObjectSettings settings = object.settings;
    bool changed = false;
    if (object.two_way_possible) {
        const auto direction =
            choice(context, "Changes travel", std::array{"To HubSpot", "Both ways", "To QuickBooks"},
                   settings.direction);
        if (direction) {
            settings.direction = *direction;
            changed = true;
        }
    } else {
        words(context, TextStyle::secondary, context.colors().muted,
              "Changes travel from QuickBooks to HubSpot.");
        gap(12);
    }
    draw_two_way_rules(context, settings, changed);
    if (changed) commands.send(command::SetObjectSettings{object.object, settings});
}

}  // namespace

void draw_object_settings(const SyncView& view, const Context& context, features::CommandQueue& commands)
{
    words(context, TextStyle::body, context.colors().muted,
          view.progress.running
              ? "A sync is running; rules can be changed when it has ended."
              : "After a change all pairs are decided anew. Preview the plan to see what it would write.",
          std::min(ImGui::GetContentRegionAvail().x, px(rules_width_max)));
    if (view.progress.running) return;
    for (const ObjectSyncView& object : view.objects) draw_rules_of(object, context, commands);
    gap(24);
}

}  // namespace app::ui
