"""Cancellations on either side as tasks for the other. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from desktop.catalogue import cancellation_failure
from desktop.rows import TaskState
from desktop.sync.back.quantities import items_of, loose_items
from desktop.sync.back.wanted import Notice, Wanted
from desktop.trade import Order
from desktop.trade.order import AmazonStatus
from desktop.trade.returns import ShopState
from desktop.trade.rules_back import BackRules

CANCEL_IN_SHOPIFY = "cancel_in_shopify"
CANCEL_ON_AMAZON = "cancel_on_amazon"
HOLD_IN_SHOPIFY = "hold_in_shopify"
RELEASE_IN_SHOPIFY = "release_in_shopify"
OUTBOX = "outbox"
PART = "part"
_OF_PART = "Amazon cancelled a part of it"
_MINUTE_S = 60.0
_OPEN = (AmazonStatus.UNSHIPPED, AmazonStatus.PARTIALLY_SHIPPED, AmazonStatus.SHIPPED)


def from_amazon(order: Order, state: ShopState | None, rules: BackRules) -> Iterator[Wanted]:
    """What Amazon's cancellation, of all or a part, asks for in Shopify."""
    if state is None or state.cancelled_at is not None:
        return
    if order.status is AmazonStatus.CANCELLED:
        if rules.cancel.to_shopify:
            yield _in_shopify(order, state, rules)
        return
    yield from parts(order, state)


def wish_hold(
    order: Order,
    state: ShopState | None,
    rules: BackRules,
    *,
    is_open: bool,
    is_held: bool,
    holds_part: bool = False,
    surplus: str = "",
) -> Iterator[Wanted]:
    """A buyer's undecided wish keeps the order from being packed, each anew; one that the buyer
    took back, or that came too late, no longer does. So do units that Amazon has cancelled.

    `is_open`: nobody has answered the wish. `is_held`: a hold of ours stands, or is on its way;
    `holds_part`: for a surplus. `surplus`: what would be packed although Amazon cancelled it, and
    no person has settled it.
    """
    if state is None or state.cancelled_at is not None or order.is_fba:
        return
    is_left = order.status in (AmazonStatus.UNSHIPPED, AmazonStatus.PARTIALLY_SHIPPED)
    if is_open and is_left and rules.cancel.hold_on_wish:
        reason = next((line.cancel_wish for line in order.lines if line.has_cancel_wish), "")
        plan: dict[str, object] = {"reason": reason, "reopened": _reopened(state)}
        yield Wanted(HOLD_IN_SHOPIFY, "", plan, follows=is_held, again=not is_held)
    elif surplus and rules.cancel.hold_on_wish:
        plan = {"reason": surplus, "notes": _OF_PART, "reopened": _reopened(state)}
        yield Wanted(HOLD_IN_SHOPIFY, "", plan, follows=is_held, again=not is_held)
    elif is_held and not surplus and (holds_part or _is_wish_over(order)):
        yield Wanted(RELEASE_IN_SHOPIFY, "", {}, again=True)


def is_of_part(plan: Mapping[str, object]) -> bool:
    """Whether this hold is for a surplus: then an answered wish has no say in its end."""
    return plan.get("notes") == _OF_PART


def _reopened(state: ShopState) -> int:
    """How often a hold may have ended: what leaves nevertheless is let go first, and with it the
    rest; and what a cancelled fulfilment gives back to pack is not held yet."""
    return sum(1 + one.is_taken_back for one in state.fulfillments)


def _is_wish_over(order: Order) -> bool:
    return order.status is AmazonStatus.SHIPPED or not order.has_cancel_wish


def parts(order: Order, state: ShopState) -> Iterator[Wanted]:
    """Units that one side cancelled or took off: neither side can be told of a part by itself."""
    if order.is_fba or order.status not in _OPEN:
        return
    differ = _different(order, state)
    if differ:
        words = _words(order, differ)
        failure = cancellation_failure("partial", items=words)
        plan: dict[str, object] = {"items": differ, "words": words}
        yield Wanted(CANCEL_IN_SHOPIFY, PART, plan, failure=failure, follows=True, reopens=True)


