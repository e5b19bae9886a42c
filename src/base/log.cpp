#include "base/log.h"

#include "base/text.h"

namespace app {

void Log::write(LogLevel level, std::string_view area, std::string_view message)
{
    m_lines.push_back({m_clock.now(), level, std::string(area), escape_controls(message)});
    if (m_lines.size() > lines_max) m_lines.pop_front();
    if (m_sink) m_sink(m_lines.back());
}

}  // namespace app
