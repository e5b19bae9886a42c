#pragma once

#include "base/clock.h"

namespace app::testing {

// Time that stands still until a test moves it. `ms_per_look` lets it pass by being looked at, as
// work does on a real clock.
class FakeClock final : public Clock {
public:
    Timestamp now() const override { return {m_start_ms + static_cast<std::int64_t>(m_elapsed_ms)}; }
    MonotonicTime monotonic() const override
    {
        m_elapsed_ms += ms_per_look;
        return {m_elapsed_ms};
    }
    void advance(double duration_ms) { m_elapsed_ms += duration_ms; }
    void advance_to(MonotonicTime time)
    {
        if (time.ms > m_elapsed_ms) m_elapsed_ms = time.ms;
    }
    double elapsed_ms() const { return m_elapsed_ms; }

    double ms_per_look = 0;

private:
    std::int64_t m_start_ms = 1'795'000'000'000;  // in November 2026
    mutable double m_elapsed_ms = 0;
};

}  // namespace app::testing
