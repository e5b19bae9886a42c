#include <gtest/gtest.h>

#include "once.h"

namespace app::sync::testing {
namespace {

std::string value_of(const World& world, const std::string& type, const std::string& key_property,
                     const std::string& id, const std::string& property)
{
    const auto found = world.hubspot.with(type, key_property, key_of(id));
    if (found.size() != 1) return "there are " + std::to_string(found.size());
    const auto value = found.front().properties.find(property);
    return value == found.front().properties.end() ? "" : value->second;
}

std::string invoice_value(const World& world, const std::string& id, const std::string& property)
{
    return value_of(world, "invoices", "qbo_invoice_id", id, property);
}

// A synchronised company with one invoice of two lines.
struct Synced : ::testing::Test {
    Synced()
    {
        customer = world.add_customer("Ada Lovelace", "ada@example.com");
        item = world.add_item("Rope", "R-1");
        invoice = world.add_invoice(spec());
        EXPECT_EQ(told(world.sync()), "done");
        world.advance_minutes(30);
        world.proxy.log.clear();
    }
    InvoiceSpec spec() const
    {
        return {
            .customer = customer,
            .number = "1001",
            .lines = {{.id = "1", .item = item}, {.id = "2", .item = item, .quantity = "2", .amount = "20"}},
            .total = "30",
            .balance = "30",
            .due = "2027-06-30"};
    }
    void change_invoice(const InvoiceSpec& changed)
    {
        world.quickbooks.change("Invoice", invoice, invoice_members(changed));
    }
    void expect_quiet()
    {
        world.advance_minutes(30);
        const int writes = world.hubspot.writes;
        EXPECT_EQ(told(world.sync()), "done");
        EXPECT_EQ(world.hubspot.writes, writes);
    }

