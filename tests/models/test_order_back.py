"""What the way back makes of an order: sync status, stage, marks, and what the detail shows."""

from typing import Any

import pytest

from desktop.catalogue import refund_failure
from desktop.models import (
    history,
    order_counts,
    order_detail,
    order_list,
    order_marks,
    refunds,
    scrub,
    shipments,
    task,
    task_find,
)
from desktop.models.order_stage import CREATE_AGAIN, NOUNS, TaskFact, time_of_day
from desktop.models.order_status import derive_sync, failure_kind
from desktop.rows import OrderFilter, Status, SyncStatus, TaskState
from desktop.trade import Money
from desktop.trade.order import AmazonStatus
from tests.models import back
from tests.models.orders import (
    DAY,
    NOW,
    amazon_id,
    line,
    order,
    shop_order,
    status,
    store,
)

S = TaskState
CREATED = TaskFact("create_order", S.DONE)


def stage(*tasks: TaskFact, wish: bool = False) -> str:
    shown = derive_sync(
        [CREATED, *tasks], "UNSHIPPED", fulfilled_in_shopify=False, cancel_wish=wish
    )
    assert shown[0] is SyncStatus.ORDER_CREATED
    return shown[1]


@pytest.mark.parametrize(
    ("task_fact", "words"),
    [
        (TaskFact("confirm_shipment", S.READY), "shipment waiting"),
        (TaskFact("confirm_shipment", S.SENDING), "sending shipment"),
        (TaskFact("confirm_shipment", S.CHECK), "checking shipment"),
        (TaskFact("confirm_shipment", S.SUBMITTED), "sent to Amazon, not yet shown there"),
        (TaskFact("confirm_shipment", S.WAITING, "no_tracking"), "held: no tracking number"),
        (TaskFact("confirm_shipment", S.DONE), "in Shopify"),
        (TaskFact("fulfil_in_shopify", S.SENDING), "sending fulfilment in Shopify"),
        (TaskFact("send_refund", S.WAITING, "not_sent"), "refund not sent"),
        (TaskFact("cancel_on_amazon", S.WAITING, "not_sent"), "cancellation not sent"),
        (
            TaskFact("send_refund", S.WAITING, "outbox", due_at=NOW),
            f"waits in the outbox until {time_of_day(NOW)}",
        ),
        (
            TaskFact("send_refund", S.WAITING, "asks"),
            "waited long in the outbox: asks before it leaves",
        ),
        (TaskFact("send_refund", S.SUBMITTED), "refund sent to Amazon, not yet confirmed"),
        (TaskFact("send_refund", S.SKIPPED, "", "withdrawn"), "in Shopify"),
        (TaskFact("cancel_in_shopify", S.SUBMITTED, "", "it takes long"), "it takes long"),
        (TaskFact("a_new_verb", S.READY), "a new verb waiting"),
    ],
)
def test_stages_of_the_way_back(task_fact: TaskFact, words: str) -> None:
    assert stage(task_fact) == words


def test_what_moves_is_told_before_what_waits_for_a_decision() -> None:
    not_sent = TaskFact("send_refund", S.WAITING, "not_sent")
    moving = TaskFact("move_in_shopify", S.READY)
    shipping = TaskFact("confirm_shipment", S.READY)
    assert stage(not_sent, moving) == "move to the chosen location waiting"
    assert stage(not_sent, moving, shipping) == "shipment waiting"


def test_a_cancel_wish_stands_before_all() -> None:
    hold, release = TaskFact("hold_in_shopify", S.DONE), TaskFact("release_in_shopify", S.DONE)
    shipping = TaskFact("confirm_shipment", S.READY)
    assert stage(hold, shipping, wish=True) == "buyer asks to cancel · on hold in Shopify"
    assert stage(hold, shipping) == "shipment waiting"
    assert stage(hold, release, wish=True) == "in Shopify"
    under_way = TaskFact("hold_in_shopify", S.SENDING)
    assert stage(under_way, wish=True) == "buyer asks to cancel · being put on hold in Shopify"
    skipped = TaskFact("hold_in_shopify", S.SKIPPED)
    assert stage(skipped, wish=True) == "in Shopify"
    assert stage(wish=True) == "in Shopify"


