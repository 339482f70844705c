"""Tasks: only legal moves, claimed once, back from the archive, plan use counted once."""

import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.catalogue import order_failure
from desktop.models import archive, history, order_list, plan, task, task_find
from desktop.models.database import close_database, open_database, read, write
from desktop.models.incoming import TaskPlan
from desktop.models.task_moves import move
from desktop.models.task_state import ALLOWED, may, must
from desktop.rows import OrderFilter, SyncStatus, Tab, TaskState
from desktop.trade import Order, Window
from desktop.trade.order import AmazonStatus
from tests.models.orders import (
    DAY,
    KEY,
    NOW,
    amazon_id,
    connect_account,
    line,
    order,
    shop_order,
    status,
    store,
)

S = TaskState
LEGAL = """
WAITING READY SKIPPED
READY SENDING SKIPPED WAITING
SENDING DONE SUBMITTED READY FAILED CHECK
SUBMITTED DONE FAILED CHECK SUBMITTED
CHECK DONE READY FAILED CHECK SUBMITTED
FAILED READY DONE SKIPPED WAITING
SKIPPED READY WAITING
DONE
"""


def test_the_table_is_the_agreed_one() -> None:
    rows = [row.split() for row in LEGAL.strip().splitlines()]
    assert {(S(row[0]), S(end)) for row in rows for end in row[1:]} == ALLOWED
    for start in S:
        for end in S:
            if may(start, end):
                must(start, end)
            else:
                with pytest.raises(ValueError, match=f"{start} to {end}"):
                    must(start, end)


def test_no_way_from_an_unknown_outcome_to_sending_without_a_look_up() -> None:
    for start in (S.SENDING, S.SUBMITTED, S.CHECK, S.DONE, S.FAILED, S.WAITING, S.SKIPPED):
        assert not may(start, S.SENDING)
    assert [end for end in S if may(S.DONE, end)] == []


def one_task(account_id: int, number: int = 1, *, plan: TaskPlan | None = None) -> int:
    (order_id,) = store(account_id, order(number), plan=plan or TaskPlan(S.READY)).imported
    (found,) = task_find.tasks_of([order_id])
    return found.id


MOVES = {
    "claim": (S.READY, S.SENDING),
    "again": (None, S.READY),
    "check": (None, S.CHECK),
    "failed": (None, S.FAILED),
    "done": (None, S.DONE),
    "ask_again": (None, S.READY),
    "skip": (None, S.SKIPPED),
    "by_hand": (None, S.DONE),
    "orphans": (S.SENDING, S.CHECK),
    "hold": (None, S.WAITING),
    "release": (S.WAITING, S.READY),
}


def attempt(name: str, account_id: int, task_id: int) -> None:
    if name == "claim":
        task.claim(task_id, NOW)
    elif name == "again":
        task.again(task_id, NOW, "throttled")
    elif name == "check":
        task.check(task_id, NOW, "timeout")
    elif name == "failed":
        task.failed(task_id, order_failure("sku_unknown", sku="MUG-1"), NOW)
    elif name == "done":
        task.done(task_id, shop_order(), adopted=False, at=NOW)
    elif name == "ask_again":
        task.ask_again([task_id], at=NOW)
    elif name == "skip":
        task.skip([task_id], "not wanted", at=NOW)
    elif name == "by_hand":
        task.done_by_hand(task_id, "", at=NOW)
    elif name == "orphans":
        task.orphans(account_id, NOW)
    elif name == "hold":
        task.hold([task_id], "no_addresses", at=NOW)
    else:
        task.release(account_id, "no_addresses", lambda *_: TaskPlan(S.READY), at=NOW)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=25))
