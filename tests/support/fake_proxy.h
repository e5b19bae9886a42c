#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/loop.h"
#include "net/transport.h"
#include "support/fake_hubspot.h"
#include "support/fake_quickbooks.h"

namespace app::testing {

// What goes wrong with one exchange between page and proxy.
enum class Fault {
    page_dies_before,        // before the request leaves
    page_dies_after_effect,  // the proxy has carried it out, the answer never arrives
    page_dies_after_answer,  // at the first wait after the answer
    answer_lost,             // between proxy and page; the proxy knows the answer
    proxy_dies_before,       // after noting the operation, before sending
    proxy_dies_after,        // after the service's effect, before noting its answer
    effect_comes_late,       // nobody gets an answer, and the service carries it out some minutes later
    unavailable_before,      // the service answers 503 and does nothing
    unavailable_after,       // the service answers 503 and has done it
    unreadable,              // the service does it and something in between answers 200 with a page
    offline,                 // the proxy is not reached
    throttled,               // 429
};

// The way from the page to the two services with the proxy's journal, which outlives the page.
class FakeProxy {
public:
    struct Exchange {
        std::string method;
        std::string path;  // after "/api/"
        bool has_operation = false;
    };

    FakeProxy(const Clock& clock, FakeHubSpot& hubspot, FakeQuickBooks& quickbooks)
        : m_clock(clock), m_hubspot(hubspot), m_quickbooks(quickbooks)
    {
    }
    static constexpr std::int64_t late_effect_ms = 8 * 60'000;

    // The n-th exchange from now on, counted from 1, goes wrong; with `count` also those after it.
    void fail(int exchange, Fault fault, int count = 1);
    void heal() { m_faults.clear(); }

    // Counts the exchange and gives its fault.
    std::optional<Fault> begin(const net::Request& request);
    // Carries it out as far as the fault lets it.
    net::Response forward(const net::Request& request, std::optional<Fault> fault);

    std::vector<Exchange> log;
    int calls_to(const std::string& service) const;
    // Called for every request with an operation id before anything is done with it.
    std::function<void(const net::Request&)> on_write;
    bool page_died = false;

private:
    enum class State { sending, done, failed, unknown };
    struct Entry {
        std::size_t position = 0;  // in the order of first sending, from 1
        std::string connection = {};
        std::string method = {};
        std::string path = {};
        std::int64_t started_at_ms = 0;
        std::string fingerprint = {};
        State state = State::sending;
        net::Response answer = {};
    };

    net::Response journalled(const net::Request& request, const std::string& operation,
                             std::optional<Fault> fault);
    net::Response journal(const net::Request& request) const;
    void let_late_effects_happen();
    net::Response carry_out(const net::Request& request, std::optional<Fault> fault);
    static net::Response own_error(int status, const std::string& code);

    struct LateEffect {
        std::int64_t due_ms;
        net::Request request;
    };

    const Clock& m_clock;
    FakeHubSpot& m_hubspot;
    FakeQuickBooks& m_quickbooks;
    std::vector<LateEffect> m_late;
    std::map<int, Fault> m_faults;
    std::map<std::string, Entry> m_journal;
};

// One page's transport; its exchanges end with it.
class PageTransport final : public net::Transport {
public:
    PageTransport(Loop& loop, FakeProxy& proxy) : m_loop(loop), m_proxy(proxy) {}
    Task<net::Response> send(net::Request request) override;

private:
    Loop& m_loop;
    FakeProxy& m_proxy;
};

}  // namespace app::testing
