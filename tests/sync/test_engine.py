"""What the engine makes of what a verb raises; each wrong turn here would cost an order."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from desktop.catalogue import order_failure
from desktop.channels.shopify.user_errors import KeyTaken
from desktop.clock import now
from desktop.errors import AccountProblem, Cancelled, OutcomeUnknown, TryLater
from desktop.models import account as accounts
from desktop.models import plan, task
from desktop.models.database import write
from desktop.rows import TaskState
from desktop.sync import retry
from desktop.sync.connection import Connection, open_connection
from desktop.sync.engine import Engine
from desktop.sync.progress import silent
from desktop.sync.tasks import create_order
from desktop.sync.tasks.registry import CREATIONS
from desktop.trade import ShopOrder
from tests.bad_days.sales import sale
from tests.bad_days.stand import Day, a_day


@pytest.fixture
def day(profile_folder: Path) -> Iterator[Day]:
    """One order, imported and ready, and nothing sent yet."""
    with a_day(profile_folder, [sale(1)]) as made:
        made.faults(shopify={"frozen": True})
        made.sync()
        made.faults(shopify={"frozen": False})
        yield made


@pytest.fixture
def connection(day: Day) -> Iterator[Connection]:
    profile = day.profile
    opened = open_connection(accounts.account(1), profile.vault, profile.profile_id, Event())
    yield opened
    opened.close()


def _step(connection: Connection, at: float | None = None) -> None:
    clock = now if at is None else lambda: at
    Engine(connection, CREATIONS, silent, clock=clock).step()


def _raising(error: Exception, *, left: bool) -> Any:
    def send(*_: Any, leaving: Any) -> None:
        if left:
            leaving()
        raise error

    return send


BEFORE = (
    order_failure("sku_unknown", sku="MUG"),
    TryLater(0, "throttled", "later"),
    RuntimeError("a bug"),
)


@pytest.mark.parametrize("error", BEFORE)
def test_what_fails_before_it_leaves_was_never_sent(
    error: Exception, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(create_order, "send", _raising(error, left=False))
    try:
        _step(connection)
    except TryLater:
        assert isinstance(error, TryLater)
    held = task.task(1)
    assert held.sent_at is None
    assert held.state is (TaskState.READY if isinstance(error, TryLater) else TaskState.FAILED)


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (OutcomeUnknown("lost"), TaskState.CHECK),
        (RuntimeError("a bug"), TaskState.CHECK),
        (Cancelled("stopped"), TaskState.CHECK),
        (order_failure("refused"), TaskState.FAILED),
        (TryLater(0, "unavailable", "busy"), TaskState.READY),
    ],
)
def test_what_fails_after_it_left_keeps_when_it_was_sent(
    error: Exception, state: TaskState, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(create_order, "send", _raising(error, left=True))
    try:
        _step(connection)
    except Cancelled:
        assert isinstance(error, Cancelled)
    held = task.task(1)
    assert held.state is state
    assert held.sent_at is not None


def test_a_later_failure_before_leaving_does_not_forget_an_earlier_sending(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        create_order, "send", _raising(TryLater(0, "unavailable", "busy"), left=True)
    )
    _step(connection, now())
    first = task.task(1).sent_at
    monkeypatch.setattr(create_order, "send", _raising(order_failure("bug"), left=False))
    _step(connection, now() + 100)
    assert task.task(1).state is TaskState.FAILED
    assert task.task(1).sent_at == first


def test_look_ups_that_cannot_tell_are_counted_apart_from_attempts(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any) -> None:
        raise TryLater(0, "unavailable", "busy")

    with write() as raw:
        raw.execute("UPDATE task SET attempt = 30")
    assert task.claim(1, int(now()))
    task.check(1, 0, "lost")
    monkeypatch.setattr(create_order, "find", busy)
    for done in range(retry.LOOKUPS_BEFORE_A_PERSON):
        assert task.task(1).state is TaskState.CHECK
        assert task.task(1).lookups == done
        _step(connection, now() + 3600 * (done + 1))
    _step(connection, now() + 3600 * 30)
    held = task.task(1)
    assert (held.state, held.error_code, held.attempt) == (TaskState.FAILED, "undecided", 31)


def test_a_bug_in_a_look_up_stops_nobody_else(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise KeyError("a bug")

    assert task.claim(1, int(now()))
    task.check(1, 0, "lost")
    monkeypatch.setattr(create_order, "find", broken)
    _step(connection)
    assert (task.task(1).state, task.task(1).lookups) == (TaskState.CHECK, 1)


def test_a_person_brings_a_look_up_forward_but_never_the_first(connection: Connection) -> None:
    at = int(now())
    assert task.claim(1, at)
    task.check(1, at + 180, "lost")
    task.ask_again([1], at=at)
    assert task.task(1).due_at == at + 180  # it may still land
    task.check(1, at + 3600, "Shopify could not say")
    task.ask_again([1], at=at + 200)
    assert task.task(1).due_at == at + 200
    assert task.task(1).state is TaskState.CHECK


SHOP_ORDER = ShopOrder("gid://shopify/Order/1", "1", "#1", unique_key="112-7000000-0000001")


@pytest.mark.parametrize(("item_id", "used"), [("000000010000", 1), ("", 0)])
def test_found_after_a_lost_answer_it_counts_only_where_our_marks_are(
    item_id: str, used: int, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program may die while it marks another app's order as known."""
    found = ShopOrder(
        **{name: getattr(SHOP_ORDER, name) for name in SHOP_ORDER.__slots__}
        | {"lines": (("gid://shopify/LineItem/1", "MUG", 1, item_id),)}
    )
    monkeypatch.setattr(create_order, "find_order", lambda *_: found)
    monkeypatch.setattr(create_order, "search_by_source", lambda *_: ())
    assert task.claim(1, int(now()))
    task.check(1, 0, "lost")
    _step(connection)
    assert task.task(1).state is TaskState.DONE
    assert plan.usage(now()).used == used


def test_a_key_that_another_order_has_is_told(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(*_: Any) -> None:
        raise KeyTaken("another order has it")

    lookups = iter([None, ShopOrder("gid://shopify/Order/2", "2", "#2")])
    theirs = ShopOrder("gid://shopify/Order/1", "1", "#1")
    monkeypatch.setattr(create_order, "find_order", lambda *_: next(lookups))
    monkeypatch.setattr(create_order, "search_by_source", lambda *_: (theirs,))
    monkeypatch.setattr(create_order, "set_key", taken)
    assert task.claim(1, int(now()))
    task.check(1, 0, "lost")
    _step(connection)
    held = task.task(1)
    assert (held.state, held.error_code) == (TaskState.FAILED, "several_found")


def test_a_side_that_refuses_gets_its_task_back(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = AccountProblem("shopify", "shop_frozen", "Frozen.", "", "")
    monkeypatch.setattr(create_order, "send", _raising(problem, left=True))
    with pytest.raises(AccountProblem):
        _step(connection)
    assert task.task(1).state is TaskState.READY
