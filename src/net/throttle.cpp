#include "net/throttle.h"

#include <algorithm>

namespace app::net {

// Waits for a free place among the calls in flight, in the order of asking.
class Throttle::Place {
public:
    explicit Place(Throttle& throttle) : m_throttle(throttle) {}
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place()
    {
        if (!m_waiting) return;
        m_throttle.m_loop.forget(m_waiting);
        if (m_granted) m_throttle.release();
        else std::erase(m_throttle.m_waiting, this);
    }

    bool await_ready()
    {
        if (!m_throttle.m_waiting.empty() || m_throttle.m_in_flight >= m_throttle.m_in_flight_max)
            return false;
        ++m_throttle.m_in_flight;
        return true;
    }
    void await_suspend(std::coroutine_handle<> coroutine)
    {
        m_waiting = coroutine;
        m_throttle.m_waiting.push_back(this);
    }
    void await_resume() { m_waiting = {}; }

    // The place of a call that has ended passes on without becoming free in between.
    void grant()
    {
        m_granted = true;
        m_throttle.m_loop.post(m_waiting);
    }

private:
    Throttle& m_throttle;
    std::coroutine_handle<> m_waiting = {};
    bool m_granted = false;
};

// A time in a window; given back when the waiting call is cancelled before it.
class Throttle::Reservation {
public:
    Reservation(Throttle& throttle, Window& window)
        : m_throttle(throttle), m_window(window), m_begins_ms(throttle.reserve(window))
    {
    }
    Reservation(const Reservation&) = delete;
    Reservation& operator=(const Reservation&) = delete;
    ~Reservation()
    {
        if (m_throttle.now_ms() >= m_begins_ms) return;
        const auto found = std::ranges::find(m_window.begins_ms, m_begins_ms);
        if (found != m_window.begins_ms.end()) m_window.begins_ms.erase(found);
    }
    double wait_ms() const { return m_begins_ms - m_throttle.now_ms(); }

private:
    Throttle& m_throttle;
    Window& m_window;
    double m_begins_ms;
};

ThrottleLimits throttle_limits(Service service)
{
    if (service == Service::hubspot) {
        return {
            .rates = {{.calls_max = 3, .window_ms = 1'000, .budgets = {Budget::search}},
                      {.calls_max = 100, .window_ms = 10'000, .budgets = {Budget::general, Budget::batch}}},
            .in_flight_max = 6};
    }
    const std::vector<Budget> all = {Budget::general, Budget::search, Budget::batch};
    return {.rates = {{.calls_max = 30, .window_ms = 60'000, .budgets = {Budget::batch}},
                      {.calls_max = 450, .window_ms = 60'000, .budgets = all},
                      {.calls_max = 8, .window_ms = 1'000, .budgets = all}},
            .in_flight_max = 4};
}

Throttle::Throttle(Loop& loop, ThrottleLimits limits) : m_loop(loop), m_in_flight_max(limits.in_flight_max)
{
    for (RateLimit& rate : limits.rates) m_windows.push_back({.limit = std::move(rate)});
}

Throttle::Permit::~Permit()
{
    if (m_throttle) m_throttle->release();
}

Task<Throttle::Permit> Throttle::acquire(Budget budget)
{
    co_await Place(*this);
    Permit permit(*this);
    // One window after the other, so that each keeps its times in order.
    for (Window& window : m_windows) {
        if (std::ranges::find(window.limit.budgets, budget) == window.limit.budgets.end()) continue;
        const Reservation reservation(*this, window);
        while (reservation.wait_ms() > 0) co_await m_loop.sleep(reservation.wait_ms());
    }
    while (m_paused_until_ms > now_ms()) co_await m_loop.sleep(m_paused_until_ms - now_ms());
    co_return permit;
}

void Throttle::pause(double duration_ms)
{
    m_paused_until_ms = std::max(m_paused_until_ms, now_ms() + duration_ms);
}

// The earliest time at which the window has room, entered into it.
double Throttle::reserve(Window& window)
{
    const double now = now_ms();
    std::deque<double>& begins = window.begins_ms;
    while (!begins.empty() && begins.front() <= now - window.limit.window_ms) begins.pop_front();
    double begin = now;
    const auto calls_max = static_cast<std::size_t>(window.limit.calls_max);
    if (begins.size() >= calls_max) {
        begin = std::max(now, begins[begins.size() - calls_max] + window.limit.window_ms);
    }
    begins.push_back(begin);
    return begin;
}

void Throttle::release()
{
    if (m_waiting.empty()) {
        --m_in_flight;
        return;
    }
    Place* next = m_waiting.front();
    m_waiting.pop_front();
    next->grant();
}

}  // namespace app::net
