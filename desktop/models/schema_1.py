"""The tables of format 1. Never edited once released: a change is a migration of its own.

Times are UTC seconds, money minor units, truth 0 or 1. `orders` is what the grid filters and sorts;
what only the detail needs lies in `order_payload`, so that scans stay small. Indexes repeat the
grid's questions word for word (order_query.py).
"""

TABLES = """
CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    amazon TEXT NOT NULL,
    shopify TEXT NOT NULL,
    facts TEXT,
    speed REAL NOT NULL,
    rates_endpoint TEXT NOT NULL,
    reach_back_days INTEGER NOT NULL,
    connected_at INTEGER NOT NULL,
    started_at INTEGER,
    create_choice TEXT NOT NULL DEFAULT '',
    amazon_problem TEXT NOT NULL DEFAULT '',
    shopify_problem TEXT NOT NULL DEFAULT '',
    amazon_checked_at INTEGER,
    shopify_checked_at INTEGER
);
CREATE TABLE setting (
    account_id INTEGER NOT NULL,
    marketplace_id TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (account_id, marketplace_id, key)
) WITHOUT ROWID;
CREATE TABLE cursor (
    account_id INTEGER NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, name)
) WITHOUT ROWID;
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    amazon_order_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    status INTEGER NOT NULL,
    sync_status INTEGER NOT NULL,
    fba INTEGER NOT NULL,
    cancel_wish INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    archived_at INTEGER,
    currency TEXT NOT NULL,
    total INTEGER,
    units INTEGER NOT NULL,
    ship_by INTEGER,
    deliver_by INTEGER,
    scrub_basis INTEGER,
    scrubbed_at INTEGER,
    imported_at INTEGER NOT NULL,
    has_address INTEGER NOT NULL,
    refunded_minor INTEGER NOT NULL DEFAULT 0,
    shopify_fulfilled INTEGER NOT NULL DEFAULT 0,
    adopted INTEGER NOT NULL DEFAULT 0,
    line_count INTEGER NOT NULL,
    digest BLOB NOT NULL,
    amazon_status TEXT NOT NULL,
    stage TEXT NOT NULL,
    first_sku TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    marketplace TEXT NOT NULL,
    shopify_gid TEXT NOT NULL DEFAULT '',
    shopify_order_id TEXT NOT NULL DEFAULT '',
    shopify_order_name TEXT NOT NULL DEFAULT '',
    programs TEXT NOT NULL DEFAULT '',
    shipped_at INTEGER
);
CREATE TABLE order_payload (
    order_id INTEGER PRIMARY KEY REFERENCES orders (id),
    payload BLOB NOT NULL,
    facts BLOB NOT NULL
);
CREATE TABLE order_text (
    order_id INTEGER PRIMARY KEY REFERENCES orders (id),
    body TEXT NOT NULL
);
CREATE VIRTUAL TABLE order_fts USING fts5 (
    body, content = 'order_text', content_rowid = 'order_id', tokenize = 'trigram'
);
INSERT INTO order_fts (order_fts, rank) VALUES ('secure-delete', 1);
CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    sku TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (sku, title)
);
CREATE VIRTUAL TABLE product_fts USING fts5 (
    body, content = 'product', content_rowid = 'id', tokenize = 'trigram'
);
CREATE TABLE order_line (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    position INTEGER NOT NULL,
    item_id TEXT NOT NULL,
    product_id INTEGER NOT NULL REFERENCES product (id),
    quantity INTEGER NOT NULL,
    quantity_fulfilled INTEGER NOT NULL,
    PRIMARY KEY (order_id, position)
) WITHOUT ROWID;
CREATE TABLE package (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    position INTEGER NOT NULL,
    reference TEXT NOT NULL,
    status TEXT NOT NULL,
    carrier TEXT NOT NULL,
    tracking_number TEXT NOT NULL,
    PRIMARY KEY (order_id, position)
) WITHOUT ROWID;
CREATE TABLE rejected (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    amazon_order_id TEXT NOT NULL,
    record BLOB NOT NULL,
    digest BLOB NOT NULL,
    detail TEXT NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (account_id, digest)
);
CREATE TABLE task (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    verb TEXT NOT NULL,
    foreign_id TEXT NOT NULL DEFAULT '',
    revision INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL,
    hold TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    attempt INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL,
    ship_by INTEGER NOT NULL,
    sent_at INTEGER,
    lookups INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    plan TEXT NOT NULL DEFAULT '{}',
    adopted INTEGER NOT NULL DEFAULT 0,
    error_code TEXT NOT NULL DEFAULT '',
    error_title TEXT NOT NULL DEFAULT '',
    error_cause TEXT NOT NULL DEFAULT '',
    error_cure TEXT NOT NULL DEFAULT '',
    error_fixes TEXT NOT NULL DEFAULT '[]',
    error_technical TEXT NOT NULL DEFAULT '{}',
    UNIQUE (order_id, verb, foreign_id, revision, account_id)
);
CREATE TABLE history (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    by TEXT NOT NULL DEFAULT 'app',
    request_id TEXT NOT NULL DEFAULT '',
    took_ms INTEGER
);
CREATE TABLE sku_link (
    account_id INTEGER NOT NULL REFERENCES account (id),
    sku TEXT NOT NULL,
    parts TEXT NOT NULL,
    by TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, sku)
) WITHOUT ROWID;
CREATE TABLE variant (
    account_id INTEGER NOT NULL REFERENCES account (id),
    gid TEXT NOT NULL,
    data TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, gid)
) WITHOUT ROWID;
CREATE TABLE variant_lookup (
    account_id INTEGER NOT NULL REFERENCES account (id),
    sku TEXT NOT NULL,
    gids TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, sku)
) WITHOUT ROWID;
CREATE TABLE seen_order (
    account_id INTEGER NOT NULL REFERENCES account (id),
    amazon_order_id TEXT NOT NULL,
    gid TEXT NOT NULL,
    place TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (account_id, amazon_order_id, gid)
) WITHOUT ROWID;
CREATE TABLE plan_use (
    order_id INTEGER PRIMARY KEY REFERENCES orders (id),
    at INTEGER NOT NULL
);
CREATE TABLE bucket (
    key TEXT PRIMARY KEY,
    tokens REAL NOT NULL,
    at REAL NOT NULL,
    rate REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE import_request (
    id INTEGER PRIMARY KEY,
    amazon_order_id TEXT NOT NULL,
    account_id INTEGER REFERENCES account (id),
    mode TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'asked',
    outcome TEXT NOT NULL DEFAULT '',
    words TEXT NOT NULL DEFAULT '',
    account TEXT NOT NULL DEFAULT '',
    asked_at INTEGER NOT NULL,
    answered_at INTEGER
);
"""

