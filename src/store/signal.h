#pragma once

#include <coroutine>
#include <utility>

#include "base/assert.h"
#include "base/loop.h"

namespace app::store {

// Wakes one waiting coroutine. Set while nobody waits, it is kept: the next wait does not suspend.
//   co_await signal.wait();
class Signal {
public:
    explicit Signal(Loop& loop) : m_loop(loop) {}
    Signal(const Signal&) = delete;
    Signal& operator=(const Signal&) = delete;

    void set()
    {
        if (m_waiting) m_loop.post(std::exchange(m_waiting, {}));
        else m_set = true;
    }

    class Wait {
    public:
        explicit Wait(Signal& signal) : m_signal(signal) {}
        Wait(const Wait&) = delete;
        Wait& operator=(const Wait&) = delete;
        ~Wait()
        {
            if (!m_coroutine) return;
            m_signal.m_loop.forget(m_coroutine);
            m_signal.m_waiting = {};
        }

        bool await_ready() { return std::exchange(m_signal.m_set, false); }
        void await_suspend(std::coroutine_handle<> coroutine)
        {
            ASSERT(!m_signal.m_waiting);
            m_coroutine = m_signal.m_waiting = coroutine;
        }
        void await_resume() { m_coroutine = {}; }

    private:
        Signal& m_signal;
        std::coroutine_handle<> m_coroutine = {};
    };
    [[nodiscard]] Wait wait() { return Wait(*this); }

private:
    Loop& m_loop;
    std::coroutine_handle<> m_waiting = {};
    bool m_set = false;
};

}  // namespace app::store
