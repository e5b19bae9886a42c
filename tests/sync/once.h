#pragma once

#include "world.h"

namespace app::sync::testing {

// Checks with gtest that HubSpot holds exactly one record for every customer, item, invoice and line of
// QuickBooks, with the right associations and statuses, and nothing else of ours.
void expect_everything_once(const World& world);

// A small company: 3 customers, 2 items, 2 invoices with 2 lines each, one of them paid.
void fill_small_company(World& world);

// "done", or the error in words; for comparisons that show what went wrong.
[[nodiscard]] std::string told(const Result<void>& result);

}  // namespace app::sync::testing
