"""How many questions the watch of Shopify takes, and that what it does not ask is not lost."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop.actions.list_orders import OrderQuery, list_orders
from desktop.channels.shopify.changes import ChangedPage, changed_orders
from desktop.models import shop_state
from desktop.models import task as tasks
from desktop.models.database import write
from desktop.models.setting import set_setting
from desktop.models.task_find import tasks_of
from desktop.rows import OrderFilter, OrderRow, SortKey
from desktop.sandbox.run import Sandbox, SandboxOptions, start_sandbox
from tests.actions.stand import connect_object, connect_with, opened_profile
from tests.sync.simulated import Fate, LeftAlone, live
from tests.sync.test_histories import bound

POLL_S = 130.0
NUMBER = "1Z999AA10123456784"


@dataclass
class Seller:
    """A connected seller on a made-up clock, on which nothing errs."""

    sandbox: Sandbox
    fate: Fate
    profile: Any

    def turn(self) -> None:
        self.fate.forward(POLL_S)
        live(self.sandbox, self.fate, self.profile, wait_s=0.0)

    def asked(self, name: str) -> int:
        return int(self.sandbox.server.counts[name])

    def of_shopify(self) -> int:
        counts = self.sandbox.server.counts
        return sum(many for name, many in counts.items() if name.startswith("shopify."))

    def rows(self) -> list[OrderRow]:
        page = list_orders(OrderQuery(OrderFilter(), SortKey.CREATED))
        return [row for row in page if row.shopify_order_id]

    def to_ship(self) -> OrderRow:
        """An order in which nothing has happened yet."""
        shop = {one["source_identifier"] for one in self.sandbox.ledger()["shopify"]["orders"]}
        heads = {
            head.key
            for head in self.sandbox.amazon.store
            if (head.status, head.fulfilled_by) == ("UNSHIPPED", "MERCHANT")
            and head.key in shop
            and not self.sandbox.amazon.store.body(head).get("programs")
        }
        return next(r for r in self.rows() if r.amazon_order_id in heads and not tasks_of_back(r))

    def packages(self, row: OrderRow) -> list[dict[str, Any]]:
        orders = self.sandbox.ledger()["amazon"]["orders"]
        (mine,) = (one for one in orders if one["amazon_order_id"] == row.amazon_order_id)
        return list(mine["packages"])

    def shipments(self, row: OrderRow) -> list[dict[str, Any]]:
        orders = self.sandbox.ledger()["shopify"]["orders"]
        (mine,) = (one for one in orders if one["source_identifier"] == row.amazon_order_id)
        return list(mine["fulfillments"])

    def forgotten(self, row: OrderRow) -> None:
        """As if it had been created before the app watched Shopify."""
        with write() as connection:
            connection.execute("DELETE FROM shop_state WHERE order_id = ?", (row.id,))


def tasks_of_back(row: OrderRow) -> list[Any]:
    return [one for one in tasks_of([row.id]) if one.verb != "create_order"]


@contextmanager
def selling(folder: Path, patch: pytest.MonkeyPatch, orders: int) -> Iterator[Seller]:
    fate = Fate(random.Random(1), bad=False)  # noqa: S311
    bound(patch, fate)
    sandbox = start_sandbox(SandboxOptions(seed=1, orders=orders))
    try:
        with opened_profile(folder) as profile:
            assert connect_with(profile, connect_object(sandbox)).is_connected
            sandbox.amazon.timing._clock = fate
            yield Seller(sandbox, fate, profile)
    finally:
        sandbox.stop()


def test_created_orders_are_known_without_reading_them(
    profile_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what Amazon has news of is read: what it shipped, and wishes to cancel."""
    with selling(profile_folder, monkeypatch, 130) as seller:
        before = seller.of_shopify()
        seller.turn()
        seller.turn()
        created = seller.asked("shopify.orderCreate")
        parcels = seller.asked("shopify.fulfillmentCreate")
        holds = seller.asked("shopify.fulfillmentOrderHold")
        assert created >= 100
        # a parcel is compared and looked up where to pack; a hold only looked up
        assert seller.asked("shopify.order") == 2 * parcels + holds
        assert seller.asked("shopify.nodes") <= 1
        numbers = seller.asked("shopify.fulfillmentTrackingInfoUpdate")  # of Amazon's own parcels
        told = 3 * parcels + 2 * holds + numbers
        assert seller.of_shopify() - before - told <= 2.0 * created + 24
        assert {row.id for row in seller.rows()} == shop_state.held(
            [row.id for row in seller.rows()]
        ).keys()


