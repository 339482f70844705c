"""Which of Shopify's fulfilments and Amazon's packages are the same parcel. Pure.

By reference where the app told Amazon, by tracking number where somebody else told both sides, and
by their units: of no item more is confirmed than was ordered.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.models.shipments import ShipmentRecord
from desktop.sync.back.quantities import items_of
from desktop.trade import Order
from desktop.trade.order import Package
from desktop.trade.returns import ShopFulfillment, ShopState
from desktop.trade.tracking import is_same_number

_VOID = ("CANCELLED", "PENDING")


@dataclass(frozen=True, slots=True)
class Known:
    """What is held of an order's fulfilments, by gid.

    `ours` stand on both sides without being told: mirrors of Amazon's packages, and what another
    tool told both. `told` Amazon knows from the app, under their `references`; `leaving` are on
    their way there, or their answer was lost.
    """

    ours: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    leaving: frozenset[str] = frozenset()
    unclear: frozenset[str] = frozenset()  # ours or the merchant's: a person is asked
    references: Mapping[str, str] = field(default_factory=dict)


def known_of(held: Sequence[ShipmentRecord], order: Order, leaving: Collection[str] = ()) -> Known:
    """What the records say; a package under a fulfilment's own number was told by the app, too."""
    mine = [one for one in held if one.side == "shopify"]
    on_amazon = {package.reference for package in order.packages}
    return Known(
        ours=frozenset(
            one.foreign_id for one in mine if one.made_by == "app" or one.state == "mirrored"
        ),
        told=frozenset(
            one.foreign_id
            for one in mine
            if one.state in ("sent", "confirmed")
            or (_is_own_number(one) and one.reference in on_amazon)
        ),
        leaving=frozenset(leaving),
        references={one.foreign_id: one.reference for one in mine if one.reference},
    )


def _is_own_number(one: ShipmentRecord) -> bool:
    return bool(one.reference) and one.foreign_id.endswith(f"/{one.reference}")


def foreign(order: Order, known: Known) -> tuple[Package, ...]:
    """Amazon's packages that it does not know from the app."""
    ours = {known.references.get(gid, "") for gid in known.told}
    return tuple(
        one for one in order.packages if one.status not in _VOID and one.reference not in ours
    )


def same_parcel(package: Package, fulfillments: Sequence[ShopFulfillment]) -> list[ShopFulfillment]:
    """The living fulfilments that carry the package's number."""
    return [
        one
        for one in fulfillments
        if one.is_live
        and any(is_same_number(t.number, package.tracking_number) for t in one.tracking)
    ]


def told_by_others(order: Order, state: ShopState, known: Known) -> frozenset[str]:
    """Fulfilments whose number and units Amazon shows already, told by another tool."""
    found = set()
    for package in foreign(order, known):
        for one in same_parcel(package, state.fulfillments):
            if one.gid in known.told | known.ours | known.unclear:
                continue
            units = Counter(items_of(state.lines, one.lines))
            if not units - Counter(dict(package.items)):
                found.add(one.gid)
    return frozenset(found)


def still_to_tell(
    order: Order, state: ShopState, before: Sequence[ShopFulfillment], known: Known
) -> Counter[str]:
    """Units by item that Amazon expects beyond the fulfilments before, and its own packages."""
    ordered = Counter({line.item_id: line.quantity for line in order.lines})
    stands = [one for one in state.fulfillments if one.gid in known.ours and one.is_live]
    later = [one for one in stands if one not in before]
    done = Counter(items_of(state.lines, _lines([*before, *later])))
    return ordered - done - _elsewhere(order, state, stands, known)


def _elsewhere(
    order: Order, state: ShopState, stands: Sequence[ShopFulfillment], known: Known
) -> Counter[str]:
    """Units of Amazon's own packages that no fulfilment in Shopify stands for yet."""
    units: Counter[str] = Counter()
    for package in foreign(order, known):
        units.update(dict(package.items))
    return units - Counter(
        items_of(state.lines, _lines([*stands, *not_shown(order, state, known)]))
    )


def not_shown(order: Order, state: ShopState, known: Known) -> list[ShopFulfillment]:
    """Told, or being told, but under no reference that Amazon shows.

    A feed's packages may have one of their own.
    """
    on_amazon = {package.reference for package in order.packages}
    return [
        one
        for one in state.fulfillments
        if one.is_live
        and one.gid in known.told | known.leaving
        and known.references.get(one.gid, "") not in on_amazon
    ]


def not_fulfilled(order: Order, state: ShopState, package: Package, known: Known) -> dict[str, int]:
    """Units by item of a foreign package that nothing in Shopify stands for."""
    there = [*same_parcel(package, state.fulfillments), *not_shown(order, state, known)]
    rest = Counter(dict(package.items)) - Counter(items_of(state.lines, _lines(there)))
    return dict(rest)


def _lines(fulfillments: Sequence[ShopFulfillment]) -> list[tuple[str, int]]:
    return [line for one in fulfillments for line in one.lines]


def takeovers(state: ShopState, known: Known) -> dict[str, str]:
    """References of told packages whose fulfilment was cancelled, by the one made in its place.

    A label that is voided and made anew is the same package with another number. One that is not
    told yet takes it where it holds an item of it.
    """
    living = [one for one in in_order(state.fulfillments) if one.is_live]
    used = {known.references.get(one.gid, "") for one in living if one.gid in known.told}
    found = {
        one.gid: reference
        for one in living
        if one.gid in known.told
        and (reference := known.references.get(one.gid, ""))
        and any(r == reference and gid != one.gid for gid, r in known.references.items())
    }
    void: dict[str, ShopFulfillment] = {}
    for one in in_order(state.fulfillments):
        reference = known.references.get(one.gid, "")
        if one.gid in known.told and not one.is_live and reference not in used:
            void[reference] = one
    for one in living:
        if one.gid in known.told | known.ours | known.unclear:
            continue
        for reference, gone in void.items():
            if {gid for gid, _ in gone.lines} & {gid for gid, _ in one.lines}:
                found[one.gid] = reference
                del void[reference]
                break
    return found


def in_order(fulfillments: Sequence[ShopFulfillment]) -> list[ShopFulfillment]:
    """As they were made."""
    return sorted(fulfillments, key=lambda one: (one.created_at, one.gid))
