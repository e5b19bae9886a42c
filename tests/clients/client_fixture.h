#pragma once

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "clients/session.h"
#include "support/fake_clock.h"
#include "support/run_task.h"
#include "support/scripted_transport.h"
#include "support/seeded_random.h"

namespace app::testing {

class CallNotes final : public clients::CallObserver {
public:
    void call_made(const clients::CallReport& report) override { reports.push_back(report); }
    std::vector<clients::CallReport> reports;
};

// A session to one scripted account.
class ClientFixture : public ::testing::Test {
protected:
    explicit ClientFixture(net::Service connected) : service(connected) {}

    template <class T>
    Result<T> run(Task<T> task)
    {
        return run_task(loop, clock, std::move(task));
    }
    const net::Request& sent(std::size_t position) const { return transport.requests.at(position); }

    net::Service service;
    FakeClock clock;
    Loop loop{clock};
    SeededRandom random{11};
    ScriptedTransport transport{loop};
    net::Throttle throttle{loop, net::throttle_limits(service)};
    CallNotes notes;
    clients::Session session{transport, loop, random, throttle, notes, service, ConnectionId("connection-1")};
};

}  // namespace app::testing
