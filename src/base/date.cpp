#include "base/date.h"

#include <chrono>
#include <format>
#include <optional>

namespace app {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

year_month_day civil(Date date)
{
    return year_month_day(sys_days(std::chrono::days(date.days)));
}

// Exactly `length` digits at `at`.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t length)
{
    if (at + length > text.size()) return std::nullopt;
    int value = 0;
    for (const char character : text.substr(at, length)) {
        if (character < '0' || character > '9') return std::nullopt;
        value = value * 10 + (character - '0');
    }
    return value;
}

std::unexpected<Error> malformed(std::string_view what, std::string_view text)
{
    return failed(ErrorKind::malformed, std::string(what), std::string(text.substr(0, 64)));
}

std::optional<std::int64_t> offset_ms(std::string_view zone)
{
    if (zone == "Z" || zone == "z") return 0;
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
    const auto hours = digits(zone, 1, 2);
    const auto minutes = digits(zone, 4, 2);
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    const std::int64_t magnitude = (*hours * 60 + *minutes) * 60'000;
    return zone[0] == '-' ? -magnitude : magnitude;
}

constexpr std::int64_t day_ms = 86'400'000;

std::int64_t floor_days(std::int64_t ms)
{
    return ms >= 0 ? ms / day_ms : -((-ms + day_ms - 1) / day_ms);
}

}  // namespace

Date Date::from_civil(int year, int month, int day)
{
    const sys_days days =
        year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                       std::chrono::day(static_cast<unsigned>(day)));
    return Date{static_cast<std::int32_t>(days.time_since_epoch().count())};
}

Result<Date> Date::parse(std::string_view text)
{
    const auto year = digits(text, 0, 4);
    const auto month = digits(text, 5, 2);
    const auto day = digits(text, 8, 2);
    if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !year || !month || !day) {
        return malformed("not a date", text);
    }
    const year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                              std::chrono::day(static_cast<unsigned>(*day)));
    if (!date.ok()) return malformed("no such day", text);
    return from_civil(*year, *month, *day);
}

std::string Date::to_text() const
{
    return std::format("{:04}-{:02}-{:02}", year(), month(), day());
}

int Date::year() const
{
    return static_cast<int>(civil(*this).year());
}

int Date::month() const
{
    return static_cast<int>(static_cast<unsigned>(civil(*this).month()));
}

int Date::day() const
{
    return static_cast<int>(static_cast<unsigned>(civil(*this).day()));
}

Result<Timestamp> parse_timestamp(std::string_view text)
{
    if (text.size() < 20 || (text[10] != 'T' && text[10] != 't')) return malformed("not a time", text);
    const Date date = TRY(Date::parse(text.substr(0, 10)));
    const auto hour = digits(text, 11, 2);
    const auto minute = digits(text, 14, 2);
    const auto second = digits(text, 17, 2);
    if (!hour || !minute || !second || text[13] != ':' || text[16] != ':' || *hour > 23 || *minute > 59 ||
        *second > 60) {
        return malformed("not a time", text);
    }
    std::size_t at = 19;
    std::int64_t fraction_ms = 0;
    if (text[at] == '.') {
        std::int64_t weight = 100;
        for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, weight /= 10) {
            fraction_ms += (text[at] - '0') * weight;
        }
    }
    const auto offset = offset_ms(text.substr(at));
    if (!offset) return malformed("a time without its offset", text);
    const std::int64_t in_day = ((*hour * 60 + *minute) * 60 + *second) * std::int64_t{1000};
    return Timestamp{date.days * day_ms + in_day + fraction_ms - *offset};
}

std::string format_timestamp(Timestamp timestamp, Milliseconds milliseconds)
{
    const std::int64_t days = floor_days(timestamp.ms);
    const std::int64_t rest = timestamp.ms - days * day_ms;
    const std::string text =
        std::format("{}T{:02}:{:02}:{:02}", Date{static_cast<std::int32_t>(days)}.to_text(), rest / 3'600'000,
                    rest / 60'000 % 60, rest / 1000 % 60);
    if (milliseconds == Milliseconds::no) return text + "Z";
    return text + std::format(".{:03}Z", rest % 1000);
}

Date date_in_zone(const TimeZones& zones, const std::string& zone, Timestamp at)
{
    const std::int64_t local_ms = at.ms + std::int64_t{zones.utc_offset_minutes(zone, at)} * 60'000;
    return Date{static_cast<std::int32_t>(floor_days(local_ms))};
}

}  // namespace app
