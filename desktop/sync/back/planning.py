"""Keep what a side told of an order, with the tasks and notices that it asks for, at once."""

from collections.abc import Iterable
from dataclasses import replace

from desktop.models import order_store, refunds, shipments, shop_state
from desktop.models import task as tasks
from desktop.models.database import write
from desktop.models.setting import back_rules
from desktop.models.task_find import tasks_of
from desktop.rows import TaskState
from desktop.sync.back import cancels_of, refund_records, refunds_of, shipments_of
from desktop.sync.back.applying import apply
from desktop.sync.back.seen_shipment import seen_shipment
from desktop.sync.back.trackings_of import trackings
from desktop.sync.back.wanted import Notice, Wanted
from desktop.sync.connection import Connection
from desktop.trade import Order
from desktop.trade.order import AmazonStatus
from desktop.trade.returns import ShopState
from desktop.trade.rules_back import BackRules

_NOT_LEFT = (TaskState.WAITING, TaskState.READY, TaskState.FAILED)
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
    doing: then nothing is kept, and the order is read again once that is settled.
    """
    account_id = connection.account.id
    if tasks.is_in_flight(order_id, OUR_CHANGES):
        return
    with write():
        if state is None:
            shop_state.mark_missing(order_id, int(now))
            return
        order = order_store.order(order_id)
        _remember(order_id, state)
        shop_state.save(order_id, state, int(now))
        refund_records.see_shopify(order_id, state)
        wanted = wanted_of(order_id, order, state, back_rules(account_id), now)
        apply(connection, order_id, wanted, now)
        refunds.pair(order_id)  # last: what stands on both sides is then not told again
        mark_refunds(account_id, order_id)


def wanted_of(
    order_id: int, order: Order, state: ShopState, rules: BackRules, now: float
) -> tuple[Wanted | Notice, ...]:
    """All that an order as both sides show it asks for under these rules."""
    known = _known_shipments(order_id)
    is_ours = tasks.was_done(order_id, cancels_of.CANCEL_IN_SHOPIFY)
    return (
        *shipments_of.moves(order, state, rules.shipment),
        *shipments_of.confirmations(order, state, known, rules.shipment, now),
        *cancels_of.from_shopify(order, state, rules, is_ours=is_ours),
        *refunds_of.from_shopify(order, state, refunds.of_order(order_id), rules),
        *cancels_of.from_amazon(order, state, rules),
        *shipments_of.mirrors(order, state, shipments.of_order(order_id), rules.shipment),
    )


def changed_on_amazon(connection: Connection, order_ids: Iterable[int], now: float) -> None:
    """Orders that Amazon told news of: shipments of its own, cancellations, wishes."""
    for order_id in order_ids:
        with write():
            state = shop_state.load(order_id)
            if state is None:
                continue
            order = order_store.order(order_id)
            if order.status is AmazonStatus.CANCELLED:
                _settle_cancellation(order_id, now)
            rules = back_rules(connection.account.id)
            held = shipments.of_order(order_id)
            wanted = [
                *cancels_of.from_amazon(order, state, rules),
                *shipments_of.mirrors(order, state, held, rules.shipment),
                *trackings(order, held, to_shopify=rules.shipment.to_shopify),
            ]
            apply(connection, order_id, wanted, now)


def _settle_cancellation(order_id: int, now: float) -> None:
    """What Amazon has cancelled needs to be asked for no more, nor a person to look at it."""
    open_ones = [one for one in tasks_of([order_id], cancels_of.CANCEL_ON_AMAZON)
                 if one.state in _NOT_LEFT]  # fmt: skip
    tasks.skip([one.id for one in open_ones], "cancelled on Amazon already", at=int(now))


def _known_shipments(order_id: int) -> shipments_of.Known:
    """The fulfilments that we made, and those that Amazon was told of."""
    held = [one for one in shipments.of_order(order_id) if one.side == "shopify"]
    return shipments_of.Known(
        ours=frozenset(one.foreign_id for one in held if one.made_by == "app"),
        told=frozenset(one.foreign_id for one in held if one.state in ("sent", "confirmed")),
    )


def mark_refunds(account_id: int, order_id: int) -> None:
    """What of the refunds is on its way out stands there, and no longer under "not sent"."""
    for one in refunds.of_order(order_id):
        if (one.side, one.state) != ("shopify", "not_sent"):
            continue
        told = tasks.latest(account_id, order_id, refunds_of.SEND_REFUND, one.foreign_id)
        if told is not None and told.state is TaskState.WAITING and told.hold == cancels_of.OUTBOX:
            refunds.set_state(one.id, "outbox")


def _remember(order_id: int, state: ShopState) -> None:
    """Each fulfilment gets its record, and with it the reference that Amazon will know it by."""
    held = {one.foreign_id for one in shipments.of_order(order_id) if one.side == "shopify"}
    made_by_us = not held and order_store.was_created_fulfilled(order_id)
    for one in state.fulfillments:
        if one.gid not in held:
            seen = seen_shipment(order_id, one)
            ours = replace(seen, made_by="app", state="mirrored")
            shipments.save(ours if made_by_us else seen)
