#pragma once

#include <string>
#include <vector>

#include "clients/hubspot/types.h"
#include "sync/fields/field_mapping.h"
#include "sync/fields/quickbooks_field.h"

// What a mapping has to be like. Pure.
namespace app::sync {

using PropertyDefinitions = std::vector<clients::hubspot::PropertyDefinition>;

// Why the mapping cannot be used, as a sentence; empty when it can. `known` are the object's properties in this
// HubSpot account; while none were read, only QuickBooks' side is checked.
[[nodiscard]] std::string problem_with(Object object, const FieldMapping& mapping,
                                       const PropertyDefinitions& known);

// Why it cannot stand beside the others: a property, or a field that is written, belongs to one mapping.
[[nodiscard]] std::string clash_with(Object object, const FieldMapping& mapping, const FieldMappings& others);

// Those that can be used and are switched on.
[[nodiscard]] FieldMappings usable(Object object, const FieldMappings& mappings,
                                   const PropertyDefinitions& known);

// Which transforms make sense for a field of QuickBooks.
[[nodiscard]] std::vector<Transform> transforms_of(const QuickBooksField& field);

// Why a property can never be mapped: Ledgerbridge fills it itself. Empty when it can.
[[nodiscard]] std::string reserved_because(Object object, const std::string& property);

}  // namespace app::sync
