#pragma once

#include <string>
#include <vector>

#include "clients/quickbooks/types.h"
#include "sync/object.h"

namespace app::sync {

// What the HubSpot product of an item should hold. `key` is the value of the id property.
[[nodiscard]] Fields product_from_item(const clients::quickbooks::Item& item, const std::string& key);

// Why an item is no product; empty when it is one. Categories only group other items.
[[nodiscard]] std::string product_excluded(const clients::quickbooks::Item& item);

[[nodiscard]] const std::vector<std::string>& product_properties();

}  // namespace app::sync
