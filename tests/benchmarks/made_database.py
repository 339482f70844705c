"""Databases of made-up orders, filled with raw executemany through the models' own connection.

What the grid reads is there (orders, lines, texts, products, tasks); payloads are not.
"""

import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from desktop.models.database import Connection, close_database, open_database, write
from desktop.models.order_text import body
from desktop.sandbox.world.products import catalogue
from tests.benchmarks.canned_amazon import AT, add_made_account
from tests.benchmarks.measure import Run

KEY = bytes(range(32))
SPAN_S = 730 * 86_400
BATCH = 20_000
_ORDER = (
    "id account_id amazon_order_id created_at updated_at status sync_status fba cancel_wish failed"
    " archived_at currency total units ship_by imported_at has_address line_count digest"
    " amazon_status stage first_sku marketplace_id marketplace shopify_gid shopify_order_id"
    " shopify_order_name"
).split()
_STATUS_SHARES = (3, 8, 1, 20, 55, 8, 2, 3)  # in the order of models.order_status.STATUSES
_FIRST = "Zoë Ana Sam Priya Jón Mary-Ann 李雷 Olu Noor Kim Eva Raúl Ida Tom Mei Abel".split()
_LAST = "ber lin ka mor dal sen tos wa ri nez fel gar".split()


def buyer(number: int) -> str:
    """One of 27,648 names; every hundredth is a Müller."""
    if number % 100 == 0:
        return f"{_FIRST[number // 100 % len(_FIRST)]} Müller"
    parts = (number * 7, number * 11 // 12, number * 13 // 144)
    last = "".join(_LAST[one % len(_LAST)] for one in parts)
    return f"{_FIRST[number % len(_FIRST)]} {last.title()}"


def made_database(run: Run, count: int) -> Path:
    """A database of `count` orders, made once in a run; it is left closed."""
    name = f"made-{count}"
    if name not in run.made:
        run.tell(f"  making {count:,} orders …")
        path = run.folder / f"{name}.db"
        close_database()
        open_database(path, KEY)
        fill(count)
        close_database()
        run.made[name] = path
    return run.made[name]


def fill(count: int, seed: int = 7) -> None:
    """Put orders into the open, empty database. Indexes are made when all rows are there."""
    account_id = add_made_account()
    items = catalogue(1, "enough")
    with write() as connection:
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        products = [(n, i.sku, i.title, body(i.sku, i.title)) for n, i in enumerate(items, 1)]
        connection.executemany(
            "INSERT OR IGNORE INTO product (id, sku, title, body) VALUES (?, ?, ?, ?)", products
        )
        skus = [item.sku for item in items]
        rows = _orders(count, account_id, skus, random.Random(seed))
        while batch := list(islice(rows, BATCH)):
            _insert(connection, batch, account_id, len(skus))
        for table in ("order_fts", "product_fts"):
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")
        connection.execute("UPDATE orders SET ship_status = min(status, 5)")
        for _, statement in indexes:
            connection.execute(statement)


def _orders(
    count: int, account_id: int, skus: list[str], dice: random.Random
) -> Iterator[tuple[Any, ...]]:
    """Rows of `orders`, the oldest first but for a few that came late."""
    for number in range(1, count + 1):
        late = dice.randrange(86_400) if dice.random() < 0.1 else 0
        created = AT - SPAN_S + number * SPAN_S // count - late
        (status,) = dice.choices(range(8), _STATUS_SHARES)
        failed = int(status in (1, 3) and dice.random() < 0.05)
        fba = int(dice.random() < 0.3)
        shop = 5_000_000_000 + number
        yield (
            number,
            account_id,
            f"{dice.randrange(111, 115)}-{dice.randrange(10**7):07d}-{dice.randrange(10**7):07d}",
            created,
            created,
            status,
            2 if failed else int(status in (3, 4)),
            fba,
            int(status == 1 and dice.random() < 0.02),
            failed,
            AT if dice.random() < 0.05 else None,
            dice.choices(("USD", "CAD", "MXN"), (86, 9, 5))[0],
            None if status == 0 else dice.randrange(500, 30_000),
            dice.choices((1, 2, 3, 5), (70, 20, 7, 3))[0],
            None if status in (0, 5) else created + 2 * 86_400,
            AT,
            1,
            1,
            number.to_bytes(8, "big"),
            "SHIPPED",
            "in Shopify",
            dice.choice(skus),
            "ATVPDKIKX0DER",
            "Amazon.com",
            f"gid://shopify/Order/{shop}",
            str(shop),
            f"#{1000 + number}",
        )


def _insert(
    connection: Connection, batch: list[tuple[Any, ...]], account_id: int, products: int
) -> None:
    marks = ",".join("?" * len(_ORDER))
    connection.executemany(f"INSERT INTO orders ({', '.join(_ORDER)}) VALUES ({marks})", batch)
    connection.executemany(
        "INSERT INTO order_text VALUES (?, ?)",
        [(row[0], body(row[2], row[26], row[25], buyer(row[0]))) for row in batch],
    )
    connection.executemany(
        "INSERT INTO order_line VALUES (?, ?, ?, ?, ?, 0)",
        [
            (row[0], position, f"{row[0]}{position}", (row[0] * 7 + position) % products + 1, 1)
            for row in batch
            for position in range(1 + row[0] % 5 // 3)
        ],
    )
    connection.executemany(
        "INSERT INTO task (order_id, account_id, verb, state, due_at, ship_by, created_at,"
        " changed_at, error_code, error_title) VALUES (?, ?, 'create_order', ?, 0, ?, ?, ?, ?, ?)",
        [
            (
                row[0],
                account_id,
                "FAILED" if row[9] else "DONE",
                row[14] or 0,
                AT,
                AT,
                *(("sku_unknown", "SKU unknown.") if row[9] else ("", "")),
            )
            for row in batch
        ],
    )
