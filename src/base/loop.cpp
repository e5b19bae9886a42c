#include "base/loop.h"

namespace app {

void Loop::post(std::coroutine_handle<> coroutine)
{
    m_ready.push_back(coroutine);
    wake();
}

void Loop::forget(std::coroutine_handle<> coroutine)
{
    if (!coroutine) return;
    std::erase(m_ready, coroutine);
    std::erase_if(m_timers, [&](const auto& timer) { return timer.second == coroutine; });
}

bool Loop::run_ready(double budget_ms)
{
    m_wake_sent = true;  // whatever arrives from now on is run here or reported by the result
    m_slice_end = MonotonicTime{m_clock.monotonic().ms + budget_ms};
    move_due_timers();
    while (!m_ready.empty()) {
        const std::coroutine_handle<> next = m_ready.front();
        m_ready.pop_front();
        next.resume();
        if (slice_used_up()) break;
        move_due_timers();
    }
    m_slice_end.reset();
    m_wake_sent = false;
    return !m_ready.empty();
}

std::optional<MonotonicTime> Loop::next_due() const
{
    if (!m_ready.empty()) return m_clock.monotonic();
    if (m_timers.empty()) return std::nullopt;
    return m_timers.begin()->first;
}

void Loop::set_wake(void (*wake)(void*), void* context)
{
    m_wake = wake;
    m_wake_context = context;
}

Loop::Sleep Loop::sleep(double delay_ms)
{
    return Sleep(*this, delay_ms);
}

Loop::Pause Loop::pause_if_due()
{
    return Pause(*this);
}

void Loop::wake()
{
    if (!m_wake || m_wake_sent) return;
    m_wake_sent = true;
    m_wake(m_wake_context);
}

void Loop::move_due_timers()
{
    const MonotonicTime now = m_clock.monotonic();
    while (!m_timers.empty() && m_timers.begin()->first <= now) {
        m_ready.push_back(m_timers.begin()->second);
        m_timers.erase(m_timers.begin());
    }
}

void Loop::add_timer(MonotonicTime due, std::coroutine_handle<> coroutine)
{
    m_timers.emplace(due, coroutine);
    wake();
}

bool Loop::slice_used_up() const
{
    return m_slice_end && m_clock.monotonic() >= *m_slice_end;
}

Loop::Sleep::~Sleep()
{
    m_loop.forget(m_waiting);
}

void Loop::Sleep::await_suspend(std::coroutine_handle<> coroutine)
{
    m_waiting = coroutine;
    m_loop.add_timer(MonotonicTime{m_loop.m_clock.monotonic().ms + m_delay_ms}, coroutine);
}

Loop::Pause::~Pause()
{
    m_loop.forget(m_waiting);
}

void Loop::Pause::await_suspend(std::coroutine_handle<> coroutine)
{
    m_waiting = coroutine;
    m_loop.post(coroutine);
}

}  // namespace app
