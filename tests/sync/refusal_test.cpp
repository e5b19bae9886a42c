#include <gtest/gtest.h>

#include "once.h"

namespace app::sync::testing {
namespace {

constexpr store::ObjectType contacts = store::ObjectType::contacts;
constexpr store::ObjectType invoices = store::ObjectType::invoices;

std::string simple_invoice(World& world, const std::string& customer, const std::string& currency = "")
{
    const std::string item = world.add_item("Item for " + customer);
    std::string members = invoice_members({.customer = customer, .lines = {{.id = "1", .item = item}}});
    if (!currency.empty()) members += ",\"CurrencyRef\":{\"value\":\"" + currency + "\"}";
    return world.quickbooks.add("Invoice", members);
}

void expect_one_bad_contact_holds_nobody_back(FakeHubSpot::Strictness strictness)
{
    World world;
    world.hubspot.strictness = strictness;
    std::vector<std::string> good;
    for (int at = 0; at < 9; ++at) good.push_back(world.add_customer("Good " + std::to_string(at)));
    ASSERT_EQ(told(world.sync()), "done");
    for (int at = 9; at < 11; ++at) good.push_back(world.add_customer("Good " + std::to_string(at)));
    const std::string bad = world.add_customer("Bad");
    world.hubspot.refused_last_name = "Bad";
    good.push_back(world.add_customer("Good 11"));

    EXPECT_EQ(told(world.sync()), "done");

    for (const std::string& id : good)
        EXPECT_EQ(world.hubspot.with("contacts", "qbo_customer_id", key_of(id)).size(), 1U);
    EXPECT_FALSE(world.failure_of(contacts, bad).empty());
    EXPECT_EQ(world.count("SELECT count(*) FROM failure WHERE resolved_at IS NULL"), 1);
    EXPECT_EQ(world.page().progress.of(Object::contacts).failed, 1);
}

TEST(Refusal, OfOneContactHoldsNobodyBack)
{
    expect_one_bad_contact_holds_nobody_back(FakeHubSpot::Strictness::each_input);
}

TEST(Refusal, OfAWholeBatchIsNarrowedDownToTheOneToBlame)
{
    expect_one_bad_contact_holds_nobody_back(FakeHubSpot::Strictness::whole_batch);
}

TEST(Refusal, IsForgottenWhenTheRecordIsCorrected)
{
    World world;
    const std::string customer = world.add_customer("Bad");
    world.hubspot.refused_last_name = "Bad";
    ASSERT_EQ(told(world.sync()), "done");
    ASSERT_FALSE(world.failure_of(contacts, customer).empty());
    world.advance_minutes(5);
    world.quickbooks.change("Customer", customer, customer_members("Better"));

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(world.failure_of(contacts, customer), "");
    expect_everything_once(world);
}

TEST(Refusal, OfAnInvoiceWithAnUnknownCurrencySaysWhatToAdd)
{
    World world;
    const std::string customer = world.add_customer("Ada");
    const std::string foreign = simple_invoice(world, customer, "EUR");
    const std::string home = simple_invoice(world, customer);

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_TRUE(world.failure_of(invoices, foreign).contains("EUR"));
    EXPECT_EQ(world.hubspot.with("invoices", "qbo_invoice_id", key_of(home)).size(), 1U);
    EXPECT_TRUE(world.hubspot.with("invoices", "qbo_invoice_id", key_of(foreign)).empty());
}

TEST(Refusal, OfAContactMakesItsInvoiceWait)
{
    World world;
    world.hubspot.refused_last_name = "Bad";
    const std::string customer = world.add_customer("Bad");
    const std::string invoice = simple_invoice(world, customer);

    EXPECT_EQ(told(world.sync()), "done");
    EXPECT_TRUE(world.failure_of(invoices, invoice).contains("is not in HubSpot yet"));
    world.hubspot.refused_last_name = "";
    EXPECT_EQ(told(world.sync()), "done");

    expect_everything_once(world);
    EXPECT_EQ(world.failure_of(invoices, invoice), "");
}

TEST(Refusal, OfReadOnlyInvoiceFieldsIsFoundOutBeforehand)
{
    World world;
    world.hubspot.read_only_invoice_fields = {"hs_number", "hs_amount_billed", "hs_balance_due"};
    fill_small_company(world);

    EXPECT_EQ(told(world.sync()), "done");

    expect_everything_once(world);
    EXPECT_EQ(world.count("SELECT count(*) FROM failure"), 0);
    EXPECT_TRUE(world.run_until_quiet().has_value());
}

// The entry of such an error names no input.
TEST(Refusal, OfOneAssociationHoldsNoOtherBack)
{
    World world;
    const std::string customer = world.add_customer("Ada");
    for (int at = 0; at < 5; ++at) simple_invoice(world, customer);
    bool removed = false;
    world.proxy.on_write = [&](const net::Request& request) {
        if (removed || !request.path.ends_with("/line_items/batch/create") ||
            !request.path.contains("associations"))
            return;
        removed = true;
        world.hubspot.archive("line_items",
                              world.hubspot.with("line_items", "qbo_line_id", key_of("3:1")).front().id);
    };

    EXPECT_EQ(told(world.sync()), "done");

    for (const char* id : {"1", "2", "4", "5"}) {
        const auto invoice = world.hubspot.with("invoices", "qbo_invoice_id", key_of(id)).front();
        EXPECT_EQ(world.hubspot.associated(invoice.id, "line_items").size(), 1U) << id;
        EXPECT_EQ(invoice.properties.at("hs_invoice_status"), "open") << id;
    }
    EXPECT_FALSE(world.failure_of(store::ObjectType::line_items, "3:1").empty());
    EXPECT_EQ(world.count("SELECT count(*) FROM failure WHERE object = 'line_items' AND resolved_at IS NULL"),
              1);
}

TEST(Refusal, OfARecordThatIsGoneInHubSpotIsSaid)
{
    World world;
    const std::string customer = world.add_customer("Ada");
    ASSERT_EQ(told(world.sync()), "done");
    world.hubspot.archive("contacts", world.hubspot.live("contacts").front().id);
    world.advance_minutes(5);
    world.quickbooks.change("Customer", customer, customer_members("Ada King"));

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_TRUE(world.failure_of(contacts, customer).contains("no longer exists"));
}

TEST(Answers, AreMatchedWithoutTraceIdsAndWhenTheyAreShort)
{
    for (const bool traces : {true, false}) {
        World world;
        world.hubspot.sends_trace_ids = traces;
        world.hubspot.results_left_out = 1;
        fill_small_company(world);
        (void)world.sync();
        world.hubspot.results_left_out = 0;

        EXPECT_TRUE(world.run_until_quiet().has_value());

        expect_everything_once(world);
    }
}

}  // namespace
}  // namespace app::sync::testing
