#pragma once

#include <string>
#include <vector>

#include "clients/quickbooks/types.h"
#include "sync/fields/field_mapping.h"

namespace app::sync {

// Whether the customer may carry its e-mail address in HubSpot, where an address belongs to one
// contact only. The first customer with an address owns it.
enum class EmailUse { own, taken };

// What the HubSpot contact of a customer should hold by these mappings. `key` is the value of the unique property.
// Fails with `rejected` on a value that a mapping cannot turn.
[[nodiscard]] Result<Fields> contact_from_customer(const Json& customer, const FieldMappings& mappings,
                                                   const std::string& key, EmailUse email_use);

// The first usable address of a customer in lower case, as HubSpot stores it; empty when there is
// none. QuickBooks keeps several in one field, separated by commas.
[[nodiscard]] std::string contact_email(const clients::quickbooks::Customer& customer);

// What is read of every contact besides the mapped properties: lists and matching need it.
[[nodiscard]] const std::vector<std::string>& contact_properties();

}  // namespace app::sync
