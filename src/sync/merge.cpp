#include "sync/merge.h"

#include <optional>

namespace app::sync {
namespace {

struct Field {
    std::string property;
    std::string hubspot;
    std::string quickbooks;
    std::string base;  // QuickBooks' value at the agreement
    bool hubspot_changed = false;
    bool quickbooks_changed = false;
};

Field field_of(const MergeInput& input, const std::string& property)
{
    Field field{.property = property,
                .hubspot = value_in(input.hubspot, property),
                .quickbooks = value_in(input.quickbooks, property),
                .base = value_in(input.quickbooks_base, property)};
    const auto own = input.hubspot_base.find(property);
    const std::string& hubspot_base = own == input.hubspot_base.end() ? field.base : own->second;
    const bool blank_counts = input.blank_counts.contains(property);
    field.hubspot_changed = (blank_counts || !field.hubspot.empty()) && field.hubspot != hubspot_base;
    field.quickbooks_changed = (blank_counts || !field.quickbooks.empty()) && field.quickbooks != field.base;
    return field;
}

// Whose value counts when both changed; nothing when a person decides.
std::optional<Side> winner(const MergeInput& input, const Field& field)
{
    if (const auto chosen = input.chosen.find(field.property); chosen != input.chosen.end())
        return chosen->second;
    // Only one side may be written: the other leads.
    if (!input.writes_quickbooks) return Side::quickbooks;
    if (!input.writes_hubspot) return Side::hubspot;
    switch (input.rule ? input.rule(field.property) : ConflictRule::ask) {
    case ConflictRule::ask: return std::nullopt;
    case ConflictRule::newest: return input.newer;
    case ConflictRule::hubspot: return Side::hubspot;
    case ConflictRule::quickbooks: return Side::quickbooks;
    }
    return std::nullopt;
}

void take(const MergeInput& input, const Field& field, Side from, MergeResult& result)
{
    if (from == Side::hubspot && input.writes_quickbooks)
        result.to_quickbooks[field.property] = field.hubspot;
    if (from == Side::quickbooks && input.writes_hubspot)
        result.to_hubspot[field.property] = field.quickbooks;
}

void merge_field(const MergeInput& input, const Field& field, MergeResult& result)
{
    if (!field.hubspot_changed && !field.quickbooks_changed) return;
    if (field.hubspot == field.quickbooks) {
        result.agreed[field.property] = field.quickbooks;
        return;
    }
    if (field.hubspot_changed && field.quickbooks_changed) {
        if (const auto side = winner(input, field)) take(input, field, *side, result);
        else result.conflicts.push_back({field.property, field.base, field.hubspot, field.quickbooks});
        return;
    }
    take(input, field, field.hubspot_changed ? Side::hubspot : Side::quickbooks, result);
}

// An edit made in QuickBooks stays until the same field changes in HubSpot.
void merge_towards_quickbooks(const MergeInput& input, const Field& field, MergeResult& result)
{
    if (!field.hubspot_changed) return;
    if (field.hubspot == field.quickbooks) result.agreed[field.property] = field.quickbooks;
    else take(input, field, Side::hubspot, result);
}

}  // namespace

std::string value_in(const Fields& fields, const std::string& property)
{
    const auto found = fields.find(property);
    return found == fields.end() ? std::string() : found->second;
}

MergeResult merge(const MergeInput& input)
{
    MergeResult result;
    std::set<std::string> properties = input.two_way;
    properties.insert(input.to_quickbooks_only.begin(), input.to_quickbooks_only.end());
    for (const auto& [property, value] : input.quickbooks) properties.insert(property);
    for (const std::string& property : properties) {
        Field field = field_of(input, property);
        if (input.to_quickbooks_only.contains(property)) {
            merge_towards_quickbooks(input, field, result);
            continue;
        }
        if (!input.two_way.contains(property)) {
            // Ours alone: what HubSpot holds of it does not count.
            if (field.quickbooks_changed) result.to_hubspot[property] = field.quickbooks;
            continue;
        }
        merge_field(input, field, result);
    }
    return result;
}

}  // namespace app::sync
