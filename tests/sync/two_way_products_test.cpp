#include <gtest/gtest.h>

#include <set>

#include "base/json.h"
#include "two_way.h"

namespace app::sync::testing {
namespace {

ObjectSettings products_both_ways()
{
    return {.direction = Direction::both,
            .in_quickbooks = WritePolicy::create_and_update,
            .new_items = {.income_account = "79"}};
}

// An item as a service or product of QuickBooks.
std::string item(const std::string& name, const std::string& sku, const std::string& price,
                 const std::string& type = "NonInventory")
{
    return item_members(name, sku, price, type);
}

std::string item_member(const World& world, const std::string& id, std::string_view name)
{
    const auto json = Json::parse("{" + world.quickbooks.members("Item", id) + "}");
    const auto member = json ? json->member(name) : std::nullopt;
    if (!member) return {};
    return member->as_text().value_or(member->dump());
}

std::string product_id(const World& world, const std::string& name)
{
    const auto found = world.hubspot.with("products", "name", name);
    return found.size() == 1 ? found.front().id : "there are " + std::to_string(found.size());
}

std::string product_value(const World& world, const std::string& name, const std::string& property)
{
    const auto found = world.hubspot.with("products", "name", name);
    if (found.size() != 1) return "there are " + std::to_string(found.size());
    const auto value = found.front().properties.find(property);
    return value == found.front().properties.end() ? "" : value->second;
}

// Every live product has one item and the other way round, and no name is there twice.
void expect_product_pairs(World& world, std::size_t pairs)
{
    EXPECT_EQ(world.hubspot.live("products").size(), pairs);
    EXPECT_EQ(world.quickbooks.ids("Item").size(), pairs);
    EXPECT_EQ(world.count("SELECT count(*) FROM link WHERE object = 'products' AND state = 'linked'"),
              static_cast<std::int64_t>(pairs));
    std::set<std::string> names;
    for (const std::string& id : world.quickbooks.ids("Item")) names.insert(item_member(world, id, "Name"));
    EXPECT_EQ(names.size(), pairs);
}

// A pair in step, both ways switched on.
struct TwoWayProducts : ::testing::Test {
    TwoWayProducts()
    {
        rope = world.quickbooks.add("Item", item("Rope", "R-1", "12.5"));
        world.set(Object::products, products_both_ways());
        EXPECT_EQ(told(world.sync()), "done");
        product = product_id(world, "Rope");
        pass_time();
    }
    void pass_time()
    {
        world.advance_minutes(30);
        world.proxy.log.clear();
    }
    void sync()
    {
        EXPECT_EQ(told(world.sync()), "done");
        pass_time();
    }
    void change_in_hubspot(const std::string& property, const std::string& value)
    {
        world.hubspot.change("products", product, property, value);
    }
    void expect_quiet()
    {
        const int writes = world.hubspot.writes + world.quickbooks.writes;
        sync();
        EXPECT_EQ(world.hubspot.writes + world.quickbooks.writes, writes);
    }

