#pragma once

#include <compare>
#include <cstdint>

namespace app {

// A moment as milliseconds since 1970-01-01T00:00:00Z.
struct Timestamp {
    std::int64_t ms = 0;
    auto operator<=>(const Timestamp&) const = default;
};

// Time that only ever grows; for durations and timers. Milliseconds since an arbitrary start.
struct MonotonicTime {
    double ms = 0;
    auto operator<=>(const MonotonicTime&) const = default;
};

// The only source of time. Real ones are made in shell, fakes in tests.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
    virtual MonotonicTime monotonic() const = 0;
};

}  // namespace app
