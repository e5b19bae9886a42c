#pragma once

#include "store/database.h"

namespace app::store {

// Questions that several screens ask, as temporary views of this connection. They are part of the
// program, not of the stored schema, so they may change without a migration.
//   customer_status, item_status, invoice_status, line_status: row_id (line_status has none), state,
//       hubspot_connection, hubspot_id, problem. The one definition of SyncState.
//   invoice_listed: invoice.*, the columns of invoice_status, and the stage as `undated_stage`, which
//       becomes 'overdue' when `overdue_after` < today.
[[nodiscard]] Result<void> create_derived_views(Database& database);

}  // namespace app::store
