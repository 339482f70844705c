"""The tables of format 3: settings that changed while orders waited, what a person was told, and
what was sent in an order's story.

Never edited once released, like those of the formats before. Of a changed setting `last_task` is
the newest task that was planned with the value `before`; NULL stands for none on that level. Its id
is never used again: tasks keep the newest one that they follow.
Of a refund `seen_at` is when it was first seen; several of Amazon's may be one of Shopify's.
"""

TABLES = """
ALTER TABLE history ADD COLUMN payload TEXT NOT NULL DEFAULT '';
CREATE TABLE setting_change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES account (id),
    level INTEGER NOT NULL,
    marketplace_id TEXT NOT NULL,
    key TEXT NOT NULL,
    before TEXT,
    last_task INTEGER NOT NULL
);
CREATE TABLE told (
    kind TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    subject TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (kind, account_id, subject)
) WITHOUT ROWID;
ALTER TABLE refund ADD COLUMN seen_at INTEGER NOT NULL DEFAULT 0;
UPDATE refund SET seen_at = at;
DROP INDEX refund_pair;
"""

INDEXES = """
CREATE INDEX refund_pair ON refund (pair_id) WHERE pair_id IS NOT NULL;
CREATE INDEX setting_change_key ON setting_change (account_id, key);
"""
