#pragma once

#include <span>
#include <string>

#include "clients/hubspot/types.h"
#include "clients/quickbooks/types.h"
#include "sync/fields/mapping_problem.h"

// Words of field mappings, and what a new one starts from.
namespace app::features {

[[nodiscard]] std::string transform_words(sync::Transform transform);
// What a property of HubSpot holds: "number, read-only".
[[nodiscard]] std::string property_note(const clients::hubspot::PropertyDefinition& property);
// For a property that HubSpot was not asked about.
[[nodiscard]] std::string own_property_label(const std::string& property);

// What Ledgerbridge fills itself and nobody can change.
struct FixedField {
    const char* property;
    const char* field_label;
};
[[nodiscard]] std::span<const FixedField> fixed_fields(sync::Object object);

[[nodiscard]] clients::quickbooks::Entity quickbooks_entity(sync::Object object);

// The mapping with a transform and direction that its two fields allow, where its own do not.
[[nodiscard]] sync::FieldMapping with_fitting_transform(sync::Object object, sync::FieldMapping mapping,
                                                        const sync::PropertyDefinitions& known);

}  // namespace app::features
