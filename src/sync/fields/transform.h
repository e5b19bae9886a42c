#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "sync/fields/field_mapping.h"

// Turns values of one side into the other's. Pure.
//
// - text: as it is, without blanks at its ends.
// - number, price: the shortest form. QuickBooks' price may be negative, which HubSpot refuses: it counts as blank.
// - date: the day; of a moment the day it is given in.
// - boolean: "true" or "false".
// - choices: the pairs of the mapping. A value that is in none of them is an error.
// - email: QuickBooks keeps several addresses in one field; the first usable one counts, in lower case.
// - phone: E.164 (sync/fields/phone_number.h); what cannot be read as a number stays as it is.
// - country: HubSpot has it as the mapping says, QuickBooks gets ISO 3166-1 alpha-3; unknown names stay.
// - region: states of the US and provinces of Canada; QuickBooks gets the code; others stay.
// - given_name, family_name: of a full name in QuickBooks all but the last word, and the last word. To HubSpot only.
namespace app::sync {

// What HubSpot should hold of a value of QuickBooks; the mapping's `when_blank` when nothing is left. Fails with
// `rejected` and a sentence on a value that cannot be turned.
[[nodiscard]] Result<std::string> value_for_hubspot(const FieldMapping& mapping, std::string_view quickbooks);

// The way back. Fails likewise.
[[nodiscard]] Result<std::string> value_for_quickbooks(const FieldMapping& mapping, std::string_view hubspot);

// The one spelling of what HubSpot holds that values are compared by: its own, where it cannot be turned.
[[nodiscard]] std::string compared_value(const FieldMapping& mapping, const std::string& hubspot);

// The first usable address in lower case, as HubSpot stores it; empty when there is none.
[[nodiscard]] std::string first_email(std::string_view addresses);

}  // namespace app::sync
