#include "sample_rows.h"

namespace app::store {
namespace {

class Links : public ::testing::Test {
protected:
    std::unique_ptr<Database> database = migrated_database();
    LinkRepository links{*database};
};

TEST_F(Links, AreFoundFromBothSides)
{
    LinkRow row = link(ObjectType::contacts, "17", "201");
    row.base = R"({"email":"a@b.c"})";
    row.linked_how = LinkedHow::email;
    row.row_id = must(links.add(row));

    const auto by_quickbooks = must(links.by_quickbooks(row.quickbooks, hubspot));
    const auto by_hubspot = must(links.by_hubspot(ObjectType::contacts, hubspot, HubSpotId("201")));

    ASSERT_TRUE(by_quickbooks && by_hubspot);
    EXPECT_EQ(by_quickbooks->columns(), row.columns());
    EXPECT_EQ(by_hubspot->columns(), row.columns());
    EXPECT_FALSE(must(links.by_hubspot(ObjectType::products, hubspot, HubSpotId("201"))));
    EXPECT_FALSE(must(links.by_quickbooks(row.quickbooks, ConnectionId("hubspot-00000000"))));
}

TEST_F(Links, AreOneToOne)
{
    must(links.add(link(ObjectType::contacts, "17", "201")));

    const auto second_twin = links.add(link(ObjectType::contacts, "17", "202"));
    const auto second_owner = links.add(link(ObjectType::contacts, "18", "201"));

    ASSERT_FALSE(second_twin);
    EXPECT_EQ(second_twin.error().kind, ErrorKind::conflict);
    ASSERT_FALSE(second_owner);
    EXPECT_EQ(second_owner.error().kind, ErrorKind::conflict);
    EXPECT_EQ(must(links.count(ObjectType::contacts)), 1);
}

TEST_F(Links, OfTwoCompaniesMayHaveEqualIds)
{
    LinkRow other = link(ObjectType::contacts, "17", "202");
    other.quickbooks.connection = ConnectionId("quickbooks-11111111");
    must(links.add(link(ObjectType::contacts, "17", "201")));

    EXPECT_TRUE(links.add(other));
    EXPECT_TRUE(links.add(link(ObjectType::products, "17", "201")));
}

TEST_F(Links, ABrokenLinkKeepsItsPlaceUntilItIsRemoved)
{
    const std::int64_t row_id = must(links.add(link(ObjectType::contacts, "17", "201")));
    must(links.set_state(row_id, LinkState::broken));
    EXPECT_EQ(must(links.count(ObjectType::contacts)), 0);
    EXPECT_FALSE(links.add(link(ObjectType::contacts, "17", "202")));

    must(links.remove(row_id));

    EXPECT_TRUE(links.add(link(ObjectType::contacts, "17", "202")));
}

TEST_F(Links, TheFirstChangeCountsUntilTheBaseMovesOn)
{
    const std::int64_t row_id = must(links.add(link(ObjectType::contacts, "17", "201")));
    const auto now = [&] { return *must(links.by_quickbooks(key_of(ObjectType::contacts, "17"), hubspot)); };
    must(links.mark_changed(row_id, Timestamp{10}));
    must(links.mark_changed(row_id, Timestamp{20}));
    EXPECT_EQ(now().changed_at, Timestamp{10});

    must(links.set_base(row_id, R"({"a":"b"})", R"({"a":"c"})", Timestamp{30}));

    EXPECT_FALSE(now().changed_at);
    EXPECT_EQ(now().base, R"({"a":"b"})");
    EXPECT_EQ(now().hubspot_base, R"({"a":"c"})");
    EXPECT_EQ(now().base_at, Timestamp{30});
}

TEST_F(Links, RefuseABaseThatIsNoJson)
{
    LinkRow row = link(ObjectType::contacts, "17", "201");
    row.base = "{broken";

    EXPECT_FALSE(links.add(row));
}

TEST_F(Links, TheWalkVisitsEachOnceAlthoughTheVisitorWrites)
{
    for (int i = 0; i < 20; ++i) {
        must(links.add(link(ObjectType::products, std::to_string(i), std::to_string(i))));
        must(links.add(link(ObjectType::contacts, std::to_string(i), std::to_string(i))));
    }
    std::vector<std::string> seen;

    must(links.each(ObjectType::products, [&](const LinkRow& row) -> Result<void> {
        seen.push_back(row.quickbooks.id.value);
        TRY(links.add(
            link(ObjectType::products, "new " + row.quickbooks.id.value, "new " + row.hubspot_id.value)));
        return links.set_base(row.row_id, "{}", "{}", noon);
    }));

    ASSERT_EQ(seen.size(), 20U);
    EXPECT_EQ(seen.front(), "0");
    EXPECT_EQ(seen.back(), "19");
}

TEST_F(Links, TheWalkEndsAtTheFirstError)
{
    for (int i = 0; i < 5; ++i) {
        must(links.add(link(ObjectType::contacts, std::to_string(i), std::to_string(i))));
    }
    int seen = 0;

    const Result<void> result = links.each(ObjectType::contacts, [&](const LinkRow&) -> Result<void> {
        if (++seen == 3) return failed(ErrorKind::cancelled, "enough");
        return {};
    });

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().message, "enough");
    EXPECT_EQ(seen, 3);
}

TEST_F(Links, LinesAreFoundByTheirInvoiceOnly)
{
    for (const char* const id : {"1:1", "1:2", "11:1", "1", "1:10"}) {
        must(links.add(link(ObjectType::line_items, id, std::string("h") + id)));
    }

    const std::vector<LinkRow> found = must(links.lines_of(quickbooks, QuickBooksId("1")));

    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].quickbooks.id, line_key(QuickBooksId("1"), "1"));
    EXPECT_EQ(found[2].quickbooks.id.value, "1:10");
}

}  // namespace
}  // namespace app::store
