#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace app {

// A day of the Gregorian calendar without a time or zone, counted in days since 1970-01-01.
struct Date {
    std::int32_t days = 0;
    auto operator<=>(const Date&) const = default;

    static Date from_civil(int year, int month, int day);
    // "YYYY-MM-DD" exactly; fails with `malformed` on anything else or on a day that is none.
    static Result<Date> parse(std::string_view text);
    std::string to_text() const;
    int year() const;
    int month() const;
    int day() const;
};

// RFC 3339 with offset or Z, optional fraction: "2026-05-05T02:08:54.543-07:00". Fails `malformed`.
[[nodiscard]] Result<Timestamp> parse_timestamp(std::string_view text);

// "2026-05-05T09:08:54.543Z"; seconds only when `milliseconds` is no.
enum class Milliseconds { yes, no };
[[nodiscard]] std::string format_timestamp(Timestamp timestamp, Milliseconds milliseconds);

// Knows the rules of IANA time zones; the browser's on the web. Unknown names count as UTC.
class TimeZones {
public:
    virtual ~TimeZones() = default;
    virtual int utc_offset_minutes(const std::string& zone, Timestamp at) const = 0;
};

[[nodiscard]] Date date_in_zone(const TimeZones& zones, const std::string& zone, Timestamp at);

}  // namespace app
