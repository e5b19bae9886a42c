#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "base/loop.h"
#include "net/transport.h"

namespace app::testing {

// Answers requests in the order of a script and keeps what was sent. A request beyond the script's
// end fails as `offline`.
class ScriptedTransport final : public net::Transport {
public:
    explicit ScriptedTransport(Loop& loop) : m_loop(loop) {}

    Task<net::Response> send(net::Request request) override
    {
        requests.push_back(std::move(request));
        if (m_script.empty()) co_return failed(ErrorKind::offline, "the script has ended");
        Step step = std::move(m_script.front());
        m_script.pop_front();
        ++in_flight;
        in_flight_most = std::max(in_flight_most, in_flight);
        const Leave leave{*this};
        if (step.delay_ms > 0) co_await m_loop.sleep(step.delay_ms);
        co_return std::move(step.answer);
    }

    void answer(int status, std::string body, std::vector<std::pair<std::string, std::string>> headers = {})
    {
        m_script.push_back({net::Response{status, std::move(headers), std::move(body)}, next_delay_ms});
    }
    void fail(ErrorKind kind) { m_script.push_back({failed(kind, "scripted failure"), next_delay_ms}); }
    // An error of the proxy itself.
    void refuse(int status, const std::string& code,
                std::vector<std::pair<std::string, std::string>> headers = {})
    {
        headers.emplace_back("x-proxy-error", "1");
        answer(status, R"({"error":{"code":")" + code + R"(","message":"Said by the proxy."}})",
               std::move(headers));
    }
    std::size_t steps_left() const { return m_script.size(); }

    std::vector<net::Request> requests;
    double next_delay_ms = 0;  // how long the steps that are scripted from now on take
    int in_flight = 0;
    int in_flight_most = 0;

private:
    struct Step {
        Result<net::Response> answer;
        double delay_ms;
    };
    struct Leave {
        ScriptedTransport& transport;
        ~Leave() { --transport.in_flight; }
    };

    Loop& m_loop;
    std::deque<Step> m_script;
};

}  // namespace app::testing
