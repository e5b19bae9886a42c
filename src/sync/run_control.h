#pragma once

#include "base/gate.h"
#include "base/task.h"

namespace app::sync {

// How a person steers a run. Asked between calls and between records; a write that was sent is
// always settled first.
class RunControl {
public:
    explicit RunControl(Loop& loop) : m_gate(loop) {}

    void pause() { m_gate.close(); }
    void resume() { m_gate.open(); }
    void stop()
    {
        m_stopped = true;
        m_gate.open();
    }
    void reset()
    {
        m_stopped = false;
        m_gate.open();
    }
    bool paused() const { return !m_gate.is_open(); }

    // Waits while paused; fails with `cancelled` when stopped.
    Task<> checkpoint()
    {
        co_await m_gate.pass();
        if (m_stopped) co_await Result<void>(failed(ErrorKind::cancelled, "stopped by you"));
    }

private:
    Gate m_gate;
    bool m_stopped = false;
};

}  // namespace app::sync
