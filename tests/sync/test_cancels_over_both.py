"""Cancellations of a part over both sandboxes, and what Amazon must show of those it accepted."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.actions.cancel_wish import decline_wish
from desktop.actions.done_by_hand import done_by_hand
from desktop.models import order_store, setting
from desktop.models.task_find import tasks_of
from desktop.rows import Status, TaskState
from tests.bad_days.sales import Json, order_id, sale
from tests.bad_days.stand import Day, a_day

LATER = 4 * 3600.0


def open_sale(number: int, **more: Any) -> Json:
    """A sale whose items say how many are open."""
    made = sale(number, **more)
    for one in made["orderItems"]:
        units = one["quantityOrdered"]
        one["fulfillment"] = {"quantityFulfilled": 0, "quantityUnfulfilled": units}
    return made


@pytest.fixture
def day(profile_folder: Path) -> Iterator[Day]:
    """Two orders, to be packed."""
    with a_day(profile_folder, [open_sale(1, units=2), open_sale(2, skus=("MUG", "CUP"))]) as made:
        made.sync()
        yield made


def item(day: Day, number: int, sku: str = "MUG") -> str:
    lines = order_store.order(day.row(number).id).lines
    return next(one.item_id for one in lines if one.sku == sku)


def is_held(day: Day, number: int) -> bool:
    (order,) = day.shop(number)
    return any(one["holds"] for one in order["fulfillment_orders"])


def settle(day: Day) -> None:
    for _ in range(2):
        day.sync(LATER)


def test_a_unit_cancelled_on_amazon_is_held_and_named_until_it_is_taken_off(day: Day) -> None:
    day.event("amazon.cancel", order_id=order_id(1), items={item(day, 1): 1}, by="BUYER")
    settle(day)
    failure = day.failure(1)
    assert failure.code == "partial"
    assert "MUG: 1 on Amazon, 2 in Shopify" in failure.cause
    assert is_held(day, 1)
    day.event("shopify.remove_line", order=order_id(1), lines={"MUG": 1})
    settle(day)
    assert day.row(1).failures == ()
    assert not is_held(day, 1)


def test_a_line_cancelled_on_amazon_is_released_once_a_person_has_settled_it(day: Day) -> None:
    day.event("amazon.cancel", order_id=order_id(2), items={item(day, 2, "CUP"): 1}, by="BUYER")
    settle(day)
    assert "CUP: 0 on Amazon, 1 in Shopify" in day.failure(2).cause
    assert is_held(day, 2)
    assert done_by_hand([day.row(2).id], "a gift") == 1
    settle(day)
    assert not is_held(day, 2)
    settle(day)
    assert day.row(2).failures == ()
    assert not is_held(day, 2)


def test_a_line_taken_off_in_shopify_is_named_and_holds_nothing(day: Day) -> None:
    day.event("shopify.remove_line", order=order_id(1), lines={"MUG": 1})
    settle(day)
    assert "MUG: 2 on Amazon, 1 in Shopify" in day.failure(1).cause
    assert not is_held(day, 1)


def test_without_holds_by_setting_a_part_is_only_told(day: Day) -> None:
    setting.set_setting("cancel.hold_on_wish", "false")
    day.event("amazon.cancel", order_id=order_id(1), items={item(day, 1): 1}, by="BUYER")
    settle(day)
    assert day.failure(1).code == "partial"
    assert not is_held(day, 1)


def test_accepted_is_told_apart_from_cancelled(day: Day) -> None:
    setting.set_setting("cancel.to_amazon", "true")
    setting.set_setting("outbox.minutes", "0")
    day.event("shopify.cancel", order=order_id(1))
    settle(day)
    settle(day)
    found = {one.verb: (one.state, one.reason) for one in tasks_of([day.row(1).id])}
    assert found["cancel_on_amazon"] == (TaskState.DONE, "accepted by Amazon")
    assert found["confirm_cancel"][0] is TaskState.DONE
    assert day.row(1).status is Status.CANCELLED


def test_the_rest_is_held_again_after_a_part_has_left(day: Day) -> None:
    """The mirror of what Amazon shipped lifts our hold; the wish is still undecided."""
    day.event("amazon.cancel_wish", order_id=order_id(1))
    settle(day)
    assert is_held(day, 1)
    day.event("amazon.ship", order_id=order_id(1), carrier="UPS", items={item(day, 1): 1})
    settle(day)
    (order,) = day.shop(1)
    assert len(order["fulfillments"]) == 1
    assert is_held(day, 1)
    assert order["to_pack"] == []
    day.event("amazon.ship", order_id=order_id(1), carrier="UPS", items={item(day, 1): 1})
    settle(day)
    assert not is_held(day, 1)
    assert day.row(1).failures == ()


def test_a_wish_that_was_declined_does_not_keep_a_hold_for_a_part(day: Day) -> None:
    day.event("amazon.cancel_wish", order_id=order_id(1))
    settle(day)
    decline_wish(day.row(1).id)
    settle(day)
    assert not is_held(day, 1)
    day.event("amazon.cancel", order_id=order_id(1), items={item(day, 1): 1}, by="SELLER")
    settle(day)
    assert is_held(day, 1)
    day.event("shopify.remove_line", order=order_id(1), lines={"MUG": 1})
    settle(day)
    assert not is_held(day, 1)
    assert day.row(1).failures == ()
