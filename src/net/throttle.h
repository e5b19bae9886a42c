#pragma once

#include <coroutine>
#include <deque>
#include <utility>
#include <vector>

#include "base/loop.h"
#include "base/task.h"
#include "net/service.h"

namespace app::net {

// Which of a service's limits a call counts against.
enum class Budget {
    general,
    search,  // HubSpot CRM search: counted apart from all else
    batch,   // QuickBooks batch: counted apart and against the general limits
};

// At most `calls_max` calls may begin within any `window_ms`.
struct RateLimit {
    int calls_max;
    double window_ms;
    std::vector<Budget> budgets;  // the calls it counts
};

struct ThrottleLimits {
    std::vector<RateLimit> rates;
    int in_flight_max;
};

// Below what the service enforces, so that other apps of the same account have room:
// HubSpot 100 in 10 s and 3 searches a second; QuickBooks 8 a second, 450 a minute, 30 batches a minute.
[[nodiscard]] ThrottleLimits throttle_limits(Service service);

// The rate budget of one connection. Calls get through in the order in which they asked.
class Throttle {
public:
    Throttle(Loop& loop, ThrottleLimits limits);
    Throttle(const Throttle&) = delete;
    Throttle& operator=(const Throttle&) = delete;

    // One call in flight; ends with it.
    class [[nodiscard]] Permit {
    public:
        explicit Permit(Throttle& throttle) : m_throttle(&throttle) {}
        Permit(Permit&& other) noexcept : m_throttle(std::exchange(other.m_throttle, nullptr)) {}
        Permit& operator=(Permit&&) = delete;
        ~Permit();

    private:
        Throttle* m_throttle;
    };

    // Waits until one more call may begin. Destroying the task gives up the place.
    Task<Permit> acquire(Budget budget);

    // No call begins for this long: the service has said that it had enough.
    void pause(double duration_ms);

    int in_flight() const { return m_in_flight; }

private:
    // When calls of one limit began or will begin, oldest first, as far back as its window reaches.
    struct Window {
        RateLimit limit;
        std::deque<double> begins_ms = {};
    };
    class Place;
    class Reservation;

    double now_ms() const { return m_loop.clock().monotonic().ms; }
    double reserve(Window& window);
    void release();

    Loop& m_loop;
    std::vector<Window> m_windows;
    int m_in_flight_max;
    int m_in_flight = 0;
    double m_paused_until_ms = 0;
    std::deque<Place*> m_waiting;
};

}  // namespace app::net
