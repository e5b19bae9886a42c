#include "base/text.h"

#include <gtest/gtest.h>

#include "base/log.h"
#include "base/random.h"
#include "support/fake_clock.h"
#include "support/seeded_random.h"

namespace app {
namespace {

TEST(Text, RepairsOnlyWhatIsBroken)
{
    const std::string good = "請注意 مرحبا 😀 é";
    EXPECT_EQ(repair_utf8(good), good);
    EXPECT_EQ(repair_utf8("a\xff"
                          "b"),
              "a\xEF\xBF\xBD"
              "b");
    EXPECT_EQ(repair_utf8("\xed\xa0\x80").find('\xed'), std::string::npos);
    EXPECT_EQ(repair_utf8("\xc0\x80").find('\xc0'), std::string::npos);
}

TEST(Text, RepairAlwaysGivesValidText)
{
    testing::SeededRandom random(5);
    for (int round = 0; round < 2'000; ++round) {
        std::string bytes(random_below(random, 12), '\0');
        for (char& byte : bytes) byte = static_cast<char>(random_below(random, 256));
        const std::string repaired = repair_utf8(bytes);
        ASSERT_EQ(repair_utf8(repaired), repaired);
    }
}

TEST(Text, ShowsControlCharacters)
{
    EXPECT_EQ(escape_controls("a\nb\x07"), "a\\nb\\u0007");
    EXPECT_EQ(single_line("a\r\n\tb").find('\n'), std::string::npos);
}

TEST(Text, TrimsSpacesOfBothKinds)
{
    EXPECT_EQ(trimmed(" \t\xC2\xA0x y\xC2\xA0\n"), "x y");
    EXPECT_EQ(trimmed("   "), "");
}

TEST(Text, CutsBetweenCodePoints)
{
    EXPECT_EQ(first_code_points("😀😀x", 1), "😀");
    EXPECT_EQ(first_code_points("ab", 5), "ab");
    EXPECT_EQ(count_code_points("請注意"), 3U);
}

TEST(Text, EncodesForQueries)
{
    EXPECT_EQ(percent_encode("a b+c'é"), "a%20b%2Bc%27%C3%A9");
    EXPECT_EQ(percent_encode("AZaz09-._~"), "AZaz09-._~");
}

TEST(Text, SplitsAndJoins)
{
    EXPECT_EQ(split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
    EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
    EXPECT_EQ(join({"a", "b"}, ", "), "a, b");
    EXPECT_EQ(lower_ascii("AbÉ"), "abÉ");
}

TEST(Random, MakesUuidsOfVersionFour)
{
    testing::SeededRandom random(6);
    const std::string first = make_uuid(random);
    ASSERT_EQ(first.size(), 36U);
    EXPECT_EQ(first[14], '4');
    EXPECT_NE(std::string("89ab").find(first[19]), std::string::npos);
    EXPECT_NE(make_uuid(random), first);
}

TEST(Random, StaysBelowItsBound)
{
    testing::SeededRandom random(7);
    bool seen[3] = {};
    for (int round = 0; round < 200; ++round) {
        const std::uint64_t value = random_below(random, 3);
        ASSERT_LT(value, 3U);
        seen[value] = true;
    }
    EXPECT_TRUE(seen[0] && seen[1] && seen[2]);
    EXPECT_EQ(random_below(random, 1), 0U);
}

TEST(Log, KeepsTheNewestLinesAndEscapesThem)
{
    testing::FakeClock clock;
    std::size_t handed_on = 0;
    Log log(clock, [&](const LogLine&) { ++handed_on; });

    for (std::size_t line = 0; line < Log::lines_max + 5; ++line) log.write(LogLevel::info, "sync", "line\n");

    EXPECT_EQ(log.lines().size(), Log::lines_max);
    EXPECT_EQ(handed_on, Log::lines_max + 5);
    EXPECT_EQ(log.lines().back().message, "line\\n");
}

}  // namespace
}  // namespace app
