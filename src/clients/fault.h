#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/response.h"
#include "net/service.h"

namespace app::clients {

// Why a call was not carried out, as the service or the proxy put it.
struct Fault {
    int status = 0;
    std::string code = {};     // "610", "PROPERTY_DOESNT_EXIST", "reconnect_needed"; empty when none came
    std::string message = {};  // the service's own words, possibly in the account's language
    std::string trace = {};    // intuit_tid or correlationId, which the service's support asks for
    std::string policy = {};   // HubSpot's `policyName` of a 429
    std::string answer = {};   // the body, cut to 4,000 code points
    std::optional<double> retry_after_s = {};
};

// An Error whose detail is the fault as JSON text: {"status","code","message","trace","answer"} and,
// when it is known, "retry_after_s". `asked` is what the call was for: "list contacts".
[[nodiscard]] Error error_from(ErrorKind kind, net::Service service, std::string_view asked,
                               const Fault& fault);

// The code in such a detail; empty for other errors. Callers match on codes, never on messages.
[[nodiscard]] std::string fault_code(const Error& error);
// The body in such a detail; empty for other errors.
[[nodiscard]] std::string fault_answer(const Error& error);

// How long the service wants to be left alone; nothing when it has not said.
[[nodiscard]] std::optional<double> fault_retry_after_s(const Error& error);

// The proxy's own refusal ({"error":{"code","message"}} with `X-Proxy-Error`).
[[nodiscard]] bool is_proxy_error(const net::Response& response);
[[nodiscard]] Fault proxy_fault(const net::Response& response);

// Status, Retry-After and body of an answer, to be completed by who knows the body's form.
[[nodiscard]] Fault fault_of(const net::Response& response);

}  // namespace app::clients
