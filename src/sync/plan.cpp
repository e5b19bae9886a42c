#include "sync/plan.h"

#include "base/assert.h"

namespace app::sync {
namespace {

std::string value_or_blank(const Fields& fields, const std::string& property)
{
    const auto found = fields.find(property);
    return found == fields.end() ? std::string() : found->second;
}

std::vector<FieldChange> changes_between(const Fields& before, const Fields& wanted)
{
    std::vector<FieldChange> changes;
    for (const auto& [property, after] : wanted) {
        std::string old = value_or_blank(before, property);
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

std::string reason_of_match(const std::string& how)
{
    if (how == "email") return "matched by e-mail";
    if (how == "sku") return "matched by SKU";
    if (how == "key") return "carries the QuickBooks id";
    return "matched by name";
}

}  // namespace

Action plan(const Observation& seen)
{
    if (!seen.excluded.empty()) return {.kind = ActionKind::excluded, .reason = seen.excluded};
    if (seen.agreement) return update(*seen.agreement, seen.wanted);
    if (seen.match) {
        ASSERT(!seen.match->hubspot_id.empty());
        std::vector<FieldChange> changes = changes_between(seen.match->current, seen.wanted);
        Fields fields = fields_of(changes);
        return {.kind = ActionKind::link,
                .hubspot_id = seen.match->hubspot_id,
                .reason = reason_of_match(seen.match->how),
                .changes = std::move(changes),
                .fields = std::move(fields)};
    }
    return {.kind = ActionKind::create,
            .reason = seen.note.empty() ? "not in HubSpot yet" : "not in HubSpot yet; " + seen.note,
            .changes = changes_between({}, seen.wanted),
            .fields = seen.wanted};
}

}  // namespace app::sync
