#include "base/decimal.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/money.h"
#include "support/seeded_random.h"

namespace app {
namespace {

using testing::SeededRandom;
using Wide = __int128;

constexpr int rounds = 20'000;

Decimal parsed(std::string_view text)
{
    const Result<Decimal> decimal = Decimal::parse(text);
    EXPECT_TRUE(decimal) << text;
    return decimal.value_or(Decimal());
}

std::string parsed_text(std::string_view text)
{
    return parsed(text).to_text();
}

TEST(Decimal, ReadsWhatJsonAllows)
{
    EXPECT_EQ(parsed_text("100"), "100");
    EXPECT_EQ(parsed_text("46.60"), "46.6");
    EXPECT_EQ(parsed_text("-0.05"), "-0.05");
    EXPECT_EQ(parsed_text("1.5e3"), "1500");
    EXPECT_EQ(parsed_text("25E-2"), "0.25");
    EXPECT_EQ(parsed_text("0.000"), "0");
    EXPECT_EQ(parsed_text("-0"), "0");
    EXPECT_EQ(parsed_text("999999999999999999"), "999999999999999999");
    EXPECT_EQ(parsed_text("0.000000000001"), "0.000000000001");
}

TEST(Decimal, RefusesWhatIsNoNumberOrDoesNotFit)
{
    for (const std::string_view text :
         {"", "-", ".", "1.2.3", "1e", "e5", "0x10", "1 ", " 1", "NaN", "1,5", "--1", "1000000000000000000",
          "0.0000000000001", "1e40", "1e99999999999999999999"}) {
        EXPECT_FALSE(Decimal::parse(text)) << text;
    }
}

TEST(Decimal, RefusesHugeTextQuickly)
{
    EXPECT_FALSE(Decimal::parse("0." + std::string(1'000'000, '0') + "1"));
    EXPECT_EQ(parsed_text("0." + std::string(100'000, '0')), "0");
}

TEST(Decimal, RoundsHalfAwayFromZero)
{
    EXPECT_EQ(parsed("1861.075").rounded(2).to_text(), "1861.08");
    EXPECT_EQ(parsed("-1861.075").rounded(2).to_text(), "-1861.08");
    EXPECT_EQ(parsed("29.962").to_text(2), "29.96");
    EXPECT_EQ(parsed("-0.004").to_text(2), "0.00");
    EXPECT_EQ(parsed("46.6").to_text(2), "46.60");
}

TEST(Decimal, MultipliesPriceAndQuantityExactly)
{
    const Result<Decimal> product = multiply(parsed("128.35"), parsed("14.5"));

    ASSERT_TRUE(product);
    EXPECT_EQ(product->to_text(), "1861.075");
}

TEST(Decimal, SaysWhenAResultDoesNotFit)
{
    EXPECT_FALSE(multiply(parsed("999999999999"), parsed("999999999999")));
    EXPECT_FALSE(add(parsed("999999999999999999"), parsed("1")));
    EXPECT_FALSE(parsed("1.25").units_at(1));
    EXPECT_EQ(parsed("1.25").units_at(4).value_or(0), 12'500);
}

// Text of `units` × 10^-scale put together from digits, as an independent check.
std::string expected_text(std::int64_t units, int scale)
{
    std::string digits = std::to_string(units < 0 ? -units : units);
    const auto decimals = static_cast<std::size_t>(scale);
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    std::string whole = digits.substr(0, digits.size() - decimals);
    std::string fraction = digits.substr(digits.size() - decimals);
    while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
    if (!fraction.empty()) whole += "." + fraction;
    return units < 0 ? "-" + whole : whole;
}

std::int64_t random_units(SeededRandom& random)
{
    const std::uint64_t bound = 1ULL << random_below(random, 50);
    const auto magnitude = static_cast<std::int64_t>(random_below(random, bound));
    return random_below(random, 2) == 0 ? magnitude : -magnitude;
}

int random_scale(SeededRandom& random)
{
    return static_cast<int>(random_below(random, Decimal::scale_max + 1));
}

TEST(DecimalProperties, TextRoundTrips)
{
    SeededRandom random(1);
    for (int round = 0; round < rounds; ++round) {
        const std::int64_t units = random_units(random);
        const int scale = random_scale(random);
        const Decimal decimal(units, scale);

        ASSERT_EQ(decimal.to_text(), expected_text(units, scale));
        ASSERT_EQ(parsed(decimal.to_text()), decimal);
    }
}

Wide in_smallest(Decimal decimal)
{
    Wide units = decimal.units();
    for (int scale = decimal.scale(); scale < Decimal::scale_max; ++scale) units *= 10;
    return units;
}

TEST(DecimalProperties, SumsAndOrderAgreeWithWholeNumbers)
{
    SeededRandom random(2);
    for (int round = 0; round < rounds; ++round) {
        const Decimal left(random_units(random), random_scale(random));
        const Decimal right(random_units(random), random_scale(random));

        const Result<Decimal> total = add(left, right);
        if (total) ASSERT_EQ(in_smallest(*total), in_smallest(left) + in_smallest(right));
        ASSERT_EQ(left < right, in_smallest(left) < in_smallest(right));
        ASSERT_EQ(left == right, in_smallest(left) == in_smallest(right));
        if (total) ASSERT_EQ(add(*total, -right).value_or(Decimal(1, 0)), left);
    }
}

TEST(DecimalProperties, RoundingIsNearestAndTiesGoAway)
{
    SeededRandom random(3);
    for (int round = 0; round < rounds; ++round) {
        const Decimal value(random_units(random), random_scale(random));
        const int scale = random_scale(random);

        const Wide error = in_smallest(value.rounded(scale)) - in_smallest(value);
        Wide step = 1;
        for (int power = scale; power < Decimal::scale_max; ++power) step *= 10;
        const Wide distance = error < 0 ? -error : error;
        ASSERT_LE(distance * 2, step);
        if (distance * 2 == step) ASSERT_EQ(error < 0, value.is_negative());
    }
}

TEST(Money, KeepsFourDecimalsAndRefusesMore)
{
    EXPECT_EQ(Money::from(parsed("12.3456"), "USD").value_or(Money()).amount_e4, 123'456);
    EXPECT_FALSE(Money::from(parsed("0.00001"), "USD"));
}

TEST(Money, ShowsGroupsAndTheCurrencysDecimals)
{
    EXPECT_EQ(format_money({12'405'000, "USD"}, ShowCurrency::no), "1,240.50");
    EXPECT_EQ(format_money({-12'345'678'900, "USD"}, ShowCurrency::no), "-1,234,567.89");
    EXPECT_NE(format_money({12'405'000, "USD"}, ShowCurrency::code).find("USD"), std::string::npos);
    EXPECT_EQ(format_money({15'000'000, "JPY"}, ShowCurrency::no), "1,500");
    EXPECT_EQ(currency_digits("KWD"), 3);
}

}  // namespace
}  // namespace app
