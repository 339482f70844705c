"""What a person is told: once, grouped, in time, and not in quiet hours."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from desktop.actions.take_news import take_news
from desktop.catalogue import order_failure
from desktop.models import account as accounts
from desktop.models import archive, refunds, task
from desktop.models.database import close_database, open_database, write
from desktop.models.housekeeping import run_due
from desktop.models.order_list import rows
from desktop.models.setting import set_setting
from desktop.models.task_find import tasks_of
from desktop.rows import NewsRow, Problem
from desktop.trade import Window
from desktop.trade.order import AmazonStatus
from tests.models.back import refund
from tests.models.orders import DAY, KEY, connect_account, order, status, store

HOUR = 3600
NOON = int(datetime(2026, 11, 22, 12, 0).astimezone().timestamp())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "crossdock.db"


@pytest.fixture
def account_id(path: Path) -> Iterator[int]:
    open_database(path, KEY)
    yield connect_account("Main")
    close_database()


def placed(account_id: int, *numbers: int, ship_in: float = 9 * DAY) -> tuple[int, ...]:
    by = Window(NOON, int(NOON + ship_in))
    made = [order(n, ship_by=by, **status(AmazonStatus.UNSHIPPED)) for n in numbers]
    return store(account_id, *made, at=NOON).imported


def fail(*order_ids: int, at: int = NOON) -> None:
    for held in tasks_of(order_ids, "create_order"):
        assert task.claim(held.id, at)
        task.failed(held.id, order_failure("sku_unknown", sku="MUG"), at)


def told(at: float, *problems: Problem) -> list[tuple[str, str, int]]:
    return [(one.kind, one.title, one.order_id) for one in take_news(problems, at)]


def one_of(found: tuple[NewsRow, ...]) -> NewsRow:
    (only,) = found
    return only


def test_failures_are_one_message_and_told_once(account_id: int) -> None:
    made = placed(account_id, 1, 2, 3)
    fail(*made)
    row = one_of(take_news(now=NOON))
    assert (row.kind, row.title, row.order_id, row.orders) == (
        "failures",
        "Main: 3 new failures",
        0,
        3,
    )
    assert row.text.startswith("3 × ")
    assert told(NOON + 60) == []


def test_a_single_one_opens_its_order(account_id: int) -> None:
    (made,) = placed(account_id, 1)
    fail(made)
    row = one_of(take_news(now=NOON))
    assert row.order_id == made
    assert order(1).amazon_order_id in row.text


def test_it_is_not_told_again_after_a_restart(account_id: int, path: Path) -> None:
    fail(*placed(account_id, 1, 2))
    assert len(take_news(now=NOON)) == 1
    close_database()
    open_database(path, KEY)
    assert take_news(now=NOON + HOUR) == ()


def test_what_failed_anew_is_told_anew(account_id: int) -> None:
    (made,) = placed(account_id, 1)
    fail(made)
    assert len(take_news(now=NOON)) == 1
    (held,) = tasks_of([made], "create_order")
    task.ask_again([held.id], at=NOON + 10)
    assert told(NOON + 20) == []
    fail(made, at=NOON + 30)
    assert len(told(NOON + 40)) == 1


def test_ship_by_is_warned_of_at_each_mark(account_id: int) -> None:
    placed(account_id, 1, 2, ship_in=30 * HOUR)
    placed(account_id, 3, ship_in=60 * HOUR)
    assert told(NOON) == []
    at = NOON + 6 * HOUR
    assert told(at) == [("ship_by", "Main: 2 orders to ship within 24 hours", 0)]
    assert told(at + HOUR) == []
    assert told(NOON + 26 * HOUR) == [("ship_by", "Main: 2 orders to ship within 4 hours", 0)]
    assert told(NOON + 31 * HOUR) == []


def test_what_arrives_inside_a_mark_is_warned_of_at_once_and_once(account_id: int) -> None:
    (made,) = placed(account_id, 1, ship_in=3 * HOUR)
    row = one_of(take_news(now=NOON))
    assert (row.title, row.order_id) == ("Main: 1 order to ship within 4 hours", made)
    assert told(NOON + HOUR) == []


def test_what_is_late_is_said_so_and_what_is_shipped_is_not_warned_of(account_id: int) -> None:
    placed(account_id, 1, ship_in=-HOUR)
    store(account_id, order(2, ship_by=Window(NOON, NOON), **status(AmazonStatus.SHIPPED)))
    assert told(NOON)[0][1] == "Main: 1 order to ship within 4 hours, late"


def test_other_marks_by_setting(account_id: int) -> None:
    placed(account_id, 1, ship_in=40 * HOUR)
    set_setting("notify.ship_by_hours", "48")
    assert told(NOON)[0][1] == "Main: 1 order to ship within 48 hours"
    set_setting("notify.ship_by", False)
    placed(account_id, 2, ship_in=40 * HOUR)
    assert told(NOON) == []
    set_setting("notify.ship_by", True)
    assert told(NOON) == []  # what came while it was off is no flood now


def test_quiet_hours_hold_back_until_their_end(account_id: int, path: Path) -> None:
    set_setting("notify.quiet_hours", "22-7:30")
    night = int(datetime(2026, 11, 22, 23, 0).astimezone().timestamp())
    first, second = placed(account_id, 1, 2)
    fail(first)
    assert told(night) == []
    close_database()
    open_database(path, KEY)
    fail(second, at=night + HOUR)
    assert told(night + 8 * HOUR) == []
    morning = night + int(8.5 * HOUR)
    assert told(morning) == [("failures", "Main: 2 new failures", 0)]
    assert told(morning + 60) == []


def test_warnings_and_wishes_pass_through_quiet_hours(account_id: int) -> None:
    set_setting("notify.quiet_hours", "11:00-13:00")
    first, second = placed(account_id, 1, 2)
    with write() as connection:
        connection.execute("UPDATE orders SET cancel_wish = 1 WHERE id = ?", (first,))
        connection.execute("UPDATE orders SET ship_by = ? WHERE id = ?", (NOON + 60, second))
    assert [(kind, order_id) for kind, _, order_id in told(NOON)] == [
        ("ship_by", second),
        ("cancel_wishes", first),
    ]


def test_oversold_orders_and_refunds_that_were_not_sent(account_id: int) -> None:
    first, second = placed(account_id, 1, 2)
    with write() as connection:
        connection.execute("UPDATE orders SET oversold = 1")
    refunds.see(refund(first, state="not_sent"))
    assert told(NOON) == [
        ("oversold", "Main: 2 oversold", 0),
        ("refunds", "Main: refund not sent", first),
    ]
    assert second in {one.id for one in rows([second])}
    (held,) = refunds.of_order(first)
    refunds.set_state(held.id, "ignored")
    assert told(NOON) == []


def test_a_stopped_side_is_told_until_it_works_again(account_id: int) -> None:
    accounts.set_problem(account_id, "amazon", "auth")
    ((kind, title, order_id),) = told(NOON)
    assert (kind, order_id) == ("problems", 0)
    assert title.startswith("Main: ")
    assert told(NOON + DAY) == []
    accounts.set_problem(account_id, "amazon", "")
    assert told(NOON + DAY) == []
    accounts.set_problem(account_id, "amazon", "auth")
    assert len(told(NOON + DAY)) == 1


def test_what_a_run_tells_besides_is_told_once_a_day(account_id: int) -> None:
    clock = Problem("Main", "amazon", "clock_wrong", "The clock is wrong.", "Off.", "Set it.")
    assert told(NOON, clock) == [("problems", "Main: The clock is wrong.", 0)]
    assert told(NOON + HOUR, clock) == []
    assert told(NOON + DAY + HOUR) == []
    assert len(told(NOON + DAY + HOUR, clock)) == 1


def test_accounts_have_messages_of_their_own(account_id: int) -> None:
    other = connect_account("Other")
    fail(*placed(account_id, 1, 2), *placed(other, 3))
    found = take_news(now=NOON)
    assert [(one.account_id, one.orders) for one in found] == [(account_id, 2), (other, 1)]


def test_a_hidden_order_comes_back_within_its_warning(account_id: int) -> None:
    far, near = (placed(account_id, n, ship_in=hours * HOUR)[0] for n, hours in ((1, 30), (2, 20)))
    archive.archive([far, near], NOON)
    assert told(NOON + 60) == []
    assert all(one.archived_at for one in rows([far, near]))
    at = NOON + 7 * HOUR
    assert told(at) == [("ship_by", "Main: 1 order to ship within 24 hours", far)]
    assert [one.archived_at is None for one in rows([far, near])] == [True, False]
    assert run_due(NOON + 17 * HOUR)  # also where no window asks
    assert rows([near])[0].archived_at is None
