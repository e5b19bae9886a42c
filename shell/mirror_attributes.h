#pragma once

#include "ui/mirror_node.h"

#include <string>
#include <utility>
#include <vector>

namespace app::shell {

// What a node looks like as an element of the page: HTML attributes, and three words of our own:
// "text" (the element's text), "value" (of an input) and "selection" ("3,7", UTF-16). Attributes
// that are missing are not set. Deterministic order.
using Attributes = std::vector<std::pair<std::string, std::string>>;

Attributes attributes_of(const ui::Node& node);

// The number of UTF-16 units in the first `bytes` bytes of a UTF-8 text.
int utf16_length(const std::string& text, int bytes);

}  // namespace app::shell
