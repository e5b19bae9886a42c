#include "net/request.h"

#include "base/text.h"

namespace app::net {

std::string_view name_of(Method method)
{
    switch (method) {
    case Method::get: return "GET";
    case Method::post: return "POST";
    case Method::patch: return "PATCH";
    case Method::put: return "PUT";
    case Method::delete_: return "DELETE";
    }
    return "GET";
}

std::string target_of(const Request& request)
{
    std::string target = request.path;
    char separator = '?';
    for (const auto& [name, value] : request.query) {
        target += separator;
        target += percent_encode(name) + "=" + percent_encode(value);
        separator = '&';
    }
    return target;
}

}  // namespace app::net
