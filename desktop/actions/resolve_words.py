"""Reads a decision about an order from the words of a command line: links and address fields."""

from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import fields
from threading import Event

from desktop.actions.bad_input import BadInput
from desktop.actions.held_orders import NOT_HELD, find_named
from desktop.actions.link_sku import find_variant
from desktop.actions.variant_search import connected
from desktop.models import order_store
from desktop.profile import Profile
from desktop.rows import OrderRow
from desktop.trade import Address

_FIELDS = tuple(field.name for field in fields(Address))
Link = tuple[str, str, int]


def one_order(text: str, account_id: int | None = None) -> OrderRow:
    """The one held order of that Amazon ID. Raises BadInput."""
    named = find_named(text, account_id)
    if len(named.rows) == 1 and not named.others:
        return named.rows[0]
    if len(named.rows) > 1:
        names = ", ".join(row.account for row in named.rows)
        raise BadInput("ID", "Several accounts hold this order.", f"Choose --account: {names}.")
    words = named.others[0].words if named.others else NOT_HELD
    raise BadInput("ID", f"{text[:60]!r} is not one held order.", words)


def read_links(
    row: OrderRow,
    links: Sequence[str],
    custom: Sequence[str],
    profile: Profile,
    cancel: Event | None = None,
) -> tuple[Link, ...]:
    """The links that `SKU=VARIANT×N` and custom lines mean; the variants are looked up in Shopify.

    Raises BadInput, TryLater, AccountProblem.
    """
    skus = {line.sku for line in order_store.order(row.id).lines}
    pairs = [_pair(text, skus) for text in links]
    made: list[Link] = [(_held(sku, skus), "", 1) for sku in custom]
    if pairs:
        with closing(connected(row.account_id, profile, cancel)) as connection:
            for sku, reference, times in pairs:
                made.append((sku, find_variant(connection, reference, "--link").gid, times))
    return tuple(made)


def read_address(texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of FIELD=VALUE. Raises BadInput."""
    pairs = []
    for text in texts:
        name, mark, value = text.partition("=")
        if not mark or name.strip() not in _FIELDS:
            known = ", ".join(_FIELDS)
            raise BadInput("--address", f"{name[:40]!r} is no field.", f"FIELD=VALUE with {known}.")
        pairs.append((name.strip(), value.strip()))
    return tuple(pairs)


def _pair(text: str, skus: Collection[str]) -> tuple[str, str, int]:
    """SKU, variant, times. A SKU may hold "=", so it is one that the order has."""
    for place, letter in enumerate(text):
        if letter == "=" and text[:place].strip() in skus:
            reference, times = _times(text[place + 1 :].strip())
            if reference:
                return text[:place].strip(), reference, times
    known = ", ".join(sorted(sku for sku in skus if sku)) or "none"
    raise BadInput("--link", f"{text[:80]!r} names no SKU of the order.", f"It has: {known}.")


def _times(text: str) -> tuple[str, int]:
    for mark in ("×", "*"):
        head, found, count = text.rpartition(mark)
        if found and count.strip().isdecimal() and head.strip():
            return head.strip(), int(count)
    return text, 1


def _held(sku: str, skus: Collection[str]) -> str:
    if sku not in skus:
        known = ", ".join(sorted(one or '""' for one in skus))
        raise BadInput("--custom-line", f"{sku[:80]!r} is not in the order.", f"It has: {known}.")
    return sku
