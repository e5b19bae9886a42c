#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "base/date.h"

namespace app::shell {

// The browser's own time zone rules (Intl). Answers are kept by quarter of an hour: no zone changes its
// offset within one, and asking the browser is slow.
class BrowserTimeZones final : public TimeZones {
public:
    static constexpr std::size_t kept_max = 1000;
    int utc_offset_minutes(const std::string& zone, Timestamp at) const override;

private:
    mutable std::map<std::pair<std::string, std::int64_t>, int> m_kept;
};

}  // namespace app::shell
