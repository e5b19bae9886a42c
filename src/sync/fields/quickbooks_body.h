#pragma once

#include <map>
#include <string>

#include "base/json.h"
#include "sync/fields/field_mapping.h"

// Mapped values on their way to QuickBooks. Pure.
namespace app::sync {

// Values by the id of their QuickBooks field (sync/fields/quickbooks_field.h).
using QuickBooksValues = std::map<std::string, std::string>;

// What QuickBooks gets of HubSpot's values: those that a mapping takes there. Fails with `rejected` and a sentence
// on one that cannot be turned, or that QuickBooks has no room for: nothing is ever cut to make it fit.
[[nodiscard]] Result<QuickBooksValues> values_for_quickbooks(Object object, const FieldMappings& mappings,
                                                             const Fields& hubspot);

// Adds the members. Of addresses all members of `present`, the record as last read, go out, because QuickBooks takes
// nested objects as a whole; of several e-mail addresses the others stay.
void put_members(JsonObject& body, Object object, const QuickBooksValues& values, const Json& present);

}  // namespace app::sync
