#include "sync/object_settings.h"

#include <gtest/gtest.h>

namespace app::sync {
namespace {

TEST(ObjectSettings, ComeBackAsTheyWereStored)
{
    const ObjectSettings settings{.direction = Direction::both,
                                  .in_hubspot = WritePolicy::update_only,
                                  .in_quickbooks = WritePolicy::create_only,
                                  .conflicts = ConflictRule::newest,
                                  .field_conflicts = {{"phone", ConflictRule::hubspot}},
                                  .deletions = DeletionPolicy::unlink,
                                  .history = History::from_date,
                                  .history_since = Timestamp{1'796'000'000'000},
                                  .names = NameRule::company_and_person,
                                  .new_items = {.type = NewItemType::non_inventory,
                                                .income_account = "79",
                                                .income_account_name = "Sales"}};

    EXPECT_EQ(settings_from_json(json_of(settings)), settings);
    EXPECT_EQ(settings.rule_for("phone"), ConflictRule::hubspot);
    EXPECT_EQ(settings.rule_for("city"), ConflictRule::newest);
}

TEST(ObjectSettings, OfANewDatabaseWriteNothingToQuickBooks)
{
    const auto settings = settings_from_json("{}");

    ASSERT_TRUE(settings);
    EXPECT_FALSE(settings->writes_quickbooks());
    EXPECT_FALSE(settings->creates_in_quickbooks());
}

TEST(ObjectSettings, RefuseAWordTheyDoNotKnow)
{
    EXPECT_FALSE(settings_from_json(R"({"direction":"sideways"})"));
    EXPECT_FALSE(settings_from_json(R"({"field_conflicts":{"phone":"coin"}})"));
}

TEST(ObjectSettings, OfInvoicesCannotGoToQuickBooks)
{
    EXPECT_NE(problem_with(Object::invoices, {.direction = Direction::both}), "");
    EXPECT_EQ(problem_with(Object::contacts, {.direction = Direction::both}), "");
}

}  // namespace
}  // namespace app::sync
