"""What a person starts from an order begins with a look at Shopify, where none was fresh enough."""

from collections.abc import Iterator

import pytest

from desktop.actions.ask_shop import ask_if_possible, ask_shop
from desktop.actions.bad_input import BadInput
from desktop.actions.cancel_order import starts_on
from desktop.actions.ship_order import left_to_ship, ship_order
from desktop.errors import TryLater
from desktop.models.database import write
from desktop.models.task_find import tasks_of
from desktop.profile import Profile
from desktop.rows import TaskState
from tests.actions.back import UPS, World, world


@pytest.fixture
def shop(profile: Profile) -> Iterator[World]:
    with world(profile, orders=12) as made:
        yield made


def forget() -> None:
    """As on a new installation: no order was looked at."""
    with write() as connection:
        connection.execute("DELETE FROM shop_state")


def grow_old() -> None:
    with write() as connection:
        connection.execute("UPDATE shop_state SET seen_at = seen_at - 10000000")


def test_an_order_that_was_never_looked_at_can_be_shipped(shop: World) -> None:
    row = shop.unshipped()
    forget()
    with pytest.raises(BadInput, match="not known yet"):
        left_to_ship(row.id)
    ask_shop(row.id, shop.profile)
    assert sum(left_to_ship(row.id).values()) == row.units
    ship_order(row.id, "UPS", UPS)
    shop.until(lambda: shop.row(row.id).amazon_status == "SHIPPED")


def test_what_was_read_a_moment_ago_is_not_asked_again(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.actions.ask_shop.POLL_S", 1e6)  # time runs fast here
    row = shop.unshipped()
    ask_shop(row.id, shop.profile)
    before = shop.sandbox.control.ledger()["requests"]
    ask_shop(row.id, shop.profile)
    assert shop.sandbox.control.ledger()["requests"] == before
    grow_old()
    ask_shop(row.id, shop.profile)
    assert shop.sandbox.control.ledger()["requests"] != before


def test_what_happened_in_shopify_meanwhile_is_seen(shop: World) -> None:
    row = shop.unshipped()
    shop.happen("shopify.fulfil", order=row.amazon_order_id, company="UPS", number=UPS)
    grow_old()
    ask_shop(row.id, shop.profile)
    assert left_to_ship(row.id) == {}
    with pytest.raises(BadInput, match="fulfilled in Shopify"):
        starts_on(row.id)
    (told,) = tasks_of([row.id], "confirm_shipment")  # the look plans what the watch would
    assert told.state is TaskState.READY


def test_without_shopify_what_was_read_before_must_do(shop: World) -> None:
    row = shop.unshipped()
    grow_old()
    shop.fault("shopify.*", "cut_before", times=99)
    ask_shop(row.id, shop.profile)
    assert left_to_ship(row.id)
    forget()
    with pytest.raises(TryLater):
        ask_shop(row.id, shop.profile)
    ask_if_possible(row.id, shop.profile)
    assert starts_on(row.id) == "shopify"


def test_a_change_of_ours_under_way_is_waited_for(shop: World) -> None:
    row = shop.unshipped()
    ship_order(row.id, "UPS", UPS)
    forget()
    with write() as connection:
        connection.execute("UPDATE task SET state = 'SENDING' WHERE verb = 'fulfil_in_shopify'")
    with pytest.raises(BadInput, match="changing it in Shopify at this moment"):
        ask_shop(row.id, shop.profile)
