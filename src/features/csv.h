#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace app::features {

// One line of a CSV file (RFC 4180), CRLF included. A cell that a spreadsheet would take for a formula (it begins with
// = + - @, a tab or a line break) gets an apostrophe in front, unless it is a plain number.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& cells);
[[nodiscard]] std::string csv_cell(std::string_view text);

}  // namespace app::features
