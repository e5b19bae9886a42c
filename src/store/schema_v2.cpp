#include "store/schema_v2.h"

namespace app::store {

// SQLite cannot change a CHECK: both tables are made anew. The items go with their intents, because dropping the
// old intents would delete items that still refer to them.
Sql schema_v2()
{
    return R"sql(
CREATE TABLE new_intent (
    sequence INTEGER PRIMARY KEY,
    operation_id TEXT NOT NULL UNIQUE,
    run_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    object TEXT NOT NULL,
    action TEXT NOT NULL
        CHECK (action IN ('create', 'update', 'upsert', 'associate', 'archive', 'schema', 'dissociate')),
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('ready', 'sending', 'unknown', 'acknowledged', 'rejected', 'abandoned')),
    attempts INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    first_sent_at INTEGER,
    last_sent_at INTEGER,
    answer TEXT NOT NULL,
    error TEXT NOT NULL
) STRICT;
INSERT INTO new_intent SELECT * FROM intent;

CREATE TABLE new_intent_item (
    operation_id TEXT NOT NULL REFERENCES new_intent (operation_id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    trace_id TEXT NOT NULL,
    object TEXT NOT NULL,
    quickbooks_connection TEXT NOT NULL,
    quickbooks_id TEXT NOT NULL,
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    outcome TEXT NOT NULL CHECK (outcome IN ('open', 'done', 'failed')),
    hubspot_id TEXT,
    error TEXT NOT NULL,
    PRIMARY KEY (operation_id, position)
) STRICT;
INSERT INTO new_intent_item SELECT * FROM intent_item;

DROP TABLE intent_item;
DROP TABLE intent;
ALTER TABLE new_intent RENAME TO intent;
ALTER TABLE new_intent_item RENAME TO intent_item;
CREATE INDEX intent_open ON intent (sequence) WHERE state IN ('ready', 'sending', 'unknown');
CREATE INDEX intent_item_by_record ON intent_item (object, quickbooks_connection, quickbooks_id);
CREATE INDEX intent_item_open ON intent_item (object, quickbooks_connection, quickbooks_id)
    WHERE outcome = 'open';

CREATE INDEX activity_events ON activity (row_id) WHERE kind <> 'write';

PRAGMA user_version = 2;
)sql";
}

}  // namespace app::store
