#include "net/response.h"

#include "base/text.h"

namespace app::net {

std::vector<std::pair<std::string, std::string>> parse_header_lines(std::string_view lines)
{
    std::vector<std::pair<std::string, std::string>> headers;
    for (const std::string_view line : split(lines, '\n')) {
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || colon == 0) continue;
        headers.emplace_back(lower_ascii(trimmed(line.substr(0, colon))), trimmed(line.substr(colon + 1)));
    }
    return headers;
}

}  // namespace app::net
