"""Distinct products (SKU and title as Amazon names them), which is what a text search looks at."""

from collections.abc import Iterable

from desktop.models.database import Connection
from desktop.models.order_text import body

Name = tuple[str, str]  # SKU, title
_PART = 400


def _known(connection: Connection, skus: list[str]) -> dict[Name, int]:
    found: dict[Name, int] = {}
    for start in range(0, len(skus), _PART):
        part = skus[start : start + _PART]
        for product_id, sku, title in connection.execute(
            f"SELECT id, sku, title FROM product WHERE sku IN ({','.join('?' * len(part))})",  # noqa: S608
            part,
        ):
            found[sku, title] = product_id
    return found


def product_ids(connection: Connection, names: Iterable[Name]) -> dict[Name, int]:
    """The id of every product named; new ones are kept and indexed, within the transaction."""
    wanted = set(names)
    skus = sorted({sku for sku, _ in wanted})
    known = _known(connection, skus)
    fresh = sorted(wanted - known.keys())
    if not fresh:
        return known
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM product").fetchone()
    rows = [(last + n, sku, title, body(sku, title)) for n, (sku, title) in enumerate(fresh, 1)]
    connection.executemany("INSERT INTO product (id, sku, title, body) VALUES (?, ?, ?, ?)", rows)
    connection.executemany(
        "INSERT INTO product_fts (rowid, body) VALUES (?, ?)", [(row[0], row[3]) for row in rows]
    )
    return known | {(sku, title): number for number, sku, title, _ in rows}
