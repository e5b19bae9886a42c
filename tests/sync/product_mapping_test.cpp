#include "sync/product_mapping.h"

#include <gtest/gtest.h>

namespace app::sync {
namespace {

using clients::quickbooks::Item;
using clients::quickbooks::ItemType;

Item rope()
{
    Item item;
    item.id = QuickBooksId("3");
    item.name = "Rope";
    item.type = ItemType::service;
    item.type_name = "Service";
    return item;
}

TEST(ProductMapping, CarriesEveryField)
{
    Item item = rope();
    item.sku = "R-1";
    item.description = "Ten metres\nof rope";
    item.unit_price = Decimal(4650, 2);

    EXPECT_EQ(product_from_item(item, "9341:3"), (Fields{{"description", "Ten metres\nof rope"},
                                                         {"hs_sku", "R-1"},
                                                         {"name", "Rope"},
                                                         {"price", "46.5"},
                                                         {"qbo_active", "true"},
                                                         {"qbo_item_id", "9341:3"},
                                                         {"qbo_item_type", "Service"}}));
}

TEST(ProductMapping, LeavesOutANegativePrice)
{
    Item item = rope();
    item.unit_price = Decimal(-5, 0);

    EXPECT_FALSE(product_from_item(item, "9341:3").contains("price"));
}

TEST(ProductMapping, KeepsAPriceOfNothing)
{
    Item item = rope();
    item.unit_price = Decimal();

    EXPECT_EQ(product_from_item(item, "9341:3").at("price"), "0");
}

TEST(ProductMapping, ExcludesCategoriesOnly)
{
    Item item = rope();
    EXPECT_EQ(product_excluded(item), "");
    item.type = ItemType::group;
    EXPECT_EQ(product_excluded(item), "");
    item.type = ItemType::category;
    EXPECT_NE(product_excluded(item), "");
}

}  // namespace
}  // namespace app::sync