    World world;
    std::string rope;
    std::string product;
};

TEST_F(TwoWayProducts, TakeAPriceFromHubSpotToQuickBooksExactly)
{
    change_in_hubspot("price", "13.70");

    sync();

    EXPECT_EQ(item_member(world, rope, "UnitPrice"), "13.7");
    EXPECT_EQ(item_member(world, rope, "Name"), "Rope");
    expect_quiet();
    expect_quiet();
}

TEST_F(TwoWayProducts, DoNotTakeAnotherSpellingOfAPriceForAChange)
{
    change_in_hubspot("price", "12.50");

    expect_quiet();
    expect_quiet();
}

TEST_F(TwoWayProducts, MergeDifferentFieldsAndParkTheSame)
{
    change_in_hubspot("description", "Ten metres");
    world.quickbooks.change("Item", rope, item("Rope", "R-1", "14"));
    sync();
    EXPECT_EQ(item_member(world, rope, "Description"), "Ten metres");
    EXPECT_EQ(product_value(world, "Rope", "price"), "14");
    expect_quiet();
    change_in_hubspot("price", "15");
    world.quickbooks.change("Item", rope, item("Rope", "R-1", "16"));

    sync();

    EXPECT_EQ(item_member(world, rope, "UnitPrice"), "16");
    EXPECT_EQ(product_value(world, "Rope", "price"), "15");
    EXPECT_EQ(world.count("SELECT count(*) FROM conflict WHERE property = 'price' AND resolved_at IS NULL"),
              1);
    expect_quiet();
}

TEST_F(TwoWayProducts, MakeAnItemOfANewProductOnceWithTheChosenAccount)
{
    world.hubspot.add("products", {{"name", "Paint"}, {"hs_sku", "P-1"}, {"price", "8.90"}});

    sync();

    ASSERT_EQ(world.quickbooks.ids("Item").size(), 2U);
    const std::string made = world.quickbooks.ids("Item").back();
    EXPECT_EQ(item_member(world, made, "Name"), "Paint");
    EXPECT_EQ(item_member(world, made, "UnitPrice"), "8.9");
    EXPECT_EQ(item_member(world, made, "Type"), "Service");
    EXPECT_EQ(item_member(world, made, "IncomeAccountRef"), R"({"value":"79"})");
    expect_quiet();
    expect_product_pairs(world, 2);
}

TEST_F(TwoWayProducts, MakeNoItemOfANameThatQuickBooksDoesNotTake)
{
    world.hubspot.add("products", {{"name", "Paint: red"}});
    world.hubspot.add("products", {{"name", std::string(101, 'x')}});

    sync();

    EXPECT_EQ(world.quickbooks.ids("Item").size(), 1U);
    expect_quiet();
}

TEST_F(TwoWayProducts, RefuseToMakeItemsUntilAnIncomeAccountIsChosen)
{
    ObjectSettings settings = products_both_ways();
    settings.new_items.income_account.clear();
    world.set(Object::products, settings);
    world.hubspot.add("products", {{"name", "Paint"}});

    sync();

    EXPECT_EQ(world.quickbooks.ids("Item").size(), 1U);
    ASSERT_TRUE(world.page().plan);
    ASSERT_EQ(world.page().plan->notes.size(), 1U);
    EXPECT_EQ(
        world.page().plan->notes[0],
        "1 product of HubSpot is not made in QuickBooks: choose the income account of new items first, under "
        "Sync, Rules, Products.");
}

TEST_F(TwoWayProducts, SayThatTheChosenAccountIsGone)
{
    world.quickbooks.income_accounts = {{"80", "Other"}};
    const std::string id = world.hubspot.add("products", {{"name", "Paint"}});

    sync();

    EXPECT_EQ(world.quickbooks.ids("Item").size(), 1U);
    EXPECT_EQ(world.count("SELECT count(*) FROM failure WHERE code = 'account_gone' AND resolved_at IS NULL"),
              1);
}

TEST_F(TwoWayProducts, MakeNoItemThatMayBeThereAlready)
{
    world.quickbooks.add("Item", item("Paint", "", "1"));
    world.quickbooks.add("Item", item("PAINT", "", "1"));
    world.hubspot.add("products", {{"name", "Paint"}});
    world.hubspot.add("products", {{"name", "Cord"}, {"hs_sku", "r-1"}});
    world.hubspot.add("products", {{"name", "rope"}, {"hs_sku", "R-2"}});

    sync();
    sync();

    EXPECT_EQ(world.quickbooks.ids("Item").size(), 3U);
}

TEST_F(TwoWayProducts, LeaveBundlesAndCategoriesAsTheyAre)
{
    const std::string bundle = world.quickbooks.add("Item", item("Kit", "K-1", "20", "Group"));
    sync();
    world.hubspot.change("products", product_id(world, "Kit"), "price", "25");

    sync();

    EXPECT_EQ(item_member(world, bundle, "UnitPrice"), "20");
    EXPECT_EQ(world.quickbooks.writes, 0);
    expect_quiet();
}

TEST_F(TwoWayProducts, KeepADeductionThatHubSpotCannotHold)
{
    const std::string rebate = world.quickbooks.add("Item", item("Rebate", "", "-5"));
    sync();
    world.hubspot.change("products", product_id(world, "Rebate"), "price", "5");

    sync();

    EXPECT_EQ(item_member(world, rebate, "UnitPrice"), "-5");
}

TEST_F(TwoWayProducts, RefuseANameThatIsTooLong)
{
    change_in_hubspot("name", std::string(101, 'x'));

    sync();

    EXPECT_EQ(world.failure_of(store::ObjectType::products, rope),
              "The name has 101 characters; QuickBooks takes 100.");
    EXPECT_EQ(item_member(world, rope, "Name"), "Rope");
}

TEST_F(TwoWayProducts, NeedABatchForThirty)
{
    for (int i = 0; i < 90; ++i) world.hubspot.add("products", {{"name", "New " + std::to_string(i)}});

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(world.quickbooks.ids("Item").size(), 91U);
    EXPECT_EQ(world.quickbooks.writes, 3);
}

TEST(ProductsOfTwoCurrencies, KeepTheirPrices)
{
    World world;
    world.quickbooks.home_currency = "EUR";
    const std::string rope = world.quickbooks.add("Item", item("Rope", "R-1", "12.5"));
    world.set(Object::products, products_both_ways());
    ASSERT_EQ(told(world.sync()), "done");
    world.advance_minutes(30);
    world.hubspot.change("products", product_id(world, "Rope"), "price", "11");
    world.hubspot.change("products", product_id(world, "Rope"), "description", "Ten metres");

    ASSERT_EQ(told(world.sync()), "done");

    EXPECT_EQ(item_member(world, rope, "UnitPrice"), "12.5");
    EXPECT_EQ(item_member(world, rope, "Description"), "Ten metres");
}

// A pair in step; then a change on each side and two new products.
void fill_and_change(World& world)
{
    world.quickbooks.add("Item", item("Rope", "R-1", "12.5"));
    world.quickbooks.add("Item", item("Paint", "", "8"));
    world.set(Object::products, products_both_ways());
    EXPECT_EQ(told(world.sync()), "done");
    world.advance_minutes(60);
    world.proxy.log.clear();
    world.hubspot.change("products", product_id(world, "Rope"), "price", "13");
    world.quickbooks.change("Item", "2", item("Paint", "", "9"));
    world.hubspot.add("products", {{"name", "Brush"}, {"hs_sku", "B-1"}, {"price", "3.50"}});
    world.hubspot.add("products", {{"name", "Tape"}});
    world.advance_minutes(1);
}

void expect_all_settled(World& world)
{
    expect_product_pairs(world, 4);
    EXPECT_EQ(item_member(world, "1", "UnitPrice"), "13");
    EXPECT_EQ(product_value(world, "Paint", "price"), "9");
    EXPECT_EQ(world.count("SELECT count(*) FROM intent WHERE state IN ('ready', 'sending', 'unknown')"), 0);
    EXPECT_EQ(world.count("SELECT count(*) FROM failure WHERE resolved_at IS NULL"), 0);
    EXPECT_EQ(world.count("SELECT count(*) FROM link WHERE changed_at IS NOT NULL"), 0);
}

int exchanges_of_a_clean_change()
{
    World world;
    fill_and_change(world);
    EXPECT_EQ(told(world.sync()), "done");
    return static_cast<int>(world.proxy.log.size());
}

TEST(TwoWayProductRun, SurvivesEveryFaultAtEveryExchange)
{
    const int exchanges = exchanges_of_a_clean_change();
    ASSERT_GE(exchanges, 5);
    for (const Fault fault :
         {Fault::page_dies_before, Fault::page_dies_after_effect, Fault::page_dies_after_answer,
          Fault::answer_lost, Fault::proxy_dies_before, Fault::proxy_dies_after, Fault::unavailable_before,
          Fault::unavailable_after, Fault::unreadable, Fault::offline}) {
        for (const bool knows : {true, false}) {
            for (int at = 1; at <= exchanges; ++at) {
                World world;
                world.quickbooks.knows_request_ids = knows;
                fill_and_change(world);
                world.proxy.fail(at, fault);

                const std::optional<int> runs = world.run_until_quiet();

                SCOPED_TRACE(::testing::Message() << "exchange " << at << " fault " << static_cast<int>(fault)
                                                  << (knows ? "" : ", request ids forgotten"));
                ASSERT_TRUE(runs.has_value());
                EXPECT_LE(*runs, 5);
                expect_all_settled(world);
                if (::testing::Test::HasFailure()) return;
            }
        }
    }
}

// What nobody knows the outcome of is recognised by what it holds, a day later too.
TEST(TwoWayProductRun, MakesNoItemTwiceWhenTheAnswerIsLostForADay)
{
    const int last = exchanges_of_a_clean_change();
    World world;
    world.quickbooks.knows_request_ids = false;
    fill_and_change(world);
    world.proxy.fail(last, Fault::page_dies_after_effect);
    ASSERT_FALSE(world.sync().has_value());
    world.advance_minutes(26 * 60);

    ASSERT_TRUE(world.run_until_quiet().has_value());

    EXPECT_EQ(world.quickbooks.ids("Item").size(), 4U);
    EXPECT_EQ(world.hubspot.live("products").size(), 4U);
}

}  // namespace
}  // namespace app::sync::testing
