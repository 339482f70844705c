"""How far the watch of Shopify has come: by Shopify's own time, and never past what was read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from desktop.channels.shopify.changes import ChangedPage, Glance
from desktop.clock import Pace
from desktop.models import account as accounts
from desktop.sync import pull_shopify
from desktop.sync.connection import Connection
from desktop.sync.pull_shopify import OVERLAP_S, ShopCursor, ShopifyPull
from tests.models.conftest import database, path
from tests.models.orders import NOW, connect_account

__all__ = ["database", "path"]
POLL_S = 120


def changed(at: int) -> Glance:
    return Glance("gid://shopify/Order/1", at, None, False, "PAID", "UNFULFILLED", 0, True)


@dataclass
class Shop:
    """Answers pages; its clock is that of its Date header, if it has one."""

    at: float = float(NOW)
    ahead_s: int | None = 0
    pages: list[tuple[Glance, ...]] = field(default_factory=list)
    asked: list[tuple[int, str]] = field(default_factory=list)

    def clock(self) -> float:
        return self.at

    def answer(self, client: object, since: int, cursor: str = "") -> ChangedPage:
        self.asked.append((since, cursor))
        orders = self.pages.pop(0) if self.pages else ()
        told_at = None if self.ahead_s is None else int(self.at) + self.ahead_s
        more = f"c{len(self.asked)}" if self.pages else ""
        return ChangedPage(orders, more, told_at=told_at)

    def poll(self) -> None:
        """As a new run does it, to the end."""
        self.at += POLL_S
        nothing: Any = None
        parts = (nothing, nothing, nothing, nothing)
        connection = Connection(accounts.account(1), *parts, Pace(), Event())
        pull = ShopifyPull(connection, clock=self.clock)
        while not pull.is_up_to_date:
            pull.step()
            self.at += 1


@pytest.fixture
def shop(database: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    made = Shop()
    connect_account("Main")
    monkeypatch.setattr(pull_shopify, "changed_orders", made.answer)
    return made


def newest() -> int:
    return ShopCursor.load(1).newest


def test_a_quiet_shop_is_asked_only_for_the_time_since_the_last_look(shop: Shop) -> None:
    shop.pages = [(changed(NOW),)]
    shop.poll()
    for _ in range(29):
        shop.poll()
    before = int(shop.at)
    shop.poll()
    since, _ = shop.asked[-1]
    assert before - OVERLAP_S - 2 <= since < before - OVERLAP_S + POLL_S


def test_without_a_time_of_shopify_it_stands_where_the_last_change_was(shop: Shop) -> None:
    shop.pages, shop.ahead_s = [(changed(NOW),)], None
    for _ in range(5):
        shop.poll()
    assert newest() == NOW
    assert shop.asked[-1] == (int(NOW - OVERLAP_S), "")


@pytest.mark.parametrize("ahead_s", [-40_000, 40_000])
def test_of_two_clocks_the_one_that_is_behind_counts(shop: Shop, ahead_s: int) -> None:
    shop.ahead_s = ahead_s
    shop.pages = [(changed(NOW - 50_000),)]
    shop.poll()
    assert newest() == NOW + POLL_S + min(0, ahead_s)


def test_it_never_goes_back(shop: Shop) -> None:
    shop.pages, shop.ahead_s = [(changed(NOW),)], -40_000
    for _ in range(3):
        shop.poll()
    assert newest() == NOW


def test_of_a_window_of_many_pages_the_first_one_counts_once_all_are_read(shop: Shop) -> None:
    """What changes while one pages may be on none of them."""
    shop.poll()
    shop.pages = [(changed(NOW - 9),), (changed(NOW - 8),), (changed(NOW - 7),)]
    before, began = newest(), int(shop.at) + POLL_S
    told: list[int] = []
    real: Callable[..., ChangedPage] = shop.answer

    def answer(*given: Any) -> ChangedPage:
        told.append(newest())
        return real(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pull_shopify, "changed_orders", answer)
        shop.poll()
    assert [cursor for _, cursor in shop.asked[-3:]] == ["", "c2", "c3"]
    assert told == [before] * 3
    assert newest() == began


def test_what_changes_while_one_pages_is_asked_for_again(shop: Shop) -> None:
    shop.pages = [(changed(NOW - 9),), (changed(NOW - 8),)]
    shop.poll()
    began = NOW + POLL_S
    shop.poll()
    assert shop.asked[-1] == (int(began - OVERLAP_S), "")
