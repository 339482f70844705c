"""A changed setting holds for what is planned from then on; applying it plans the waiting anew."""

from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from desktop.catalogue import order_failure
from desktop.errors import Cancelled
from desktop.models import database as stored
from desktop.models import setting_change, task
from desktop.models.setting import order_rules, rules_of_task, set_setting, unset_setting
from desktop.models.task_find import creation_of, tasks_of
from desktop.models.waiting_orders import open_orders
from desktop.rows import TaskState
from desktop.sync import waiting
from desktop.sync.back import planning
from desktop.sync.pull_amazon import planner
from desktop.sync.start import start
from desktop.trade.order import AmazonStatus, Window
from desktop.trade.returns import ShopRefund, ShopRefundLine, ShopState, Tracking
from tests.models.back import fulfillment, shop_line, shop_state
from tests.models.conftest import database, path
from tests.models.orders import NOW, connect_account, line, order, status, store
from tests.sync.feed_world import Stand

__all__ = ["database", "path"]
S = TaskState
ITEM = line().item_id
HOUR = 3600
OUT = "gid://shopify/Location/1"


@pytest.fixture
def stand(database: Path) -> Stand:
    made = Stand()
    unset_setting("refund.to_amazon", made.account_id)
    return made


def state(order_id: int, **more: Any) -> ShopState:
    lines = (shop_line(item_id=ITEM),)
    return replace(shop_state(order_id, lines=lines), gid=f"gid://shopify/Order/{order_id}", **more)


def shown(stand: Stand, order_id: int, **more: Any) -> None:
    """Shopify shows the order so."""
    told = state(order_id, **more)
    planning.keep(stand.connection, order_id, told.gid, told, float(NOW))


def to_ship(stand: Stand, number: int = 1, **more: Any) -> int:
    given = {**status(AmazonStatus.UNSHIPPED), **more}
    order_id, _ = stand.order(number, **given)
    return order_id


def parcel(**more: Any) -> Any:
    return fulfillment(lines=((shop_line().gid, 1),), **more)


def refunded(**more: Any) -> dict[str, Any]:
    part = ShopRefundLine(shop_line().gid, 1, 1000, 190)
    made = ShopRefund("gid://shopify/Refund/1", NOW, NOW, "", "EUR", 1190, lines=(part,))
    return {"refunds": (replace(made, **more),), "fulfillments": ()}


def seen(stand: Stand, key: str) -> list[tuple[str, str]]:
    """What the preview shows."""
    found = waiting.waiting_changes(key, stand.account_id, float(NOW))
    return [(one.step.stands, one.step.becomes) for one in found]


def applied(stand: Stand, key: str) -> int:
    return len(waiting.apply_setting(key, stand.account_id, float(NOW)))


def of(order_id: int, verb: str) -> task.DueTask:
    (found,) = tasks_of([order_id], verb)
    return found


def test_a_creation_keeps_the_rules_it_was_planned_with(stand: Stand) -> None:
    account_id = stand.account_id
    first = store(account_id, order(1), plan=planner(account_id, NOW)(order(1), None)).imported[0]
    before = of(first, "create_order")
    set_setting("order.tags", "later")
    set_setting("order.note", False, account_id)
    rules = rules_of_task(account_id, order().marketplace_id, before.id, before.plan)
    assert (rules.tags[0], rules.note) == ("amazon", True)
    second = store(account_id, order(2)).imported[0]
    after = of(second, "create_order")
    assert rules_of_task(account_id, order().marketplace_id, after.id, after.plan).tags == (
        "later",
    )
    assert [one[1] for one in seen(stand, "order.tags")] == ["later"]
    assert applied(stand, "order.tags") == 1
    taken = of(first, "create_order")
    now = rules_of_task(account_id, order().marketplace_id, taken.id, taken.plan)
    assert (now.tags, now.note) == (("later",), True)  # of this setting only
    assert seen(stand, "order.tags") == []
    assert applied(stand, "order.tags") == 0


def test_two_changes_lead_back_to_the_value_of_the_planning(stand: Stand) -> None:
    account_id, place = stand.account_id, order().marketplace_id
    set_setting("order.tags", "one", account_id, place)
    made = store(account_id, order(1)).imported[0]
    set_setting("order.tags", "two", account_id, place)
    set_setting("order.tags", "three", account_id)
    unset_setting("order.tags", account_id, place)
    held = of(made, "create_order")
    assert rules_of_task(account_id, place, held.id, held.plan).tags == ("one",)
    assert order_rules(account_id, place).tags == ("three",)
    set_setting("order.tags", "one", account_id)
    assert seen(stand, "order.tags") == []  # it became what it was


