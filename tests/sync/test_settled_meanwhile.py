"""What happens on a side while a change of ours is under way, or just before: nothing is lost."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.catalogue import shipment_failure
from desktop.models import order_marks, order_store, shop_state, task, task_find
from desktop.models.incoming import Incoming
from desktop.models.task_plan import TaskPlan
from desktop.rows import TaskState
from desktop.sync import keep_orders as keeping
from desktop.sync.back import planning
from desktop.trade import Order
from desktop.trade.order import AmazonStatus, Package
from tests.models import back
from tests.models.conftest import database, path
from tests.models.orders import NOW, line, store
from tests.sync.feed_world import Stand

__all__ = ["database", "path"]
S = TaskState
LATER = NOW + 3600
BUSY = planning.OUR_CHANGES


@pytest.fixture
def stand(database: Path) -> Stand:
    return Stand()


def in_shop(stand: Stand, **more: object) -> tuple[int, Order]:
    """An order that both sides show as open."""
    mug = replace(line(), item_id="1")
    order_id, made = stand.order(1, status=AmazonStatus.UNSHIPPED, lines=(mug,), **more)
    shop_state.save(order_id, back.shop_state(order_id), NOW)
    return order_id, made


def tasks(order_id: int, verb: str) -> list[tuple[TaskState, int]]:
    return [(one.state, one.revision) for one in task_find.tasks_of([order_id], verb)]


def news(made: Order, **more: object) -> Incoming:
    changed = replace(made, updated_at=made.updated_at + 60, **more)  # type: ignore[arg-type]
    return Incoming(changed, repr(changed).encode())


def test_a_change_seen_while_ours_is_under_way_is_read_as_soon_as_that_is_settled(
    stand: Stand,
) -> None:
    order_id, _ = in_shop(stand)
    account_id, gid = stand.account_id, order_store.shop_gid(order_id)
    plan = {"gid": gid, "items": [["1", 1]]}
    ours = task.plan_task(
        account_id, order_id, "fulfil_in_shopify", plan=plan, state=S.READY, due_at=NOW, at=NOW
    )
    assert ours is not None
    task.claim(ours, NOW)
    state = back.shop_state(order_id, fulfillments=(back.fulfillment(),), updated_at=NOW + 9)
    planning.keep(stand.connection, order_id, gid, state, NOW + 10)
    assert tasks(order_id, "confirm_shipment") == []
    assert shop_state.not_seen_since(account_id, NOW - 999, 9, BUSY) == ()
    task.settled(ours, NOW + 20)
    assert shop_state.not_seen_since(account_id, NOW - 999, 9, BUSY) == ((order_id, gid),)
    planning.keep(stand.connection, order_id, gid, state, NOW + 30)
    assert tasks(order_id, "confirm_shipment") == [(S.READY, 0)]
    assert shop_state.not_seen_since(account_id, NOW - 999, 9, BUSY) == ()


def test_an_order_and_what_it_asks_for_are_kept_together_or_not_at_all(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id, made = in_shop(stand)
    cancelled = [news(made, status=AmazonStatus.CANCELLED, raw_status="CANCELLED")]

    def died(*_: object) -> None:
        raise KeyboardInterrupt

    def keep() -> None:
        keeping.keep_orders(
            stand.connection, cancelled, lambda *_: TaskPlan(S.READY), cursor=None, at=LATER
        )

    with monkeypatch.context() as patched:
        patched.setattr(planning, "changed_on_amazon", died)
        with pytest.raises(KeyboardInterrupt):
            keep()
    assert order_store.order(order_id).status is AmazonStatus.UNSHIPPED
    keep()
    assert order_store.order(order_id).status is AmazonStatus.CANCELLED
    assert tasks(order_id, "cancel_in_shopify") == [(S.READY, 0)]


def test_a_cancellation_refused_because_amazon_was_faster_is_done(stand: Stand) -> None:
    ids = [stand.cancel(1), stand.cancel(2)]
    both = [task.task(one) for one in ids]
    for one in both:
        stand.world.refused[one.amazon_order_id] = "already cancelled"
    while stand.states(*ids) != [S.SUBMITTED, S.SUBMITTED]:
        stand.world.at += 60
        stand.run.step()
    made = order_store.order(both[0].order_id)
    store(stand.account_id, news(made, status=AmazonStatus.CANCELLED, raw_status="CANCELLED").order)
    stand.go()
    assert stand.states(*ids) == [S.DONE, S.FAILED]


def test_each_wish_holds_anew_and_one_taken_back_releases(stand: Stand) -> None:
    order_id, made = in_shop(stand)

    def told(wishes: bool, minutes: int) -> None:
        one = replace(made.lines[0], has_cancel_wish=wishes)
        later = replace(made, updated_at=made.updated_at + minutes * 60)
        keeping.keep_orders(
            stand.connection, [news(later, lines=(one,))], lambda *_: TaskPlan(S.READY),
            cursor=None, at=LATER,
        )  # fmt: skip
        for each in task_find.tasks_of([order_id]):
            if each.state is S.READY and each.verb.endswith("_in_shopify"):
                task.claim(each.id, LATER)
                task.settled(each.id, LATER)

    told(True, 1)
    assert tasks(order_id, "hold_in_shopify") == [(S.DONE, 0)]
    told(False, 2)
    assert tasks(order_id, "release_in_shopify") == [(S.DONE, 0)]
    told(True, 3)
    assert tasks(order_id, "hold_in_shopify") == [(S.DONE, 0), (S.DONE, 1)]
    order_marks.settle_wish(order_id, "declined", LATER)
    told(True, 4)  # the same wish, answered
    assert len(tasks(order_id, "hold_in_shopify")) == 2
    told(False, 5)
    told(True, 6)  # another one
    assert tasks(order_id, "hold_in_shopify")[-1] == (S.DONE, 2)


def test_what_had_nothing_left_to_fulfil_comes_back_with_it(stand: Stand) -> None:
    package = Package("77", "SHIPPED", "", "UPS", "", "1Z999AA10123456784", NOW, (("1", 1),))
    order_id, _ = in_shop(stand, packages=(package,))
    gid = order_store.shop_gid(order_id)
    full = (back.shop_line(unfulfilled=0),)
    parcel = back.fulfillment(tracking=())
    planning.changed_on_amazon(stand.connection, [order_id], NOW)
    (mirror,) = task_find.tasks_of([order_id], "fulfil_in_shopify")
    task.claim(mirror.id, NOW)
    task.failed(mirror.id, shipment_failure("shop_not_open"), NOW)
    state = back.shop_state(order_id, lines=full, fulfillments=(parcel,))
    planning.keep(stand.connection, order_id, gid, state, NOW + 10)
    assert tasks(order_id, "fulfil_in_shopify") == [(S.SKIPPED, 0)]
    gone = replace(parcel, status="CANCELLED")
    state = back.shop_state(order_id, fulfillments=(gone,))
    planning.keep(stand.connection, order_id, gid, state, NOW + 20)
    assert tasks(order_id, "fulfil_in_shopify")[-1] == (S.READY, 1)
