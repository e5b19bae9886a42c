#include "clients/judge.h"

#include "clients/hubspot/fault.h"
#include "clients/quickbooks/fault.h"

namespace app::clients {
namespace {

using Kind = net::AttemptFailure::Kind;

// The exchange between page and proxy failed.
Refusal broken_exchange(net::Service service, std::string_view asked, const Error& error)
{
    Refusal refusal{.error =
                        with_context(error, std::string(display_name(service)) + ", " + std::string(asked)),
                    .failure = std::nullopt};
    if (error.kind == ErrorKind::offline) refusal.failure = net::AttemptFailure{.kind = Kind::offline};
    if (error.kind == ErrorKind::timed_out) refusal.failure = net::AttemptFailure{.kind = Kind::broken};
    refusal.may_have_happened = error.kind != ErrorKind::offline;
    return refusal;
}

struct ProxyCase {
    std::string_view code;
    ErrorKind kind;
    std::optional<Kind> failure;
    bool may_have_happened;
};

constexpr ProxyCase proxy_cases[] = {
    {"operation_in_progress", ErrorKind::timed_out, Kind::in_progress, true},
    {"operation_unknown", ErrorKind::timed_out, Kind::uncertain, true},
    {"upstream_timeout", ErrorKind::timed_out, Kind::uncertain, true},
    {"upstream_unreachable", ErrorKind::offline, Kind::unreached, false},
    {"rate_limited", ErrorKind::throttled, Kind::unreached, false},
    {"reconnect_needed", ErrorKind::unauthorized, std::nullopt, false},
    {"not_connected", ErrorKind::unauthorized, std::nullopt, false},
    {"sign_in_needed", ErrorKind::unauthorized, std::nullopt, false},
    {"role_needed", ErrorKind::unauthorized, std::nullopt, false},
    {"storage_failed", ErrorKind::storage, std::nullopt, false},
    {"upstream_too_large", ErrorKind::malformed, std::nullopt, true},
    {"upstream_redirected", ErrorKind::malformed, std::nullopt, true},
};

// The proxy knows more than the status says. A code that is not in the table is a refusal to send.
Refusal refused_by_proxy(net::Service service, std::string_view asked, const net::Response& response)
{
    const Fault fault = proxy_fault(response);
    for (const ProxyCase& known : proxy_cases) {
        if (known.code != fault.code) continue;
        Refusal refusal{.error = error_from(known.kind, service, asked, fault), .failure = std::nullopt};
        refusal.may_have_happened = known.may_have_happened;
        if (known.failure) {
            refusal.failure =
                net::AttemptFailure{.kind = *known.failure, .retry_after_s = fault.retry_after_s};
        }
        return refusal;
    }
    return {.error = error_from(ErrorKind::rejected, service, asked, fault), .failure = std::nullopt};
}

Refusal refused_by_service(net::Service service, std::string_view asked, const Fault& fault)
{
    const bool is_hubspot = service == net::Service::hubspot;
    const ErrorKind kind = is_hubspot ? hubspot::kind_of(fault) : quickbooks::kind_of(fault);
    Refusal refusal{.error = error_from(kind, service, asked, fault), .failure = std::nullopt};
    refusal.may_have_happened = kind == ErrorKind::timed_out || kind == ErrorKind::malformed;
    if (kind == ErrorKind::timed_out || kind == ErrorKind::throttled) {
        refusal.failure = net::AttemptFailure{
            .kind = Kind::answered,
            .status = is_hubspot ? fault.status : quickbooks::effective_status(fault),
            .retry_after_s = fault.retry_after_s,
            .policy = fault.policy,
        };
    }
    return refusal;
}

}  // namespace

std::optional<Refusal> judge(net::Service service, std::string_view asked,
                             const Result<net::Response>& answer)
{
    if (!answer) return broken_exchange(service, asked, answer.error());
    if (is_proxy_error(*answer)) return refused_by_proxy(service, asked, *answer);
    if (service == net::Service::hubspot) {
        if (answer->ok()) return std::nullopt;
        return refused_by_service(service, asked, hubspot::read_fault(*answer));
    }
    if (const auto fault = quickbooks::find_fault(*answer)) return refused_by_service(service, asked, *fault);
    return std::nullopt;
}

}  // namespace app::clients
