#pragma once

#include <set>
#include <string>

#include "base/json.h"
#include "sync/fields/field_mapping.h"

// What the mappings of an object make of a record. Pure.
namespace app::sync {

// What HubSpot should hold of a QuickBooks record. Blank values are left out, unless a mapping lets blanks overwrite.
// Fails with `rejected` and a sentence on a value that cannot be turned.
[[nodiscard]] Result<Fields> values_for_hubspot(Object object, const FieldMappings& mappings,
                                                const Json& record);
// The same of what only travels to QuickBooks: what QuickBooks holds of it, in HubSpot's words.
[[nodiscard]] Result<Fields> values_only_for_quickbooks(Object object, const FieldMappings& mappings,
                                                        const Json& record);

// The properties whose values travel both ways, and those that only travel to QuickBooks.
[[nodiscard]] std::set<std::string> two_way_properties(const FieldMappings& mappings);
[[nodiscard]] std::set<std::string> quickbooks_bound_properties(const FieldMappings& mappings);
// The properties of which a blank overwrites.
[[nodiscard]] std::set<std::string> blank_properties(const FieldMappings& mappings);

[[nodiscard]] bool goes_to_quickbooks(const FieldMappings& mappings, const std::string& property);

// What HubSpot holds of the mapped properties, each in the spelling that values are compared by. What only travels
// to QuickBooks has its mapping's value instead of nothing.
[[nodiscard]] Fields compared_values(const FieldMappings& mappings, const Fields& hubspot);

}  // namespace app::sync
