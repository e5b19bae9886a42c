#pragma once

#include <string>
#include <vector>

#include "clients/quickbooks/types.h"
#include "sync/fields/field_mapping.h"

namespace app::sync {

// What the HubSpot product of an item should hold by these mappings. `key` is the value of the id property.
// Fails with `rejected` on a value that a mapping cannot turn.
[[nodiscard]] Result<Fields> product_from_item(const Json& item, const FieldMappings& mappings,
                                               const std::string& key);

// Why an item is no product; empty when it is one. Categories only group other items.
[[nodiscard]] std::string product_excluded(const clients::quickbooks::Item& item);

[[nodiscard]] const std::vector<std::string>& product_properties();

}  // namespace app::sync
