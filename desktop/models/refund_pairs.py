"""A refund as it is kept, and which of one side is which of the other. Pure."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

Side = Literal["shopify", "amazon"]
Maker = Literal["app", "other"]
State = Literal[
    "not_sent",
    "outbox",
    "sent",
    "accepted",
    "confirmed",
    "recorded",
    "paired",
    "ignored",
    "already",
    "reversal",  # of a payment that Amazon never charged: no refund at all
]
APART_S = 14 * 86_400  # one refund is shown by both sides within this time
TOLD = ("sent", "accepted")  # Amazon was told of it, and its books do not show it yet
_CLOCKS_S = 120  # how far the two services' clocks may be apart
_MOST_PARTS, _MOST_LOOKED_AT = 5, 10
_SETTLED = ("ignored", "reversal", "already", "confirmed", "recorded")
_UNDECIDED = ("not_sent", "outbox")


@dataclass(frozen=True, slots=True)
class RefundRecord:
    """One refund as one side shows it, positive minor units. `items` is JSON text: the SKU, the
    units and the amount of each item that is named.

    `pair_id` is the same refund on the other side; Amazon may book one in several entries, which
    then have the same. `seen_at`: when it was first seen. `asks`: it equals one that stands
    already, so a person says whether it is a second one.
    """

    id: int
    order_id: int
    side: Side
    foreign_id: str
    minor: int
    currency: str
    at: int
    items: str = "[]"
    state: State = "not_sent"
    pair_id: int | None = None
    made_by: Maker = "other"
    seen_at: int = 0
    asks: bool = False


def nearest_pairs(
    shopify: Sequence[RefundRecord],
    amazon: Sequence[RefundRecord],
    left: Mapping[str, int] | None = None,
) -> list[tuple[RefundRecord, RefundRecord]]:
    """Pairs of equal amount and currency, the nearest in time first; each refund once at most.

    `left`: by SKU, the units that no refund of Amazon's books names. Two that may well be two are
    no pair: other items are named, or Amazon's was known before and there are units for another.
    """
    near = sorted(
        (
            not is_same_goods(one, other),
            abs(one.at - other.at),
            one.at,
            one.id,
            other.id,
            one,
            other,
        )
        for one in shopify
        for other in amazon
        if _may_be_one(one, other) and not may_be_second(one, other, left or {})
    )
    taken: set[int] = set()
    pairs = []
    for *_, first, second, one, other in near:
        if first not in taken and second not in taken:
            taken |= {first, second}
            pairs.append((one, other))
    return pairs


def booked_in_parts(
    shopify: Sequence[RefundRecord], amazon: Sequence[RefundRecord]
) -> list[tuple[RefundRecord, tuple[RefundRecord, ...]]]:
    """What Amazon was told of as one refund and has booked as several that add up to it."""
    found: list[tuple[RefundRecord, tuple[RefundRecord, ...]]] = []
    free = list(amazon)
    for one in sorted(shopify, key=lambda each: (each.at, each.id)):
        if one.state not in TOLD:
            continue
        near = [other for other in free if _may_be_part(one, other)][:_MOST_LOOKED_AT]
        for parts in _sets_of(near):
            if sum(part.minor for part in parts) == one.minor:
                found.append((one, parts))
                free = [other for other in free if other not in parts]
                break
    return found


def _sets_of(near: Sequence[RefundRecord]) -> Iterable[tuple[RefundRecord, ...]]:
    for count in range(2, _MOST_PARTS + 1):
        yield from combinations(near, count)


def may_belong(held: Sequence[RefundRecord], told: RefundRecord) -> tuple[RefundRecord, ...]:
    """Entries of Amazon's books without a pair that may be what it made of a refund that it was
    told of, with another amount."""
    return tuple(
        one
        for one in held
        if one.side == "amazon"
        and one.pair_id is None
        and one.state == "not_sent"
        and _may_be_part(told, one)
    )


def not_caused(held: Sequence[RefundRecord], sent: Collection[str]) -> list[RefundRecord]:
    """Amazon's refunds that none of these Shopify refunds of ours caused, and what Amazon booked
    of one beyond what it was told."""
    told = {one.id: one for one in held if one.side == "shopify" and one.foreign_id in sent}
    found: list[RefundRecord] = []
    more: dict[int, int] = {}
    for one in held:
        if one.side != "amazon" or one.state == "ignored":
            continue
        if one.pair_id is None or one.pair_id not in told:
            found.append(one)
            continue
        before = more.get(one.pair_id, -told[one.pair_id].minor)
        more[one.pair_id] = before + one.minor
        if more[one.pair_id] > 0:
            beyond = more[one.pair_id] - max(0, before)
            found.append(replace(one, minor=beyond, items="[]"))
    return found


def goods(record: RefundRecord) -> dict[str, int]:
    """The units by SKU that a refund names."""
    found: dict[str, int] = {}
    for sku, units, _ in json.loads(record.items or "[]"):
        if sku:
            found[str(sku)] = found.get(str(sku), 0) + int(units)
    return found


def is_same_goods(one: RefundRecord, other: RefundRecord) -> bool:
    """Whether two refunds name the same SKUs, or one of them none."""
    first, second = goods(one), goods(other)
    return not first or not second or first.keys() == second.keys()


def may_be_second(shopify: RefundRecord, amazon: RefundRecord, left: Mapping[str, int]) -> bool:
    """Whether the merchant may have given back another unit of what Amazon's books showed before.

    Pure goods only: where either names none, or too few units are left, the two are one.
    """
    was_known = amazon.seen_at > 0 and amazon.seen_at < shopify.at
    if shopify.state not in _UNDECIDED or not was_known:
        return False
    named = goods(shopify)
    return bool(named and goods(amazon)) and all(
        left.get(sku, 0) >= max(1, units) for sku, units in named.items()
    )


def _may_be_one(shopify: RefundRecord, amazon: RefundRecord) -> bool:
    if not _is_equal(shopify, amazon) or abs(shopify.at - amazon.at) > APART_S:
        return False
    if shopify.state in TOLD and amazon.at < shopify.at - _CLOCKS_S:
        return False  # what Amazon made of it is not older than itself
    return is_same_goods(shopify, amazon)


def _may_be_part(shopify: RefundRecord, amazon: RefundRecord) -> bool:
    if shopify.currency != amazon.currency:
        return False
    named, part = goods(shopify), goods(amazon)
    in_time = -_CLOCKS_S <= amazon.at - shopify.at <= APART_S
    return in_time and (not named or not part or part.keys() <= named.keys())


def _is_equal(one: RefundRecord, other: RefundRecord) -> bool:
    return (one.minor, one.currency) == (other.minor, other.currency)


def unpaired_twins(held: Iterable[RefundRecord]) -> list[RefundRecord]:
    """Refunds without a pair that equal one of their side which has its pair, or one of the other
    side that has none, and so must ask."""
    everything = list(held)
    return [
        one
        for one in everything
        if one.pair_id is None
        and one.state not in _SETTLED
        and any(_is_twin(one, other) for other in everything)
    ]


def _is_twin(one: RefundRecord, other: RefundRecord) -> bool:
    if other.id == one.id or not _is_equal(one, other) or not is_same_goods(one, other):
        return False
    if one.side == other.side:
        return other.pair_id is not None
    both = (one, other) if one.side == "shopify" else (other, one)
    is_open = other.pair_id is None and other.state not in ("ignored", "reversal", *TOLD)
    return is_open and one.state not in TOLD and _may_be_one(*both)
