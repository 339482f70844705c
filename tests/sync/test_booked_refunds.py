"""Accepted is not refunded: Amazon's books must show it; where they do not, a person is told."""

from pathlib import Path

import pytest

from desktop import clock
from desktop.actions.retry import retry_tasks
from desktop.catalogue import account_problem
from desktop.channels.amazon import finances
from desktop.models import order_list, refunds, setting, task
from desktop.rows import SyncStatus, TaskState
from desktop.sync import order_books, outbox
from desktop.sync.engine import Engine
from desktop.sync.progress import silent
from desktop.sync.tasks.confirm_refund import CONFIRM_REFUND
from desktop.trade import Money
from tests.models.conftest import database, path
from tests.sync.feed_world import Stand

__all__ = ["database", "path"]
S = TaskState
HOUR = 3600


@pytest.fixture
def stand(database: Path) -> Stand:
    return Stand()


def sent(stand: Stand, minor: int = 500) -> tuple[int, task.DueTask]:
    """The order, and what waits for the books, after Amazon accepted a refund."""
    one = stand.refund(1, minor)
    stand.go()
    order_id = task.task(one).order_id
    waits = task.latest(stand.account_id, order_id, "confirm_refund", task.task(one).foreign_id)
    assert waits is not None
    return order_id, waits


def run(stand: Stand, hours: float) -> None:
    """Time passes, and what is due is done."""
    stand.world.at += hours * HOUR
    outbox.release(stand.account_id, stand.connection.pace, stand.world.at)
    Engine(stand.connection, (CONFIRM_REFUND,), silent, clock=stand.world.clock).step()


def test_what_amazon_accepted_waits_for_its_books(stand: Stand) -> None:
    _, waits = sent(stand)
    assert (waits.state, waits.hold) == (S.WAITING, "books")
    assert waits.due_at - stand.world.at == pytest.approx(50 * HOUR, abs=HOUR)
    run(stand, 48)
    assert task.task(waits.id).state is S.WAITING
    assert stand.world.calls["listTransactions"] == 1  # the look before it left, and none since


def test_what_never_stands_in_the_books_is_told(stand: Stand) -> None:
    order_id, waits = sent(stand)
    run(stand, 51)
    held = task.task(waits.id)
    assert (held.state, held.error_code) == (S.FAILED, "not_confirmed")
    (row,) = order_list.rows([order_id])
    assert row.sync_status is SyncStatus.FAILED_REFUND
    (failure,) = row.failures
    assert "5.00" in failure.cause
    assert {"mark_done", "retry", "skip", "open_amazon"} == set(failure.fixes)
    assert stand.world.calls["createFeed"] == 1


def test_books_that_show_it_late_end_the_failure(stand: Stand) -> None:
    order_id, waits = sent(stand)
    run(stand, 51)
    stand.book(order_id, 500)
    order_books.keep(order_id, order_books.refunds_of(stand.connection, waits.amazon_order_id))
    assert task.task(waits.id).state is S.SKIPPED
    (row,) = order_list.rows([order_id])
    assert row.failures == ()


def test_books_that_show_it_in_time_leave_nothing_to_do(stand: Stand) -> None:
    order_id, waits = sent(stand)
    stand.book(order_id, 500)
    run(stand, 51)
    assert task.task(waits.id).state is S.DONE
    assert {one.state for one in refunds.of_order(order_id)} == {"confirmed", "paired"}


def test_another_amount_is_not_the_refund(stand: Stand) -> None:
    order_id, waits = sent(stand)
    stand.book(order_id, 420)
    run(stand, 51)
    assert task.task(waits.id).error_code == "booked_otherwise"
    assert {one.pair_id for one in refunds.of_order(order_id)} == {None}
    assert order_list.rows([order_id])[0].refunded == Money(500, "EUR")
    task.done_by_hand(waits.id, "Amazon kept a part")
    assert {one.state for one in refunds.of_order(order_id)} == {"confirmed", "paired"}
    assert order_list.rows([order_id])[0].refunded == Money(420, "EUR")


def test_a_person_may_wait_another_day(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    order_id, waits = sent(stand)
    run(stand, 51)
    monkeypatch.setattr(clock, "now", stand.world.clock)
    monkeypatch.setattr("desktop.sync.tasks.confirm_refund.real_now", stand.world.clock)
    retry_tasks([task.task(waits.id)])
    run(stand, 0)
    assert task.task(waits.id).state is S.SUBMITTED
    run(stand, 7)
    assert task.task(waits.id).state is S.SUBMITTED
    stand.book(order_id, 500)
    run(stand, 7)
    assert task.task(waits.id).state is S.DONE
    assert stand.world.calls["createFeed"] == 1


def test_and_after_that_day_it_is_told_again(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    _, waits = sent(stand)
    run(stand, 51)
    monkeypatch.setattr(clock, "now", stand.world.clock)
    monkeypatch.setattr("desktop.sync.tasks.confirm_refund.real_now", stand.world.clock)
    retry_tasks([task.task(waits.id)])
    for _ in range(6):
        run(stand, 6.5)
    assert task.task(waits.id).error_code == "not_confirmed"


def test_closed_books_show_nothing(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    _, waits = sent(stand)

    def closed(*_: object, **__: object) -> None:
        raise account_problem("amazon", "finance_role_missing")

    monkeypatch.setattr(finances, "refunds", closed)
    run(stand, 51)
    assert task.task(waits.id).error_code == "not_confirmed"


def test_what_stands_in_the_books_already_is_not_waited_for(stand: Stand) -> None:
    """Amazon's books were quicker than its report on the feed."""
    one = stand.refund(1, 500)
    stand.run.step()
    order_id = task.task(one).order_id
    stand.book(order_id, 500)
    order_books.keep(
        order_id, order_books.refunds_of(stand.connection, task.task(one).amazon_order_id)
    )
    stand.go()
    told = task.latest(stand.account_id, order_id, "confirm_refund", task.task(one).foreign_id)
    assert told is None


def test_what_should_have_left_long_ago_asks(stand: Stand) -> None:
    """The undo time was over while the program was closed; nothing moves money by surprise."""
    setting.set_setting("outbox.minutes", "10", stand.account_id)
    order_id, made = stand.order(2)
    old = stand.refund_of(order_id, made, 300, "8")
    at = int(stand.world.at)
    task.replace_plan(
        old, task.task(old).plan, state=S.WAITING, hold="outbox", due_at=at + 600, at=at
    )
    stand.world.at += 600
    outbox.release(stand.account_id, stand.connection.pace, stand.world.at)
    assert task.task(old).state is S.READY
    task.replace_plan(
        old, task.task(old).plan, state=S.WAITING, hold="outbox", due_at=at + 600, at=at
    )
    stand.world.at = at + 13 * HOUR
    outbox.release(stand.account_id, stand.connection.pace, stand.world.at)
    assert (task.task(old).state, task.task(old).hold) == (S.WAITING, "asks")