def test_random_walks_never_make_an_illegal_move(walk: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        open_database(Path(folder) / "walk.db", KEY)
        try:
            account_id = connect_account("Lumen")
            task_id = one_task(account_id)
            for name in walk:
                before = task.task(task_id).state
                try:
                    attempt(name, account_id, task_id)
                except ValueError:
                    assert task.task(task_id).state is before
                after = task.task(task_id).state
                assert after is before or may(before, after), (name, before, after)
                assert_standing_fits(task_id)
        finally:
            close_database()


def assert_standing_fits(task_id: int) -> None:
    held = task.task(task_id)
    (row,) = order_list.rows([held.order_id])
    assert (row.sync_status is SyncStatus.FAILED_ORDER) == (held.state is S.FAILED)
    assert bool(row.failures) == (held.state is S.FAILED)
    errors = order_list.count(OrderFilter(tab=Tab.ERRORS))
    assert errors == (held.state is S.FAILED)
    if held.state is S.DONE and row.shopify_order_id:
        assert row.stage in ("in Shopify", "done by hand")


@pytest.mark.parametrize("start", list(S))
@pytest.mark.parametrize("end", list(S))
def test_the_database_refuses_what_the_table_does(account_id: int, start: S, end: S) -> None:
    task_id = one_task(account_id)
    with write() as connection:
        connection.execute("UPDATE task SET state = ?", (start.value,))
    if may(start, end):
        with write() as connection:
            assert move(connection, task_id, end).state is start
        assert task.task(task_id).state is end
    else:
        with pytest.raises(ValueError, match="cannot go"), write() as connection:
            move(connection, task_id, end)
        assert task.task(task_id).state is start


def test_two_threads_claim_once(account_id: int) -> None:
    ids = [one_task(account_id, number) for number in range(1, 21)]
    won: list[int] = []
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        won.extend(one for one in ids if task.claim(one, NOW))

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(won) == sorted(ids)


CLAIMER = """
import sys
from pathlib import Path
from desktop.models.database import close_database, open_database
from desktop.models import task
open_database(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
print(*[one for one in map(int, sys.argv[3:]) if task.claim(one, 1)])
close_database()
"""


def test_two_processes_claim_once(database: Path, account_id: int) -> None:
    ids = [one_task(account_id, number) for number in range(1, 31)]
    command = [sys.executable, "-c", CLAIMER, str(database), KEY.hex(), *map(str, ids)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers = [process.communicate(timeout=60)[0].split() for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert sorted(int(one) for answer in answers for one in answer) == ids


def test_what_is_due_comes_look_ups_first_then_by_ship_by(account_id: int) -> None:
    store(
        account_id,
        order(1, ship_by=Window(None, NOW + 50)),
        order(2, ship_by=Window(None, NOW + 20)),
        order(3, ship_by=Window()),
        order(4),
        at=NOW - 10,
    )
    (fourth,) = [
        one for one in task.due_tasks(account_id, "create_order", NOW) if one.order_id == 4
    ]
    task.claim(fourth.id, NOW)
    task.check(fourth.id, NOW + 5, "timeout")
    due = task.due_tasks(account_id, "create_order", NOW)
    assert [one.amazon_order_id for one in due] == [amazon_id(2), amazon_id(1), amazon_id(3)]
    later = task.due_tasks(account_id, "create_order", NOW + 5, limit=2)
    assert [one.amazon_order_id for one in later] == [amazon_id(4), amazon_id(2)]
    assert later[0].state is S.CHECK
    assert task.next_due(account_id) == NOW - 10
    assert task.due_tasks(account_id, "another_verb", NOW + 5) == ()
    assert task.next_due(account_id + 1) is None


def test_sending_counts_attempts_and_keeps_when(account_id: int) -> None:
    task_id = one_task(account_id)
    assert task.claim(task_id, NOW)
    assert not task.claim(task_id, NOW)
    task.again(task_id, NOW + 60, "throttled", plan={"without": ["phone"]})
    assert task.due_tasks(account_id, "create_order", NOW + 59) == ()
    assert task.next_due(account_id) == NOW + 60
    assert task.claim(task_id, NOW + 60)
    held = task.task(task_id)
    assert (held.attempt, held.sent_at, held.plan) == (2, NOW + 60, {"without": ["phone"]})
    assert task.orphans(account_id, NOW + 120) == 1
    assert task.orphans(account_id, NOW + 120) == 0
    task.check(task_id, NOW + 180, "Shopify could not say")
    assert (task.task(task_id).attempt, task.task(task_id).lookups) == (2, 1)
    assert order_list.rows([held.order_id])[0].stage == "checking"


def test_done_keeps_the_shopify_order_and_counts_once(account_id: int) -> None:
    task_id = one_task(account_id)
    task.claim(task_id, NOW)
    task.done(task_id, shop_order(7), adopted=False, at=NOW, note="phone left out")
    (row,) = order_list.page(OrderFilter(text="#1007")).rows
    assert (row.shopify_order_name, row.shopify_order_id) == ("#1007", "900007")
    assert (row.sync_status, row.stage) == (SyncStatus.ORDER_CREATED, "in Shopify")
    assert plan.usage(NOW).used == 1
    with pytest.raises(ValueError, match="DONE"):
        task.done(task_id, shop_order(8), adopted=False, at=NOW)
    assert plan.usage(NOW).used == 1
    story = [(one.what, one.detail) for one in history.of_order(row.id)]
    assert story == [("imported", ""), ("created in Shopify", "#1007 phone left out")]


def test_adopted_orders_do_not_count(account_id: int) -> None:
    task_id = one_task(account_id)
    task.claim(task_id, NOW)
    task.done(task_id, shop_order(), adopted=True, at=NOW)
    assert plan.usage(NOW).used == 0
    assert history.of_order(1)[-1].what == "adopted in Shopify"


def test_created_already_fulfilled_reads_shipped(account_id: int) -> None:
    shipped = status(AmazonStatus.SHIPPED)
    ids = store(
        account_id,
        order(1, fulfilled_by="AMAZON", **shipped),
        order(2, fulfilled_by="AMAZON", **shipped),
        order(3),
    ).imported
    for number, one in enumerate(task_find.tasks_of(ids)):
        task.claim(one.id, NOW)
        task.done(one.id, shop_order(number), adopted=number == 1, at=NOW)
    shown = [row.sync_status for row in order_list.rows(list(ids))]
    assert shown == [SyncStatus.SHIPPED, SyncStatus.ORDER_CREATED, SyncStatus.ORDER_CREATED]


def test_a_failure_brings_an_archived_order_back(account_id: int) -> None:
    task_id = one_task(account_id)
    archive.archive([1], NOW)
    assert order_list.counts().archive == 1
    task.claim(task_id, NOW)
    task.failed(task_id, order_failure("stock"), NOW)
    counts = order_list.counts()
    assert (counts.all_orders, counts.errors, counts.archive) == (1, 1, 0)
    assert [one.what for one in history.of_order(1)][-2:] == ["failed", "restored"]


def test_a_failure_may_leave_a_shopify_order_behind(account_id: int) -> None:
    task_id = one_task(account_id)
    task.claim(task_id, NOW)
    error = order_failure("shop_total_mismatch", name="#1001", shopify="1", amazon="2")
    task.failed(task_id, error, NOW, shop_order=shop_order())
    (row,) = order_list.rows([1])
    assert (row.shopify_order_name, row.sync_status) == ("#1001", SyncStatus.FAILED_ORDER)


def test_asking_again_clears_the_failure_and_joins_the_plan(account_id: int) -> None:
    first, second = one_task(account_id, 1), one_task(account_id, 2)
    for one in (first, second):
        task.claim(one, NOW)
        task.failed(one, order_failure("sku_unknown", sku="MUG-1"), NOW)
    assert [one.id for one in task_find.failed_with_sku(account_id, "MUG-1")] == [first, second]
    assert task_find.failed_with_sku(account_id, "MUG-2") == ()
    assert task.ask_again([first, second], plan_changes={"stock": True}, at=NOW + 5) == 2
    held = task.task(first)
    assert (held.state, held.plan, held.error_code) == (S.READY, {"stock": True}, "")
    assert order_list.counts().errors == 0
    with pytest.raises(ValueError, match="READY"):
        task.ask_again([first], at=NOW)
    with pytest.raises(LookupError):
        task.ask_again([999], at=NOW)


def test_moves_of_many_are_all_or_none(account_id: int) -> None:
    first, second = one_task(account_id, 1), one_task(account_id, 2)
    task.skip([first], "mine", at=NOW)
    with pytest.raises(ValueError, match="SKIPPED"):
        task.skip([second, first], "mine", at=NOW)
    assert task.task(second).state is S.READY


def test_release_plans_held_orders_anew_in_slices(account_id: int) -> None:
    held = TaskPlan(S.WAITING, "not_started")
    store(account_id, *(order(number) for number in range(1, 12)), plan=held)
    store(account_id, order(12), plan=TaskPlan(S.SKIPPED, reason="import_only"))
    store(account_id, order(13), plan=TaskPlan(S.WAITING, "pending"))
    asked: list[str | None] = []

    def choose(one: Order, held_as: str | None) -> TaskPlan:
        asked.append(held_as)
        number = int(one.amazon_order_id[4:11])
        if number % 3 == 0:
            return TaskPlan(S.SKIPPED, reason="import_only")
        return TaskPlan(S.READY) if number % 3 == 1 else TaskPlan(S.WAITING, "pending")

    assert task.release(account_id, "not_started", choose, at=NOW, slice_size=4) == 12
    assert asked == ["not_started"] * 11 + [None]
    counts = [len(task_find.tasks_in(account_id, one)) for one in (S.READY, S.WAITING, S.SKIPPED)]
    assert counts == [4, 5, 4]
    assert not task.held(account_id, "not_started")
    assert task.held(account_id, "pending")


def test_hold_keeps_ready_tasks_back(account_id: int) -> None:
    task_id = one_task(account_id)
    assert task.hold([task_id], "no_addresses", at=NOW) == 1
    assert task.due_tasks(account_id, "create_order", NOW + DAY) == ()
    assert order_list.rows([1])[0].stage == "held: Amazon gives no addresses"
    assert task.release(account_id, "no_addresses", lambda *_: TaskPlan(S.READY), at=NOW) == 1
    assert task.task(task_id).state is S.READY


def test_skipped_as_finds_what_may_be_created_after_all(account_id: int) -> None:
    task_id = one_task(account_id, 1, plan=TaskPlan(S.SKIPPED, reason="import_only"))
    assert task.skipped_as(account_id, amazon_id(1), ("import_only", "fba_off")) == (task_id,)
    assert task.skipped_as(account_id, amazon_id(1), ("cancelled",)) == ()
    assert task.skipped_as(account_id, amazon_id(2), ("import_only",)) == ()


def test_the_natural_key_is_unique(account_id: int) -> None:
    one_task(account_id)
    again = (
        "INSERT INTO task (order_id, account_id, verb, state, due_at, ship_by, created_at,"
        " changed_at) SELECT order_id, account_id, verb, 'READY', 1, 1, 1, 1 FROM task"
    )
    with pytest.raises(Exception, match="UNIQUE"), write() as connection:
        connection.execute(again)
    with read() as connection:
        assert connection.execute("SELECT count(*) FROM task").fetchone() == (1,)


def test_a_failed_sku_is_found_among_several_lines(account_id: int) -> None:
    (order_id,) = store(account_id, order(1, lines=(line("A"), line("B")))).imported
    (one,) = task_find.tasks_of([order_id], "create_order")
    task.claim(one.id, NOW)
    task.failed(one.id, order_failure("sku_unknown", sku="B"), NOW)
    assert len(task_find.failed_with_sku(account_id, "B")) == 1
    assert len(task_find.tasks_in(account_id, S.FAILED, "sku_unknown")) == 1
    assert task_find.tasks_in(account_id, S.FAILED, "stock") == ()
