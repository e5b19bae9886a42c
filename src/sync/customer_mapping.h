#pragma once

#include <optional>
#include <string>

#include "base/ids.h"
#include "base/json.h"
#include "base/result.h"
#include "sync/fields/quickbooks_body.h"
#include "sync/object_settings.h"

// HubSpot contacts as QuickBooks customers: the way back of contact_mapping. Pure.
namespace app::sync {

// The name a new customer gets, without what QuickBooks forbids in names; empty when the contact has neither
// name, company nor e-mail address. `number` above 1 is added to tell equal names apart: "Ada Lovelace (2)".
[[nodiscard]] std::string customer_name(const Fields& contact, NameRule rule, int number);

// Says in the customer's notes which contact it was made from, so that a customer whose creation was never
// answered is recognised.
[[nodiscard]] std::string origin_mark(const std::string& hubspot_account, const HubSpotId& contact);
[[nodiscard]] std::optional<HubSpotId> marked_origin(const std::string& notes,
                                                     const std::string& hubspot_account);

// The body of a new customer. Never a balance: that would post an opening balance (QBO: Customer).
[[nodiscard]] std::string new_customer_json(const QuickBooksValues& values, const std::string& display_name,
                                            const std::string& mark);

// The body of a sparse update of the customer as last read: only what is in `changes`. Fails with `malformed`.
[[nodiscard]] Result<std::string> customer_update_json(const Json& customer, const QuickBooksValues& changes);

}  // namespace app::sync
