#include "store/product_list.h"

#include "sample_rows.h"
#include "store/sync_counts.h"

namespace app::store {
namespace {

class Products : public ::testing::Test {
protected:
    void SetUp() override
    {
        ItemRow bolt = item("1", "Bolt");
        bolt.full_name = "Hardware:Bolt";
        bolt.sku = "B-8";
        bolt.unit_price = Decimal(95, 1);
        ItemRow advice = item("2", "Advice");
        advice.unit_price = Decimal(120, 0);
        advice.description = "by the hour";
        must(ItemRepository(*database).put(bolt));
        must(ItemRepository(*database).put(advice));
        ProductRow alone = product("301", "Nut");
        alone.price = Decimal(5, 2);
        must(ProductRepository(*database).put(alone));
        must(LinkRepository(*database).add(link(ObjectType::products, "1", "302")));
    }
    std::vector<std::string> names(const ProductQuery& query)
    {
        std::vector<std::string> found;
        for (const ListId id : must(list.ids(query))) found.push_back(must(list.row(id))->name);
        return found;
    }
    using Names = std::vector<std::string>;

    std::unique_ptr<Database> database = migrated_database();
    ProductList list{*database};
};

TEST_F(Products, AreSorted)
{
    ProductQuery query;
    EXPECT_EQ(names(query), (Names{"Advice", "Hardware:Bolt", "Nut"}));
    query.sort = ProductSort::price;
    EXPECT_EQ(names(query), (Names{"Nut", "Hardware:Bolt", "Advice"}));
    query.sort = ProductSort::sku;
    query.order = SortOrder::descending;
    EXPECT_EQ(names(query).front(), "Hardware:Bolt");
    query.sort = ProductSort::state;
    query.order = SortOrder::ascending;
    EXPECT_EQ(names(query), (Names{"Advice", "Nut", "Hardware:Bolt"}));
}

TEST_F(Products, AreSearchedAndFiltered)
{
    ProductQuery query;
    query.search = "hour BY";
    EXPECT_EQ(names(query), (Names{"Advice"}));
    query.search = "b-8";
    EXPECT_EQ(names(query), (Names{"Hardware:Bolt"}));
    query.search.clear();
    query.state = SyncState::not_linked;
    EXPECT_EQ(names(query), (Names{"Nut"}));
    EXPECT_EQ(must(list.count(SyncState::not_linked)), 1);
    EXPECT_EQ(must(list.count(SyncState::waiting)), 1);
}

TEST_F(Products, RowsCarryExactPrices)
{
    const ProductListRow bolt = *must(list.row(1));
    EXPECT_EQ(bolt.price, Decimal(95, 1));
    EXPECT_EQ(bolt.hubspot_id, HubSpotId("302"));
    EXPECT_EQ(bolt.state, SyncState::in_sync);
    EXPECT_EQ(must(list.row(-1))->price, Decimal(5, 2));
    EXPECT_EQ(must(sync_counts(*database, ObjectType::products)).in_sync, 1);
}

}  // namespace
}  // namespace app::store
