#pragma once

#include <deque>
#include <functional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace app {

enum class LogLevel { debug, info, warning, error };

struct LogLine {
    Timestamp at;
    LogLevel level;
    std::string area;     // the floor or service that speaks: "sync", "hubspot"
    std::string message;  // one line; control characters are escaped on entry
};

// Keeps the newest lines for the page's own report and hands each to a sink. Callers pass no
// tokens, no bodies, no personal data.
class Log {
public:
    static constexpr std::size_t lines_max = 2000;
    using Sink = std::function<void(const LogLine&)>;

    Log(const Clock& clock, Sink sink) : m_clock(clock), m_sink(std::move(sink)) {}

    void write(LogLevel level, std::string_view area, std::string_view message);
    const std::deque<LogLine>& lines() const { return m_lines; }

private:
    const Clock& m_clock;
    Sink m_sink;
    std::deque<LogLine> m_lines;
};

}  // namespace app