def surplus(order: Order, state: ShopState) -> str:
    """The units that Shopify is to pack and Amazon has cancelled, in words; empty without any."""
    if order.is_fba or order.status not in _OPEN or state.cancelled_at is not None:
        return ""
    to_pack = items_of(state.lines, [(line.gid, line.unfulfilled) for line in state.lines])
    more = {item: units for item, units in _different(order, state).items()
            if units[1] > units[0] and to_pack.get(item, 0)}  # fmt: skip
    return _words(order, more)


def _words(order: Order, differ: Mapping[str, Sequence[int]]) -> str:
    names = {line.item_id: line.sku or line.title for line in order.lines}
    return ", ".join(
        f"{names.get(item) or item}: {there} on Amazon, {here} in Shopify"
        for item, (there, here) in differ.items()
    )


def _different(order: Order, state: ShopState) -> dict[str, list[int]]:
    """Item → [units on Amazon, units that Shopify has sent or will], where something is open."""
    moved = [*((line.gid, line.unfulfilled) for line in state.lines), *state.sent]
    in_shop = items_of(state.lines, moved)
    loose = loose_items(state.lines, moved)  # parts of a set that lost the others
    to_pack = {line.item_id for line in state.lines if line.unfulfilled and not line.is_charge}
    ordered = {line.item_id for line in state.lines if line.item_id and not line.is_charge}
    return {
        line.item_id: [line.quantity, in_shop.get(line.item_id, 0)]
        for line in order.lines
        if line.item_id in ordered
        and (line.quantity != in_shop.get(line.item_id, 0) or line.item_id in loose)
        and (line.item_id in to_pack or line.quantity > line.quantity_fulfilled)
    }


def _in_shopify(order: Order, state: ShopState, rules: BackRules) -> Wanted:
    wanted_by = next((line.cancelled_by for line in order.lines if line.cancelled_by), "")
    plan = {
        "reason": "CUSTOMER" if wanted_by == "BUYER" else "OTHER",
        "restock": rules.cancel.restock and not order.is_fba,
        "gid": state.gid,
    }
    if any(one.is_live for one in state.fulfillments):
        failure = cancellation_failure("shop_fulfilled", name=state.name)
        return Wanted(CANCEL_IN_SHOPIFY, "", plan, failure=failure)
    return Wanted(CANCEL_IN_SHOPIFY, "", plan)


def from_shopify(
    order: Order, state: ShopState, rules: BackRules, *, is_ours: bool
) -> Iterator[Wanted | Notice]:
    """What a cancellation in Shopify asks for on Amazon; ours is never sent back."""
    if state.cancelled_at is None or is_ours or order.is_fba:
        return
    if order.status is AmazonStatus.CANCELLED:
        return
    yield Notice("cancelled in Shopify", state.cancel_reason.lower())
    if order.status is not AmazonStatus.UNSHIPPED:
        failure = cancellation_failure("already_shipped", status=order.raw_status)
        yield Wanted(CANCEL_ON_AMAZON, "", {}, failure=failure)
        return
    reasons = dict(rules.cancel.reasons)
    reason = "BuyerCanceled" if order.has_cancel_wish else reasons.get(state.cancel_reason)
    plan = {
        "reason": reason or "GeneralAdjustment",
        "items": [line.item_id for line in order.lines],
        "counts": not order.has_cancel_wish,  # against the seller's cancellation rate
    }
    if not rules.cancel.to_amazon and not order.has_cancel_wish:
        yield Wanted(CANCEL_ON_AMAZON, "", plan, state=TaskState.WAITING, hold="not_sent")
        return
    wait_s = rules.outbox_minutes * _MINUTE_S
    yield Wanted(CANCEL_ON_AMAZON, "", plan, state=TaskState.WAITING, hold=OUTBOX, due_in_s=wait_s)
