"""The tables of format 2: the way back. Never edited once released, like those of format 1.

`orders.ship_status` is where shipping stands, under whatever refunds make of `status`.
"""

TABLES = """
ALTER TABLE orders ADD COLUMN ship_status INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN shop_delivered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN oversold INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN wish_settled TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN last_reference INTEGER NOT NULL DEFAULT 0;
UPDATE orders SET ship_status = status;
CREATE TABLE shop_state (
    order_id INTEGER PRIMARY KEY REFERENCES orders (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    updated_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    is_open INTEGER NOT NULL,
    missing INTEGER NOT NULL DEFAULT 0,
    data BLOB NOT NULL
);
CREATE TABLE shipment (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    side TEXT NOT NULL,
    foreign_id TEXT NOT NULL,
    reference TEXT NOT NULL,
    carrier TEXT NOT NULL,
    number TEXT NOT NULL,
    shipped_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    items TEXT NOT NULL,
    made_by TEXT NOT NULL,
    UNIQUE (order_id, side, foreign_id)
);
CREATE TABLE refund (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    side TEXT NOT NULL,
    foreign_id TEXT NOT NULL,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    at INTEGER NOT NULL,
    items TEXT NOT NULL,
    state TEXT NOT NULL,
    pair_id INTEGER REFERENCES refund (id),
    made_by TEXT NOT NULL,
    asks INTEGER NOT NULL DEFAULT 0,
    UNIQUE (order_id, side, foreign_id)
);
CREATE TABLE feed (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    feed_type TEXT NOT NULL,
    state TEXT NOT NULL,
    document_id TEXT NOT NULL DEFAULT '',
    feed_id TEXT NOT NULL DEFAULT '',
    body BLOB NOT NULL,
    intent_at INTEGER NOT NULL,
    submitted_at INTEGER,
    report TEXT NOT NULL DEFAULT ''
);
CREATE TABLE feed_message (
    feed_id INTEGER NOT NULL REFERENCES feed (id),
    message_id INTEGER NOT NULL,
    task_id INTEGER NOT NULL REFERENCES task (id),
    PRIMARY KEY (feed_id, message_id)
) WITHOUT ROWID;
CREATE TABLE carrier_map (
    account_id INTEGER NOT NULL REFERENCES account (id),
    company TEXT NOT NULL,
    country TEXT NOT NULL,
    amazon_code TEXT NOT NULL,
    carrier_name TEXT NOT NULL,
    PRIMARY KEY (account_id, company, country)
) WITHOUT ROWID;
"""

INDEXES = """
DROP INDEX orders_grid;
CREATE INDEX orders_grid ON orders (
    created_at, id, archived_at, account_id, status, sync_status, fba, cancel_wish, failed,
    currency, total, ship_by, units, ship_status
);
DROP INDEX orders_to_ship;
CREATE INDEX orders_to_ship ON orders (ship_by, id, account_id)
    WHERE ship_status IN (1, 2) AND fba = 0 AND archived_at IS NULL;
CREATE INDEX orders_shipping ON orders (ship_status, created_at, id, archived_at, account_id);
CREATE INDEX orders_oversold ON orders (created_at, id) WHERE oversold = 1;
DROP INDEX task_ready_due;
CREATE INDEX task_ready_due ON task (account_id, verb, due_at) WHERE state = 'READY';
DROP INDEX task_check;
CREATE INDEX task_check ON task (account_id, verb, due_at) WHERE state = 'CHECK';
CREATE INDEX task_submitted ON task (account_id, verb, due_at) WHERE state = 'SUBMITTED';
CREATE INDEX task_hold ON task (hold, due_at) WHERE state = 'WAITING';
CREATE INDEX shop_state_open ON shop_state (account_id, seen_at) WHERE is_open = 1;
CREATE INDEX refund_not_sent ON refund (account_id, at) WHERE state = 'not_sent';
CREATE UNIQUE INDEX refund_pair ON refund (pair_id) WHERE pair_id IS NOT NULL;
CREATE INDEX feed_open ON feed (account_id, id) WHERE state NOT IN ('DONE', 'FATAL');
CREATE INDEX feed_message_task ON feed_message (task_id);
"""
