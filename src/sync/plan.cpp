#include "sync/plan.h"

#include <algorithm>

#include "base/assert.h"

namespace app::sync {
namespace {

std::vector<FieldChange> changes_between(const Fields& before, const Fields& wanted)
{
    std::vector<FieldChange> changes;
    for (const auto& [property, after] : wanted) {
        std::string old = value_in(before, property);
        if (old != after) changes.push_back({property, std::move(old), after});
    }
    return changes;
}

Fields fields_of(const std::vector<FieldChange>& changes)
{
    Fields fields;
    for (const FieldChange& change : changes) fields[change.property] = change.after;
    return fields;
}

Action update(const Agreement& agreement, const Fields& wanted)
{
    std::vector<FieldChange> changes = changes_between(agreement.base, wanted);
    if (changes.empty()) return {.kind = ActionKind::nothing, .hubspot_id = agreement.hubspot_id};
    Fields fields = fields_of(changes);
    return {.kind = ActionKind::update,
            .hubspot_id = agreement.hubspot_id,
            .reason = "changed in QuickBooks",
            .changes = std::move(changes),
            .fields = std::move(fields)};
}

bool may_update(WritePolicy policy)
{
    return policy == WritePolicy::create_and_update || policy == WritePolicy::update_only;
}

bool may_create(WritePolicy policy)
{
    return policy == WritePolicy::create_and_update || policy == WritePolicy::create_only;
}

std::string reason_of_match(const std::string& how)
{
    if (how == "email") return "matched by e-mail";
    if (how == "sku") return "matched by SKU";
    if (how == "key") return "carries the QuickBooks id";
    return "matched by name";
}

MergeInput merge_input(const Observation& seen)
{
    MergeInput input{.quickbooks_base = {},
                     .hubspot_base = {},
                     .quickbooks = seen.wanted,
                     .hubspot = seen.two_way->hubspot,
                     .two_way = seen.two_way->fields,
                     .to_quickbooks_only = seen.two_way->quickbooks_bound_names,
                     .blank_counts = seen.two_way->blank_counts,
                     .writes_hubspot = seen.settings.writes_hubspot() && may_update(seen.settings.in_hubspot),
                     .writes_quickbooks = may_update(seen.settings.in_quickbooks),
                     .newer = seen.two_way->newer,
                     .rule = [&](const std::string& property) { return seen.settings.rule_for(property); },
                     .chosen = seen.two_way->chosen};
    input.quickbooks.insert(seen.two_way->quickbooks_bound.begin(), seen.two_way->quickbooks_bound.end());
    if (seen.agreement) {
        input.quickbooks_base = seen.agreement->base;
        input.hubspot_base = seen.agreement->hubspot_base;
    }
    return input;
}

std::string reason_of_merge(const MergeResult& merged, const MergeInput& input)
{
    const bool from_quickbooks = !merged.to_hubspot.empty();
    const bool from_hubspot = !merged.to_quickbooks.empty();
    std::string reason = from_quickbooks && from_hubspot ? "changed on both sides, in different fields"
                         : from_hubspot                  ? "changed in HubSpot"
                         : from_quickbooks               ? "changed in QuickBooks"
                                                         : "both sides changed to the same";
    if (!input.chosen.empty()) reason += "; as you decided";
    if (!merged.conflicts.empty()) reason += "; other fields wait for you to decide";
    return reason;
}

Action merged_action(const Observation& seen)
{
    const MergeInput input = merge_input(seen);
    MergeResult merged = merge(input);
    Action action{.kind = ActionKind::update,
                  .hubspot_id = seen.agreement ? seen.agreement->hubspot_id : seen.match->hubspot_id,
                  .reason =
                      seen.agreement ? reason_of_merge(merged, input) : reason_of_match(seen.match->how)};
    for (const auto& [property, after] : merged.to_hubspot)
        action.changes.push_back({property, value_in(input.hubspot, property), after, Side::hubspot});
    for (const auto& [property, after] : merged.to_quickbooks)
        action.changes.push_back({property, value_in(input.quickbooks, property), after, Side::quickbooks});
    action.fields = std::move(merged.to_hubspot);
    action.quickbooks_fields = std::move(merged.to_quickbooks);
    action.agreed = std::move(merged.agreed);
    action.conflicts = std::move(merged.conflicts);
    if (!seen.agreement) action.kind = ActionKind::link;
    else if (!action.changes.empty()) action.kind = ActionKind::update;
    else action.kind = action.conflicts.empty() ? ActionKind::nothing : ActionKind::ask;
    return action;
}

// Whether the record that is still there holds changes which the other never got.
bool counterpart_has_changed(const Observation& seen)
{
    if (!seen.two_way) return false;
    MergeInput input = merge_input(seen);
    input.writes_hubspot = input.writes_quickbooks = true;
    input.rule = {};
    input.chosen = {};
    const MergeResult merged = merge(input);
    if (!merged.conflicts.empty()) return true;
    if (seen.gone->side == Side::quickbooks) return !merged.to_quickbooks.empty();
    return std::ranges::any_of(merged.to_hubspot,
                               [&](const auto& field) { return input.two_way.contains(field.first); });
}

// Nothing when the pair stays as it is.
std::optional<Action> end_of(const Observation& seen)
{
    const bool is_in_hubspot = seen.gone->side == Side::quickbooks;
    const bool may_write = is_in_hubspot
                               ? seen.settings.writes_hubspot() && may_update(seen.settings.in_hubspot)
                               : seen.settings.writes_quickbooks() && may_update(seen.settings.in_quickbooks);
    const GoneDecision decision = decide_end({.gone = *seen.gone,
                                              .policy = seen.settings.deletions,
                                              .may_write_counterpart = may_write,
                                              .counterpart_has_changed = counterpart_has_changed(seen)});
    Action action{.hubspot_id = seen.agreement->hubspot_id, .reason = seen.gone->why};
    switch (decision.end) {
    case PairEnd::keep: break;
    case PairEnd::unlink: action.kind = ActionKind::unlink; return action;
    case PairEnd::hold: return Action{.kind = ActionKind::excluded, .reason = decision.why_held};
    case PairEnd::remove:
        action.kind = ActionKind::remove;
        action.remove_in = is_in_hubspot ? Side::hubspot : Side::quickbooks;
        return action;
    }
    // QuickBooks shows a record that is not active; HubSpot's recycle bin takes no changes.
    if (is_in_hubspot && !seen.gone->on_both_sides) return std::nullopt;
    return Action{.kind = ActionKind::excluded, .reason = seen.gone->why};
}

}  // namespace

Action plan(const Observation& seen)
{
    if (!seen.excluded.empty()) return {.kind = ActionKind::excluded, .reason = seen.excluded};
    if (seen.agreement && seen.agreement->broken) {
        return {.kind = ActionKind::excluded,
                .reason =
                    seen.gone ? "unlinked: " + seen.gone->why : "unlinked, because one of the two was gone"};
    }
    if (seen.agreement && seen.gone) {
        if (auto action = end_of(seen)) return *std::move(action);
    }
    ASSERT(!seen.match || !seen.match->hubspot_id.empty());
    if (seen.two_way && (seen.agreement || seen.match)) return merged_action(seen);
    if (seen.agreement) {
        if (!may_update(seen.settings.in_hubspot)) return {.hubspot_id = seen.agreement->hubspot_id};
        return update(*seen.agreement, seen.wanted);
    }
    if (seen.match) {
        std::vector<FieldChange> changes = changes_between(seen.match->current, seen.wanted);
        Fields fields = fields_of(changes);
        return {.kind = ActionKind::link,
                .hubspot_id = seen.match->hubspot_id,
                .reason = reason_of_match(seen.match->how),
                .changes = std::move(changes),
                .fields = std::move(fields)};
    }
    if (!seen.settings.writes_hubspot() || !may_create(seen.settings.in_hubspot))
        return {.kind = ActionKind::excluded, .reason = "not made in HubSpot, as set for this object"};
    std::vector<FieldChange> changes = changes_between({}, seen.wanted);
    Fields fields = fields_of(changes);
    return {.kind = ActionKind::create,
            .reason = seen.note.empty() ? "not in HubSpot yet" : "not in HubSpot yet; " + seen.note,
            .changes = std::move(changes),
            .fields = std::move(fields)};
}

}  // namespace app::sync
