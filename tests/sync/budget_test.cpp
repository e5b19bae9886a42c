#include <gtest/gtest.h>

#include <iostream>

#include "once.h"

namespace app::sync::testing {
namespace {

constexpr int customers = 1'000;
constexpr int items = 70;

void fill_large_company(World& world)
{
    for (int at = 1; at <= customers; ++at) {
        const std::string number = std::to_string(at);
        world.add_customer("Customer " + number, "customer" + number + "@example.com");
    }
    for (int at = 1; at <= items; ++at) world.add_item("Item " + std::to_string(at));
    for (int at = 1; at <= customers; ++at) {
        InvoiceSpec spec{.customer = std::to_string(at), .number = std::to_string(1000 + at)};
        for (int line = 1; line <= 3; ++line) {
            spec.lines.push_back(
                {.id = std::to_string(line), .item = std::to_string((at + line) % items + 1)});
        }
        spec.total = spec.balance = "30";
        world.add_invoice(spec);
    }
}

bool is_preparation(const FakeProxy::Exchange& exchange)
{
    return exchange.path.contains("/crm/properties/") || exchange.path.contains("/account-info/") ||
           exchange.path.ends_with("/crm/objects/2026-03/invoices") || exchange.method == "DELETE";
}

// What a first run may cost at 1,000 customers and 1,000 invoices of 3 lines, beside setting HubSpot up once.
TEST(CallBudget, OfAFirstRunIsKept)
{
    World world;
    world.slice_ms = 8;
    fill_large_company(world);
    world.advance_minutes(60);  // outside the overlap of the first change set

    ASSERT_EQ(told(world.sync()), "done");

    int preparation = 3;  // the updates of the draft by which writable fields are found out
    for (const FakeProxy::Exchange& exchange : world.proxy.log) {
        if (exchange.path.starts_with("hubspot/")) preparation += is_preparation(exchange);
    }
    const int quickbooks = world.proxy.calls_to("quickbooks");
    const int hubspot = world.proxy.calls_to("hubspot") - preparation;
    std::cout << "QuickBooks " << quickbooks << ", HubSpot " << hubspot << ", set-up " << preparation << "\n";
    EXPECT_LE(quickbooks, 15);
    EXPECT_LE(hubspot, 90);
    EXPECT_EQ(world.hubspot.live("line_items").size(), 3'000U);
    EXPECT_EQ(world.count("SELECT count(*) FROM link WHERE changed_at IS NOT NULL"), 0);
    world.proxy.log.clear();
    EXPECT_EQ(told(world.sync()), "done");
    EXPECT_EQ(world.proxy.log.size(), 1U);
}

}  // namespace
}  // namespace app::sync::testing
