#include "store/schema_v3.h"

namespace app::store {

Sql schema_v3()
{
    return R"sql(
-- What HubSpot held of the same members at the agreement, where it writes a value in another way.
ALTER TABLE link ADD COLUMN hubspot_base TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(hubspot_base));

-- One field that both sides changed. `choice` is what a person decided; it waits to be written until
-- resolved_at is set.
CREATE TABLE conflict (
    row_id INTEGER PRIMARY KEY,
    object TEXT NOT NULL,
    quickbooks_connection TEXT NOT NULL,
    quickbooks_id TEXT NOT NULL,
    hubspot_connection TEXT NOT NULL,
    hubspot_id TEXT NOT NULL,
    title TEXT NOT NULL,
    property TEXT NOT NULL,
    base TEXT NOT NULL,
    hubspot TEXT NOT NULL,
    quickbooks TEXT NOT NULL,
    found_at INTEGER NOT NULL,
    choice TEXT NOT NULL CHECK (choice IN ('open', 'hubspot', 'quickbooks')),
    resolved_at INTEGER
) STRICT;
CREATE UNIQUE INDEX conflict_unresolved
    ON conflict (object, quickbooks_connection, quickbooks_id, hubspot_connection, property)
    WHERE resolved_at IS NULL;

-- Names that QuickBooks said are taken by a record that is not read: a vendor, an employee.
CREATE TABLE taken_name (
    connection_id TEXT NOT NULL,
    name TEXT NOT NULL COLLATE NOCASE,
    found_at INTEGER NOT NULL,
    PRIMARY KEY (connection_id, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX customer_by_name ON customer (connection_id, lower(display_name));
CREATE INDEX customer_by_email ON customer (connection_id, lower(email));
CREATE INDEX contact_by_name ON contact (connection_id, lower(first_name || ' ' || last_name));

PRAGMA user_version = 3;
)sql";
}

}  // namespace app::store
