"""The location that a seller packs at: which orders go there by themselves, which when asked."""

from collections.abc import Iterator

import pytest

from desktop.actions.apply_setting import apply_setting, waiting_for_setting
from desktop.actions.locations import locations
from desktop.models.setting import set_setting
from desktop.models.task_find import tasks_of
from desktop.profile import Profile
from desktop.rows import OrderRow
from desktop.sync.back.wanted import ON_HOLD
from tests.actions.back import World, world

KEY = "shipment.location"
MOVE = "move_in_shopify"


@pytest.fixture
def shop(profile: Profile) -> Iterator[World]:
    with world(profile) as made:
        yield made


def elsewhere(shop: World, *rows: OrderRow) -> str:
    """A location at which none of these lies."""
    used = {place for row in rows for place in places(shop, row)}
    return next(one.gid for one in locations() if one.gid not in used)


def places(shop: World, row: OrderRow) -> set[str]:
    return {
        str(one["location_id"]) for one in shop.shopify(row)["fulfillment_orders"] if one["lines"]
    }


def touch(shop: World, row: OrderRow) -> None:
    """A change in Shopify that has nothing to do with where it is packed."""
    shop.happen("shopify.refund", order=row.amazon_order_id, amount="0.50")


def test_orders_from_before_the_choice_move_only_when_a_person_applies_it(shop: World) -> None:
    old, asked = shop.unshipped(0), shop.unshipped(1)
    place = elsewhere(shop, old, asked)
    set_setting(KEY, place)
    for row in (old, asked):
        touch(shop, row)
    shop.stays()
    assert tasks_of([old.id, asked.id], MOVE) == ()
    shown = {one.order_id: one for one in waiting_for_setting(KEY)}
    assert {old.id, asked.id} <= set(shown)
    assert apply_setting(KEY, only=[asked.id]) == (asked.id,)
    shop.until(lambda: places(shop, asked) == {place})
    shop.stays()
    assert tasks_of([old.id], MOVE) == ()
    assert old.id in apply_setting(KEY)
    shop.until(lambda: places(shop, old) == {place})


def test_what_comes_after_the_choice_moves_by_itself(shop: World) -> None:
    old = shop.unshipped()
    place = elsewhere(shop, old)
    before = {row.id for row in shop.rows()}
    set_setting(KEY, place)
    for _ in range(6):
        shop.happen("amazon.new_order")
    shop.until(lambda: tasks_of([r.id for r in shop.rows() if r.id not in before], MOVE))
    assert tasks_of(list(before), MOVE) == ()


def test_what_is_on_hold_moves_after_its_release(shop: World) -> None:
    row = shop.unshipped()
    place = elsewhere(shop, row)
    shop.happen("shopify.hold", order=row.amazon_order_id)
    set_setting(KEY, place)
    apply_setting(KEY, only=[row.id])
    shop.until(lambda: [one.reason for one in tasks_of([row.id], MOVE)] == [ON_HOLD])
    set_setting(KEY, next(one.gid for one in locations() if one.gid != place))  # not for this one
    touch(shop, row)
    shop.stays()
    assert len(tasks_of([row.id], MOVE)) == 1
    shop.happen("shopify.release_hold", order=row.amazon_order_id)
    shop.until(lambda: places(shop, row) == {place})
    shop.stays()
