#pragma once

#include "once.h"

namespace app::sync::testing {

// Contacts both ways, with customers made from contacts.
[[nodiscard]] ObjectSettings both_ways();

// A member of a customer as QuickBooks holds it, as JSON text: "DisplayName", "PrimaryPhone".
[[nodiscard]] std::string customer_member(const World& world, const std::string& id, std::string_view name);
// A property of the one live contact with this e-mail address; says so when it is not one.
[[nodiscard]] std::string contact_value(const World& world, const std::string& email,
                                        const std::string& property);
[[nodiscard]] std::string contact_id(const World& world, const std::string& email);

// Every live contact has one customer and the other way round, as the links say, and no name is there twice.
void expect_pairs(World& world, std::size_t pairs);

}  // namespace app::sync::testing
