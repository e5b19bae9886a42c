#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/loop.h"
#include "base/random.h"
#include "base/task.h"
#include "clients/judge.h"
#include "net/retry.h"
#include "net/throttle.h"
#include "net/transport.h"

namespace app::clients {

// One attempt that was made, for counters and the activity report. No bodies, no addresses.
struct CallReport {
    net::Service service;
    net::Method method;
    std::string kind;  // what was asked: "list contacts"
    bool changes;      // the call was a write
    int status;        // 0 when no answer came
    std::size_t bytes_sent;
    std::size_t bytes_received;
    double duration_ms;
};

class CallObserver {
public:
    virtual ~CallObserver() = default;
    virtual void call_made(const CallReport& report) = 0;
};

// Whether the proxy may send again what it had to leave uncertain (operation_unknown). Only after
// looking at the service has shown that the effect is missing.
enum class Resend { no, yes };

// One call below a connection. `path` and `query` are the service's own.
struct Call {
    net::Method method = net::Method::get;
    std::string path;  // "crm/objects/2026-03/contacts", already encoded
    std::vector<std::pair<std::string, std::string>> query = {};
    std::string body = {};
    std::string kind;  // for CallReport and error messages: "list contacts"
    net::Budget budget = net::Budget::general;
    net::RetryClass retry_class = net::RetryClass::read;
    OperationId operation = {};  // required for writes: the key of the proxy's journal
    Resend resend = Resend::no;
};

// The way to one connected account: paths, rate budget, repetition, error kinds. Tokens are the
// proxy's business.
//
// An answer is given only when the service carried the call out (2xx and, for QuickBooks, no fault
// inside). Every error is final: what may be repeated has been.
//   offline       nothing reached the service
//   timed_out     may have happened (5xx on a keyed write, upstream_timeout, operation_unknown)
//   throttled     429, 477 or the daily limit; wait before the next call
//   unauthorized  401, 403, reconnect_needed: the person has to connect again
//   rejected      4xx; the detail has the code          not_found  404, QuickBooks 610
//   conflict      409, HubSpot CONFLICTING_UNIQUE_VALUE, QuickBooks 5010, 6240, 6140
//   malformed     2xx that cannot be read; for a write this means "probably applied"
class Session {
public:
    Session(net::Transport& transport, Loop& loop, Random& random, net::Throttle& throttle,
            CallObserver& observer, net::Service service, ConnectionId connection);

    Task<net::Response> send(Call call);

    net::Service service() const { return m_service; }
    const ConnectionId& connection() const { return m_connection; }
    Loop& loop() { return m_loop; }

private:
    // What the attempts at one call have shown so far.
    struct History {
        int failures = 0;
        int waits = 0;  // while the proxy was still carrying an earlier attempt
        bool may_have_happened = false;
    };

    Task<net::Response> attempt(Call call);
    std::optional<double> wait_before_next(const Call& call, const Refusal& refusal, History& history);
    static Error final_error(const Call& call, Error error, const History& history);
    net::Request request_for(const Call& call) const;
    void report(const Call& call, const Result<net::Response>& answer, double started_ms);
    double now_ms() const { return m_loop.clock().monotonic().ms; }

    net::Transport& m_transport;
    Loop& m_loop;
    Random& m_random;
    net::Throttle& m_throttle;
    CallObserver& m_observer;
    net::Service m_service;
    ConnectionId m_connection;
};

}  // namespace app::clients
