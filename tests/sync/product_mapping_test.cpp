#include "sync/product_mapping.h"

#include <gtest/gtest.h>

namespace app::sync {
namespace {

using clients::quickbooks::Item;
using clients::quickbooks::ItemType;

Fields mapped(const std::string& more = "")
{
    const auto item = Json::parse(R"({"Id":"3","Name":"Rope","Type":"Service")" + more + "}");
    return product_from_item(*item, default_mappings(Object::products), "9341:3").value_or(Fields());
}

TEST(ProductMapping, CarriesEveryField)
{
    EXPECT_EQ(mapped(R"(,"Sku":"R-1","Description":"Ten metres\nof rope","UnitPrice":46.50)"),
              (Fields{{"description", "Ten metres\nof rope"},
                      {"hs_sku", "R-1"},
                      {"name", "Rope"},
                      {"price", "46.5"},
                      {"qbo_active", "true"},
                      {"qbo_item_id", "9341:3"},
                      {"qbo_item_type", "Service"}}));
}

TEST(ProductMapping, LeavesOutANegativePrice)
{
    EXPECT_FALSE(mapped(R"(,"UnitPrice":-5)").contains("price"));
}

TEST(ProductMapping, KeepsAPriceOfNothing)
{
    EXPECT_EQ(mapped(R"(,"UnitPrice":0)").at("price"), "0");
}

TEST(ProductMapping, ExcludesCategoriesOnly)
{
    Item item{.id = QuickBooksId("3"), .type = ItemType::service};
    EXPECT_EQ(product_excluded(item), "");
    item.type = ItemType::group;
    EXPECT_EQ(product_excluded(item), "");
    item.type = ItemType::category;
    EXPECT_NE(product_excluded(item), "");
}

}  // namespace
}  // namespace app::sync
