"""Keep what a side told of an order, with the tasks and notices that it asks for, at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from desktop.models import history, order_store, refunds, shipments, shop_state
from desktop.models import task as tasks
from desktop.models.database import write
from desktop.models.order_stage import CREATE_AGAIN
from desktop.models.refunds import RefundRecord
from desktop.models.setting import back_rules
from desktop.models.shipments import ShipmentRecord
from desktop.models.task import DueTask
from desktop.models.task_back import UNSHIPPED
from desktop.models.task_find import last_hold_move, tasks_of
from desktop.rows import IN_FLIGHT, TaskState
from desktop.sync.back import (
    cancels_of,
    gone,
    no_longer_asked,
    refund_records,
    refunds_of,
    shipments_of,
    unreadable,
)
from desktop.sync.back.applying import apply
from desktop.sync.back.items_known import with_items
from desktop.sync.back.mirrored import SELLER, UNDECIDED, claim
from desktop.sync.back.parcels import Known, known_of, told_by_others
from desktop.sync.back.seen_shipment import mirror_of, seen_shipment
from desktop.sync.back.trackings_of import trackings
from desktop.sync.back.wanted import SAME_AGAIN, Notice, Over, Wanted
from desktop.sync.connection import Connection
from desktop.trade import Order
from desktop.trade.returns import ShopState
from desktop.trade.rules_back import BackRules

_HOLDS = (cancels_of.OUTBOX, UNSHIPPED, refunds_of.NOT_SENT)
BY_HAND = "done by hand"
OUR_CHANGES = (
    shipments_of.FULFIL,
    cancels_of.CANCEL_IN_SHOPIFY,
    refunds_of.RECORD_REFUND,
    refunds_of.REFUND_IN_SHOPIFY,
)


def keep(
    connection: Connection, order_id: int, gid: str, state: ShopState | None, now: float
) -> None:
    """Shopify's state of an order. None: the shop no longer shows it.

    While a change of ours is under way or its answer was lost, what the shop shows may be our own
    doing: then nothing is kept, and the order is read again as soon as that is settled.
    """
    account_id = connection.account.id
    with write():
        if tasks.is_in_flight(order_id, OUR_CHANGES):
            shop_state.read_again(order_id)
            return
        if state is None:
            gone.not_shown(connection, order_id, gid, now)
            return
        order = order_store.order(order_id)
        state = with_items(order_id, state)
        before = shop_state.load(order_id)
        is_new = before is None or before.gid != state.gid
        _remember(order_id, state)
        shop_state.save(order_id, state, int(now))
        refund_records.see_shopify(order_id, state)
        held = held_of(order_id, order, state, keeps=True)
        rules = back_rules(account_id, order.marketplace_id)
        wanted = wanted_of(order, state, held, rules, now)
        if not is_new and tasks.latest(account_id, order_id, shipments_of.MOVE, "") is None:
            wanted = _left_where_it_is(wanted)
        closed = (gone.shown_again(gid), unreadable.readable(gid))
        numbers = trackings(
            order, shipments.of_order(order_id), to_shopify=rules.shipment.to_shopify
        )
        apply(connection, order_id, (*closed, *wanted, *numbers), now)
        no_longer_asked.settle(order_id, order, state, now)
        refunds.pair(order_id)  # last: what stands on both sides is then not told again
        mark_refunds(account_id, order_id)


def _left_where_it_is(
    wanted: Iterable[Wanted | Notice | Over],
) -> tuple[Wanted | Notice | Over, ...]:
    """A location that was chosen after the order was first seen is for those that come; this one
    goes there when a person applies the change to what waits."""
    return tuple(
        one for one in wanted if not isinstance(one, Wanted) or one.verb != shipments_of.MOVE
    )


@dataclass(frozen=True, slots=True)
class Held:
    """What we hold of an order besides what both sides show; the same under whatever rules."""

    known: Known
    refunds: tuple[RefundRecord, ...]
    is_ours: bool  # its cancellation in Shopify
    is_open: bool  # the buyer's wish
    is_held: bool  # for that wish, or for what Amazon cancelled of it, by us
    holds_part: bool = False  # for the latter
    surplus: str = ""  # what Amazon cancelled and Shopify would pack, unless a person settled it

    def hold(self, order: Order, state: ShopState, rules: BackRules) -> Iterator[Wanted]:
        """What keeps the order from being packed, or no longer does."""
        return cancels_of.wish_hold(
            order,
            state,
            rules,
            is_open=self.is_open,
            is_held=self.is_held,
            holds_part=self.holds_part,
            surplus=self.surplus,
        )


def held_of(order_id: int, order: Order, state: ShopState, *, keeps: bool = False) -> Held:
    """Read it once, to ask what several rules make of it; `keeps` what both sides show to agree."""
    last = last_hold_move(order_id)
    is_held = last is not None and last.verb == cancels_of.HOLD_IN_SHOPIFY
    return Held(
        known=_known_shipments(order_id, order, state, keeps=keeps),
        refunds=refunds.of_order(order_id),
        is_ours=tasks.was_done(order_id, cancels_of.CANCEL_IN_SHOPIFY),
        is_open=order_store.has_undecided_wish(order_id),
        is_held=is_held,
        holds_part=is_held and last is not None and cancels_of.is_of_part(last.plan),
        surplus=""
        if _part_is_settled(order_id, order, state)
        else cancels_of.surplus(order, state),
    )


def wanted_of(
    order: Order, state: ShopState, held: Held, rules: BackRules, now: float
) -> tuple[Wanted | Notice | Over, ...]:
    """All that an order as both sides show it asks for under these rules. Pure."""
    return (
        *shipments_of.moves(order, state, rules.shipment),
        *shipments_of.confirmations(order, state, held.known, rules.shipment, now),
        *shipments_of.taken_back(order, state, held.known, rules.shipment),
        *cancels_of.from_shopify(order, state, rules, is_ours=held.is_ours),
        *refunds_of.from_shopify(order, state, held.refunds, rules),
        *cancels_of.from_amazon(order, state, rules),
        *held.hold(order, state, rules),
        *shipments_of.mirrors(order, state, held.known, rules.shipment),
    )


def changed_on_amazon(connection: Connection, order_ids: Iterable[int], now: float) -> None:
    """Orders that Amazon told news of: shipments of its own, cancellations, wishes."""
    for order_id in order_ids:
        with write():
            state = shop_state.load(order_id)
            if state is None:
                if order_store.shop_gid(order_id):  # it is kept with what Amazon says by then
                    shop_state.read_again(order_id)
                continue
            order = order_store.order(order_id)
            rules = back_rules(connection.account.id, order.marketplace_id)
            made = shipments.of_order(order_id)
            refund_records.see_shopify(order_id, state)
            held = held_of(order_id, order, state, keeps=True)
            wanted = [
                *shipments_of.confirmations(order, state, held.known, rules.shipment, now),
                *refunds_of.from_shopify(order, state, held.refunds, rules),
                *cancels_of.from_amazon(order, state, rules),
                *held.hold(order, state, rules),
                *shipments_of.mirrors(order, state, held.known, rules.shipment),
                *trackings(order, made, to_shopify=rules.shipment.to_shopify),
            ]
            apply(connection, order_id, wanted, now)
            no_longer_asked.settle(order_id, order, state, now)
            refunds.pair(order_id)
            mark_refunds(connection.account.id, order_id)


def _part_is_settled(order_id: int, order: Order, state: ShopState) -> bool:
    """Whether a person has said that the sides may differ as they do."""
    found = [one for one in tasks_of([order_id], cancels_of.CANCEL_IN_SHOPIFY)
             if one.foreign_id == cancels_of.PART]  # fmt: skip
    if not found or found[-1].state not in (TaskState.DONE, TaskState.SKIPPED):
        return False
    asked = next(cancels_of.parts(order, state), None)
    by_itself = found[-1].reason == SAME_AGAIN
    return asked is None or (not by_itself and found[-1].plan.get("told") == dict(asked.plan))


def _known_shipments(order_id: int, order: Order, state: ShopState, *, keeps: bool) -> Known:
    """What is held of the fulfilments; one that another tool told both sides of is kept so."""
    held = _of_this(order_id, state, shipments.of_order(order_id))
    recorded = {one.foreign_id for one in held if one.side == "shopify"}
    known = replace(
        known_of(held, order, _leaving(order_id)),
        unclear=frozenset(one.gid for one in state.fulfillments if one.gid not in recorded),
    )
    told = told_by_others(order, state, known)
    for one in held:
        if keeps and one.side == "shopify" and one.foreign_id in told:
            shipments.set_state(one.id, "mirrored")
    return replace(known, ours=known.ours | told)


def _of_this(
    order_id: int, state: ShopState, held: tuple[ShipmentRecord, ...]
) -> tuple[ShipmentRecord, ...]:
    """Without the fulfilments of a Shopify order that was deleted: what was in them shipped, and
    the order that was made in its place knows nothing of it."""
    if not tasks.was_done(order_id, CREATE_AGAIN):
        return held
    here = {one.gid for one in state.fulfillments}
    return tuple(one for one in held if one.side != "shopify" or one.foreign_id in here)


def _leaving(order_id: int) -> list[str]:
    """The fulfilments that Amazon may be hearing of right now."""
    tellings = (shipments_of.CONFIRM, shipments_of.BY_FEED)
    return [
        one.foreign_id
        for one in tasks_of([order_id])
        if one.verb in tellings and one.state in IN_FLIGHT
    ]


def mark_refunds(account_id: int, order_id: int) -> None:
    """What of the refunds is on its way out stands there, and no longer under "not sent"."""
    for one in refunds.of_order(order_id):
        if one.side != "shopify" or one.state not in ("not_sent", "outbox"):
            continue
        told = tasks.latest(account_id, order_id, refunds_of.SEND_REFUND, one.foreign_id)
        hold = told.hold if told is not None and told.state is TaskState.WAITING else ""
        leaves = hold in (cancels_of.OUTBOX, UNSHIPPED)
        if leaves != (one.state == "outbox") and hold in _HOLDS:
            refunds.set_state(one.id, "outbox" if leaves else "not_sent")


def _remember(order_id: int, state: ShopState) -> None:
    """Each fulfilment gets its record, and with it the reference that Amazon will know it by.

    Those that may be ours, of which a person is asked, get none yet.
    """
    held = {one.foreign_id for one in shipments.of_order(order_id) if one.side == "shopify"}
    made_by_us = not held and order_store.was_created_fulfilled(order_id)
    unclear: set[str] = set()
    for one in tasks_of([order_id], shipments_of.FULFIL):
        unclear |= _claimed(one, state, held)
    held = {one.foreign_id for one in shipments.of_order(order_id) if one.side == "shopify"}
    for made in state.fulfillments:
        if made.gid not in held | unclear:
            seen = seen_shipment(order_id, made, state.lines)
            ours = replace(seen, made_by="app", state="mirrored")
            shipments.save(ours if made_by_us else seen)
            if not made_by_us:
                said = " ".join(part for part in (seen.carrier, seen.number) if part)
                what = "fulfilled in Shopify"
                history.add(order_id, what, at=seen.shipped_at, detail=said, by="shopify")


def _claimed(task: DueTask, state: ShopState, held: set[str]) -> set[str]:
    """Keep what a task of ours made although it failed, or a person says so; what is unclear."""
    by_hand = task.state is TaskState.DONE and task.reason == BY_HAND
    is_over = task.state in (TaskState.DONE, TaskState.SKIPPED) and not by_hand
    if is_over or task.plan.get("made_by") == SELLER:
        return set()
    found = claim(state, task.plan, task.sent_at, held)
    for one in (*found.ours, *(found.unclear if by_hand else ())):
        shipments.save(mirror_of(task.order_id, one, task.plan))
    asks = task.state is TaskState.FAILED and task.error_code == UNDECIDED
    return {one.gid for one in found.unclear} if asks else set()
