"""The outbox: listed, withdrawn, sent now; refunds that stay until a person says."""

from collections.abc import Mapping

import pytest

from desktop.models import history, order_counts, order_list, outbox, refunds, task
from desktop.models.order_stage import time_of_day
from desktop.rows import OrderFilter, TaskState
from desktop.trade import Money
from tests.models import back
from tests.models.orders import NOW, amazon_id, connect_account, order, store

S = TaskState
REFUND = {"total": 500, "currency": "EUR"}


def waits(
    account_id: int,
    order_id: int,
    hold: str = "outbox",
    verb: str = "send_refund",
    plan: Mapping[str, object] | None = None,
) -> int:
    made = task.plan_task(
        account_id,
        order_id,
        verb,
        foreign_id="r1",
        plan=REFUND if plan is None else plan,
        state=S.WAITING,
        hold=hold,
        due_at=NOW + 600,
        at=NOW,
    )
    return made or 0


@pytest.fixture
def order_id(account_id: int) -> int:
    return store(account_id, order(1)).imported[0]


def test_the_outbox_lists_what_leaves_and_when(account_id: int, order_id: int) -> None:
    waits(account_id, order_id)
    waits(account_id, order_id, "asks", "cancel_on_amazon", {"reason": "NoInventory"})
    waits(account_id, order_id, "not_sent", "record_refund")
    other = connect_account("Harbor")
    waits(other, store(other, order(2)).imported[0])
    first, second, third = outbox.waiting()
    assert (first.amazon_order_id, first.account, first.verb) == (
        amazon_id(1),
        "Lumen",
        "send_refund",
    )
    assert (first.leaves_at, first.amount) == (NOW + 600, Money(500, "EUR"))
    assert first.words == "refund of 5.00 EUR to Amazon"
    assert (second.words, second.leaves_at, second.hold) == (
        "cancellation to Amazon: NoInventory",
        None,
        "asks",
    )
    assert third.account == "Harbor"
    assert outbox.waiting(other) == (third,)
    (left,) = outbox.not_sent(account_id)
    assert (left.verb, left.words) == ("record_refund", "refund in Shopify of 5.00 EUR")


def test_a_stage_tells_until_when(account_id: int, order_id: int) -> None:
    waits(account_id, order_id)
    until = time_of_day(NOW + 600)
    assert order_list.rows([order_id])[0].stage == f"waits in the outbox until {until}"
    assert len(until) == 5


def test_what_is_withdrawn_does_not_leave_and_can_be_sent_after_all(
    account_id: int, order_id: int
) -> None:
    task_id = waits(account_id, order_id)
    held, _ = refunds.see(back.refund(order_id, "r1", state="outbox"))
    outbox.withdraw(task_id, at=NOW)
    assert (task.task(task_id).state, task.task(task_id).reason) == (S.SKIPPED, "withdrawn")
    assert refunds.refund(held.id).state == "not_sent"
    assert outbox.waiting() == ()
    with pytest.raises(ValueError, match="no longer waits"):
        outbox.withdraw(task_id, at=NOW)
    outbox.queue(task_id, NOW + 700, at=NOW)
    assert (task.task(task_id).hold, task.task(task_id).due_at) == ("outbox", NOW + 700)
    assert refunds.refund(held.id).state == "outbox"
    outbox.send_now(task_id, at=NOW)
    assert [one.id for one in task.due_tasks(account_id, "send_refund", NOW)] == [task_id]
    story = [one.what for one in history.of_order(order_id)]
    assert story[-3:] == ["skipped", "put in the outbox", "sent now"]
    for move in (outbox.send_now, outbox.withdraw):
        with pytest.raises(ValueError, match="no longer waits"):
            move(task_id)
    with pytest.raises(ValueError, match="no longer waits"):
        outbox.queue(task_id, NOW)


@pytest.mark.parametrize("how", ["already", "ignored"])
def test_a_person_decides_on_what_was_not_sent(account_id: int, order_id: int, how: str) -> None:
    task_id = waits(account_id, order_id, "not_sent")
    held, _ = refunds.see(back.refund(order_id, "r1"))
    other, _ = refunds.see(back.refund(order_id, "r2"))
    assert order_list.rows([order_id])[0].stage == "refund not sent"
    assert order_list.count(OrderFilter(not_sent=True)) == 1
    outbox.decide(task_id, how, at=NOW)  # type: ignore[arg-type]
    assert (refunds.refund(held.id).state, refunds.refund(other.id).state) == (how, "not_sent")
    assert order_list.count(OrderFilter(not_sent=True)) == 0


def test_the_counters_tell_what_is_to_send(account_id: int) -> None:
    ids = store(account_id, *(order(number) for number in range(1, 6))).imported
    for one in task.due_tasks(account_id, "create_order", NOW):
        task.skip([one.id], "import_only", at=NOW)
    waits(account_id, ids[0])
    waits(account_id, ids[1], "not_sent")
    waits(account_id, ids[2], "not_sent", "cancel_on_amazon")
    waits(account_id, ids[3], "no_tracking", "confirm_shipment")
    found = order_counts.counters(account_id, NOW, NOW + 1)
    assert (found.to_send, found.refunds_not_sent) == (3, 1)
    shown = order_list.page(OrderFilter(to_send=True)).rows
    assert {row.id for row in shown} == set(ids[:3])
    assert {row.id for row in order_list.page(OrderFilter(not_sent=True)).rows} == {ids[1]}
    assert order_list.count(OrderFilter(not_sent=True, account_id=account_id + 1)) == 0


@pytest.mark.parametrize("how", ["already", "ignored"])
def test_what_was_withdrawn_is_listed_until_it_is_settled(
    account_id: int, order_id: int, how: str
) -> None:
    task_id = waits(account_id, order_id, plan={**REFUND, "items": [{"reason": "Exchange"}]})
    held, _ = refunds.see(back.refund(order_id, "r1", state="outbox"))
    assert outbox.withdrawn() == ()
    outbox.withdraw(task_id, at=NOW)
    (left,) = outbox.withdrawn(account_id)
    assert (left.task_id, left.is_withdrawn, left.why) == (task_id, True, "Exchange")
    assert outbox.withdrawn(account_id + 1) == ()
    outbox.decide(task_id, how, at=NOW)  # type: ignore[arg-type]
    assert outbox.withdrawn() == ()
    assert refunds.refund(held.id).state == how
    assert task.task(task_id).reason == how
    with pytest.raises(ValueError, match="no longer waits"):
        outbox.decide(task_id, how, at=NOW)  # type: ignore[arg-type]


def test_a_withdrawn_refund_that_amazon_shows_is_listed_no_more(
    account_id: int, order_id: int
) -> None:
    task_id = waits(account_id, order_id)
    refunds.see(back.refund(order_id, "r1", state="outbox"))
    outbox.withdraw(task_id, at=NOW)
    refunds.see(back.refund(order_id, "a1", side="amazon"))
    assert refunds.pair(order_id)
    assert outbox.withdrawn() == ()
