#include "base/date.h"

#include <gtest/gtest.h>

#include "support/seeded_random.h"

namespace app {
namespace {

TEST(Date, ReadsAndWritesTheSameText)
{
    for (const std::string_view text :
         {"1970-01-01", "2026-11-22", "2024-02-29", "1999-12-31", "0001-01-01"}) {
        const Result<Date> date = Date::parse(text);
        ASSERT_TRUE(date) << text;
        EXPECT_EQ(date->to_text(), text);
    }
}

TEST(Date, RefusesWhatIsNoDay)
{
    for (const std::string_view text :
         {"", "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "2026-01-01 ", "20260101", "2026/01/01",
          "abcd-ef-gh", "2026-01-32"}) {
        EXPECT_FALSE(Date::parse(text)) << text;
    }
}

TEST(Date, CountsDaysWithoutGaps)
{
    const Date first = Date::from_civil(2023, 12, 31);
    for (int offset = 0; offset < 800; ++offset) {
        const Date date{first.days + offset};
        const Date again = Date::from_civil(date.year(), date.month(), date.day());
        ASSERT_EQ(again, date);
        ASSERT_EQ(Date::parse(date.to_text()).value_or(Date()), date);
    }
}

TEST(Timestamp, ReadsOffsetsAndFractions)
{
    const auto ms = [](std::string_view text) { return parse_timestamp(text).value_or(Timestamp{-1}).ms; };

    EXPECT_EQ(ms("1970-01-01T00:00:00Z"), 0);
    EXPECT_EQ(ms("2026-05-05T02:08:54.543-07:00"), ms("2026-05-05T09:08:54.543Z"));
    EXPECT_EQ(ms("2026-05-05T09:08:54.5Z") - ms("2026-05-05T09:08:54Z"), 500);
    EXPECT_EQ(ms("2026-05-05T09:08:54.123456789Z") % 1000, 123);
    EXPECT_EQ(ms("2026-01-01T00:30:00+05:30"), ms("2025-12-31T19:00:00Z"));
}

TEST(Timestamp, RefusesTextWithoutOffsetOrWithNonsense)
{
    for (const std::string_view text :
         {"", "2026-05-05", "2026-05-05T09:08:54", "2026-05-05T25:00:00Z", "2026-05-05T09:61:00Z",
          "2026-05-05 09:08:54Z", "2026-05-05T09:08:54+25:00", "2026-05-05T09:08:54Zjunk",
          "2026-05-05T09:08:54.Q"}) {
        EXPECT_FALSE(parse_timestamp(text)) << text;
    }
}

TEST(Timestamp, RoundTripsAnyMoment)
{
    testing::SeededRandom random(4);
    for (int round = 0; round < 5'000; ++round) {
        const auto ms =
            static_cast<std::int64_t>(random_below(random, 8'000'000'000'000)) - 2'000'000'000'000;
        const std::string text = format_timestamp(Timestamp{ms}, Milliseconds::yes);
        ASSERT_EQ(parse_timestamp(text).value_or(Timestamp{1}).ms, ms) << text;
    }
}

class FixedZones final : public TimeZones {
public:
    int utc_offset_minutes(const std::string& zone, Timestamp) const override
    {
        return zone == "west" ? -480 : 540;
    }
};

TEST(DateInZone, DiffersByZoneAtTheSameMoment)
{
    const FixedZones zones;
    const Timestamp evening = parse_timestamp("2026-03-01T20:00:00Z").value_or(Timestamp{});

    EXPECT_EQ(date_in_zone(zones, "west", evening).to_text(), "2026-03-01");
    EXPECT_EQ(date_in_zone(zones, "east", evening).to_text(), "2026-03-02");
    EXPECT_EQ(date_in_zone(zones, "west", Timestamp{0}).to_text(), "1969-12-31");
}

}  // namespace
}  // namespace app