def test_a_change_that_is_forgotten_is_never_taken_for_a_later_one(stand: Stand) -> None:
    account_id, place = stand.account_id, order().marketplace_id
    made = store(account_id, order(1)).imported[0]
    held = of(made, "create_order")
    set_setting("refund.default_reason", "Other", account_id)
    task.claim(held.id, NOW)
    task.failed(held.id, order_failure("stock", sku="MUG-1", name="Mug", count=1), NOW)
    task.ask_again([held.id], at=NOW)  # it follows all that holds now
    setting_change.forget(account_id, ["refund.default_reason"])
    set_setting("order.tags", "later", account_id)
    again = of(made, "create_order")
    assert rules_of_task(account_id, place, again.id, again.plan).tags != ("later",)


def test_an_order_on_its_way_is_not_held_by_a_later_rule(stand: Stand) -> None:
    account_id = stand.account_id
    pending = order(1, **status(AmazonStatus.PENDING))
    plan = planner(account_id, NOW)
    made = store(account_id, pending, plan=plan(pending, None)).imported[0]
    set_setting("order.create", False)
    open_now = replace(pending, **status(AmazonStatus.UNSHIPPED), updated_at=NOW)
    assert planner(account_id, NOW)(open_now, "pending").state is S.READY
    assert planner(account_id, NOW)(order(2), None).reason == "import_only"
    held = "held: Pending on Amazon, then"
    assert seen(stand, "order.create") == [(f"{held} to be created", f"{held} import only")]
    assert applied(stand, "order.create") == 1
    assert of(made, "create_order").state is S.WAITING
    assert planner(account_id, NOW)(open_now, "pending").reason == "import_only"


def test_what_was_left_out_is_created_after_all(stand: Stand) -> None:
    account_id, fba = stand.account_id, {"fulfilled_by": "AMAZON", **status(AmazonStatus.SHIPPED)}
    set_setting("order.import_fba", False)
    plan = planner(account_id, NOW)
    made = [
        store(account_id, one, plan=plan(one, None)).imported[0]
        for one in (order(1, **fba), order(2))
    ]
    assert of(made[0], "create_order").reason == "fba_off"
    set_setting("order.import_fba", True)
    left_out = "skipped: FBA is not imported"
    assert seen(stand, "order.import_fba") == [(left_out, "to be created")]
    assert applied(stand, "order.import_fba") == 1
    assert of(made[0], "create_order").state is S.READY
    set_setting("order.import_fba", False)
    assert seen(stand, "order.import_fba") == [("to be created", left_out)]


def test_what_a_rule_may_mend_is_tried_again(stand: Stand) -> None:
    from desktop.catalogue import order_failure

    made = store(stand.account_id, order(1), order(2)).imported
    for order_id in made:
        held = of(order_id, "create_order")
        assert task.claim(held.id, NOW)
    task.failed(of(made[0], "create_order").id, order_failure("sku_unknown", sku="MUG"), NOW)
    task.failed(of(made[1], "create_order").id, order_failure("undecided", amazon_order_id=""), NOW)
    set_setting("order.unlinked", "custom_line")
    assert seen(stand, "order.unlinked") == [("failed: sku unknown", "tried again")]
    assert applied(stand, "order.unlinked") == 1
    again = of(made[0], "create_order")
    assert again.state is S.READY
    rules = rules_of_task(stand.account_id, order().marketplace_id, again.id, again.plan)
    assert rules.unlinked == "custom_line"
    assert of(made[1], "create_order").state is S.FAILED


def test_before_the_start_nothing_is_planned_yet(database: Path) -> None:
    account_id = connect_account("New")
    plan = planner(account_id, NOW)
    store(account_id, order(1), plan=plan(order(1), None))
    set_setting("order.tags", "mine")
    assert setting_change.changes(account_id) == ()
    start(account_id, "all", NOW)
    held = creation_of(account_id, order(1).amazon_order_id)
    assert held is not None
    assert rules_of_task(account_id, order().marketplace_id, held.id, held.plan).tags == ("mine",)


def test_a_shipment_held_for_its_number_goes_without_one(stand: Stand) -> None:
    order_id = to_ship(stand, ship_by=Window(NOW, NOW + 30 * HOUR))
    shown(stand, order_id, fulfillments=(parcel(tracking=()),))
    assert of(order_id, "confirm_shipment").hold == "no_tracking"
    set_setting("shipment.hold_without_tracking", False)
    ((stands, becomes),) = seen(stand, "shipment.hold_without_tracking")
    assert (stands, becomes) == ("held: no tracking number", "shipment at the next sync")
    assert of(order_id, "confirm_shipment").state is S.WAITING  # until it is applied
    assert applied(stand, "shipment.hold_without_tracking") == 1
    assert of(order_id, "confirm_shipment").reason == "by_setting"
    assert of(order_id, "ship_by_feed").state is S.READY


