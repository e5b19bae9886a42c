#include "shell/browser_time_zones.h"

extern "C" {
int page_utc_offset_minutes(const char* zone, double at_ms);
}

namespace app::shell {

int BrowserTimeZones::utc_offset_minutes(const std::string& zone, Timestamp at) const
{
    if (zone.empty() || zone == "UTC") return 0;
    constexpr std::int64_t quarter_hour_ms = 15 * 60'000;
    const std::pair<std::string, std::int64_t> key(zone, at.ms / quarter_hour_ms);
    if (const auto found = m_kept.find(key); found != m_kept.end()) return found->second;
    if (m_kept.size() >= kept_max) m_kept.clear();
    const int offset = page_utc_offset_minutes(zone.c_str(), static_cast<double>(at.ms));
    m_kept.emplace(key, offset);
    return offset;
}

}  // namespace app::shell
