#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace app::net {

// An answer that arrived whole. Header names are in lower case.
struct Response {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};

    std::optional<std::string_view> header(std::string_view name) const
    {
        for (const auto& [key, value] : headers) {
            if (key == name) return value;
        }
        return std::nullopt;
    }
    bool ok() const { return status >= 200 && status < 300; }
};

// "Name: value" lines as a browser gives them; names come out in lower case, other lines are skipped.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> parse_header_lines(std::string_view lines);

}  // namespace app::net
