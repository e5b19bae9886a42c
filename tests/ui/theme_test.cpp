#include "ui/theme.h"

#include "ui/format.h"
#include "ui/ui_page.h"
#include "ui/widgets/record_text.h"

#include <gtest/gtest.h>

namespace app::ui {
namespace {

void expect_readable(const Colors& colors)
{
    constexpr float text_contrast_min = 4.5f;
    constexpr float mark_contrast_min = 3.0f;
    for (const ImU32 ground : {colors.page, colors.surface, colors.raised, colors.hover, colors.selected}) {
        EXPECT_GE(contrast(colors.text, ground), text_contrast_min);
        EXPECT_GE(contrast(colors.muted, ground), text_contrast_min);
    }
    EXPECT_GE(contrast(colors.faint, colors.surface), mark_contrast_min);
    EXPECT_GE(contrast(colors.on_accent, colors.accent), text_contrast_min);
    EXPECT_GE(contrast(colors.on_accent, colors.accent_hover), text_contrast_min);
    EXPECT_GE(contrast(colors.accent, colors.accent_soft), text_contrast_min);
    EXPECT_GE(contrast(colors.good, colors.good_soft), text_contrast_min);
    EXPECT_GE(contrast(colors.warn, colors.warn_soft), text_contrast_min);
    EXPECT_GE(contrast(colors.bad, colors.bad_soft), text_contrast_min);
    EXPECT_GE(contrast(colors.info, colors.info_soft), text_contrast_min);
    EXPECT_GE(contrast(colors.muted, colors.neutral_soft), text_contrast_min);
}

TEST(Theme, EveryTextCanBeRead)
{
    expect_readable(light_colors);
    expect_readable(dark_colors);
}

TEST(Format, CountsTimesAndDates)
{
    const Timestamp now = test_now;
    EXPECT_EQ(format_count(1'234'567), "1,234,567");
    EXPECT_EQ(format_count(-1000), "-1,000");
    EXPECT_EQ(format_count(999), "999");
    EXPECT_EQ(format_counted(1, "invoice"), "1 invoice");
    EXPECT_EQ(format_relative(now, now), "just now");
    EXPECT_EQ(format_relative({now.ms + 5000}, now), "just now");
    EXPECT_EQ(format_relative({now.ms - 120'000}, now), "2 min ago");
    EXPECT_EQ(format_relative({now.ms - 3 * 3'600'000}, now), "3 h ago");
    EXPECT_EQ(format_date(Date::from_civil(2026, 2, 3)), "3 Feb 2026");
    EXPECT_EQ(format_month("2026-11"), "Nov 2026");
    EXPECT_EQ(format_month("rubbish"), "rubbish");
    EXPECT_EQ(format_time_left(190), "about 4 min");
    EXPECT_EQ(format_duration(now, {now.ms + 4230}), "4.2 s");
    const OneHourAhead zones;
    const std::string zone;
    EXPECT_EQ(format_exact(now, {zones, zone}), "22 Nov 2026, 21:40:00");
    EXPECT_EQ(format_exact({-1}, {zones, zone}), "1 Jan 1970, 00:59:59");
}

TEST(RecordText, IsOneBoundedLineThatActsOnNothing)
{
    EXPECT_EQ(shown_text("plain"), "plain");
    EXPECT_EQ(shown_text("a\r\nb"), "a b");
    EXPECT_EQ(shown_text("\xE2\x80\xAE"
                         "abc"
                         "\xE2\x81\xA9"),
              "abc");
    EXPECT_EQ(shown_text("\xFF"), "\xEF\xBF\xBD");
    EXPECT_EQ(shown_text("請注意", 2), "請注…");
    EXPECT_EQ(shown_text(std::string(10'000, 'x')).size(), shown_code_points_max + std::string("…").size());
}

}  // namespace
}  // namespace app::ui