def test_the_hours_before_ship_by_move_what_waits(stand: Stand) -> None:
    order_id = to_ship(stand, ship_by=Window(NOW, NOW + 30 * HOUR))
    shown(stand, order_id, fulfillments=(parcel(tracking=()),))
    assert of(order_id, "confirm_shipment").due_at == NOW + 26 * HOUR
    set_setting("shipment.warn_hours", 10)
    assert len(seen(stand, "shipment.warn_hours")) == 1
    assert applied(stand, "shipment.warn_hours") == 1
    assert of(order_id, "confirm_shipment").due_at == NOW + 20 * HOUR


def test_shipments_that_were_not_to_be_told_are_told(stand: Stand) -> None:
    set_setting("shipment.to_amazon", False)
    order_id = to_ship(stand)
    shown(stand, order_id, fulfillments=(parcel(tracking=(Tracking("UPS", "1Z"),)),))
    assert tasks_of([order_id], "confirm_shipment") == ()
    set_setting("shipment.to_amazon", True)
    assert seen(stand, "shipment.to_amazon") == [
        ("no shipment planned", "shipment at the next sync")
    ]
    assert applied(stand, "shipment.to_amazon") == 1
    assert of(order_id, "confirm_shipment").state is S.READY
    set_setting("shipment.to_amazon", False)
    assert seen(stand, "shipment.to_amazon") == [("shipment waiting", "shipment left out")]
    assert applied(stand, "shipment.to_amazon") == 1
    set_setting("shipment.to_amazon", True)
    assert applied(stand, "shipment.to_amazon") == 1  # what a setting left out comes back
    assert of(order_id, "confirm_shipment").state is S.READY


def test_refunds_that_were_not_sent_go_into_the_outbox(stand: Stand) -> None:
    first, second = (stand.order(number)[0] for number in (1, 2))
    for order_id in (first, second):
        shown(stand, order_id, **refunded())
    set_setting("refund.default_reason", "CustomerReturn")
    assert [becomes for _, becomes in seen(stand, "refund.default_reason")] == [
        "refund not sent · CustomerReturn"
    ] * 2
    assert applied(stand, "refund.default_reason") == 2
    set_setting("refund.to_amazon", True)
    found = list(waiting.waiting_changes("refund.to_amazon", None, float(NOW)))
    assert {one.step.stands for one in found} == {"refund not sent · CustomerReturn"}
    only = {first}
    assert waiting.apply_setting("refund.to_amazon", None, float(NOW), only) == (first,)
    held = of(first, "send_refund")
    assert (held.hold, held.due_at) == ("outbox", NOW + 600)
    assert of(second, "send_refund").hold == "not_sent"
    assert len(seen(stand, "refund.to_amazon")) == 1  # the other is still offered


def test_what_a_person_decided_since_is_left_as_it_is(stand: Stand) -> None:
    from desktop.models import outbox

    order_id, _ = stand.order(1)
    shown(stand, order_id, **refunded())
    held = of(order_id, "send_refund")
    outbox.queue(held.id, NOW + 60, at=NOW)
    set_setting("refund.default_reason", "CustomerReturn")
    assert seen(stand, "refund.default_reason") == []
    set_setting("outbox.minutes", 20)
    assert applied(stand, "outbox.minutes") == 1  # its time is moved with the rest
    assert of(order_id, "send_refund").due_at == NOW + 60 + 600


def test_a_refund_that_was_let_go_now_is_not_held_again(stand: Stand) -> None:
    from desktop.models import outbox

    order_id, _ = stand.order(1)
    shown(stand, order_id, **refunded())
    outbox.send_now(of(order_id, "send_refund").id, at=NOW)
    set_setting("refund.default_reason", "CustomerReturn")
    assert seen(stand, "refund.default_reason") == []


