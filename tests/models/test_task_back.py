"""Tasks of the way back: planned once, taken, settled; a service that tells later."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.catalogue import shipment_failure
from desktop.models import archive, history, order_list, task, task_find
from desktop.models.database import close_database, open_database, write
from desktop.models.task_state import may
from desktop.rows import SyncStatus, TaskState
from tests.models.orders import KEY, NOW, connect_account, order, store

S = TaskState
VERB = "confirm_shipment"
GID = "gid://shopify/Fulfillment/1"


def planned(account_id: int, **more: Any) -> int | None:
    if not task_find.tasks_of([1]):
        store(account_id, order(1))
    values: dict[str, Any] = {
        "foreign_id": GID,
        "plan": {"number": "1"},
        "state": S.READY,
        "due_at": NOW,
        "at": NOW,
        **more,
    }
    return task.plan_task(account_id, 1, values.pop("verb", VERB), **values)


def a_task(account_id: int, **more: Any) -> int:
    task_id = planned(account_id, **more)
    if task_id is None:
        raise AssertionError("the natural key was taken")
    return task_id


def test_a_natural_key_is_planned_once(account_id: int) -> None:
    first = a_task(account_id)
    assert planned(account_id, plan={"number": "2"}, state=S.SKIPPED, reason="x") is None
    held = task.task(first)
    assert (held.plan, held.state, held.foreign_id, held.revision) == (
        {"number": "1"},
        S.READY,
        GID,
        0,
    )
    assert planned(account_id, revision=1) not in (None, first)
    assert planned(account_id, foreign_id="gid://shopify/Fulfillment/2") is not None
    assert planned(account_id, verb="ship_by_feed") is not None
    newest = task.latest(account_id, 1, VERB, GID)
    assert newest is not None
    assert newest.revision == 1
    assert task.latest(account_id, 1, VERB, "other") is None
    with pytest.raises(LookupError, match="no order 9"):
        task.plan_task(account_id, 9, VERB, plan={}, state=S.READY, due_at=NOW, at=NOW)
    with pytest.raises(ValueError, match="FAILED"):
        planned(account_id, foreign_id="3", state=S.FAILED)


def planned_with_another(account_id: int) -> None:
    planned(account_id)
    task.task(999)


def test_planning_joins_a_transaction_that_fails(account_id: int) -> None:
    store(account_id, order(1))
    with pytest.raises(LookupError), write():
        planned_with_another(account_id)
    assert task.latest(account_id, 1, VERB, GID) is None


def test_a_task_born_failed_is_a_failure_of_its_kind(account_id: int) -> None:
    store(account_id, order(1))
    archive.archive([1], NOW)
    error = shipment_failure("items_unmatched", name="#1001-F1")
    told: dict[str, Any] = {"foreign_id": GID, "plan": {"items": []}, "error": error, "at": NOW}
    task_id = task.fail_new_task(account_id, 1, VERB, **told)
    assert task_id is not None
    assert task.fail_new_task(account_id, 1, VERB, **told) is None
    (row,) = order_list.rows([1])
    assert row.sync_status is SyncStatus.FAILED_SHIPMENT
    assert [one.code for one in row.failures] == ["items_unmatched"]
    assert row.archived_at is None
    assert [one.what for one in history.of_order(1)][-2:] == ["failed", "restored"]


def test_a_plan_is_replaced_before_anything_left(account_id: int) -> None:
    task_id = a_task(account_id, state=S.WAITING, hold="no_tracking", due_at=NOW + 9)
    assert order_list.rows([1])[0].stage == "held: no tracking number"
    task.replace_plan(task_id, {"number": "7"}, state=S.READY, hold="", due_at=NOW)
    held = task.task(task_id)
    assert (held.state, held.hold, held.plan, held.due_at) == (S.READY, "", {"number": "7"}, NOW)
    task.claim(task_id, NOW)
    with pytest.raises(ValueError, match="SENDING"):
        task.replace_plan(task_id, {})
    task.failed(task_id, shipment_failure("carrier_unknown", company="X"), NOW)
    task.replace_plan(task_id, {"number": "8"})
    assert task.task(task_id).state is S.FAILED
    task.replace_plan(task_id, {"number": "9"}, state=S.WAITING, hold="no_tracking", due_at=NOW)
    held = task.task(task_id)
    assert (held.state, held.hold, held.error_code) == (S.WAITING, "no_tracking", "")
    task.refail(task_id, {"number": ""}, shipment_failure("tracking_missing"), NOW)
    held = task.task(task_id)
    assert (held.state, held.error_code, held.hold) == (S.FAILED, "tracking_missing", "")


def test_what_is_being_sent_keeps_what_it_is_to_do(account_id: int) -> None:
    task_id = a_task(account_id)
    with pytest.raises(ValueError, match="not being sent"):
        task.keep_plan(task_id, {"lines": []})
    assert task.claim(task_id, NOW)
    task.keep_plan(task_id, {"number": "1", "lines": [["gid", 2]]})
    held = task.task(task_id)
    assert (held.state, held.sent_at) == (S.SENDING, NOW)
    assert held.plan == {"number": "1", "lines": [["gid", 2]]}
    task.check(task_id, NOW + 60, "the answer was lost")
    assert task.task(task_id).plan == held.plan
    with pytest.raises(ValueError, match="not being sent"):
        task.keep_plan(task_id, {})


def test_a_taken_task_is_looked_at_until_it_is_settled(account_id: int) -> None:
    task_id = a_task(account_id)
    task.claim(task_id, NOW)
    assert task.is_in_flight(1, (VERB,))
    assert not task.was_done(1, VERB)
    task.submitted(task_id, NOW + 180, "sent to Amazon, not yet shown there", plan={"number": "1"})
    held = task.task(task_id)
    assert (held.state, held.lookups, held.due_at) == (S.SUBMITTED, 0, NOW + 180)
    assert order_list.rows([1])[0].stage == "sent to Amazon, not yet shown there"
    assert task.next_due(account_id, (VERB,)) == NOW + 180
    assert task.next_due(account_id, ("send_refund",)) is None
    assert task.next_due(account_id, ()) is None
    assert task.due_tasks(account_id, VERB, NOW + 179) == ()
    (due,) = task.due_tasks(account_id, VERB, NOW + 180)
    assert due.state is S.SUBMITTED
    task.submitted(task_id, NOW + 360, "not yet shown")
    assert task.task(task_id).lookups == 1
    task.settled(task_id, NOW + 360, "Amazon shows the shipment")
    assert task.was_done(1, VERB)
    assert not task.is_in_flight(1, (VERB,))
    last = history.of_order(1)[-1]
    assert (last.what, last.detail) == ("shipment confirmed on Amazon", "Amazon shows the shipment")
    with pytest.raises(ValueError, match="DONE"):
        task.settled(task_id, NOW)


def test_only_a_creation_needs_its_order_to_be_done(account_id: int) -> None:
    store(account_id, order(1))
    (creation,) = task_find.tasks_of([1])
    task.claim(creation.id, NOW)
    with pytest.raises(ValueError, match="Shopify order"):
        task.settled(creation.id, NOW)
    failed = a_task(account_id)
    task.claim(failed, NOW)
    task.failed(failed, shipment_failure("bug"), NOW)
    with pytest.raises(ValueError, match="by hand"):
        task.settled(failed, NOW)


def test_what_waits_goes_in_its_time(account_id: int) -> None:
    first = a_task(account_id, verb="send_refund", state=S.WAITING, hold="outbox", due_at=NOW + 600)
    other = a_task(account_id, state=S.WAITING, hold="no_tracking", due_at=NOW)
    assert task.release_due(account_id, "outbox", NOW + 599) == 0
    assert task.release_due(account_id, "outbox", NOW + 600) == 1
    assert task.release_due(account_id, "outbox", NOW + 600) == 0
    assert (task.task(first).state, task.task(first).hold) == (S.READY, "")
    assert task.task(other).state is S.WAITING
    assert task.release_due(account_id, "no_tracking", NOW) == 1


def test_what_waited_too_long_asks(account_id: int) -> None:
    old = a_task(account_id, verb="send_refund", state=S.WAITING, hold="outbox", due_at=NOW + 600)
    new = a_task(
        account_id,
        verb="send_refund",
        foreign_id="2",
        state=S.WAITING,
        hold="outbox",
        due_at=NOW + 90_600,
        at=NOW + 90_000,
    )
    asks_before = NOW + 90_600 - 43_200
    assert task.release_due(account_id, "outbox", NOW + 90_600, asks_before=asks_before) == 1
    assert (task.task(old).state, task.task(old).hold) == (S.WAITING, "asks")
    assert task.task(new).state is S.READY


def test_orphans_are_of_the_verbs_asked_for(account_id: int) -> None:
    first, second = a_task(account_id), a_task(account_id, verb="fulfil_in_shopify")
    for one in (first, second):
        task.claim(one, NOW)
    assert task.orphans(account_id, NOW + 9, (VERB,)) == 1
    assert (task.task(first).state, task.task(second).state) == (S.CHECK, S.SENDING)
    assert task.orphans(account_id, NOW + 9) == 1


def test_a_newer_revision_takes_the_place(account_id: int) -> None:
    waiting, taken, sending = (a_task(account_id, revision=number) for number in range(3))
    for one in (taken, sending):
        task.claim(one, NOW)
    task.submitted(taken, NOW, "taken")
    task.supersede(waiting, NOW)
    task.supersede(taken, NOW)
    with pytest.raises(ValueError, match="SENDING"):
        task.supersede(sending, NOW)
    assert (task.task(waiting).state, task.task(taken).state) == (S.SKIPPED, S.DONE)


def test_the_queue_is_unknown_then_taken_then_ready(account_id: int) -> None:
    ready, taken, unknown = (a_task(account_id, revision=number) for number in range(3))
    for one in (taken, unknown):
        task.claim(one, NOW)
    task.submitted(taken, NOW, "taken")
    task.check(unknown, NOW, "timeout")
    assert [one.id for one in task.due_tasks(account_id, VERB, NOW)] == [unknown, taken, ready]
    assert len(task.due_tasks(account_id, VERB, NOW, limit=2)) == 2


MOVES = {
    "claim": lambda one: task.claim(one, NOW),
    "again": lambda one: task.again(one, NOW, "throttled"),
    "check": lambda one: task.check(one, NOW, "timeout"),
    "failed": lambda one: task.failed(one, shipment_failure("refused"), NOW),
    "submitted": lambda one: task.submitted(one, NOW, "taken"),
    "settled": lambda one: task.settled(one, NOW),
    "replaced": lambda one: task.replace_plan(one, {"n": 1}, state=S.READY, due_at=NOW),
    "replaced, to wait": lambda one: task.replace_plan(
        one, {"n": 2}, state=S.WAITING, hold="outbox", due_at=NOW
    ),
    "refailed": lambda one: task.refail(one, {}, shipment_failure("quantity"), NOW),
    "superseded": lambda one: task.supersede(one, NOW),
    "ask_again": lambda one: task.ask_again([one], at=NOW),
    "skip": lambda one: task.skip([one], "not wanted", at=NOW),
    "by hand": lambda one: task.done_by_hand(one, "", at=NOW),
    "orphans": lambda _: task.orphans(1, NOW, (VERB,)),
    "released": lambda _: task.release_due(1, "outbox", NOW),
}
LEFT = (S.SENDING, S.SUBMITTED, S.CHECK)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=25))
def test_no_walk_leaves_the_state_machine(walk: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        open_database(Path(folder) / "walk.db", KEY)
        try:
            task_id = a_task(connect_account("Lumen"))
            for name in walk:
                before = task.task(task_id)
                try:
                    MOVES[name](task_id)
                except ValueError:
                    assert task.task(task_id) == before
                after = task.task(task_id)
                refailed = name == "refailed" and after.state is S.FAILED
                assert after.state is before.state or may(before.state, after.state) or refailed
                assert_nothing_is_sent_unseen(name, before, after)
                assert_it_stands_right(after)
        finally:
            close_database()


def assert_nothing_is_sent_unseen(name: str, before: task.DueTask, after: task.DueTask) -> None:
    """What has left is sent again only after a look-up said that it is not there."""
    if before.state in LEFT and after.state not in LEFT:
        assert name in ("again", "failed", "settled", "superseded")
    if name == "again" and after.state is S.READY and before.state is not S.READY:
        assert before.state in (S.SENDING, S.CHECK)
    assert after.attempt == before.attempt + (name == "claim" and before.state is S.READY)


def assert_it_stands_right(held: task.DueTask) -> None:
    (row,) = order_list.rows([held.order_id])
    failed = held.state is S.FAILED
    assert (row.sync_status is SyncStatus.FAILED_SHIPMENT) == failed
    assert bool(row.failures) == failed
    assert (held.hold == "outbox") == (held.state is S.WAITING)
    assert bool(held.error_code) == failed
