#pragma once

#include <coroutine>
#include <vector>

#include "base/loop.h"

namespace app {

// Lets coroutines through while open and holds them while closed; for "Pause".
class Gate {
public:
    explicit Gate(Loop& loop) : m_loop(loop) {}
    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;

    bool is_open() const { return m_open; }
    void close() { m_open = false; }
    // Everybody who waits goes on at the loop's next turn.
    void open()
    {
        m_open = true;
        for (const std::coroutine_handle<> waiting : m_waiting) m_loop.post(waiting);
        m_waiting.clear();
    }

    class [[nodiscard]] Passage {
    public:
        explicit Passage(Gate& gate) : m_gate(gate) {}
        Passage(const Passage&) = delete;
        Passage& operator=(const Passage&) = delete;
        ~Passage()
        {
            if (!m_self) return;
            std::erase(m_gate.m_waiting, m_self);
            m_gate.m_loop.forget(m_self);
        }
        bool await_ready() const noexcept { return m_gate.m_open; }
        void await_suspend(std::coroutine_handle<> coroutine)
        {
            m_self = coroutine;
            m_gate.m_waiting.push_back(coroutine);
        }
        void await_resume() noexcept { m_self = {}; }

    private:
        Gate& m_gate;
        std::coroutine_handle<> m_self = {};
    };
    Passage pass() { return Passage(*this); }

private:
    Loop& m_loop;
    bool m_open = true;
    std::vector<std::coroutine_handle<>> m_waiting;
};

}  // namespace app
