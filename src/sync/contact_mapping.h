#pragma once

#include <string>
#include <vector>

#include "clients/quickbooks/types.h"
#include "sync/object.h"

namespace app::sync {

// Whether the customer may carry its e-mail address in HubSpot, where an address belongs to one
// contact only. The first customer with an address owns it.
enum class EmailUse { own, taken };

// What the HubSpot contact of a customer should hold. Blank values are left out. A customer without
// a person's name gets its display name as the last name, so that it can be found in HubSpot.
// `key` is the value of the unique property.
[[nodiscard]] Fields contact_from_customer(const clients::quickbooks::Customer& customer,
                                           const std::string& key, EmailUse email_use);

// The first usable address of a customer in lower case, as HubSpot stores it; empty when there is
// none. QuickBooks keeps several in one field, separated by commas.
[[nodiscard]] std::string contact_email(const clients::quickbooks::Customer& customer);

// All HubSpot properties this mapping can write; what is read to compare.
[[nodiscard]] const std::vector<std::string>& contact_properties();

}  // namespace app::sync
