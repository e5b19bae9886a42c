#pragma once

#include "sync/planner.h"
#include "sync/writer.h"

namespace app::sync {

// Writes the plan's invoices in chunks, each in an order that is right wherever it stops: lines,
// invoices, their associations, and last the status, which HubSpot checks against the lines. What
// a stop leaves undone is part of the agreement's difference and done by the next run.
Task<> apply_invoices(RunContext& context, Writer& writer, std::vector<QuickBooksId> ids);

}  // namespace app::sync
