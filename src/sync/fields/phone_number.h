#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace app::sync {

// A phone number as E.164 writes it ("+4721345678"). A number that begins with "+" or the country's
// international prefix names its country itself; any other is one of `country` (ISO 3166-1 alpha-2), whose trunk
// prefix is left out. Nothing when the text holds letters, an extension, fewer than 8 or more than 15
// digits, or a national number and a country whose rules are not known: then it is best left as it is.
[[nodiscard]] std::optional<std::string> e164(std::string_view text, std::string_view country);

// Whose national numbers can be read, by alpha-2 code.
[[nodiscard]] std::vector<std::string_view> phone_countries();

}  // namespace app::sync
