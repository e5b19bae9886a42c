#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>

namespace app::sync {

// What is kept in step, in the order in which it is written: an invoice needs its contact, its
// lines want their products.
enum class Object { contacts, products, invoices };
inline constexpr std::array objects = {Object::contacts, Object::products, Object::invoices};

// The name under which links, intents, failures and activity file the object.
[[nodiscard]] std::string_view name_of(Object object);
[[nodiscard]] std::string_view label_of(Object object);
// Lines are written with their invoice, but each has its own link.
inline constexpr std::string_view line_items_name = "line_items";

// HubSpot property name to value, as text, the way HubSpot stores everything.
using Fields = std::map<std::string, std::string>;

}  // namespace app::sync