@pytest.mark.parametrize(
    ("tasks", "amazon", "shown"),
    [
        ([("confirm_shipment", S.DONE)], "SHIPPED", SyncStatus.SHIPPED),
        ([("confirm_shipment", S.DONE)], "PARTIALLY_SHIPPED", SyncStatus.ORDER_CREATED),
        ([("confirm_shipment", S.SUBMITTED)], "SHIPPED", SyncStatus.ORDER_CREATED),
        (
            [("confirm_shipment", S.DONE), ("confirm_shipment", S.READY)],
            "SHIPPED",
            SyncStatus.ORDER_CREATED,
        ),
        (
            [("confirm_shipment", S.DONE), ("confirm_shipment", S.SKIPPED)],
            "SHIPPED",
            SyncStatus.SHIPPED,
        ),
        ([("confirm_shipment", S.SKIPPED)], "SHIPPED", SyncStatus.ORDER_CREATED),
        ([("fulfil_in_shopify", S.DONE)], "SHIPPED", SyncStatus.SHIPPED),
        ([("ship_by_feed", S.DONE)], "SHIPPED", SyncStatus.SHIPPED),
        ([("send_refund", S.DONE)], "SHIPPED", SyncStatus.ORDER_CREATED),
        ([], "SHIPPED", SyncStatus.ORDER_CREATED),
    ],
)
def test_shipped_once_it_stands_on_both_sides(
    tasks: list[tuple[str, TaskState]], amazon: str, shown: SyncStatus
) -> None:
    facts = [CREATED, *(TaskFact(*one) for one in tasks)]
    assert derive_sync(facts, amazon, fulfilled_in_shopify=False)[0] is shown
    not_created = [TaskFact("create_order", S.READY), *facts[1:]]
    found = derive_sync(not_created, amazon, fulfilled_in_shopify=False)[0]
    assert found is SyncStatus.ORDER_CREATED


def test_every_verb_fails_as_what_it_carries() -> None:
    kinds = {verb: failure_kind(verb) for verb in NOUNS}
    assert kinds.pop(CREATE_AGAIN) is SyncStatus.FAILED_ORDER
    assert set(kinds.values()) == {
        SyncStatus.FAILED_SHIPMENT,
        SyncStatus.FAILED_REFUND,
        SyncStatus.FAILED_CANCELLATION,
    }
    for verb, kind in kinds.items():
        assert ("refund" in verb) == (kind is SyncStatus.FAILED_REFUND)
    assert kinds["hold_in_shopify"] is SyncStatus.FAILED_CANCELLATION
    assert kinds["move_in_shopify"] is SyncStatus.FAILED_SHIPMENT


def created(account_id: int, number: int = 1, **changes: object) -> int:
    (order_id,) = store(account_id, order(number, **changes)).imported
    (creation,) = task_find.tasks_of([order_id])
    task.claim(creation.id, NOW)
    task.done(creation.id, shop_order(number), adopted=False, at=NOW)
    return order_id


def test_a_confirmed_shipment_reads_shipped_once_amazon_says_so(account_id: int) -> None:
    order_id = created(account_id)
    task_id = task.plan_task(
        account_id, order_id, "confirm_shipment", plan={}, state=S.READY, due_at=NOW, at=NOW
    )
    task.claim(task_id or 0, NOW)
    task.submitted(task_id or 0, NOW, "")
    task.settled(task_id or 0, NOW)
    assert order_list.rows([order_id])[0].sync_status is SyncStatus.ORDER_CREATED
    store(account_id, order(1, updated_at=NOW, **status(AmazonStatus.SHIPPED)))
    assert order_list.rows([order_id])[0].sync_status is SyncStatus.SHIPPED


