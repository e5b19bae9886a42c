#pragma once

#include <string>
#include <string_view>

#include "sync/object.h"

namespace app::sync {

// HubSpot: text property limit.
inline constexpr std::size_t text_code_points_max = 65'536;

// The value as HubSpot stores and returns it, so that it never differs from itself: without blanks
// at its ends, without control characters other than line breaks and tabs, cut at the limit.
[[nodiscard]] std::string field_text(std::string_view text);

// Adds the value unless nothing is left of it: a blank never overwrites.
void put_text(Fields& fields, const std::string& property, std::string_view text);

}  // namespace app::sync
