#include "clients/fault.h"

#include <format>

#include "base/json.h"
#include "base/text.h"
#include "net/retry.h"

namespace app::clients {
namespace {

constexpr std::size_t answer_length_max = 4'000;
constexpr std::size_t message_length_max = 300;

std::string next_step(ErrorKind kind, net::Service service, const Fault& fault)
{
    // The proxy's own sentence says it: the accounts are connected, only the person may not use them.
    if (fault.code == "sign_in_needed" || fault.code == "role_needed") return {};
    switch (kind) {
    case ErrorKind::unauthorized: return std::format("connect {} again", display_name(service));
    case ErrorKind::throttled: return "it is tried again later";
    case ErrorKind::timed_out: return "it is checked before it is tried again";
    case ErrorKind::offline: return "it is tried again when the service can be reached";
    case ErrorKind::rejected: return "see the details and correct what it names";
    case ErrorKind::conflict: return "it is compared again at the next sync";
    case ErrorKind::malformed: return "see the details";
    case ErrorKind::storage: return "make room on the server's disk, then sync again";
    case ErrorKind::not_found:
    case ErrorKind::cancelled: return {};
    }
    return {};
}

std::string what_happened(const Fault& fault)
{
    if (!fault.message.empty()) {
        return single_line(first_code_points(fault.message, message_length_max));
    }
    if (fault.status != 0) return std::format("answered with status {}", fault.status);
    return "gave no answer";
}

std::string detail_of(const Fault& fault)
{
    JsonObject detail;
    detail.number("status", fault.status).text("code", fault.code).text("message", fault.message);
    if (!fault.trace.empty()) detail.text("trace", fault.trace);
    if (fault.retry_after_s) detail.number("retry_after_s", static_cast<std::int64_t>(*fault.retry_after_s));
    return detail.text("answer", fault.answer).str();
}

std::string text_in_detail(const Error& error, std::string_view name)
{
    if (!error.detail.starts_with("{\"status\":")) return {};
    const Result<Json> detail = Json::parse(error.detail);
    if (!detail) return {};
    return detail->text(name).value_or(std::string());
}

}  // namespace

Error error_from(ErrorKind kind, net::Service service, std::string_view asked, const Fault& fault)
{
    std::string message = std::format("{}, {}: {}", display_name(service), asked, what_happened(fault));
    if (!fault.code.empty()) message += std::format(" ({})", fault.code);
    if (const std::string step = next_step(kind, service, fault); !step.empty()) message += "; " + step;
    return Error{.kind = kind, .message = std::move(message), .detail = detail_of(fault)};
}

std::string fault_code(const Error& error)
{
    return text_in_detail(error, "code");
}

std::string fault_answer(const Error& error)
{
    return text_in_detail(error, "answer");
}

std::optional<double> fault_retry_after_s(const Error& error)
{
    if (!error.detail.starts_with("{\"status\":")) return std::nullopt;
    const Result<Json> detail = Json::parse(error.detail);
    if (!detail) return std::nullopt;
    const Result<std::int64_t> seconds = detail->integer("retry_after_s");
    if (!seconds) return std::nullopt;
    return static_cast<double>(*seconds);
}

bool is_proxy_error(const net::Response& response)
{
    return response.header("x-proxy-error").has_value();
}

Fault proxy_fault(const net::Response& response)
{
    Fault fault = fault_of(response);
    const Result<Json> body = Json::parse(response.body);
    if (!body) return fault;
    const Result<Json> error = body->object("error");
    if (!error) return fault;
    fault.code = error->text("code").value_or(std::string());
    fault.message = error->text("message").value_or(std::string());
    return fault;
}

Fault fault_of(const net::Response& response)
{
    Fault fault;
    fault.status = response.status;
    fault.answer = repair_utf8(first_code_points(response.body, answer_length_max));
    if (const auto told = response.header("retry-after")) fault.retry_after_s = net::parse_retry_after(*told);
    return fault;
}

}  // namespace app::clients
