#pragma once

#include <coroutine>
#include <deque>
#include <utility>

#include "base/loop.h"

namespace app {

// Lets one coroutine at a time through, in the order of asking.
//   Turns::Turn turn = co_await turns.take();
// A turn lasts until it is released or destroyed. What a failed coroutine holds is destroyed only with its task: who
// may fail while it has a turn releases it first.
class Turns {
public:
    explicit Turns(Loop& loop) : m_loop(loop) {}
    Turns(const Turns&) = delete;
    Turns& operator=(const Turns&) = delete;

    class [[nodiscard]] Turn {
    public:
        explicit Turn(Turns& turns) : m_turns(&turns) {}
        Turn(Turn&& other) noexcept : m_turns(std::exchange(other.m_turns, nullptr)) {}
        Turn& operator=(Turn&&) = delete;
        ~Turn() { release(); }
        void release()
        {
            if (m_turns) std::exchange(m_turns, nullptr)->pass_on();
        }

    private:
        Turns* m_turns;
    };

    class [[nodiscard]] Wait {
    public:
        explicit Wait(Turns& turns) : m_turns(turns) {}
        Wait(const Wait&) = delete;
        Wait& operator=(const Wait&) = delete;
        ~Wait()
        {
            if (!m_self) return;
            m_turns.m_loop.forget(m_self);
            if (m_has_turn) m_turns.pass_on();
            else std::erase(m_turns.m_waiting, this);
        }
        bool await_ready() const noexcept { return !std::exchange(m_turns.m_taken, true); }
        void await_suspend(std::coroutine_handle<> coroutine)
        {
            m_self = coroutine;
            m_turns.m_waiting.push_back(this);
        }
        Turn await_resume() noexcept
        {
            m_self = {};
            return Turn(m_turns);
        }

    private:
        friend Turns;
        Turns& m_turns;
        std::coroutine_handle<> m_self = {};
        bool m_has_turn = false;
    };
    Wait take() { return Wait(*this); }

private:
    void pass_on()
    {
        if (m_waiting.empty()) {
            m_taken = false;
            return;
        }
        Wait& next = *m_waiting.front();
        m_waiting.pop_front();
        next.m_has_turn = true;
        m_loop.post(next.m_self);
    }

    Loop& m_loop;
    bool m_taken = false;
    std::deque<Wait*> m_waiting;
};

}  // namespace app
