#include "once.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "clients/quickbooks/decode.h"
#include "sync/invoice_mapping.h"

namespace app::sync::testing {
namespace {

std::set<std::string> ids_with_key(const World& world, const std::string& type, const std::string& property,
                                   const std::string& quickbooks_id)
{
    std::set<std::string> ids;
    for (const auto& record : world.hubspot.with(type, property, key_of(quickbooks_id)))
        ids.insert(record.id);
    EXPECT_EQ(ids.size(), 1U) << type << " of " << quickbooks_id;
    return ids;
}

void expect_invoice_once(const World& world, const std::string& id)
{
    const auto json = Json::parse("{\"Id\":\"" + id + "\"," + world.quickbooks.members("Invoice", id) + "}");
    ASSERT_TRUE(json.has_value());
    const auto invoice = clients::quickbooks::decode_invoice(*json);
    ASSERT_TRUE(invoice.has_value());
    const auto found = world.hubspot.with("invoices", "qbo_invoice_id", key_of(id));
    ASSERT_EQ(found.size(), 1U) << "invoice " << id;
    const auto& record = found.front();
    EXPECT_EQ(world.hubspot.associated(record.id, "contacts"),
              ids_with_key(world, "contacts", "qbo_customer_id", invoice->customer.id.value));
    std::set<std::string> lines;
    for (const WantedLine& line : wanted_lines(*invoice)) {
        lines.merge(ids_with_key(world, "line_items", "qbo_line_id", id + ":" + line.line_id));
    }
    EXPECT_EQ(world.hubspot.associated(record.id, "line_items"), lines) << "lines of " << id;
    EXPECT_TRUE(record.properties.contains("hs_invoice_status")) << "invoice " << id << " has no status";
    if (!record.properties.contains("hs_invoice_status")) return;
    EXPECT_EQ(record.properties.at("hs_invoice_status"), invoice_status(*invoice)) << "invoice " << id;
    EXPECT_EQ(record.properties.at("qbo_total"), invoice->total.to_text());
}

// Records without a key that were not there before: drafts of the probe, for example.
void expect_nothing_else(const World& world, const std::string& type, const std::string& property)
{
    for (const auto& record : world.hubspot.live(type)) {
        EXPECT_TRUE(record.properties.contains(property))
            << type << " " << record.id << " has no QuickBooks key";
    }
}

}  // namespace

void expect_everything_once(const World& world)
{
    for (const std::string& id : world.quickbooks.ids("Customer")) {
        ids_with_key(world, "contacts", "qbo_customer_id", id);
    }
    for (const std::string& id : world.quickbooks.ids("Item"))
        ids_with_key(world, "products", "qbo_item_id", id);
    for (const std::string& id : world.quickbooks.ids("Invoice")) expect_invoice_once(world, id);
    expect_nothing_else(world, "invoices", "qbo_invoice_id");
    expect_nothing_else(world, "line_items", "qbo_line_id");
}

std::string told(const Result<void>& result)
{
    if (result) return "done";
    return std::string(name_of(result.error().kind)) + ": " + result.error().message;
}

void fill_small_company(World& world)
{
    const std::string ada = world.add_customer("Ada Lovelace", "ada@example.com");
    const std::string bob = world.add_customer("Bob's Boats", "bob@example.com");
    world.add_customer("No Address Ltd");
    const std::string rope = world.add_item("Rope", "R-1");
    const std::string paint = world.add_item("Paint");
    world.add_invoice(
        {.customer = ada,
         .number = "1001",
         .lines = {{.id = "1", .item = rope}, {.id = "2", .item = paint, .quantity = "2", .amount = "20"}},
         .total = "30",
         .balance = "30"});
    const std::string paid =
        world.add_invoice({.customer = bob,
                           .number = "1002",
                           .lines = {{.id = "1", .item = paint}, {.id = "3", .item = rope}},
                           .total = "20",
                           .balance = "0"});
    world.quickbooks.add("Payment", payment_members(bob, paid, "20"));
}

}  // namespace app::sync::testing
