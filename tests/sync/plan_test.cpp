#include "sync/plan.h"

#include <gtest/gtest.h>

namespace app::sync {
namespace {

Agreement agreement(Fields base)
{
    return {.link_row_id = 1, .hubspot_id = "501", .base = std::move(base)};
}

TEST(Plan, CreatesWhatHubSpotDoesNotHave)
{
    const Action action = plan({.quickbooks_id = "1", .title = "Ada", .wanted = {{"lastname", "Ada"}}});

    EXPECT_EQ(action.kind, ActionKind::create);
    EXPECT_EQ(action.fields, (Fields{{"lastname", "Ada"}}));
    EXPECT_EQ(action.changes, (std::vector<FieldChange>{{"lastname", "", "Ada"}}));
    EXPECT_EQ(action.reason, "not in HubSpot yet");
    EXPECT_TRUE(action.hubspot_id.empty());
}

TEST(Plan, SaysWhatIsWorthNoting)
{
    const Action action = plan({.quickbooks_id = "1", .title = "Ada", .wanted = {}, .note = "no address"});

    EXPECT_EQ(action.reason, "not in HubSpot yet; no address");
}

TEST(Plan, DoesNothingWhenTheAgreementHolds)
{
    const Action action = plan({.quickbooks_id = "1",
                                .title = "Ada",
                                .wanted = {{"lastname", "Ada"}},
                                .agreement = agreement({{"lastname", "Ada"}})});

    EXPECT_EQ(action.kind, ActionKind::nothing);
    EXPECT_TRUE(action.fields.empty());
}

TEST(Plan, SendsOnlyWhatDiffersFromTheAgreement)
{
    const Action action = plan({.quickbooks_id = "1",
                                .title = "Ada",
                                .wanted = {{"city", "Paris"}, {"lastname", "Ada"}, {"phone", "1"}},
                                .agreement = agreement({{"city", "London"}, {"lastname", "Ada"}})});

    EXPECT_EQ(action.kind, ActionKind::update);
    EXPECT_EQ(action.hubspot_id, "501");
    EXPECT_EQ(action.fields, (Fields{{"city", "Paris"}, {"phone", "1"}}));
    EXPECT_EQ(action.changes, (std::vector<FieldChange>{{"city", "London", "Paris"}, {"phone", "", "1"}}));
}

TEST(Plan, NeverOverwritesWithABlank)
{
    const Action action = plan({.quickbooks_id = "1",
                                .title = "Ada",
                                .wanted = {{"lastname", "Ada"}},
                                .agreement = agreement({{"city", "London"}, {"lastname", "Ada"}})});

    EXPECT_EQ(action.kind, ActionKind::nothing);
}

TEST(Plan, LinksAMatchAndSendsWhereItDiffers)
{
    const Action action =
        plan({.quickbooks_id = "1",
              .title = "Ada",
              .wanted = {{"email", "a@b.co"}, {"lastname", "King"}},
              .match = Match{.hubspot_id = "77",
                             .how = "email",
                             .current = {{"email", "a@b.co"}, {"lastname", "Byron"}, {"city", "Rome"}}}});

    EXPECT_EQ(action.kind, ActionKind::link);
    EXPECT_EQ(action.hubspot_id, "77");
    EXPECT_EQ(action.reason, "matched by e-mail");
    EXPECT_EQ(action.fields, (Fields{{"lastname", "King"}}));
}

TEST(Plan, NamesEveryWayOfMatching)
{
    const auto reason = [](const char* how) {
        return plan({.quickbooks_id = "1",
                     .title = "",
                     .wanted = {},
                     .match = Match{.hubspot_id = "7", .how = how, .current = {}}})
            .reason;
    };

    EXPECT_EQ(reason("sku"), "matched by SKU");
    EXPECT_EQ(reason("name"), "matched by name");
    EXPECT_EQ(reason("key"), "carries the QuickBooks id");
}

TEST(Plan, AnAgreementIsStrongerThanAMatch)
{
    const Action action = plan({.quickbooks_id = "1",
                                .title = "Ada",
                                .wanted = {{"lastname", "King"}},
                                .agreement = agreement({{"lastname", "Byron"}}),
                                .match = Match{.hubspot_id = "77", .how = "email", .current = {}}});

    EXPECT_EQ(action.kind, ActionKind::update);
    EXPECT_EQ(action.hubspot_id, "501");
}

TEST(Plan, AnExclusionIsStrongerThanAll)
{
    const Action action = plan({.quickbooks_id = "1",
                                .title = "Ada",
                                .wanted = {{"lastname", "King"}},
                                .agreement = agreement({}),
                                .excluded = "a category"});

    EXPECT_EQ(action.kind, ActionKind::excluded);
    EXPECT_EQ(action.reason, "a category");
    EXPECT_TRUE(action.fields.empty());
}

}  // namespace
}  // namespace app::sync