    World world;
    std::string customer;
    std::string item;
    std::string invoice;
};

TEST_F(Synced, SendsOnlyWhatChanged)
{
    const std::string id = world.hubspot.with("contacts", "qbo_customer_id", key_of(customer)).front().id;
    world.hubspot.change("contacts", id, "company", "written in HubSpot");
    world.quickbooks.change("Customer", customer,
                            customer_members("Ada Lovelace", "ada@example.com", "+1 555 0100"));

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(value_of(world, "contacts", "qbo_customer_id", customer, "phone"), "+1 555 0100");
    EXPECT_EQ(value_of(world, "contacts", "qbo_customer_id", customer, "company"), "written in HubSpot");
    EXPECT_EQ(world.proxy.log.size(), 2U);
    expect_quiet();
}

TEST_F(Synced, NeverOverwritesWithABlank)
{
    const std::string id = world.hubspot.with("contacts", "qbo_customer_id", key_of(customer)).front().id;
    world.hubspot.change("contacts", id, "phone", "555");
    world.quickbooks.change("Customer", customer, customer_members("Ada King", "ada@example.com"));

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(value_of(world, "contacts", "qbo_customer_id", customer, "qbo_display_name"), "Ada King");
    EXPECT_EQ(value_of(world, "contacts", "qbo_customer_id", customer, "phone"), "555");
}

TEST_F(Synced, IgnoresATouchThatChangesNothing)
{
    world.quickbooks.touch("Customer", customer);
    world.quickbooks.touch("Invoice", invoice);

    expect_quiet();
}

TEST_F(Synced, PaymentChangesStageBalanceAndStatus)
{
    InvoiceSpec paid = spec();
    paid.balance = "0";
    change_invoice(paid);
    world.quickbooks.add("Payment", payment_members(customer, invoice, "30"));

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(invoice_value(world, invoice, "qbo_stage"), "Paid in full");
    EXPECT_EQ(invoice_value(world, invoice, "qbo_balance"), "0");
    EXPECT_EQ(invoice_value(world, invoice, "hs_invoice_status"), "paid");
    expect_quiet();
}

TEST_F(Synced, PartialPaymentIsSaidInTheStage)
{
    InvoiceSpec partly = spec();
    partly.balance = "12.5";
    change_invoice(partly);

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(invoice_value(world, invoice, "qbo_stage"), "Partially paid");
    EXPECT_EQ(invoice_value(world, invoice, "hs_invoice_status"), "open");
    EXPECT_EQ(world.proxy.log.size(), 2U);
}

TEST_F(Synced, VoidedInvoiceIsVoidedInHubSpot)
{
    InvoiceSpec voided = spec();
    voided.total = voided.balance = "0";
    voided.note = "Voided";
    for (Line& line : voided.lines) line.quantity = line.amount = line.price = "0";
    change_invoice(voided);

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(invoice_value(world, invoice, "hs_invoice_status"), "voided");
    EXPECT_EQ(invoice_value(world, invoice, "qbo_stage"), "Voided");
    expect_quiet();
}

TEST_F(Synced, DeletionIsConfirmedByAReadAndMarked)
{
    world.quickbooks.remove("Invoice", invoice);

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(invoice_value(world, invoice, "qbo_stage"), "Deleted");
    EXPECT_EQ(invoice_value(world, invoice, "hs_invoice_status"), "voided");
    EXPECT_EQ(world.proxy.log.at(1).path, "quickbooks/quickbooks-9f8e7d6c/invoice/" + invoice);
    world.proxy.log.clear();
    EXPECT_EQ(told(world.sync()), "done");
    EXPECT_EQ(world.proxy.log.size(), 1U);  // the overlap brings the stub again, which is known
}

TEST_F(Synced, WrongWordOfADeletionIsNotBelieved)
{
    world.quickbooks.wrong_stubs = {{"Invoice", invoice}};

    expect_quiet();

    EXPECT_EQ(invoice_value(world, invoice, "hs_invoice_status"), "open");
}

TEST_F(Synced, DeletedBeforeItWasEverWrittenIsNotWritten)
{
    const std::string second = world.add_invoice(spec());
    world.add_customer("Gone", "gone@example.com");
    ASSERT_EQ(told(world.sync(Writing::no)), "done");
    world.quickbooks.remove("Invoice", second);
    world.quickbooks.remove("Customer", "2");

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_TRUE(world.hubspot.with("invoices", "qbo_invoice_id", key_of(second)).empty());
    EXPECT_TRUE(world.hubspot.with("contacts", "qbo_customer_id", key_of("2")).empty());
}

TEST_F(Synced, AStubOfARecordThatWasNeverSeenIsConfirmedOnce)
{
    world.quickbooks.remove("Invoice", world.add_invoice(spec()));

    EXPECT_EQ(told(world.sync()), "done");
    EXPECT_EQ(world.proxy.calls_to("quickbooks"), 2) << "the change set, and the record it calls deleted";
    world.proxy.log.clear();
    EXPECT_EQ(told(world.sync()), "done");
    EXPECT_EQ(world.proxy.calls_to("quickbooks"), 1);
}

TEST_F(Synced, ChangedAddedAndRemovedLinesFollow)
{
    InvoiceSpec other = spec();
    other.lines = {{.id = "1", .item = item, .quantity = "3", .amount = "30"}, {.id = "3", .item = item}};
    other.total = other.balance = "40";
    change_invoice(other);

    EXPECT_EQ(told(world.sync()), "done");

    expect_everything_once(world);
    EXPECT_EQ(value_of(world, "line_items", "qbo_line_id", invoice + ":1", "quantity"), "3");
    EXPECT_TRUE(world.hubspot.with("line_items", "qbo_line_id", key_of(invoice + ":2")).empty());
    expect_quiet();
}

TEST_F(Synced, LineThatComesBackIsMadeOnce)
{
    InvoiceSpec shorter = spec();
    shorter.lines.pop_back();
    change_invoice(shorter);
    ASSERT_EQ(told(world.sync()), "done");
    change_invoice(spec());

    EXPECT_EQ(told(world.sync()), "done");

    expect_everything_once(world);
    expect_quiet();
}

TEST_F(Synced, OverdueFollowsTheCalendarWithoutAChange)
{
    InvoiceSpec due_soon = spec();
    due_soon.due = "2026-12-01";
    change_invoice(due_soon);
    ASSERT_EQ(told(world.sync()), "done");
    EXPECT_EQ(invoice_value(world, invoice, "qbo_stage"), "Awaiting to be sent");
    world.advance_minutes(14 * 24 * 60);
    world.proxy.log.clear();

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(invoice_value(world, invoice, "qbo_stage"), "Overdue");
    EXPECT_EQ(world.proxy.log.size(), 2U);
    expect_quiet();
}

TEST_F(Synced, InvoiceThatMovesToAnotherCustomerIsAssociatedWithIt)
{
    InvoiceSpec moved = spec();
    moved.customer = world.add_customer("Bob", "bob@example.com");
    change_invoice(moved);

    EXPECT_EQ(told(world.sync()), "done");

    const auto record = world.hubspot.with("invoices", "qbo_invoice_id", key_of(invoice)).front();
    const auto bob = world.hubspot.with("contacts", "qbo_customer_id", key_of(moved.customer)).front();
    EXPECT_EQ(world.hubspot.associated(record.id, "contacts"), std::set<std::string>{bob.id});
    expect_quiet();
}

}  // namespace
}  // namespace app::sync::testing
