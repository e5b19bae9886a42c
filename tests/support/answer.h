#pragma once

#include <string>

#include "net/request.h"
#include "net/response.h"

namespace app::testing {

[[nodiscard]] inline net::Response json_answer(int status, std::string body)
{
    return {.status = status, .headers = {{"content-type", "application/json"}}, .body = std::move(body)};
}

// The value of a query parameter; empty when it is not there.
[[nodiscard]] inline std::string query_value(const net::Request& request, std::string_view name)
{
    for (const auto& [key, value] : request.query) {
        if (key == name) return value;
    }
    return {};
}

[[nodiscard]] inline std::string header_value(const net::Request& request, std::string_view name)
{
    for (const auto& [key, value] : request.headers) {
        if (key == name) return value;
    }
    return {};
}

}  // namespace app::testing
