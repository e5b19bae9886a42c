#pragma once

#include <coroutine>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>

#include "base/clock.h"

namespace app {

// The one queue of everything that can go on. Outside events only post to it; `run_ready` runs once
// per frame and, when no frames are drawn, from a timer. A test calls it by hand.
class Loop {
public:
    explicit Loop(const Clock& clock) : m_clock(clock) {}
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    // Puts a coroutine at the end of the ready queue.
    void post(std::coroutine_handle<> coroutine);

    // Takes a coroutine out of the ready queue and the timers; for awaiters that are destroyed.
    void forget(std::coroutine_handle<> coroutine);

    // Runs due timers and ready coroutines until nothing is ready or `budget_ms` is used up.
    // Work posted meanwhile runs too while the budget lasts. Returns whether something is left.
    bool run_ready(double budget_ms);

    // When the next timer is due; nothing when there is none. A non-empty queue means now.
    std::optional<MonotonicTime> next_due() const;
    bool has_ready() const { return !m_ready.empty(); }

    // Called when work arrives while the loop is not running, so that the owner can schedule
    // `run_ready`. At most once until the next `run_ready`.
    void set_wake(void (*wake)(void* context), void* context);

    class Sleep;
    class Pause;
    // Waits for at least `delay_ms`; 0 lets everything else that is ready run first.
    [[nodiscard]] Sleep sleep(double delay_ms);
    // Gives way only when the present slice's budget is used up: for long loops over records.
    [[nodiscard]] Pause pause_if_due();

    const Clock& clock() const { return m_clock; }

private:
    void wake();
    void move_due_timers();
    void add_timer(MonotonicTime due, std::coroutine_handle<> coroutine);
    bool slice_used_up() const;

    const Clock& m_clock;
    std::deque<std::coroutine_handle<>> m_ready;
    std::multimap<MonotonicTime, std::coroutine_handle<>> m_timers;
    std::optional<MonotonicTime> m_slice_end;
    void (*m_wake)(void*) = nullptr;
    void* m_wake_context = nullptr;
    bool m_wake_sent = false;
};

class [[nodiscard]] Loop::Sleep {
public:
    Sleep(Loop& loop, double delay_ms) : m_loop(loop), m_delay_ms(delay_ms) {}
    Sleep(const Sleep&) = delete;
    Sleep& operator=(const Sleep&) = delete;
    ~Sleep();

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> coroutine);
    void await_resume() noexcept { m_waiting = {}; }

private:
    Loop& m_loop;
    double m_delay_ms;
    std::coroutine_handle<> m_waiting = {};
};

class [[nodiscard]] Loop::Pause {
public:
    explicit Pause(Loop& loop) : m_loop(loop) {}
    Pause(const Pause&) = delete;
    Pause& operator=(const Pause&) = delete;
    ~Pause();

    bool await_ready() const noexcept { return !m_loop.slice_used_up(); }
    void await_suspend(std::coroutine_handle<> coroutine);
    void await_resume() noexcept { m_waiting = {}; }

private:
    Loop& m_loop;
    std::coroutine_handle<> m_waiting = {};
};

}  // namespace app
