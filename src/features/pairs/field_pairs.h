#pragma once

#include <string>
#include <vector>

#include "features/pairs/view.h"
#include "sync/object.h"

namespace app::features {

// A HubSpot property in words: "firstname" is "First name". Own properties keep their label.
[[nodiscard]] std::string property_label(const std::string& property);

// What QuickBooks leads to beside what HubSpot was last known to hold, in the order of the labels'
// table; properties that neither side has are left out.
[[nodiscard]] std::vector<FieldPairView> field_pairs(const sync::Fields& quickbooks,
                                                     const sync::Fields& hubspot);

[[nodiscard]] std::string matched_how_words(const std::string& how);

}  // namespace app::features
