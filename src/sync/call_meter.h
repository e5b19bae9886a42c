#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "clients/session.h"

namespace app::sync {

struct ServiceCalls {
    std::int64_t reads = 0;
    std::int64_t writes = 0;
    std::int64_t failed = 0;                         // of both: no answer, or an answer that is not 2xx
    std::int64_t bytes = 0;                          // both ways
    std::map<std::string, std::int64_t> kinds = {};  // by what was asked: "list contacts"
};

// Counts every attempt against the APIs, for the report of a run.
class CallMeter final : public clients::CallObserver {
public:
    void call_made(const clients::CallReport& report) override
    {
        ServiceCalls& calls = of(report.service);
        ++(report.changes ? calls.writes : calls.reads);
        ++calls.kinds[report.kind];
        if (report.status < 200 || report.status > 299) ++calls.failed;
        calls.bytes += static_cast<std::int64_t>(report.bytes_sent + report.bytes_received);
    }
    void reset() { m_calls = {}; }
    const ServiceCalls& of(net::Service service) const { return m_calls[static_cast<std::size_t>(service)]; }

private:
    ServiceCalls& of(net::Service service) { return m_calls[static_cast<std::size_t>(service)]; }
    std::array<ServiceCalls, 2> m_calls = {};
};

}  // namespace app::sync