def test_another_location_moves_what_is_not_packed(stand: Stand) -> None:
    first, second = to_ship(stand, 1), to_ship(stand, 2)
    for order_id in (first, second):
        shown(stand, order_id)
    assert tasks_of([first], "move_in_shopify") == ()
    set_setting("shipment.location", OUT)
    assert len(seen(stand, "shipment.location")) == 2
    assert applied(stand, "shipment.location") == 2
    held = of(first, "move_in_shopify")
    assert held.plan["location"] == OUT
    assert task.claim(held.id, NOW)
    task.settled(held.id, NOW)
    set_setting("shipment.location", "gid://shopify/Location/2")
    becomes = "move to the chosen location at the next sync · 2"
    assert sorted(seen(stand, "shipment.location")) == [
        ("move to the chosen location waiting · 1", becomes),
        ("moved to the chosen location · 1", becomes),
    ]
    assert applied(stand, "shipment.location") == 2
    assert [one.state for one in tasks_of([first], "move_in_shopify")] == [S.DONE, S.READY]


def test_stock_and_reasons_of_cancellations(stand: Stand) -> None:
    order_id = to_ship(stand, 1, **status(AmazonStatus.CANCELLED))
    shown(stand, order_id)
    set_setting("cancel.restock", False)
    ((stands, becomes),) = seen(stand, "cancel.restock")
    assert stands.endswith("stock taken back")
    assert becomes.endswith("stock left as it is")
    assert applied(stand, "cancel.restock") == 1
    assert of(order_id, "cancel_in_shopify").plan["restock"] is False
    other = to_ship(stand, 2)
    shown(stand, other, cancelled_at=NOW, cancel_reason="INVENTORY")
    set_setting("cancel.to_amazon", True)
    assert seen(stand, "cancel.to_amazon")[0][0] == "cancellation not sent · NoInventory"
    assert applied(stand, "cancel.to_amazon") == 1
    assert of(other, "cancel_on_amazon").hold == "outbox"


def test_nothing_that_has_left_is_touched(stand: Stand) -> None:
    set_setting("refund.to_amazon", True)
    order_id, _ = stand.order(1)
    shown(stand, order_id, **refunded())
    held = of(order_id, "send_refund")
    task.release_due(stand.account_id, "outbox", NOW + 600)
    assert task.claim(held.id, NOW + 600)
    set_setting("refund.to_amazon", False)
    assert seen(stand, "refund.to_amazon") == []
    assert applied(stand, "refund.to_amazon") == 0
    assert of(order_id, "send_refund").state is S.SENDING


def test_orders_that_wait_are_offered_by_setting(stand: Stand) -> None:
    order_id, _ = stand.order(1)
    shown(stand, order_id, **refunded())
    set_setting("refund.to_amazon", True)
    set_setting("plan.limit", 500)
    assert waiting.changed_keys(None) == ("refund.to_amazon",)
    assert stored.database_path().exists()


@pytest.mark.parametrize("key", ["shipment.to_amazon", "order.tags"])
def test_looking_at_many_orders_ends_when_nobody_waits(stand: Stand, key: str) -> None:
    order_id = to_ship(stand)
    shown(stand, order_id, fulfillments=(parcel(),))
    set_setting("shipment.to_amazon", False)
    set_setting("order.tags", "later")
    ended = Event()
    assert list(waiting.waiting_changes(key, None, float(NOW), ended))
    ended.set()
    with pytest.raises(Cancelled):
        list(waiting.waiting_changes(key, None, float(NOW), ended))


def test_a_rule_of_refunds_looks_at_orders_with_refunds(stand: Stand) -> None:
    """Only orders that have a refund to send are looked at for a rule of refunds."""
    first, second = to_ship(stand, 1), stand.order(2)[0]
    for order_id, more in ((first, {}), (second, refunded())):
        shown(stand, order_id, **more)
    assert {one.order_id for one in open_orders(stand.account_id)} == {first, second}
    assert {one.order_id for one in open_orders(stand.account_id, "send_refund")} == {second}


def test_a_rule_of_one_marketplace_holds_there_only(stand: Stand) -> None:
    here = to_ship(stand, 1)
    elsewhere = to_ship(stand, 2, marketplace_id="A1F83G8C2ARO7P")
    for order_id in (here, elsewhere):
        shown(stand, order_id)
    set_setting("shipment.location", OUT, stand.account_id, order().marketplace_id)
    found = list(waiting.waiting_changes("shipment.location", None, float(NOW)))
    assert [one.step.order_id for one in found] == [here]
    assert applied(stand, "shipment.location") == 1
    later = to_ship(stand, 3)
    shown(stand, later)
    assert of(later, "move_in_shopify").plan["location"] == OUT
    assert tasks_of([elsewhere], "move_in_shopify") == ()
    with pytest.raises(ValueError, match=r"outbox\.minutes"):
        set_setting("outbox.minutes", 5, stand.account_id, order().marketplace_id)
