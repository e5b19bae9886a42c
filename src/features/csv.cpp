#include "features/csv.h"

#include "base/decimal.h"

namespace app::features {
namespace {

bool looks_like_a_formula(std::string_view text)
{
    // Spreadsheets skip blanks before a formula.
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return false;
    const bool is_risky = std::string_view("=+-@\t\r\n").find(text[first]) != std::string_view::npos;
    return is_risky && !(text.front() == '-' && Decimal::parse(text));
}

}  // namespace

std::string csv_cell(std::string_view text)
{
    std::string cell = looks_like_a_formula(text) ? "'" : "";
    cell += text;
    if (cell.find_first_of(",;\"\r\n\t") == std::string::npos) return cell;
    std::string quoted = "\"";
    for (const char character : cell) {
        if (character == '"') quoted += '"';
        quoted += character;
    }
    return quoted + "\"";
}

std::string csv_line(const std::vector<std::string>& cells)
{
    std::string line;
    for (std::size_t at = 0; at < cells.size(); ++at) {
        if (at > 0) line += ',';
        line += csv_cell(cells[at]);
    }
    return line + "\r\n";
}

}  // namespace app::features
