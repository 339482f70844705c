"""Pages: stored whole or not at all, never doubling, never blanking, never refilling."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.catalogue import order_failure
from desktop.models import (
    archive,
    history,
    order_list,
    order_store,
    reconciliation,
    scrub,
    task,
    task_find,
)
from desktop.models.blob import pack, unpack
from desktop.models.cursor import cursor
from desktop.models.database import read, write
from desktop.models.incoming import Incoming, TaskPlan, store_orders
from desktop.models.merge import merge
from desktop.rows import OrderFilter, Status, SyncStatus, Tab, TaskState
from desktop.trade import Address, Charges, Order, Package, Window
from desktop.trade.order import AmazonStatus
from tests.models.orders import (
    DAY,
    NOW,
    READY,
    amazon_id,
    connect_account,
    incoming,
    line,
    order,
    shop_order,
    status,
    store,
)

SHIPPED = status(AmazonStatus.SHIPPED)


def newer(one: Order, **changes: Any) -> Order:
    return replace(one, updated_at=one.updated_at + 100, **changes)


def row(order_id: int = 1) -> Any:
    return order_list.rows([order_id])[0]


def test_what_went_in_comes_out(account_id: int) -> None:
    one = order(
        1,
        buyer_name="Zoë 😀 \u202eמשה",
        lines=(line("he said \"hi\" / 'no'"), line("S" * 255, 3)),
        packages=(Package("1", "IN_TRANSIT", carrier="DHL", tracking_number="00340"),),
    )
    payload = '{"orderId": "x", "buyer": "Zoë 😀"}  '.encode() + b"\n"
    page = store_orders(account_id, [Incoming(one, payload)], lambda *_: READY, cursor=None, at=NOW)
    assert page.imported == (1,)
    assert order_store.order(1) == one
    assert order_store.payload(1) == payload
    shown = row()
    assert (shown.units, shown.lines, shown.first_sku) == (4, 2, "he said \"hi\" / 'no'")
    with read() as connection:
        assert connection.execute("SELECT count(*) FROM order_line").fetchone() == (2,)
        parcels = connection.execute("SELECT carrier, tracking_number FROM package").fetchall()
    assert parcels == [("DHL", "00340")]


@given(payload=st.binary(max_size=3000))
def test_any_payload_is_returned_to_the_byte(payload: bytes) -> None:
    assert unpack(pack(payload)) == payload


def test_repeats_are_harmless(account_id: int) -> None:
    page = [order(number) for number in range(1, 6)]
    first = store(account_id, *page, cursor=("amazon", {"token": "a"}))
    again = store(account_id, *page, page[0], cursor=("amazon", {"token": "b"}))
    assert len(first.imported) == 5
    assert (again.imported, again.refreshed, again.unchanged) == ((), (), 6)
    assert cursor(account_id, "amazon") == {"token": "b"}
    assert order_list.counts().all_orders == 5
    assert [one.what for one in history.of_order(1)] == ["imported"]


def test_the_newest_of_a_page_wins(account_id: int) -> None:
    one = order(1)
    page = store(account_id, newer(one, **SHIPPED), one)
    assert len(page.imported) == 1
    assert row().status is Status.SHIPPED


def test_an_older_record_changes_nothing(account_id: int) -> None:
    one = order(1)
    store(account_id, newer(one, **SHIPPED))
    assert store(account_id, one).unchanged == 1
    assert row().status is Status.SHIPPED


def test_the_same_time_with_more_in_it_is_news(account_id: int) -> None:
    store(account_id, order(1, address=None))
    assert store(account_id, order(1)).refreshed == (1,)
    assert order_store.order(1).address is not None
    assert order_store.count_addresses(account_id) == (1, 0)


def test_the_same_order_in_two_accounts_is_two(account_id: int) -> None:
    other = connect_account("Harbor")
    store(account_id, order(1))
    store(other, order(1))
    assert order_store.order_ids([amazon_id(1)]) == {amazon_id(1): (1, 2)}
    assert order_store.order_ids([amazon_id(1)], other) == {amazon_id(1): (2,)}


def test_our_own_state_is_never_touched(account_id: int) -> None:
    one = order(1)
    store(account_id, one)
    (creation,) = task_find.tasks_of([1])
    task.claim(creation.id, NOW)
    task.done(creation.id, shop_order(), adopted=False, at=NOW)
    archive.archive([1], NOW + 1)
    store(account_id, newer(one, **SHIPPED))
    shown = row()
    assert shown.shopify_order_name == "#1001"
    assert shown.archived_at == NOW + 1
    assert shown.status is Status.SHIPPED
    assert task.task(creation.id).state is TaskState.DONE
    assert order_list.count(OrderFilter(text="#1001", tab=Tab.ARCHIVE)) == 1


def test_what_is_absent_never_blanks(account_id: int) -> None:
    one = order(1, packages=(Package("1"),), programs=("PRIME",), delivery_note="at the back")
    store(account_id, one)
    bare = newer(
        one,
        **status(AmazonStatus.CANCELLED),
        buyer_name="",
        address=None,
        packages=(),
        programs=(),
        delivery_note="",
        total=None,
        currency="",
        tax_mode="none",
        ship_by=Window(),
        lines=(line(title="", charges=Charges()),),
    )
    assert store(account_id, bare).refreshed == (1,)
    kept = order_store.order(1)
    assert kept.status is AmazonStatus.CANCELLED
    assert kept == replace(one, updated_at=bare.updated_at, **status(AmazonStatus.CANCELLED))
    assert row().total == one.grand_total


def test_merge_takes_what_is_new() -> None:
    one = order(1)
    moved = Address(name="Ann", line1="Other 2", city="Bonn", country="DE")
    more = newer(one, address=moved, total=2000, lines=(line("MUG-1", 2), line("BOWL")))
    assert merge(one, more) == more
    hidden = newer(one, address=Address(city="Köln", country="DE"))
    assert merge(one, hidden).address == one.address
    assert merge(one, newer(one, lines=())).lines == one.lines
    assert merge(order(1, address=None), one).address == one.address


def test_a_page_is_whole_or_nothing(account_id: int) -> None:
    def broken(one: Order, _: str | None) -> TaskPlan:
        if one.amazon_order_id == amazon_id(3):
            raise RuntimeError("a bug")
        return READY

    page = [incoming(order(number)) for number in range(1, 5)]
    with pytest.raises(RuntimeError):
        store_orders(account_id, page, broken, cursor=("amazon", {"n": 1}), at=NOW)
    assert order_list.counts().all_orders == 0
    assert cursor(account_id, "amazon") is None


def planned(account_id: int, first: TaskPlan, then: TaskPlan) -> TaskState:
    store(account_id, order(1), plan=first)
    store(account_id, newer(order(1), **SHIPPED), plan=then)
    return task_find.tasks_of([1])[0].state


@pytest.mark.parametrize("then", [TaskState.WAITING, TaskState.READY, TaskState.SKIPPED])
def test_held_orders_are_planned_anew(account_id: int, then: TaskState) -> None:
    plan = TaskPlan(then, "fba_unshipped" if then is TaskState.WAITING else "", "")
    assert planned(account_id, TaskPlan(TaskState.WAITING, "pending"), plan) is then


def test_the_planner_is_told_how_an_order_is_held(account_id: int) -> None:
    told: list[str | None] = []

    def plan(_: Order, held_as: str | None) -> TaskPlan:
        told.append(held_as)
        return TaskPlan(TaskState.WAITING, "pending") if len(told) == 1 else READY

    for one in (order(1), newer(order(1)), newer(newer(order(1)))):
        store_orders(account_id, [incoming(one)], plan, cursor=None, at=NOW)
    assert told == [None, "pending", None]


def test_cancelled_on_amazon_skips_what_was_not_sent(account_id: int) -> None:
    skip = TaskPlan(TaskState.SKIPPED, reason="cancelled")
    assert planned(account_id, READY, skip) is TaskState.SKIPPED
    assert row().stage == "skipped: cancelled on Amazon"


def test_a_failure_is_skipped_once_amazon_cancelled(account_id: int) -> None:
    store(account_id, order(1))
    (one,) = task_find.tasks_of([1])
    task.claim(one.id, NOW)
    task.failed(one.id, order_failure("stock"), NOW)
    store(account_id, newer(order(1)), plan=READY)
    assert row().sync_status is SyncStatus.FAILED_ORDER
    cancelled = newer(newer(order(1)), **status(AmazonStatus.CANCELLED))
    store(account_id, cancelled, plan=TaskPlan(TaskState.SKIPPED, reason="cancelled"))
    assert row().failures == ()
    assert order_list.counts().errors == 0


@pytest.mark.parametrize("state", ["SENDING", "CHECK", "DONE"])
def test_what_was_sent_is_not_planned_anew(account_id: int, state: str) -> None:
    store(account_id, order(1))
    (one,) = task_find.tasks_of([1])
    task.claim(one.id, NOW)
    if state == "CHECK":
        task.check(one.id, NOW, "timeout")
    if state == "DONE":
        task.done(one.id, shop_order(), adopted=False, at=NOW)
    store(account_id, newer(order(1)), plan=TaskPlan(TaskState.SKIPPED, reason="cancelled"))
    assert task.task(one.id).state == state


def test_a_cancel_wish_brings_an_archived_order_back(account_id: int) -> None:
    store(account_id, order(1))
    archive.archive([1], NOW)
    wish = newer(order(1), lines=(line(has_cancel_wish=True, cancel_wish="bought twice"),))
    store(account_id, wish)
    assert (row().archived_at, row().cancel_wish) == (None, True)
    archive.archive([1], NOW)
    store(account_id, newer(wish))
    assert row().archived_at == NOW
    story = [one.what for one in history.of_order(1)]
    assert story == ["imported", "archived", "cancel wish", "restored", "archived"]


def test_an_unreadable_record_is_a_failure_and_its_bytes_are_kept(account_id: int) -> None:
    broken = (amazon_id(1), b'{"orderId": 7}', "orderItems is missing")
    page = store(account_id, order(2), unreadable=[broken, ("", b"[]", "no ID")])
    assert len(page.imported) == 1
    assert order_store.payload(2) == b'{"orderId": 7}'
    (shown,) = order_list.page(OrderFilter(order_ids=(amazon_id(1),))).rows
    assert shown.sync_status is SyncStatus.FAILED_ORDER
    assert "orderItems is missing" in shown.failures[0].cause
    with read() as connection:
        assert connection.execute("SELECT count(*) FROM rejected").fetchone() == (1,)
    store(account_id, unreadable=[broken, ("", b"[]", "no ID")])
    with read() as connection:
        assert connection.execute("SELECT count(*) FROM rejected").fetchone() == (1,)
    assert reconciliation.reconcile().adds_up


def test_once_it_can_be_read_it_heals(account_id: int) -> None:
    store(account_id, unreadable=[(amazon_id(1), b"{}", "bad")])
    store(account_id, unreadable=[(amazon_id(1), b"{ }", "worse")])
    assert order_store.payload(1) == b"{ }"
    assert store(account_id, order(1)).refreshed == (1,)
    shown = row()
    assert (shown.failures, shown.stage) == ((), "waiting")
    assert order_store.order(1) == order(1)
    assert task_find.tasks_of([1])[0].state is TaskState.READY


def test_an_unreadable_update_leaves_the_order_as_it_is(account_id: int) -> None:
    store(account_id, order(1))
    store(account_id, unreadable=[(amazon_id(1), b"{}", "bad")])
    assert order_store.order(1) == order(1)
    with read() as connection:
        kept = connection.execute("SELECT amazon_order_id, detail FROM rejected").fetchall()
    assert kept == [(amazon_id(1), "bad")]


def test_an_order_without_items_and_one_with_500(account_id: int) -> None:
    many = tuple(line(f"SKU-{number}") for number in range(500))
    store(account_id, order(1, lines=()), order(2, lines=many))
    assert (row(1).units, row(1).first_sku) == (0, "")
    assert (row(2).units, row(2).lines) == (500, 500)
    assert order_list.count(OrderFilter(text="sku-499")) == 1


def test_nothing_refills_what_was_scrubbed(account_id: int) -> None:
    gone = Window(None, NOW - 40 * DAY)
    shipped = order(1, deliver_by=gone, **SHIPPED)
    store(account_id, shipped, plan=TaskPlan(TaskState.SKIPPED, reason="import_only"))
    assert scrub.scrub_due(NOW) == 1
    assert store(account_id, newer(shipped, buyer_name="Zoë Müller")).refreshed == (1,)
    kept = order_store.order(1)
    assert (kept.buyer_name, kept.address) == ("", Address(country="DE"))
    assert order_store.payload(1) == b""
    assert order_list.count(OrderFilter(text="müller")) == 0
    assert order_list.count(OrderFilter(text="mug")) == 1


def test_everything_stands_somewhere(account_id: int) -> None:
    store(account_id, *(order(number) for number in range(1, 5)))
    store(account_id, order(5), plan=TaskPlan(TaskState.SKIPPED, reason="not_amazon"))
    store(account_id, order(6), plan=TaskPlan(TaskState.WAITING, "pending"))
    store(account_id, unreadable=[(amazon_id(7), b"", "bad")])
    first, second, *_ = task_find.tasks_of(range(1, 5))
    for one, adopted in ((first, True), (second, False)):
        task.claim(one.id, NOW)
        task.done(one.id, shop_order(), adopted=adopted, at=NOW)
    found = reconciliation.reconcile(account_id)
    assert (found.imported, found.done, found.waiting, found.failed, found.skipped) == (
        7,
        2,
        3,
        1,
        1,
    )
    assert found.adopted == 1
    assert found.adds_up
    assert found.skip_reasons == (("not sold on Amazon", 1),)
    assert reconciliation.reconcile(account_id + 1).imported == 0
    moved = reconciliation.since([account_id], NOW)
    assert (moved.waiting, moved.failed, moved.skipped) == (3, 1, 1)
    assert reconciliation.since([account_id], NOW + 1).failed == 0


def test_an_order_that_is_not_there(account_id: int) -> None:
    with pytest.raises(LookupError):
        order_store.order(99)
    with pytest.raises(LookupError):
        order_store.payload(99)
    assert order_store.order_ids([amazon_id(9)], account_id) == {amazon_id(9): ()}


def test_an_order_without_a_task_does_not_add_up(account_id: int) -> None:
    store(account_id, order(1), order(2))
    assert reconciliation.reconcile().adds_up
    with write() as connection:
        connection.execute("DELETE FROM task WHERE order_id = 2")
    found = reconciliation.reconcile()
    assert (found.imported, found.waiting, found.adds_up) == (2, 1, False)
