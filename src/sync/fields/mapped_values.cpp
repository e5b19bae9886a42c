#include "sync/fields/mapped_values.h"

#include <algorithm>

#include "sync/fields/quickbooks_field.h"
#include "sync/fields/transform.h"

namespace app::sync {
namespace {

bool is_one_way_back(const FieldMapping& mapping)
{
    return mapping.direction == FieldDirection::to_quickbooks;
}

template <class Wanted>
Result<Fields> values_of(Object object, const FieldMappings& mappings, const Json& record, Wanted wanted)
{
    Fields values;
    for (const FieldMapping& mapping : mappings) {
        const QuickBooksField* field = quickbooks_field(object, mapping.field);
        if (!field || !wanted(mapping)) continue;
        std::string value = TRY(value_for_hubspot(mapping, value_in(record, *field)));
        if (!value.empty() || mapping.blank_overwrites) values[mapping.property] = std::move(value);
    }
    return values;
}

template <class Wanted>
std::set<std::string> properties_of(const FieldMappings& mappings, Wanted wanted)
{
    std::set<std::string> properties;
    for (const FieldMapping& mapping : mappings) {
        if (wanted(mapping)) properties.insert(mapping.property);
    }
    return properties;
}

}  // namespace

Result<Fields> values_for_hubspot(Object object, const FieldMappings& mappings, const Json& record)
{
    return values_of(object, mappings, record, [](const FieldMapping& one) { return one.to_hubspot(); });
}

Result<Fields> values_only_for_quickbooks(Object object, const FieldMappings& mappings, const Json& record)
{
    FieldMappings bare = mappings;
    // The value that stands for a blank goes to QuickBooks; what QuickBooks holds is compared as it is.
    for (FieldMapping& mapping : bare) mapping.when_blank.clear();
    return values_of(object, bare, record, is_one_way_back);
}

std::set<std::string> two_way_properties(const FieldMappings& mappings)
{
    return properties_of(mappings,
                         [](const FieldMapping& one) { return one.direction == FieldDirection::both; });
}

std::set<std::string> quickbooks_bound_properties(const FieldMappings& mappings)
{
    return properties_of(mappings, is_one_way_back);
}

std::set<std::string> blank_properties(const FieldMappings& mappings)
{
    return properties_of(mappings, [](const FieldMapping& one) { return one.blank_overwrites; });
}

bool goes_to_quickbooks(const FieldMappings& mappings, const std::string& property)
{
    return std::ranges::any_of(mappings, [&](const FieldMapping& mapping) {
        return mapping.property == property && mapping.to_quickbooks();
    });
}

Fields compared_values(const FieldMappings& mappings, const Fields& hubspot)
{
    Fields values;
    for (const FieldMapping& mapping : mappings) {
        const auto found = hubspot.find(mapping.property);
        std::string value = found == hubspot.end() ? std::string() : compared_value(mapping, found->second);
        if (value.empty() && is_one_way_back(mapping)) value = mapping.when_blank;
        if (!value.empty()) values[mapping.property] = std::move(value);
    }
    return values;
}

}  // namespace app::sync
