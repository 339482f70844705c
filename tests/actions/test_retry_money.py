"""A refund that may stand already is sent again only by who looked at it, never in bulk."""

from collections.abc import Iterator

import pytest

from desktop import clock
from desktop.actions.retry import retry_all, retry_rows
from desktop.catalogue import refund_failure
from desktop.models.task_back import fail_new_task
from desktop.models.task_find import tasks_of
from desktop.profile import Profile
from desktop.rows import OrderRow, TaskState
from tests.actions.back import World, world

SEND = "send_refund"


@pytest.fixture
def shop(profile: Profile) -> Iterator[World]:
    with world(profile, orders=12) as made:
        yield made


def fails(row: OrderRow, code: str) -> None:
    fail_new_task(
        row.account_id,
        row.id,
        SEND,
        foreign_id="r",
        revision=0,
        plan={"refund": "r", "total": 5, "currency": "USD", "items": []},
        error=refund_failure(code),
        at=int(clock.now()),
    )


def state(row: OrderRow) -> TaskState:
    (found,) = tasks_of([row.id], SEND)
    return found.state


@pytest.mark.parametrize("code", ["undecided", "feed_undecided", "already_refunded"])
def test_what_may_stand_is_left_out_of_a_retry_of_everything(shop: World, code: str) -> None:
    doubtful, plain = shop.rows()[:2]
    fails(doubtful, code)
    fails(plain, "books_closed")
    told = {one.amazon_order_id: one.outcome for one in retry_all()}
    assert told[doubtful.amazon_order_id] == "asks"
    assert told[plain.amazon_order_id] == "retrying"
    assert (state(doubtful), state(plain)) == (TaskState.FAILED, TaskState.WAITING)
    (alone,) = retry_rows([shop.row(doubtful.id)])
    assert alone.outcome == "retrying"
    assert state(doubtful) is TaskState.WAITING


def test_who_names_the_cause_means_it(shop: World) -> None:
    first, second = shop.rows()[:2]
    for row in (first, second):
        fails(row, "already_refunded")
    assert {one.outcome for one in retry_all(code="already_refunded")} == {"retrying"}
    assert (state(first), state(second)) == (TaskState.WAITING, TaskState.WAITING)
