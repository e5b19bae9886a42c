#include "sync/merge.h"

#include <gtest/gtest.h>

#include <iostream>

#include "support/seeded_random.h"

namespace app::sync {
namespace {

MergeInput input_of(const Fields& base, const Fields& hubspot, const Fields& quickbooks)
{
    return {.quickbooks_base = base,
            .hubspot_base = {},
            .quickbooks = quickbooks,
            .hubspot = hubspot,
            .two_way = {"phone", "city", "email"},
            .rule = [](const std::string&) { return ConflictRule::ask; },
            .chosen = {}};
}

const Fields agreed = {{"phone", "1"}, {"city", "Rome"}};

TEST(Merge, OfSidesThatAgreeIsNothing)
{
    EXPECT_EQ(merge(input_of(agreed, agreed, agreed)), MergeResult{});
}

TEST(Merge, TakesDifferentFieldsToBothSides)
{
    const MergeResult merged =
        merge(input_of(agreed, {{"phone", "2"}, {"city", "Rome"}}, {{"phone", "1"}, {"city", "Oslo"}}));

    EXPECT_EQ(merged.to_quickbooks, (Fields{{"phone", "2"}}));
    EXPECT_EQ(merged.to_hubspot, (Fields{{"city", "Oslo"}}));
    EXPECT_TRUE(merged.conflicts.empty());
}

TEST(Merge, OfOneFieldChangedOnBothSidesIsAQuestion)
{
    const MergeResult merged = merge(input_of(agreed, {{"phone", "2"}}, {{"phone", "3"}}));

    EXPECT_TRUE(merged.to_hubspot.empty() && merged.to_quickbooks.empty());
    EXPECT_EQ(merged.conflicts, (std::vector<FieldConflict>{{"phone", "1", "2", "3"}}));
}

TEST(Merge, OfTheSameChangeOnBothSidesIsAnAgreement)
{
    const MergeResult merged = merge(input_of(agreed, {{"phone", "2"}}, {{"phone", "2"}}));

    EXPECT_EQ(merged.agreed, (Fields{{"phone", "2"}}));
    EXPECT_TRUE(merged.to_hubspot.empty() && merged.to_quickbooks.empty() && merged.conflicts.empty());
}

TEST(Merge, NeverTakesABlankAcross)
{
    const MergeResult merged = merge(input_of(agreed, {{"phone", ""}}, {{"phone", "1"}}));
    EXPECT_EQ(merged, MergeResult{});

    const MergeResult filled = merge(input_of(agreed, {{"phone", ""}}, {{"phone", "3"}}));
    EXPECT_EQ(filled.to_hubspot, (Fields{{"phone", "3"}}));
    EXPECT_TRUE(filled.conflicts.empty());
}

TEST(Merge, FollowsTheRuleOfTheField)
{
    MergeInput input =
        input_of(agreed, {{"phone", "2"}, {"city", "Bern"}}, {{"phone", "3"}, {"city", "Oslo"}});
    input.rule = [](const std::string& property) {
        return property == "phone" ? ConflictRule::hubspot : ConflictRule::newest;
    };
    input.newer = Side::quickbooks;

    const MergeResult merged = merge(input);

    EXPECT_EQ(merged.to_quickbooks, (Fields{{"phone", "2"}}));
    EXPECT_EQ(merged.to_hubspot, (Fields{{"city", "Oslo"}}));
}

TEST(Merge, DoesAsAPersonDecided)
{
    MergeInput input = input_of(agreed, {{"phone", "2"}}, {{"phone", "3"}});
    input.chosen = {{"phone", Side::hubspot}};

    EXPECT_EQ(merge(input).to_quickbooks, (Fields{{"phone", "2"}}));
}

TEST(Merge, ComparesASideWithWhatItHeldItself)
{
    MergeInput input = input_of({{"phone", "(1) 2"}}, {{"phone", "12"}}, {{"phone", "(1) 2"}});
    input.hubspot_base = {{"phone", "12"}};
    EXPECT_EQ(merge(input), MergeResult{});

    input.hubspot["phone"] = "13";
    EXPECT_EQ(merge(input).to_quickbooks, (Fields{{"phone", "13"}}));
}

TEST(Merge, WithoutAnAgreementAsksWhereTheTwoDiffer)
{
    const MergeResult merged = merge(input_of({}, {{"phone", "2"}, {"city", "Rome"}}, {{"phone", "3"}}));

    EXPECT_EQ(merged.conflicts, (std::vector<FieldConflict>{{"phone", "", "2", "3"}}));
    EXPECT_EQ(merged.to_quickbooks, (Fields{{"city", "Rome"}}));
}

TEST(Merge, KeepsFieldsOfOneWayOutOfQuickBooks)
{
    const MergeResult merged = merge(input_of({}, {{"qbo_balance", "7"}}, {{"qbo_balance", "5"}}));

    EXPECT_EQ(merged.to_hubspot, (Fields{{"qbo_balance", "5"}}));
    EXPECT_TRUE(merged.to_quickbooks.empty() && merged.conflicts.empty());
}

TEST(Merge, WritesOnlyASideThatMayBeWritten)
{
    MergeInput input =
        input_of(agreed, {{"phone", "2"}, {"city", "Bern"}}, {{"phone", "3"}, {"city", "Rome"}});
    input.writes_quickbooks = false;

    const MergeResult merged = merge(input);

    EXPECT_EQ(merged.to_hubspot, (Fields{{"phone", "3"}}));
    EXPECT_TRUE(merged.to_quickbooks.empty() && merged.conflicts.empty());
}

std::string random_value(app::testing::SeededRandom& random)
{
    const std::uint64_t value = random_below(random, 4);
    return value == 0 ? std::string() : std::to_string(value);
}

// What the two sides and the agreement hold once a merge was carried out.
void carry_out(MergeInput& input, const MergeResult& merged)
{
    for (const auto& [property, value] : merged.to_hubspot) input.hubspot[property] = value;
    for (const auto& [property, value] : merged.to_quickbooks) input.quickbooks[property] = value;
    for (const Fields* agreed_now : {&merged.to_hubspot, &merged.to_quickbooks, &merged.agreed}) {
        for (const auto& [property, value] : *agreed_now) input.quickbooks_base[property] = value;
    }
}

// From any three states: one merge settles all but conflicts, loses no value that only one side had changed, and
// a second one has nothing to write.
TEST(Merge, OfAnyThreeStatesComesToRestAndLosesNothing)
{
    constexpr std::uint64_t seed = 20'261'130;
    std::cout << "seed " << seed << "\n";
    app::testing::SeededRandom random(seed);
    for (int round = 0; round < 20'000; ++round) {
        MergeInput input = input_of({}, {}, {});
        for (const std::string& property : input.two_way) {
            const std::string base = random_value(random);
            input.quickbooks_base[property] = base;
            input.hubspot[property] = random_below(random, 2) == 0 ? base : random_value(random);
            input.quickbooks[property] = random_below(random, 2) == 0 ? base : random_value(random);
        }
        const MergeInput before = input;

        const MergeResult merged = merge(input);
        carry_out(input, merged);

        const MergeResult again = merge(input);
        SCOPED_TRACE(round);
        EXPECT_TRUE(again.to_hubspot.empty() && again.to_quickbooks.empty() && again.agreed.empty());
        EXPECT_EQ(again.conflicts, merged.conflicts);
        for (const std::string& property : input.two_way) {
            const std::string base = value_in(before.quickbooks_base, property);
            const std::string hubspot = value_in(before.hubspot, property);
            const std::string quickbooks = value_in(before.quickbooks, property);
            const bool hubspot_changed = !hubspot.empty() && hubspot != base;
            const bool quickbooks_changed = !quickbooks.empty() && quickbooks != base;
            if (hubspot_changed) EXPECT_EQ(value_in(input.hubspot, property), hubspot);
            if (quickbooks_changed) EXPECT_EQ(value_in(input.quickbooks, property), quickbooks);
            if (hubspot_changed && !quickbooks_changed)
                EXPECT_EQ(value_in(input.quickbooks, property), hubspot);
            if (quickbooks_changed && !hubspot_changed)
                EXPECT_EQ(value_in(input.hubspot, property), quickbooks);
        }
        if (::testing::Test::HasFailure()) return;
    }
}

}  // namespace
}  // namespace app::sync