def test_a_quiet_poll_is_one_question(
    profile_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with selling(profile_folder, monkeypatch, 20) as seller:
        for _ in range(10):
            seller.turn()
        before = seller.asked("shopify.orders"), seller.asked("shopify.nodes")
        seller.turn()
        after = seller.asked("shopify.orders"), seller.asked("shopify.nodes")
        assert (after[0] - before[0], after[1] - before[1]) == (1, 0)


def test_a_quiet_hour_is_a_question_in_two_minutes_of_shopify_and_in_three_of_amazon(
    profile_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with selling(profile_folder, monkeypatch, 20) as seller:
        background = LeftAlone(seller.sandbox, seller.fate, seller.profile)
        background.until(seller.fate.at + 7200.0)
        before = Counter(seller.sandbox.server.counts)
        background.until(seller.fate.at + 3600.0)
        asked = Counter(seller.sandbox.server.counts) - before
        assert 28 <= asked.pop("shopify.orders") <= 31
        assert 18 <= asked.pop("amazon.searchOrders") <= 21
        assert 13 <= asked.pop("shopify.metafieldsSet") <= 16  # the lease, half as often
        assert asked.pop("amazon.listTransactions") <= 6  # each half hour, and not one page alone
        assert asked.pop("lwa.token") == 1  # they last an hour
        assert not asked


def test_what_was_read_is_not_shown_again_once_the_search_cannot_lag_so_far(
    profile_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[int] = []

    def changed(*given: Any) -> ChangedPage:
        page = changed_orders(*given)
        shown.append(len(page.orders))
        return page

    monkeypatch.setattr("desktop.sync.pull_shopify.changed_orders", changed)
    with selling(profile_folder, monkeypatch, 20) as seller:
        for _ in range(8):
            seller.turn()
        assert shown[1] > 0
        assert shown[-1] == 0


def test_a_parcel_of_the_second_of_the_creation_reaches_amazon(
    profile_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with selling(profile_folder, monkeypatch, 12) as seller:
        live(seller.sandbox, seller.fate, seller.profile, wait_s=0.0)
        row = seller.to_ship()
        held = shop_state.held([row.id])[row.id]
        (order,) = (
            one
            for one in seller.sandbox.shopify.shop.orders.values()
            if one.source_identifier == row.amazon_order_id
        )
        assert held.state.updated_at == int(order.created_at) == int(order.updated_at)
        body = {"order": row.amazon_order_id, "company": "UPS", "number": NUMBER}
        seller.sandbox.shopify.event("shopify.fulfil", body)
        order.updated_at = order.created_at  # the search shows no other time than before
        seller.turn()
        seller.turn()
        assert [one["tracking"] for one in seller.packages(row)] == [NUMBER]


def test_news_of_an_order_that_was_never_read_lets_it_be_read_soon(
    profile_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the program ends right after the news was stored: the wish to read it is kept."""
    with selling(profile_folder, monkeypatch, 12) as seller:
        live(seller.sandbox, seller.fate, seller.profile, wait_s=0.0)
        for _ in range(10):  # until the search is past its creation
            seller.turn()
        row = seller.to_ship()
        seller.forgotten(row)
        seller.sandbox.events.happen("amazon.ship", {"order_id": row.amazon_order_id})
        with monkeypatch.context() as patch:
            patch.setattr("desktop.sync.pull_shopify.ShopifyPull.due_at", None)
            seller.turn()
        assert shop_state.load(row.id) is None
        account_id = row.account_id
        assert shop_state.not_seen_since(account_id, 1, 9)[0][0] == row.id
        seller.turn()
        seller.turn()
        assert tasks.was_done(row.id, "fulfil_in_shopify")
        assert len(seller.shipments(row)) == 1


def test_a_new_order_is_moved_to_the_chosen_location_without_reading_it(
    profile_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with selling(profile_folder, monkeypatch, 12) as seller:
        _, place, *_ = (one.id for one in seller.sandbox.shopify.shop.locations.values())
        set_setting("shipment.location", place)
        with monkeypatch.context() as patch:
            patch.setattr("desktop.sync.pull_shopify.ShopifyPull.due_at", None)
            seller.turn()
            seller.turn()
        row = next(one for one in seller.rows() if tasks.was_done(one.id, "move_in_shopify"))
        (order,) = (
            one
            for one in seller.sandbox.shopify.shop.orders.values()
            if one.source_identifier == row.amazon_order_id
        )
        assert {seller.sandbox.shopify.shop.locations[one.location_number].id
                for one in order.to_pack} == {place}  # fmt: skip