def test_a_settled_wish_presses_no_more_until_there_is_another(account_id: int) -> None:
    asking = line(has_cancel_wish=True)
    order_id = created(account_id, lines=(asking, line("LAMP")))
    assert order_list.count(OrderFilter(cancel_wish=True)) == 1
    order_marks.settle_wish(order_id, "declined", NOW)
    assert order_list.count(OrderFilter(cancel_wish=True)) == 0
    assert history.of_order(order_id)[-1].what == "cancel wish declined"
    store(account_id, order(1, updated_at=NOW, lines=(asking, line("LAMP"))))
    assert order_list.count(OrderFilter(cancel_wish=True)) == 0
    both = (asking, line("LAMP", has_cancel_wish=True))
    store(account_id, order(1, updated_at=NOW + 1, lines=both))
    assert order_list.count(OrderFilter(cancel_wish=True)) == 1
    assert history.of_order(order_id)[-1].what == "cancel wish"
    with pytest.raises(LookupError):
        order_marks.settle_wish(99, "accepted", NOW)


def test_oversold_orders_are_told_once_and_found(account_id: int) -> None:
    ids = [created(account_id, number) for number in (1, 2)]
    assert order_marks.set_oversold(ids[0], True, NOW, "MUG-1")
    assert not order_marks.set_oversold(ids[0], True, NOW, "MUG-1")
    assert [row.id for row in order_list.page(OrderFilter(oversold=True)).rows] == [ids[0]]
    assert order_list.rows(ids)[0].oversold
    assert order_counts.counters(account_id, NOW, NOW).oversold == 1
    assert [one.detail for one in history.of_order(ids[0]) if one.what == "oversold"] == ["MUG-1"]
    assert order_marks.set_oversold(ids[0], False, NOW)
    assert order_list.count(OrderFilter(oversold=True)) == 0


def test_the_detail_shows_shipments_and_refunds(account_id: int) -> None:
    order_id = created(account_id)
    shipments.save(back.shipment(order_id, carrier="DHL", number="12", items=(("a", 1),)))
    refunds.see(back.refund(order_id, minor=250))
    (shown,) = order_detail.detail(amazon_id(1))
    (parcel,) = shown.shipments
    assert (parcel.side, parcel.carrier, parcel.number, parcel.items) == (
        "shopify",
        "DHL",
        "12",
        (("a", 1),),
    )
    (money,) = shown.refunds
    assert (money.amount, money.state, money.side) == (Money(250, "EUR"), "not_sent", "shopify")
    assert (shown.row.status, shown.row.shipping) == (
        Status.PARTIALLY_REFUNDED,
        Status.UNSHIPPED,
    )


def test_causes_of_two_kinds_are_two_groups(account_id: int) -> None:
    order_id = created(account_id)
    for verb in ("send_refund", "cancel_on_amazon"):
        told: dict[str, Any] = {"plan": {}, "error": refund_failure("fba"), "at": NOW}
        task.fail_new_task(account_id, order_id, verb, **told)
    kinds = [one.kind for one in order_counts.causes(account_id)]
    assert kinds == [SyncStatus.FAILED_REFUND, SyncStatus.FAILED_CANCELLATION]


def test_a_notice_is_kept_once(account_id: int) -> None:
    order_id = created(account_id)
    assert history.add_once(order_id, NOW, "cancelled in Shopify", "customer", "shopify")
    assert not history.add_once(order_id, NOW + 9, "cancelled in Shopify", "customer", "shopify")
    assert history.add_once(order_id, NOW, "cancelled in Shopify", "fraud", "shopify")


def test_the_buyers_words_of_a_wish_are_scrubbed(account_id: int) -> None:
    wish: dict[str, Any] = {"has_cancel_wish": True, "cancel_wish": "I moved away"}
    order_id = created(account_id, lines=(line(**wish),), **status(AmazonStatus.CANCELLED))
    plan = {"reason": "I moved away", "told": {"reason": "I moved away"}}
    task.plan_task(
        account_id, order_id, "hold_in_shopify", plan=plan, state=S.SKIPPED, due_at=NOW, at=NOW
    )
    assert scrub.scrub_due(NOW + 60 * DAY, 10) == 1
    (held,) = task_find.tasks_of([order_id], "hold_in_shopify")
    assert held.plan == {"told": {}}
