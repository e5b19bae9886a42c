#include "clients/session.h"

#include <format>

namespace app::clients {

Session::Session(net::Transport& transport, Loop& loop, Random& random, net::Throttle& throttle,
                 CallObserver& observer, net::Service service, ConnectionId connection)
    : m_transport(transport),
      m_loop(loop),
      m_random(random),
      m_throttle(throttle),
      m_observer(observer),
      m_service(service),
      m_connection(std::move(connection))
{
}

Task<net::Response> Session::send(Call call)
{
    ASSERT(call.retry_class == net::RetryClass::read || !call.operation.empty());
    History history;
    while (true) {
        Result<net::Response> answer = co_await outcome(attempt(call));
        std::optional<Refusal> refusal = judge(m_service, call.kind, answer);
        if (!refusal) co_return std::move(answer);
        history.may_have_happened = history.may_have_happened || refusal->may_have_happened;
        const std::optional<double> wait_ms = wait_before_next(call, *refusal, history);
        if (!wait_ms) co_return std::unexpected(final_error(call, std::move(refusal->error), history));
        co_await m_loop.sleep(*wait_ms);
    }
}

// A write that was not reached the last time may have happened the time before.
Error Session::final_error(const Call& call, Error error, const History& history)
{
    const bool is_undone = error.kind == ErrorKind::offline || error.kind == ErrorKind::throttled;
    if (is_undone && history.may_have_happened && call.retry_class != net::RetryClass::read) {
        error.kind = ErrorKind::timed_out;
    }
    return error;
}

// How long to wait before the next attempt; nothing when the refusal is final.
std::optional<double> Session::wait_before_next(const Call& call, const Refusal& refusal, History& history)
{
    if (!refusal.failure) return std::nullopt;
    const net::AttemptFailure& failure = *refusal.failure;
    m_throttle.pause(net::service_pause_ms(m_service, failure));
    const bool is_wait = failure.kind == net::AttemptFailure::Kind::in_progress;
    const int count = is_wait ? ++history.waits : ++history.failures;
    return net::retry_delay_ms(m_service, call.retry_class, count, failure, m_random);
}

Task<net::Response> Session::attempt(Call call)
{
    const net::Throttle::Permit permit = co_await m_throttle.acquire(call.budget);
    const double started_ms = now_ms();
    Result<net::Response> answer = co_await outcome(m_transport.send(request_for(call)));
    report(call, answer, started_ms);
    co_return std::move(answer);
}

net::Request Session::request_for(const Call& call) const
{
    net::Request request{
        .method = call.method,
        .path = std::format("/api/{}/{}/{}", path_name(m_service), m_connection.value, call.path),
        .query = call.query,
        .body = call.body,
    };
    if (!call.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
    if (!call.operation.empty()) request.headers.emplace_back("X-Op-Id", call.operation.value);
    if (call.resend == Resend::yes) request.headers.emplace_back("X-Op-Resend", "1");
    return request;
}

void Session::report(const Call& call, const Result<net::Response>& answer, double started_ms)
{
    m_observer.call_made({
        .service = m_service,
        .method = call.method,
        .kind = call.kind,
        .changes = !call.operation.empty(),
        .status = answer ? answer->status : 0,
        .bytes_sent = call.body.size(),
        .bytes_received = answer ? answer->body.size() : 0,
        .duration_ms = now_ms() - started_ms,
    });
}

}  // namespace app::clients
