#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace app::net {

enum class Method { get, post, patch, put, delete_ };

// One HTTP request as a value. `path` is absolute on the page's origin and already encoded;
// `query` is encoded when sent.
struct Request {
    Method method = Method::get;
    std::string path;
    std::vector<std::pair<std::string, std::string>> query = {};
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
    double timeout_ms = 180'000;  // QuickBooks itself gives up after 120 s; the proxy waits longer
    std::size_t response_bytes_max = std::size_t{64} << 20;
};

// "GET", "DELETE".
[[nodiscard]] std::string_view name_of(Method method);

// Path and encoded query as they stand in the request line.
[[nodiscard]] std::string target_of(const Request& request);

}  // namespace app::net
