"""Variants as last read from the shop, by SKU and by gid; also that a SKU was on none."""

from collections.abc import Iterable, Mapping

import msgspec

from desktop.models.database import Connection, read, write
from desktop.models.standing import marks
from desktop.trade import Variant

_LOOKUP = "SELECT sku, gids FROM variant_lookup WHERE account_id = ? AND saved_at >= ? AND sku IN"
_VARIANT = "SELECT gid, data FROM variant WHERE account_id = ? AND saved_at >= ? AND gid IN"


def known(account_id: int, skus: Iterable[str], since: int) -> dict[str, tuple[Variant, ...]]:
    """The variants of the SKUs that were looked up at `since` or later; others are left out."""
    asked = list(skus)
    with read() as connection:
        rows = connection.execute(f"{_LOOKUP} ({marks(asked)})", (account_id, since, *asked))
        found = {sku: msgspec.json.decode(gids, type=list[str]) for sku, gids in rows}
        by_id = _variants(connection, account_id, {gid for gids in found.values() for gid in gids})
    return {sku: tuple(by_id[gid] for gid in gids) for sku, gids in found.items()}


def by_gid(account_id: int, gids: Iterable[str], since: int = 0) -> dict[str, Variant]:
    """The variants of these gids that were read at `since` or later."""
    with read() as connection:
        return _variants(connection, account_id, set(gids), since)


def _variants(
    connection: Connection, account_id: int, gids: set[str], since: int = 0
) -> dict[str, Variant]:
    asked = [*gids]
    rows = connection.execute(f"{_VARIANT} ({marks(asked)})", (account_id, since, *asked))
    return {gid: msgspec.json.decode(data, type=Variant) for gid, data in rows}


def save(account_id: int, found: Mapping[str, tuple[Variant, ...]], at: int) -> None:
    """Keep what a look-up by SKU found; an empty tuple says that no variant carries the SKU."""
    everything = [variant for variants in found.values() for variant in variants]
    lookups = [
        (account_id, sku, msgspec.json.encode([one.gid for one in variants]).decode(), at)
        for sku, variants in found.items()
    ]
    with write() as connection:
        _save(connection, account_id, everything, at)
        connection.executemany("INSERT OR REPLACE INTO variant_lookup VALUES (?, ?, ?, ?)", lookups)


def _save(connection: Connection, account_id: int, variants: Iterable[Variant], at: int) -> None:
    """Keep variants by gid, within the caller's transaction."""
    connection.executemany(
        "INSERT OR REPLACE INTO variant VALUES (?, ?, ?, ?)",
        [(account_id, one.gid, msgspec.json.encode(one).decode(), at) for one in variants],
    )


def save_by_gid(account_id: int, variants: Iterable[Variant], at: int) -> None:
    """Keep variants that were read by gid."""
    with write() as connection:
        _save(connection, account_id, variants, at)


def forget(account_id: int, skus: Iterable[str]) -> None:
    """Have these SKUs looked up again."""
    with write() as connection:
        connection.executemany(
            "DELETE FROM variant_lookup WHERE account_id = ? AND sku = ?",
            [(account_id, sku) for sku in skus],
        )