INDEXES = """
CREATE UNIQUE INDEX orders_amazon ON orders (amazon_order_id, account_id);
CREATE INDEX orders_grid ON orders (
    created_at, id, archived_at, account_id, status, sync_status, fba, cancel_wish, failed,
    currency, total, ship_by, units
);
CREATE INDEX orders_status ON orders (status, created_at, id, archived_at, account_id);
CREATE INDEX orders_sync ON orders (sync_status, created_at, id, archived_at, account_id);
CREATE INDEX orders_price ON orders (currency, total, id, archived_at, account_id);
CREATE INDEX orders_unpriced ON orders (id, archived_at, account_id) WHERE total IS NULL;
CREATE INDEX orders_units ON orders (units, id, archived_at, account_id);
CREATE INDEX orders_ship_by ON orders (ship_by, id, archived_at, account_id);
CREATE INDEX orders_failed ON orders (ship_by, id, archived_at, account_id) WHERE failed = 1;
CREATE INDEX orders_archive ON orders (created_at, id, account_id) WHERE archived_at IS NOT NULL;
CREATE INDEX orders_wish ON orders (created_at, id) WHERE cancel_wish = 1;
CREATE INDEX orders_to_ship ON orders (ship_by, id, account_id)
    WHERE status IN (1, 2) AND fba = 0 AND archived_at IS NULL;
CREATE INDEX orders_promised ON orders (deliver_by) WHERE status = 3 AND fba = 1;
CREATE INDEX orders_to_scrub ON orders (account_id, scrub_basis) WHERE scrubbed_at IS NULL;
CREATE INDEX orders_gid ON orders (shopify_gid, account_id) WHERE shopify_gid <> '';
CREATE INDEX line_of_product ON order_line (product_id, order_id);
CREATE INDEX task_ready ON task (account_id, verb, ship_by, id, due_at) WHERE state = 'READY';
CREATE INDEX task_ready_due ON task (account_id, due_at) WHERE state = 'READY';
CREATE INDEX task_check ON task (account_id, due_at) WHERE state = 'CHECK';
CREATE INDEX task_sending ON task (account_id) WHERE state = 'SENDING';
CREATE INDEX task_waiting ON task (account_id, hold) WHERE state = 'WAITING';
CREATE INDEX task_failed ON task (account_id, error_code) WHERE state = 'FAILED';
CREATE INDEX task_tally ON task (verb, state, account_id, adopted);
CREATE INDEX task_skipped ON task (account_id, hold, reason) WHERE state = 'SKIPPED';
CREATE INDEX task_ended ON task (account_id, changed_at) WHERE state IN ('FAILED', 'SKIPPED');
CREATE INDEX history_of_order ON history (order_id, id);
CREATE INDEX plan_use_at ON plan_use (at);
CREATE INDEX import_request_open ON import_request (id) WHERE state = 'asked';
"""
