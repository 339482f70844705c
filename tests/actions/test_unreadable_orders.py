"""One order whose answer from Shopify lacks a part: it is told of, and keeps no other one back."""

from collections.abc import Iterator
from contextlib import closing
from threading import Event
from typing import Any

import pytest

from desktop.actions.retry import retry_rows
from desktop.actions.skip import skip
from desktop.actions.variant_search import connected
from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.errors import Misshapen
from desktop.clock import now
from desktop.models import account as accounts
from desktop.models import shop_state
from desktop.models.database import write
from desktop.models.task_find import tasks_of
from desktop.profile import Profile
from desktop.rows import OrderRow, SyncStatus, TaskState
from desktop.sync.back import planning
from desktop.sync.back.reading import read_all
from tests.actions.back import UPS, World, world

OTHER = "1Z999AA10123456792"


@pytest.fixture
def shop(profile: Profile) -> Iterator[World]:
    with world(profile) as made:
        yield made


class Harmed:
    """Shopify's answers, with what is done to every order of these gids."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.gids: set[str] = set()
        self.field = "closed"
        plain = ShopifyClient.execute

        def execute(client: ShopifyClient, operation: str, *args: Any, **more: Any) -> Any:
            answer = plain(client, operation, *args, **more)
            self._harm(answer)
            return answer

        patch.setattr(ShopifyClient, "execute", execute)

    def _harm(self, part: Any) -> None:
        if isinstance(part, dict):
            if part.get("id") in self.gids:
                part.pop(self.field, None)
            for each in part.values():
                self._harm(each)
        elif isinstance(part, list):
            for each in part:
                self._harm(each)


@pytest.fixture
def harmed(monkeypatch: pytest.MonkeyPatch) -> Harmed:
    return Harmed(monkeypatch)


def gid_of(row: OrderRow) -> str:
    return shop_state.gid_of(row.id)


def fulfil(shop: World, row: OrderRow, number: str) -> None:
    shop.happen("shopify.fulfil", order=row.amazon_order_id, company="UPS", number=number)


def problem(shop: World) -> str:
    return accounts.accounts()[0].shopify_problem


@pytest.mark.parametrize("field", ["closed", "lineItems", "updatedAt"])
def test_one_order_that_cannot_be_read_keeps_no_other_back(
    shop: World, harmed: Harmed, field: str
) -> None:
    bad, good = shop.unshipped(0), shop.unshipped(1)
    harmed.gids, harmed.field = {gid_of(bad)}, field
    fulfil(shop, bad, UPS)
    fulfil(shop, good, OTHER)
    shop.until(lambda: shop.amazon(good)["packages"])
    assert shop.amazon(bad)["packages"] == []
    (failure,) = shop.row(bad.id).failures
    assert (failure.kind, failure.code) == (SyncStatus.FAILED_SHIPMENT, "unreadable")
    assert problem(shop) == ""
    said = shop.task(bad, "read_in_shopify")
    assert field in dict(failure.technical)["words"]
    shop.sync()
    assert shop.task(bad, "read_in_shopify").id == said.id  # told once


def test_once_it_can_be_read_everything_of_it_travels(shop: World, harmed: Harmed) -> None:
    row = shop.unshipped()
    harmed.gids = {gid_of(row)}
    fulfil(shop, row, UPS)
    shop.until(lambda: bool(shop.row(row.id).failures))
    retry_rows([shop.row(row.id)])
    shop.sync()
    assert shop.row(row.id).failures[0].code == "unreadable"
    harmed.gids = set()
    retry_rows([shop.row(row.id)])
    shop.until(lambda: shop.amazon(row)["packages"])
    assert shop.row(row.id).failures == ()
    assert shop.task(row, "read_in_shopify").state is TaskState.DONE


def test_the_watch_reads_it_again_by_itself(shop: World, harmed: Harmed) -> None:
    row = shop.unshipped()
    harmed.gids = {gid_of(row)}
    fulfil(shop, row, UPS)
    shop.until(lambda: bool(shop.row(row.id).failures))
    harmed.gids = set()
    shop.until(lambda: shop.amazon(row)["packages"])
    assert shop.row(row.id).failures == ()
    harmed.gids = {gid_of(row)}
    shop.happen("shopify.refund", order=row.amazon_order_id, amount="1.00")
    shop.until(lambda: bool(shop.row(row.id).failures))  # told anew
    assert len(tasks_of([row.id], "read_in_shopify")) == 2


def test_what_a_person_left_at_that_is_not_told_again(shop: World, harmed: Harmed) -> None:
    row = shop.unshipped()
    harmed.gids = {gid_of(row)}
    fulfil(shop, row, UPS)
    shop.until(lambda: bool(shop.row(row.id).failures))
    skip([row.id], "seen to by hand")
    with write() as connection:
        connection.execute("UPDATE shop_state SET seen_at = 0")
    shop.sync()
    assert shop.row(row.id).failures == ()


def test_a_task_of_such_an_order_fails_by_itself(shop: World, harmed: Harmed) -> None:
    bad, good = shop.unshipped(0), shop.unshipped(1)
    harmed.gids = {gid_of(bad)}
    for row, number in ((bad, UPS), (good, OTHER)):
        shop.happen("amazon.ship", order_id=row.amazon_order_id, carrier="UPS", tracking=number)
    shop.until(lambda: shop.shopify(good)["to_pack"] == [] and shop.row(bad.id).failures)
    assert {one.code for one in shop.row(bad.id).failures} == {"unreadable"}
    assert shop.task(bad, "fulfil_in_shopify").state is TaskState.FAILED
    harmed.gids = set()
    retry_rows([shop.row(bad.id)])
    shop.until(lambda: shop.shopify(bad)["to_pack"] == [])


def test_an_error_of_ours_with_one_order_keeps_no_other_back(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = shop.unshipped(0), shop.unshipped(1)
    plain = planning.keep

    def keep(connection: Any, order_id: int, *args: Any) -> None:
        if order_id == bad.id:
            raise RuntimeError("nobody thought of it")
        plain(connection, order_id, *args)

    monkeypatch.setattr(planning, "keep", keep)
    fulfil(shop, bad, UPS)
    fulfil(shop, good, OTHER)
    shop.until(lambda: shop.amazon(good)["packages"])
    assert [one.code for one in shop.row(bad.id).failures] == ["bug"]


def test_where_none_of_several_can_be_read_it_is_no_order_s_fault(
    shop: World, harmed: Harmed
) -> None:
    rows = [shop.unshipped(n) for n in range(5)]
    harmed.gids = {gid_of(row) for row in rows}
    ids = [row.id for row in rows]
    with closing(connected(rows[0].account_id, shop.profile, Event())) as connection:
        with pytest.raises(Misshapen):
            read_all(connection, ids, now)
        assert [shop.row(one).failures for one in ids] == [()] * 5
        read_all(connection, ids[:4], now)
    assert [len(shop.row(one).failures) for one in ids] == [1, 1, 1, 1, 0]
