"""More sold than there is: the order is made all the same, flagged, found and told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models import history, order_list
from desktop.rows import OrderFilter
from tests.bad_days.sales import order_id, sale
from tests.bad_days.stand import Day, a_day

FEW = [
    {"sku": "MUG", "inventory": 3, "price": "10.00"},
    {"sku": "CUP", "inventory": 3, "price": "10.00"},
]
LATER = 4 * 3600.0


@pytest.fixture
def day(profile_folder: Path) -> Iterator[Day]:
    with a_day(profile_folder, [sale(1, units=2), sale(2, units=2)], catalogue=FEW) as made:
        yield made


def flagged(day: Day) -> list[str]:
    return [order_id(one) for one in (1, 2) if day.row(one).oversold]


def test_the_order_that_took_the_last_is_plain_and_the_next_is_flagged(day: Day) -> None:
    day.sync()
    day.made(1, 2)
    (key,) = flagged(day)
    assert order_list.count(OrderFilter(oversold=True)) == 1
    ((number,),) = [[n for n in (1, 2) if order_id(n) == key]]
    told = [one for one in history.of_order(day.row(number).id) if one.what == "oversold"]
    assert [one.detail for one in told] == ["MUG"]


@pytest.mark.parametrize("kind", ["cut_after", "cut_before"])
def test_also_where_the_answer_was_lost(day: Day, kind: str) -> None:
    day.faults({"operation": "shopify.CreateOrder", "kind": kind, "times": 2})
    for _ in range(3):
        day.sync(LATER)
    day.made(1, 2)
    assert flagged(day)


def test_what_amazon_ships_takes_no_stock(profile_folder: Path) -> None:
    empty = [{"sku": "MUG", "inventory": -5, "price": "10.00"}]
    fba = sale(1, status="SHIPPED", fulfilled_by="AMAZON")
    with a_day(profile_folder, [], catalogue=empty) as day:
        day.event("amazon.new_order", order=fba)
        day.sync()
        day.made(1)
        assert not day.row(1).oversold
