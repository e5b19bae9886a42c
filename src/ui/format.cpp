#include "ui/format.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <format>

namespace app::ui {

namespace {

constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::int64_t minute_s = 60;
constexpr std::int64_t hour_s = 60 * minute_s;
constexpr std::int64_t day_s = 24 * hour_s;

std::int64_t age_seconds(Timestamp at, Timestamp now)
{
    return std::max<std::int64_t>(0, (now.ms - at.ms) / 1000);
}

std::string date_words(Date date)
{
    return std::format("{} {} {}", date.day(), months.at(static_cast<std::size_t>(date.month() - 1)),
                       date.year());
}

Date utc_date(Timestamp at)
{
    constexpr std::int64_t day_ms = day_s * 1000;
    return {static_cast<std::int32_t>((at.ms - ((at.ms % day_ms) + day_ms) % day_ms) / day_ms)};
}

}  // namespace

std::string format_count(std::int64_t count)
{
    std::string digits = std::to_string(count);
    const std::size_t first = count < 0 ? 1 : 0;
    for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, ",");
    return digits;
}

std::string format_bytes(std::int64_t bytes)
{
    constexpr std::array units = {"B", "kB", "MB", "GB", "TB"};
    std::size_t unit = 0;
    auto amount = static_cast<double>(bytes);
    while (amount >= 999.5 && unit + 1 < units.size()) {
        amount /= 1000;
        ++unit;
    }
    return std::format("{:.{}f} {}", amount, unit > 0 && amount < 99.95 ? 1 : 0, units.at(unit));
}

std::string format_counted(std::int64_t count, const char* singular, const char* plural)
{
    if (count == 1) return std::string("1 ") + singular;
    if (plural != nullptr) return format_count(count) + " " + plural;
    return format_count(count) + " " + singular + "s";
}

std::string format_relative(Timestamp at, Timestamp now)
{
    const std::int64_t age = age_seconds(at, now);
    if (age < minute_s) return "just now";
    if (age < hour_s) return std::format("{} min ago", age / minute_s);
    if (age < day_s) return std::format("{} h ago", age / hour_s);
    if (age < 2 * day_s) return "yesterday";
    if (age < 7 * day_s) return std::format("{} days ago", age / day_s);
    return date_words(utc_date(at));
}

double seconds_until_relative_changes(Timestamp at, Timestamp now)
{
    const std::int64_t age = age_seconds(at, now);
    const std::int64_t step = age < hour_s ? minute_s : hour_s;
    return static_cast<double>(step - age % step);
}

std::string format_exact(Timestamp at, const LocalTime& local)
{
    constexpr std::int64_t minute_ms = minute_s * 1000;
    const std::int64_t offset_ms = local.zones.utc_offset_minutes(local.zone, at) * minute_ms;
    const Timestamp shifted{at.ms + offset_ms};
    const Date date = utc_date(shifted);
    const std::int64_t second = shifted.ms / 1000 - static_cast<std::int64_t>(date.days) * day_s;
    return std::format("{}, {:02}:{:02}:{:02}", date_words(date), second / hour_s, second / minute_s % 60,
                       second % 60);
}

std::string format_date(std::optional<Date> date)
{
    return date ? date_words(*date) : std::string();
}

std::string format_month(const std::string& year_and_month)
{
    const Result<Date> first = Date::parse(year_and_month + "-01");
    if (!first) return year_and_month;
    return std::format("{} {}", months.at(static_cast<std::size_t>(first->month() - 1)), first->year());
}

std::string format_time_left(double seconds)
{
    const auto minutes = static_cast<std::int64_t>(std::ceil(seconds / 60));
    if (seconds < 60) return "less than a minute";
    if (minutes < 60) return std::format("about {} min", minutes);
    return std::format("about {} h {} min", minutes / 60, minutes % 60);
}

std::string format_duration(Timestamp from, Timestamp to)
{
    const std::int64_t tenths = std::max<std::int64_t>(0, (to.ms - from.ms + 50) / 100);
    if (tenths < minute_s * 10) return std::format("{}.{} s", tenths / 10, tenths % 10);
    const std::int64_t seconds = tenths / 10;
    return std::format("{} min {} s", seconds / 60, seconds % 60);
}

}  // namespace app::ui
