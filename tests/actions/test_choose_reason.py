"""A reason that is chosen and remembered sends all that failed for want of the same."""

from collections.abc import Iterator

import pytest

from desktop import clock
from desktop.actions.bad_input import BadInput
from desktop.actions.choose_reason import choose_reason, waiting_for_reason
from desktop.catalogue import cancellation_failure, refund_failure
from desktop.models.setting import get
from desktop.models.task_back import fail_new_task
from desktop.models.task_find import tasks_of
from desktop.profile import Profile
from desktop.rows import OrderRow, TaskState
from tests.actions.back import World, world


@pytest.fixture
def shop(profile: Profile) -> Iterator[World]:
    with world(profile, orders=12) as made:
        yield made


def refund_fails(row: OrderRow, *reasons: str) -> None:
    items = [{"item_id": "1", "quantity": 1, "principal": 5, "reason": one} for one in reasons]
    _fail(row, "send_refund", {"refund": "r", "total": 5, "currency": "USD", "items": items})


def cancellation_fails(row: OrderRow, reason: str) -> None:
    _fail(row, "cancel_on_amazon", {"reason": reason, "items": ["1"]})


def _fail(row: OrderRow, verb: str, plan: dict[str, object]) -> None:
    builds = refund_failure if verb == "send_refund" else cancellation_failure
    error = builds("reason_unmapped", reason="odd")
    asked = {"foreign_id": "r", "revision": 0, "plan": plan, "error": error}
    fail_new_task(row.account_id, row.id, verb, **asked, at=int(clock.now()))  # type: ignore[arg-type]


def stands(row: OrderRow, verb: str) -> tuple[TaskState, str]:
    (found,) = tasks_of([row.id], verb)
    return found.state, found.hold


def test_only_what_wants_the_same_reason_goes(shop: World) -> None:
    first, second, third, alone = shop.rows()[:4]
    refund_fails(first, "odd")
    refund_fails(second, "odd", "odd")
    refund_fails(third, "stranger")
    cancellation_fails(alone, "odd")
    assert [one.order_id for one in waiting_for_reason(first.id)] == [second.id]
    chosen = choose_reason(first.id, "customer return", words="broken")
    assert chosen.order_ids == (first.id, second.id)
    assert get("refund.reasons", first.account_id) == {"broken": "CustomerReturn"}
    for row in (first, second):
        assert stands(row, "send_refund") == (TaskState.WAITING, "outbox")
    (task,) = tasks_of([second.id], "send_refund")
    assert [item["reason"] for item in task.plan["items"]] == ["CustomerReturn", "CustomerReturn"]
    assert stands(third, "send_refund")[0] is TaskState.FAILED
    assert stands(alone, "cancel_on_amazon")[0] is TaskState.FAILED


def test_a_reason_for_once_sends_one(shop: World) -> None:
    first, second = shop.rows()[:2]
    cancellation_fails(first, "odd")
    cancellation_fails(second, "odd")
    assert choose_reason(first.id, "NoInventory").order_ids == (first.id,)
    assert stands(second, "cancel_on_amazon")[0] is TaskState.FAILED
    with pytest.raises(BadInput, match="CUSTOMER, INVENTORY"):
        choose_reason(second.id, "NoInventory", words="odd")
    assert stands(second, "cancel_on_amazon")[0] is TaskState.FAILED
    chosen = choose_reason(second.id, "NoInventory", words="staff")
    assert chosen.order_ids == (second.id,)
    assert get("cancel.reasons", second.account_id)["STAFF"] == "NoInventory"
