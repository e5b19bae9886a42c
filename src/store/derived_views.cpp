#include "store/derived_views.h"

namespace app::store {

namespace {

// A record's link is the unbroken one, then the newest: with two HubSpot accounts there may be two.
constexpr Sql link_views = R"sql(
CREATE TEMP VIEW link_status AS
SELECT l.*,
       CASE WHEN l.state = 'broken' THEN 'broken'
            WHEN l.changed_at IS NOT NULL THEN 'waiting'
            WHEN EXISTS (
                SELECT 1 FROM intent_item AS t JOIN intent AS n ON n.operation_id = t.operation_id
                WHERE t.object = l.object AND t.quickbooks_connection = l.quickbooks_connection
                  AND t.quickbooks_id = l.quickbooks_id AND t.outcome = 'open'
                  AND n.state IN ('ready', 'sending', 'unknown', 'acknowledged'))
            THEN 'waiting'
            ELSE 'in_sync' END AS sync_state
FROM link AS l;

CREATE TEMP VIEW customer_status AS
SELECT r.*, l.hubspot_connection, l.hubspot_id, coalesce(e.reason, f.sentence, '') AS problem,
       CASE WHEN e.reason IS NOT NULL THEN 'excluded'
            WHEN f.row_id IS NOT NULL THEN 'failing'
            WHEN l.sync_state IN ('in_sync', 'waiting') THEN l.sync_state
            ELSE 'waiting' END AS state
FROM customer AS r
LEFT JOIN link_status AS l ON l.row_id = (
    SELECT row_id FROM link WHERE object = 'contacts'
      AND quickbooks_connection = r.connection_id AND quickbooks_id = r.record_id
    ORDER BY state = 'linked' DESC, row_id DESC LIMIT 1)
LEFT JOIN failure AS f ON f.object = 'contacts' AND f.quickbooks_connection = r.connection_id
    AND f.quickbooks_id = r.record_id AND f.resolved_at IS NULL
LEFT JOIN exclusion AS e ON e.object = 'contacts' AND e.quickbooks_connection = r.connection_id
    AND e.quickbooks_id = r.record_id;

CREATE TEMP VIEW contact_unlinked AS
SELECT k.* FROM contact AS k
WHERE k.archived = 0 AND NOT EXISTS (
    SELECT 1 FROM link WHERE object = 'contacts' AND hubspot_connection = k.connection_id
      AND hubspot_id = k.record_id AND state = 'linked');

CREATE TEMP VIEW product_unlinked AS
SELECT k.* FROM product AS k
WHERE k.archived = 0 AND NOT EXISTS (
    SELECT 1 FROM link WHERE object = 'products' AND hubspot_connection = k.connection_id
      AND hubspot_id = k.record_id AND state = 'linked');

CREATE TEMP VIEW item_status AS
SELECT r.*, l.hubspot_connection, l.hubspot_id, coalesce(e.reason, f.sentence, '') AS problem,
       CASE WHEN e.reason IS NOT NULL THEN 'excluded'
            WHEN f.row_id IS NOT NULL THEN 'failing'
            WHEN l.sync_state IN ('in_sync', 'waiting') THEN l.sync_state
            ELSE 'waiting' END AS state
FROM item AS r
LEFT JOIN link_status AS l ON l.row_id = (
    SELECT row_id FROM link WHERE object = 'products'
      AND quickbooks_connection = r.connection_id AND quickbooks_id = r.record_id
    ORDER BY state = 'linked' DESC, row_id DESC LIMIT 1)
LEFT JOIN failure AS f ON f.object = 'products' AND f.quickbooks_connection = r.connection_id
    AND f.quickbooks_id = r.record_id AND f.resolved_at IS NULL
LEFT JOIN exclusion AS e ON e.object = 'products' AND e.quickbooks_connection = r.connection_id
    AND e.quickbooks_id = r.record_id;
)sql";

constexpr Sql invoice_views = R"sql(
-- A zero total counts as paid: nothing is open.
CREATE TEMP VIEW invoice_staged AS
SELECT i.*,
       CASE WHEN i.deleted THEN 'deleted'
            WHEN i.voided THEN 'voided'
            WHEN i.balance_e4 <= 0 THEN 'paid'
            WHEN i.balance_e4 < i.total_e4 THEN 'partially_paid'
            WHEN i.emailed THEN 'sent'
            ELSE 'awaiting_send' END AS undated_stage,
       CASE WHEN NOT i.deleted AND NOT i.voided AND i.balance_e4 > 0
            THEN i.due_date END AS overdue_after
FROM invoice AS i;

CREATE TEMP VIEW invoice_status AS
SELECT r.*, l.hubspot_connection, l.hubspot_id, coalesce(e.reason, f.sentence, '') AS problem,
       CASE WHEN e.reason IS NOT NULL THEN 'excluded'
            WHEN f.row_id IS NOT NULL THEN 'failing'
            WHEN l.sync_state IN ('in_sync', 'waiting') THEN l.sync_state
            WHEN r.deleted THEN 'excluded'
            ELSE 'waiting' END AS state
FROM invoice_staged AS r
LEFT JOIN link_status AS l ON l.row_id = (
    SELECT row_id FROM link WHERE object = 'invoices'
      AND quickbooks_connection = r.connection_id AND quickbooks_id = r.record_id
    ORDER BY state = 'linked' DESC, row_id DESC LIMIT 1)
LEFT JOIN failure AS f ON f.object = 'invoices' AND f.quickbooks_connection = r.connection_id
    AND f.quickbooks_id = r.record_id AND f.resolved_at IS NULL
LEFT JOIN exclusion AS e ON e.object = 'invoices' AND e.quickbooks_connection = r.connection_id
    AND e.quickbooks_id = r.record_id;

-- The lines that become line items: those with an item. A line's key is '<invoice id>:<line id>'.
CREATE TEMP VIEW line_status AS
SELECT l.hubspot_connection, l.hubspot_id, coalesce(e.reason, f.sentence, '') AS problem,
       CASE WHEN e.reason IS NOT NULL THEN 'excluded'
            WHEN f.row_id IS NOT NULL THEN 'failing'
            WHEN l.sync_state IN ('in_sync', 'waiting') THEN l.sync_state
            WHEN i.voided OR i.deleted THEN 'excluded'
            ELSE 'waiting' END AS state
FROM invoice_line AS r
JOIN invoice AS i ON i.connection_id = r.connection_id AND i.record_id = r.invoice_id
LEFT JOIN link_status AS l ON l.row_id = (
    SELECT row_id FROM link WHERE object = 'line_items'
      AND quickbooks_connection = r.connection_id
      AND quickbooks_id = r.invoice_id || ':' || r.line_id
    ORDER BY state = 'linked' DESC, row_id DESC LIMIT 1)
LEFT JOIN failure AS f ON f.object = 'line_items' AND f.quickbooks_connection = r.connection_id
    AND f.quickbooks_id = r.invoice_id || ':' || r.line_id AND f.resolved_at IS NULL
LEFT JOIN exclusion AS e ON e.object = 'line_items' AND e.quickbooks_connection = r.connection_id
    AND e.quickbooks_id = r.invoice_id || ':' || r.line_id
WHERE r.kind = 'item';
)sql";

}  // namespace

Result<void> create_derived_views(Database& database)
{
    TRY(database.run_script(link_views));
    return database.run_script(invoice_views);
}

}  // namespace app::store
