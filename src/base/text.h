#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace app {

// Replaces every byte sequence that is not UTF-8 by U+FFFD; valid text comes back unchanged.
[[nodiscard]] std::string repair_utf8(std::string_view text);

// Control characters as visible escapes ("\n" -> "\\n", others "\\u0007").
[[nodiscard]] std::string escape_controls(std::string_view text);

// One line for display: control characters and line breaks become a single space.
[[nodiscard]] std::string single_line(std::string_view text);

// Without white space (ASCII and no-break space) at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

// ASCII letters in lower case; all else unchanged.
[[nodiscard]] std::string lower_ascii(std::string_view text);

// At most `code_points_max` code points, never cut inside one.
[[nodiscard]] std::string_view first_code_points(std::string_view text, std::size_t code_points_max);
[[nodiscard]] std::size_t count_code_points(std::string_view text);

// `application/x-www-form-urlencoded` value with %20 for space; unreserved characters stay.
[[nodiscard]] std::string percent_encode(std::string_view text);

// 64-bit FNV-1a; for change detection in memory, not against an adversary.
[[nodiscard]] std::uint64_t hash64(std::string_view bytes);

[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);

}  // namespace app
