#pragma once

#include <string>

#include "sync/run_context.h"

// What changes in HubSpot, for the objects whose changes travel to QuickBooks.
namespace app::sync {

// The cursor of listing all records of a type.
[[nodiscard]] std::string listing_cursor(clients::hubspot::ObjectType type);

// Before the first reading of changes: notes from when they count and has all records listed (again), so that
// no change falls between the list and the first search. Does nothing once changes are being read.
Task<> begin_reading_changes(RunContext& context);

// Reads what changed since the last time, by search with an overlap because its index lags, and now and then
// what was archived, which no change tells (HubSpot: archived objects).
Task<> read_hubspot_changes(RunContext& context);

}  // namespace app::sync
