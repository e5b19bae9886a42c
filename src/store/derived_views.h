#pragma once

#include "store/database.h"

namespace app::store {

// Questions that several screens ask, as temporary views of this connection. They are part of the
// program, not of the stored schema, so they may change without a migration.
//   customer_status, item_status, invoice_status, line_status: the record's columns (line_status has none),
//       state, hubspot_connection, hubspot_id, problem. The one definition of SyncState.
//   contact_unlinked, product_unlinked: HubSpot records that are not archived and not linked.
//   invoice_staged: invoice and its stage as `undated_stage`, which is 'overdue' instead when
//       `overdue_after` < today.
[[nodiscard]] Result<void> create_derived_views(Database& database);

}  // namespace app::store
