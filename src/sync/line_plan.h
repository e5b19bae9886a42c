#pragma once

#include <string>
#include <vector>

#include "sync/invoice_mapping.h"
#include "sync/plan.h"
#include "sync/run_context.h"

namespace app::sync {

// A line with the key of its link and everything HubSpot should hold of it.
struct LineToCreate {
    QuickBooksId key;  // store::line_key
    std::string title;
    Fields fields;
};

struct LineToUpdate {
    QuickBooksId key;
    std::string title;
    std::string hubspot_id;
    Fields fields;  // what differs
    Fields wanted;
};

struct LineToRemove {
    QuickBooksId key;
    std::int64_t link_row_id = 0;
    std::string hubspot_id;
};

// What has to happen to the line items of one invoice so that they are as in QuickBooks.
struct LinePlan {
    std::vector<LineToCreate> creates;
    std::vector<LineToUpdate> updates;
    std::vector<LineToRemove> removals;
    bool empty() const { return creates.empty() && updates.empty() && removals.empty(); }
};

[[nodiscard]] Result<LinePlan> plan_lines(RunContext& context, const clients::quickbooks::Invoice& invoice);

}  // namespace app::sync
