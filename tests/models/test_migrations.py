"""Older databases: brought forward with a copy kept, or left as they were."""

from pathlib import Path

import pytest

from desktop.models import database, migrations, tables
from desktop.models.database import Connection, keyed_connection, read
from tests.models.orders import KEY


def add_note(connection: Connection) -> None:
    connection.execute("ALTER TABLE bucket ADD COLUMN note TEXT NOT NULL DEFAULT 'new'")


def fail(connection: Connection) -> None:
    connection.execute("DROP TABLE bucket")
    raise RuntimeError("half way")


@pytest.fixture
def version_1(path: Path) -> Connection:
    """A database as the first release made it, with a row in it."""
    connection = keyed_connection(path, KEY)
    migrations.migrate(connection, path, migrations.STEPS[:1])
    connection.execute("INSERT INTO bucket VALUES ('a', 1, 2, 3)")
    assert migrations.version_of(connection) == 1
    return connection


def test_a_new_database_needs_no_copy(path: Path) -> None:
    connection = keyed_connection(path, KEY)
    migrations.migrate(connection, path)
    assert migrations.version_of(connection) == len(migrations.STEPS)
    connection.close()
    assert not list(path.parent.glob("*.backup"))


def test_an_old_one_is_copied_and_brought_forward(path: Path, version_1: Connection) -> None:
    migrations.migrate(version_1, path, (*migrations.STEPS[:1], add_note))
    assert version_1.execute("SELECT * FROM bucket").fetchall() == [("a", 1, 2, 3, "new")]
    assert migrations.version_of(version_1) == 2
    version_1.close()
    copy = keyed_connection(migrations.backup_path(path, 1), KEY)
    assert migrations.version_of(copy) == 1
    assert copy.execute("SELECT * FROM bucket").fetchall() == [("a", 1, 2, 3)]
    copy.close()
    assert not migrations.backup_path(path, 1).read_bytes().startswith(b"SQLite format 3")


def test_a_step_that_fails_leaves_everything_as_it_was(path: Path, version_1: Connection) -> None:
    with pytest.raises(RuntimeError, match="half way"):
        migrations.migrate(version_1, path, (*migrations.STEPS[:1], add_note, fail))
    assert migrations.version_of(version_1) == 1
    assert version_1.execute("SELECT * FROM bucket").fetchall() == [("a", 1, 2, 3)]
    version_1.close()
    assert migrations.backup_path(path, 1).exists()


def test_migrating_twice_changes_nothing(path: Path, version_1: Connection) -> None:
    for _ in range(2):
        migrations.migrate(version_1, path, (*migrations.STEPS[:1], add_note))
    assert migrations.version_of(version_1) == 2
    version_1.close()


@pytest.mark.usefixtures("database")
def test_the_models_are_the_tables() -> None:
    kept = tables.Table.__subclasses__()
    assert tables.ShipmentTable in kept
    with read() as connection:
        for table in kept:
            name = table._meta.table_name
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            assert sorted(columns) == sorted(f.column_name for f in table._meta.sorted_fields), name


def test_every_connection_is_named_by_the_house() -> None:
    assert database.DATABASE is tables.Table._meta.database


def test_orders_of_format_1_keep_where_shipping_stands(path: Path, version_1: Connection) -> None:
    version_1.execute(
        "INSERT INTO account (id, name, amazon, shopify, speed, rates_endpoint, reach_back_days,"
        " connected_at) VALUES (1, 'Lumen', '{}', '{}', 1, '', 30, 1)"
    )
    given = {1: 1, 2: 3, 3: 5}
    version_1.executemany(
        "INSERT INTO orders (id, account_id, amazon_order_id, created_at, updated_at, status,"
        " sync_status, fba, cancel_wish, failed, currency, units, imported_at, has_address,"
        " line_count, digest, amazon_status, stage, first_sku, marketplace_id, marketplace)"
        " VALUES (?1, 1, ?1, 1, 1, ?2, 0, 0, 0, 0, 'EUR', 1, 1, 1, 1, x'', '', '', '', '', '')",
        list(given.items()),
    )
    migrations.migrate(version_1, path)
    assert migrations.version_of(version_1) == len(migrations.STEPS)
    kept = dict(version_1.execute("SELECT id, ship_status FROM orders").fetchall())
    assert kept == given
    assert version_1.execute("PRAGMA foreign_key_check").fetchall() == []
    version_1.close()
