#include "store/conflict_repository.h"

#include "sample_rows.h"

namespace app::store {
namespace {

class Conflicts : public ::testing::Test {
protected:
    static ConflictRow phone(std::string hubspot_value, std::string quickbooks_value)
    {
        ConflictRow row;
        row.quickbooks = key_of(ObjectType::contacts, "17");
        row.hubspot_connection = hubspot;
        row.hubspot_id = HubSpotId("201");
        row.title = "Ada";
        row.property = "phone";
        row.base = "1";
        row.hubspot = std::move(hubspot_value);
        row.quickbooks_value = std::move(quickbooks_value);
        row.found_at = noon;
        return row;
    }
    ConflictRow only() { return must(conflicts.of(key_of(ObjectType::contacts, "17"), hubspot)).at(0); }

    std::unique_ptr<Database> database = migrated_database();
    ConflictRepository conflicts{*database};
};

TEST_F(Conflicts, AreParkedOncePerField)
{
    must(conflicts.park(phone("2", "3")));
    must(conflicts.park(phone("2", "3")));

    ASSERT_EQ(must(conflicts.open(10)).size(), 1U);
    ConflictRow expected = phone("2", "3");
    expected.row_id = only().row_id;
    EXPECT_EQ(only().columns(), expected.columns());
    EXPECT_EQ(must(conflicts.count_open()), 1);
    EXPECT_EQ(must(conflicts.count_open(ObjectType::products)), 0);
}

TEST_F(Conflicts, KeepAChoiceWhileTheValuesStay)
{
    must(conflicts.park(phone("2", "3")));
    must(conflicts.choose(only().row_id, ConflictChoice::hubspot));
    must(conflicts.park(phone("2", "3")));
    EXPECT_EQ(only().choice, ConflictChoice::hubspot);
    EXPECT_TRUE(must(conflicts.open(10)).empty());

    must(conflicts.park(phone("2", "4")));

    EXPECT_EQ(only().choice, ConflictChoice::open);
}

TEST_F(Conflicts, ThatAreResolvedCannotBeChosenAndMayComeBack)
{
    must(conflicts.park(phone("2", "3")));
    const std::int64_t row_id = only().row_id;
    must(conflicts.resolve(key_of(ObjectType::contacts, "17"), hubspot, "phone", noon));

    const auto late = conflicts.choose(row_id, ConflictChoice::hubspot);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, ErrorKind::not_found);

    must(conflicts.park(phone("5", "6")));
    EXPECT_EQ(only().hubspot, "5");
    EXPECT_NE(only().row_id, row_id);
}

}  // namespace
}  // namespace app::store
