#pragma once

#include "base/clock.h"
#include "base/date.h"

#include <cstdint>
#include <optional>
#include <string>

namespace app::ui {

// "1,240"
std::string format_count(std::int64_t count);

// "74.2 MB", in powers of a thousand.
std::string format_bytes(std::int64_t bytes);

// "1 invoice", "12 invoices"; the plural is the singular with an s unless given.
std::string format_counted(std::int64_t count, const char* singular, const char* plural = nullptr);

// "just now", "2 min ago", "3 h ago", "yesterday", else the date. Times ahead of now (clocks differ
// between machines) count as now.
std::string format_relative(Timestamp at, Timestamp now);

// After how many seconds the text of format_relative changes.
double seconds_until_relative_changes(Timestamp at, Timestamp now);

// The reader's own time and date: "22 Nov 2026, 21:40:05".
struct LocalTime {
    const TimeZones& zones;
    const std::string& zone;
};
std::string format_exact(Timestamp at, const LocalTime& local);
// "22 Nov 2026"; "" for none.
std::string format_date(std::optional<Date> date);
// "Nov 2026" from "2026-11"; anything else comes back as it is.
std::string format_month(const std::string& year_and_month);

// "less than a minute", "about 3 min", "about 1 h 20 min"
std::string format_time_left(double seconds);

// "1.2 s", "2 min 5 s"
std::string format_duration(Timestamp from, Timestamp to);

}  // namespace app::ui
