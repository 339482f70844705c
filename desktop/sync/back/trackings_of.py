"""Carrier and number of Amazon's own packages for the fulfilments that mirror them. Pure.

A mirror that was made before Amazon told its number gets it later, and one whose package got
another number or carrier follows it; without a mail to the buyer.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from desktop.models.shipments import ShipmentRecord
from desktop.sync.back.wanted import Wanted
from desktop.trade import Order
from desktop.trade.tracking import is_same_number, tidy

TRACK = "track_in_shopify"
_VOID = ("CANCELLED", "PENDING")


class Sent(NamedTuple):
    """A package that Amazon tells of, with its number."""

    number: str
    carrier: str
    items: dict[str, int]


def trackings(
    order: Order, held: Sequence[ShipmentRecord], *, to_shopify: bool = True
) -> Iterator[Wanted]:
    """The numbers that fulfilments of ours still lack, or that Amazon has corrected since.

    One fulfilment that mirrors everything gets all the numbers; of several, each that of the
    package with its items, and none where that is not plain.
    """
    ours = [one for one in held if one.side == "shopify" and one.made_by == "app"]
    if not to_shopify:
        return
    yield from _corrections(order, held, [one for one in ours if one.number])
    lacking = [one for one in ours if not one.number]
    if not lacking:
        return
    known = {one.number for one in held if one.side == "shopify" and one.number}
    there = [one for one in _sent(order, held) if one.number not in known]
    if len(ours) == 1 and there:
        yield _wanted(lacking[0], there)
        return
    for one in lacking:
        fitting = [each for each in there if one.items and each.items == dict(one.items)]
        if len(fitting) == 1 and _is_only(one, lacking):
            yield _wanted(one, fitting)


def _corrections(
    order: Order, held: Sequence[ShipmentRecord], numbered: Sequence[ShipmentRecord]
) -> Iterator[Wanted]:
    """Of each mirror the package that bears its number, or, where none does any more, the one with
    its items whose number Shopify does not know."""
    told = {one.reference for one in held if one.side == "shopify" and one.reference}
    there = [
        Sent(tidy(one.tracking_number), tidy(one.carrier), dict(one.items))
        for one in order.packages
        if tidy(one.tracking_number) and one.status not in _VOID and one.reference not in told
    ]
    known = [one.number for one in held if one.side == "shopify" and one.number]
    new = [one for one in there if not any(is_same_number(one.number, each) for each in known)]
    gone = [
        one
        for one in numbered
        if not any(is_same_number(one.number, each.number) for each in there)
    ]
    for one in numbered:
        same = [each for each in there if is_same_number(each.number, one.number)]
        fitting = [each for each in new if each.items and each.items == dict(one.items)]
        if not one.items and len(there) == len(numbered) == 1:  # all of an order, by its lines
            fitting = new
        if len(same) == 1 and same[0].carrier and same[0].carrier != one.carrier:
            yield _wanted(one, [same[0]._replace(number=one.number)])
        elif one in gone and len(fitting) == 1 and _is_only(one, gone):
            yield _wanted(one, fitting)


def _is_only(one: ShipmentRecord, among: Sequence[ShipmentRecord]) -> bool:
    return sum(dict(each.items) == dict(one.items) for each in among) == 1


def _sent(order: Order, held: Sequence[ShipmentRecord]) -> list[Sent]:
    """What the order itself tells, then what Amazon's report on shipments does."""
    told: dict[str, Sent] = {}
    for one in order.packages:
        if one.tracking_number and one.status not in _VOID:
            told.setdefault(
                one.tracking_number, Sent(one.tracking_number, one.carrier, dict(one.items))
            )
    for each in held:
        if each.side == "amazon" and each.number:
            told.setdefault(each.number, Sent(each.number, each.carrier, dict(each.items)))
    return list(told.values())


def _wanted(one: ShipmentRecord, packages: Sequence[Sent]) -> Wanted:
    plan = {
        "carrier": next((each.carrier for each in packages if each.carrier), ""),
        "numbers": [each.number for each in packages],
    }
    return Wanted(TRACK, one.foreign_id, plan, follows=True)
