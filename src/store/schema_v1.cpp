#include "store/schema_v1.h"

// *_at: INTEGER, milliseconds UTC. *_e4: INTEGER, ten-thousandths of the currency's unit.
// Dates: TEXT YYYY-MM-DD. Exact decimals and JSON: TEXT. NULL means that the provider does not say.
namespace app::store {

namespace {

constexpr Sql tables = R"sql(
CREATE TABLE connection (
    id TEXT PRIMARY KEY NOT NULL,
    provider TEXT NOT NULL CHECK (provider IN ('hubspot', 'quickbooks')),
    account_id TEXT NOT NULL,
    account_name TEXT NOT NULL,
    environment TEXT NOT NULL,
    currency TEXT NOT NULL,
    country TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    scopes TEXT NOT NULL CHECK (json_valid(scopes)),
    connected_by TEXT NOT NULL,
    connected_at INTEGER,
    health TEXT NOT NULL CHECK (health IN ('connected', 'reconnect_needed', 'disconnected')),
    details TEXT NOT NULL CHECK (json_valid(details)),
    facts_at INTEGER
) STRICT;

CREATE TABLE mirror (
    connection_id TEXT NOT NULL,
    entity TEXT NOT NULL,
    record_id TEXT NOT NULL,
    version TEXT NOT NULL,
    modified_at INTEGER,
    state TEXT NOT NULL CHECK (state IN ('active', 'inactive', 'deleted')),
    payload TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (connection_id, entity, record_id)
) STRICT;

CREATE TABLE customer (
    row_id INTEGER PRIMARY KEY,
    connection_id TEXT NOT NULL,
    record_id TEXT NOT NULL,
    display_name TEXT NOT NULL,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    company_name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    parent_id TEXT,
    currency TEXT NOT NULL,
    balance_e4 INTEGER NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    modified_at INTEGER,
    UNIQUE (connection_id, record_id)
) STRICT;

CREATE TABLE item (
    row_id INTEGER PRIMARY KEY,
    connection_id TEXT NOT NULL,
    record_id TEXT NOT NULL,
    name TEXT NOT NULL,
    full_name TEXT NOT NULL,
    sku TEXT NOT NULL,
    type TEXT NOT NULL,
    description TEXT NOT NULL,
    unit_price TEXT,
    taxable INTEGER NOT NULL CHECK (taxable IN (0, 1)),
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    modified_at INTEGER,
    UNIQUE (connection_id, record_id)
) STRICT;

CREATE TABLE invoice (
    row_id INTEGER PRIMARY KEY,
    connection_id TEXT NOT NULL,
    record_id TEXT NOT NULL,
    number TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    customer_name TEXT NOT NULL,
    txn_date TEXT,
    due_date TEXT,
    currency TEXT NOT NULL,
    total_e4 INTEGER NOT NULL,
    balance_e4 INTEGER NOT NULL,
    tax_e4 INTEGER NOT NULL,
    emailed INTEGER NOT NULL CHECK (emailed IN (0, 1)),
    voided INTEGER NOT NULL CHECK (voided IN (0, 1)),
    deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    memo TEXT NOT NULL,
    private_note TEXT NOT NULL,
    modified_at INTEGER,
    UNIQUE (connection_id, record_id)
) STRICT;

CREATE TABLE invoice_line (
    connection_id TEXT NOT NULL,
    invoice_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    line_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('item', 'discount', 'description', 'group', 'subtotal')),
    item_id TEXT,
    item_name TEXT NOT NULL,
    description TEXT NOT NULL,
    quantity TEXT,
    unit_price TEXT,
    amount_e4 INTEGER NOT NULL,
    service_date TEXT,
    tax_code TEXT NOT NULL,
    PRIMARY KEY (connection_id, invoice_id, position),
    FOREIGN KEY (connection_id, invoice_id) REFERENCES invoice (connection_id, record_id)
        ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Trigrams of what is searched, without a second copy of the text; rowid is invoice.row_id.
CREATE VIRTUAL TABLE invoice_search USING fts5 (
    number, customer_name, memo, lines,
    content = '', contentless_delete = 1, tokenize = 'trigram remove_diacritics 1'
);

CREATE TABLE payment (
    row_id INTEGER PRIMARY KEY,
    connection_id TEXT NOT NULL,
    record_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('payment', 'credit')),
    customer_id TEXT NOT NULL,
    txn_date TEXT,
    reference TEXT NOT NULL,
    currency TEXT NOT NULL,
    total_e4 INTEGER NOT NULL,
    unapplied_e4 INTEGER NOT NULL,
    deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    modified_at INTEGER,
    UNIQUE (connection_id, kind, record_id)
) STRICT;

CREATE TABLE payment_allocation (
    connection_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    payment_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    invoice_id TEXT NOT NULL,
    amount_e4 INTEGER NOT NULL,
    PRIMARY KEY (connection_id, kind, payment_id, position),
    FOREIGN KEY (connection_id, kind, payment_id) REFERENCES payment (connection_id, kind, record_id)
        ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_allocation_by_invoice ON payment_allocation (connection_id, invoice_id);

CREATE TABLE contact (
    row_id INTEGER PRIMARY KEY,
    connection_id TEXT NOT NULL,
    record_id TEXT NOT NULL,
    email TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    company TEXT NOT NULL,
    phone TEXT NOT NULL,
    archived INTEGER NOT NULL CHECK (archived IN (0, 1)),
    modified_at INTEGER,
    UNIQUE (connection_id, record_id)
) STRICT;
CREATE INDEX contact_by_email ON contact (connection_id, lower(email));

CREATE TABLE product (
    row_id INTEGER PRIMARY KEY,
    connection_id TEXT NOT NULL,
    record_id TEXT NOT NULL,
    name TEXT NOT NULL,
    sku TEXT NOT NULL,
    price TEXT,
    archived INTEGER NOT NULL CHECK (archived IN (0, 1)),
    modified_at INTEGER,
    UNIQUE (connection_id, record_id)
) STRICT;
CREATE INDEX product_by_sku ON product (connection_id, lower(sku));
CREATE INDEX product_by_name ON product (connection_id, lower(name));

-- One to one: a record of either side has at most one twin in an account of the other.
CREATE TABLE link (
    row_id INTEGER PRIMARY KEY,
    object TEXT NOT NULL,
    quickbooks_connection TEXT NOT NULL,
    quickbooks_id TEXT NOT NULL,
    hubspot_connection TEXT NOT NULL,
    hubspot_id TEXT NOT NULL,
    base TEXT NOT NULL CHECK (json_valid(base)),
    state TEXT NOT NULL CHECK (state IN ('linked', 'broken')),
    linked_how TEXT NOT NULL CHECK (linked_how IN ('key', 'email', 'sku', 'name', 'created', 'person')),
    linked_at INTEGER NOT NULL,
    base_at INTEGER,
    changed_at INTEGER,
    UNIQUE (object, quickbooks_connection, quickbooks_id, hubspot_connection),
    UNIQUE (object, hubspot_connection, hubspot_id)
) STRICT;

CREATE TABLE intent (
    sequence INTEGER PRIMARY KEY,
    operation_id TEXT NOT NULL UNIQUE,
    run_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    object TEXT NOT NULL,
    action TEXT NOT NULL
        CHECK (action IN ('create', 'update', 'upsert', 'associate', 'archive', 'schema')),
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
CREATE INDEX intent_open ON intent (sequence) WHERE state IN ('ready', 'sending', 'unknown');

CREATE TABLE intent_item (
    operation_id TEXT NOT NULL REFERENCES intent (operation_id) ON DELETE CASCADE,
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
CREATE INDEX intent_item_by_record ON intent_item (object, quickbooks_connection, quickbooks_id);
CREATE INDEX intent_item_open ON intent_item (object, quickbooks_connection, quickbooks_id)
    WHERE outcome = 'open';

CREATE TABLE cursor (
    connection_id TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (connection_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('first', 'incremental', 'preview')),
    state TEXT NOT NULL
        CHECK (state IN ('running', 'paused', 'completed', 'failed', 'stopped', 'interrupted')),
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    counts TEXT NOT NULL CHECK (json_valid(counts)),
    calls TEXT NOT NULL CHECK (json_valid(calls)),
    coverage TEXT NOT NULL CHECK (json_valid(coverage)),
    problem TEXT NOT NULL
) STRICT;

CREATE TABLE activity (
    row_id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    cause TEXT NOT NULL,
    run_id TEXT,
    kind TEXT NOT NULL CHECK (kind IN
        ('read', 'decision', 'write', 'settled', 'failure', 'connection', 'setting')),
    object TEXT,
    quickbooks_connection TEXT,
    record_id TEXT NOT NULL,
    summary TEXT NOT NULL,
    detail TEXT NOT NULL CHECK (json_valid(detail)),
    correlation TEXT NOT NULL
) STRICT;
CREATE INDEX activity_by_record ON activity (object, record_id);
CREATE INDEX activity_by_run ON activity (run_id);
CREATE TRIGGER activity_is_never_changed BEFORE UPDATE ON activity
BEGIN
    SELECT RAISE(ABORT, 'activity is append-only');
END;
CREATE TRIGGER activity_is_never_removed BEFORE DELETE ON activity
BEGIN
    SELECT RAISE(ABORT, 'activity is append-only');
END;

CREATE TABLE failure (
    row_id INTEGER PRIMARY KEY,
    object TEXT NOT NULL,
    quickbooks_connection TEXT NOT NULL,
    quickbooks_id TEXT NOT NULL,
    run_id TEXT,
    at INTEGER NOT NULL,
    code TEXT NOT NULL,
    sentence TEXT NOT NULL,
    next_step TEXT NOT NULL,
    detail TEXT NOT NULL,
    resolved_at INTEGER
) STRICT;
CREATE UNIQUE INDEX failure_open ON failure (object, quickbooks_connection, quickbooks_id)
    WHERE resolved_at IS NULL;

CREATE TABLE exclusion (
    object TEXT NOT NULL,
    quickbooks_connection TEXT NOT NULL,
    quickbooks_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (object, quickbooks_connection, quickbooks_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE object_setting (
    object TEXT PRIMARY KEY NOT NULL,
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    writing_armed INTEGER NOT NULL CHECK (writing_armed IN (0, 1)),
    armed_at INTEGER,
    options TEXT NOT NULL CHECK (json_valid(options))
) STRICT;

CREATE TABLE setting (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT;

CREATE TABLE capability (
    connection_id TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    probed_at INTEGER NOT NULL,
    PRIMARY KEY (connection_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE match_candidate (
    object TEXT NOT NULL,
    quickbooks_connection TEXT NOT NULL,
    quickbooks_id TEXT NOT NULL,
    hubspot_id TEXT NOT NULL,
    score INTEGER NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'refused')),
    PRIMARY KEY (object, quickbooks_connection, quickbooks_id, hubspot_id)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 1;
)sql";

}  // namespace

Sql schema_v1()
{
    return tables;
}

}  // namespace app::store
