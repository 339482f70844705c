"""SKU links: what an Amazon SKU is in Shopify."""

from collections.abc import Iterable
from typing import Any

import msgspec

from desktop.models.database import read, write
from desktop.models.tables import SkuLinkTable
from desktop.trade import LinkPart, SkuLink


def _link(row: Any) -> SkuLink:
    return SkuLink(row.sku, msgspec.json.decode(row.parts, type=tuple[LinkPart, ...]), row.by)


def links(account_id: int, skus: Iterable[str]) -> dict[str, SkuLink]:
    """The links of these SKUs; a SKU without one is left out."""
    with read():
        rows = SkuLinkTable.select().where(
            (SkuLinkTable.account_id == account_id) & SkuLinkTable.sku.in_(list(skus))
        )
        return {row.sku: _link(row) for row in rows}


def all_links(account_id: int) -> tuple[SkuLink, ...]:
    """Every link of an account, by SKU."""
    with read():
        rows = SkuLinkTable.select().where(SkuLinkTable.account_id == account_id)
        return tuple(_link(row) for row in rows.order_by(SkuLinkTable.sku))


def save_link(account_id: int, link: SkuLink, at: int) -> None:
    """Keep a link in place of an older one. Raises ValueError for a quantity below 1."""
    if any(part.quantity < 1 for part in link.parts):
        raise ValueError(f"SKU {link.sku}: a link's quantity is 1 or more")
    parts = msgspec.json.encode(link.parts).decode()
    with write() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO sku_link (account_id, sku, parts, by, saved_at)"
            " VALUES (?, ?, ?, ?, ?)",
            (account_id, link.sku, parts, link.by, at),
        )


def remove_link(account_id: int, sku: str) -> bool:
    """Forget a link; whether there was one."""
    with write():
        query = SkuLinkTable.delete().where(
            (SkuLinkTable.account_id == account_id) & (SkuLinkTable.sku == sku)
        )
        return bool(query.execute())
