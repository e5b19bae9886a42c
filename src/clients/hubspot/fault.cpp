#include "clients/hubspot/fault.h"

#include "base/json.h"

namespace app::clients::hubspot {
namespace {

std::string text_or_empty(const Json& json, std::string_view name)
{
    return json.text(name).value_or(std::string());
}

// Validation details come as JSON inside the message: [{"error":"PROPERTY_DOESNT_EXIST",…}].
std::string code_in_message(const std::string& message)
{
    const std::size_t begin = message.find("[{");
    if (begin == std::string::npos) return {};
    const std::size_t end = message.rfind("}]");
    if (end == std::string::npos || end < begin) return {};
    const Result<Json> details = Json::parse(std::string_view(message).substr(begin, end + 2 - begin));
    if (!details || !details->items() || details->items()->empty()) return {};
    return text_or_empty(details->items()->front(), "error");
}

// The most specific name that the body gives: of the first detail, in the message, of the category.
std::string code_of(const Json& body, const std::string& message)
{
    if (const auto errors = body.array("errors"); errors && !errors->empty()) {
        if (std::string code = text_or_empty(errors->front(), "code"); !code.empty()) return code;
    }
    if (std::string code = code_in_message(message); !code.empty()) return code;
    if (std::string category = text_or_empty(body, "category"); !category.empty()) return category;
    return text_or_empty(body, "errorType");
}

}  // namespace

Fault read_fault(const net::Response& response)
{
    Fault fault = fault_of(response);
    if (const auto trace = response.header("x-hubspot-correlation-id")) fault.trace = *trace;
    const Result<Json> body = Json::parse(response.body);
    if (!body || !body->is_object()) return fault;
    fault.message = text_or_empty(*body, "message");
    fault.code = code_of(*body, fault.message);
    fault.policy = text_or_empty(*body, "policyName");
    if (std::string trace = text_or_empty(*body, "correlationId"); !trace.empty())
        fault.trace = std::move(trace);
    return fault;
}

ErrorKind kind_of(const Fault& fault)
{
    switch (fault.status) {
    case 401:
    case 403: return ErrorKind::unauthorized;
    case 404: return ErrorKind::not_found;
    case 408: return ErrorKind::timed_out;
    case 409: return ErrorKind::conflict;
    case 423:
    case 429:
    case 477: return ErrorKind::throttled;
    default: break;
    }
    if (fault.code == "CONFLICTING_UNIQUE_VALUE") return ErrorKind::conflict;
    if (fault.status >= 500) return ErrorKind::timed_out;
    if (fault.status >= 400) return ErrorKind::rejected;
    return ErrorKind::malformed;
}

}  // namespace app::clients::hubspot
