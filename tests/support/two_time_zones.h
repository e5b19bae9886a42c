#pragma once

#include <string>

#include "base/date.h"

namespace app::testing {

// New York in winter; every other zone is UTC.
class TwoTimeZones final : public TimeZones {
public:
    int utc_offset_minutes(const std::string& zone, Timestamp) const override
    {
        return zone == "America/New_York" ? -300 : 0;
    }
};

}  // namespace app::testing
