"""The made-up shop: the same for the same seed, sums that add up, its documented troubles."""

import re
import time
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.sandbox.amazon.store import Head
from desktop.sandbox.world.maker import WorldMaker
from desktop.sandbox.world.marks import TROUBLES
from desktop.sandbox.world.money import LineMoney, line_proceeds, order_proceeds
from desktop.sandbox.world.products import AMBIGUOUS_SKU, catalogue
from tests.sandbox.stand import START

DAY_MS = 86_400_000


def _maker(count: int, seed: int = 1, at: int = START, native: bool = False) -> WorldMaker:
    return WorldMaker(seed, count, at * 1000, catalogue(seed), native)


def _orders(maker: WorldMaker) -> list[tuple[Head, Any]]:
    return [(head, maker.body(head)) for head in maker.heads()]


def test_the_same_seed_makes_the_same_world() -> None:
    assert _orders(_maker(120)) == _orders(_maker(120))
    assert catalogue(3) == catalogue(3)
    one, other = _orders(_maker(50, 1)), _orders(_maker(50, 2))
    assert not {head.key for head, _ in one} & {head.key for head, _ in other}


def test_only_times_follow_the_clock() -> None:
    later = 7 * 86_400

    def timeless(at: int) -> str:
        text = repr(_orders(_maker(100, at=at)))
        text = re.sub(r"(created|updated)=\d+", "", text)
        return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "", text)

    assert timeless(START) == timeless(START + later)
    first, second = _maker(100).heads(), _maker(100, at=START + later).heads()
    assert {b.created - a.created for a, b in zip(first, second, strict=True)} == {later * 1000}


def test_ids_are_3_7_7_and_unique() -> None:
    ids = [head.key for head in _maker(20_000).heads()]
    assert len(set(ids)) == 20_000
    assert all(re.fullmatch(r"\d{3}-\d{7}-\d{7}", one) for one in ids)


def test_item_ids_are_unique() -> None:
    items = [item["orderItemId"] for _, o in _orders(_maker(500)) for item in o["orderItems"]]
    assert len(set(items)) == len(items)
    assert all(re.fullmatch(r"\d{14}", one) for one in items)


@pytest.mark.parametrize(("count", "days"), [(2000, 30), (3000, 729)])
def test_orders_lie_in_the_last_month_or_two_years(count: int, days: int) -> None:
    heads = _maker(count).heads()
    oldest = min(head.created for head in heads)
    assert START * 1000 - days * DAY_MS <= oldest <= START * 1000 - (days - 2) * DAY_MS
    assert all(head.created < head.updated <= START * 1000 - 600_000 for head in heads)


def test_the_mix_is_that_of_a_shop() -> None:
    heads = _maker(2000).heads()
    by = Counter(head.fulfilled_by for head in heads)
    assert 0.66 < by["MERCHANT"] / 2000 < 0.78
    own = Counter(head.status for head in heads if head.fulfilled_by == "MERCHANT")
    assert 0.70 < own["UNSHIPPED"] / by["MERCHANT"] < 0.85
    assert all(own[status] for status in ("PENDING", "CANCELLED", "SHIPPED", "PARTIALLY_SHIPPED"))
    assert Counter(head.marketplace for head in heads)["ATVPDKIKX0DER"] > 1600


def test_each_hundred_holds_its_share_of_trouble() -> None:
    wanted = Counter(TROUBLES.values())
    for start in range(0, 500, 100):
        found = Counter(head.trouble for head in _maker(500).heads()[start : start + 100])
        del found[""]
        assert found == wanted


def test_troubles_bite() -> None:
    skus = Counter(item.sku for item in catalogue(1))
    for head, order in _orders(_maker(300)):
        bought = [item["product"]["sellerSku"] for item in order["orderItems"]]
        assert (skus[bought[0]] == 0) == (head.trouble == "unlinked_sku")
        assert (AMBIGUOUS_SKU in bought) == (head.trouble == "ambiguous_sku")
        if head.trouble:
            assert head.status == "UNSHIPPED"
            address = order["recipient"]["deliveryAddress"]
            assert ("addressLine1" not in address) == (head.trouble == "missing_address")
            unknown = address["stateOrRegion"] in ("Cascadia", "XX", "Jefferson")
            assert unknown == (head.trouble == "unknown_province")


def test_the_catalogue() -> None:
    items = catalogue(1)
    skus = Counter(item.sku for item in items)
    assert 70 <= len(items) <= 90
    assert [sku for sku, times in skus.items() if times > 1] == [AMBIGUOUS_SKU]
    assert all(re.fullmatch(r"\d+\.\d\d", item.price) for item in items)
    assert all(item.inventory >= 100 for item in items)
    assert all(re.fullmatch(r"\d{12}", item.barcode) for item in items[:-1])
    assert any(item.inventory == 0 for item in catalogue(1, "low"))


def _amount(money: dict[str, str]) -> Decimal:
    return Decimal(money["amount"])


@pytest.mark.parametrize("native", [False, True])
def test_money_adds_up(native: bool) -> None:
    currencies = set()
    for head, order in _orders(_maker(400, native=native)):
        if head.status == "PENDING":
            assert "proceeds" not in order
            continue
        parts = {one["type"]: _amount(one["subtotal"]) for one in order["proceeds"]["breakdowns"]}
        assert sum(parts.values()) == _amount(order["proceeds"]["grandTotal"])
        currencies.add(order["proceeds"]["grandTotal"]["currencyCode"])
        lines: Counter[str] = Counter()
        for item in order["orderItems"]:
            shares = {b["type"]: _amount(b["subtotal"]) for b in item["proceeds"]["breakdowns"]}
            assert sum(shares.values()) == _amount(item["proceeds"]["proceedsTotal"])
            for one in item["proceeds"]["breakdowns"]:
                details = [_amount(d["value"]) for d in one.get("detailedBreakdowns", [])]
                assert not details or sum(details) == _amount(one["subtotal"])
            unit = _amount(item["product"]["price"]["unitPrice"])
            assert shares["ITEM"] in (0, unit * item["quantityOrdered"])
            for kind, share in shares.items():
                lines[kind] += share  # type: ignore[assignment]
        tip = parts.pop("DELIVERY_TIP", Decimal(0))
        assert {kind: total for kind, total in parts.items() if total} == {
            kind: total for kind, total in lines.items() if total
        }
        assert tip == (3 if head.index % 100 == 5 else 0)
    assert currencies == ({"USD", "CAD", "MXN"} if native else {"USD"})


@given(
    st.lists(
        st.tuples(
            st.integers(1, 10**7), st.integers(0, 9999), st.integers(0, 999),
            st.integers(0, 100), st.booleans(), st.integers(0, 2700),
        ),
        min_size=1, max_size=6,
    ),
    st.integers(0, 500),
)  # fmt: skip
def test_any_money_adds_up(lines: list[tuple[int, int, int, int, bool, int]], tip: int) -> None:
    made = [
        LineMoney(item, shipping, wrap, item * percent // 100, shipping if free else 0, rate)
        for item, shipping, wrap, percent, free, rate in lines
    ]
    proceeds = order_proceeds(made, tip, "USD")
    total = _amount(proceeds["grandTotal"])
    assert total == sum(_amount(one["subtotal"]) for one in proceeds["breakdowns"])
    items = [_amount(line_proceeds(line, "USD")["proceedsTotal"]) for line in made]
    assert total == sum(items) + Decimal(tip) / 100


def test_special_orders_are_there() -> None:
    orders = {head.index: order for head, order in _orders(_maker(100))}
    replaced = orders[23]
    assert _amount(replaced["proceeds"]["grandTotal"]) == 0
    assert replaced["associatedOrders"][0]["orderId"] == orders[22]["orderId"]
    assert orders[88]["salesChannel"]["channelName"] == "NON_AMAZON"
    assert "cancellationRequest" in orders[36]["orderItems"][0]["cancellation"]
    twice = [item["product"]["sellerSku"] for item in orders[48]["orderItems"]]
    assert twice[0] == twice[1]


def test_texts_are_not_only_ascii_and_phones_have_extensions() -> None:
    addresses = [
        order["recipient"]["deliveryAddress"]
        for head, order in _orders(_maker(600))
        if head.fulfilled_by == "MERCHANT" and "recipient" in order
    ]
    names = "".join(one.get("name", "") for one in addresses)
    assert re.search("[\u0590-\u05ff]", names)
    assert any(ord(letter) > 0xFFFF for letter in names)
    assert any(" ext. " in one.get("phone", "") for one in addresses)


def test_what_amazon_fulfils_hides_the_buyer() -> None:
    for head, order in _orders(_maker(200)):
        if head.fulfilled_by == "AMAZON" and head.status != "PENDING":
            assert "name" not in order["recipient"]["deliveryAddress"]
            assert "buyerName" not in order["buyer"]
            assert "packages" not in order


def test_shipped_orders_have_packages_that_fit() -> None:
    for head, order in _orders(_maker(300)):
        gone = {
            i["orderItemId"]: i["fulfillment"]["quantityFulfilled"] for i in order["orderItems"]
        }
        if head.status == "PARTIALLY_SHIPPED":
            left = [item["fulfillment"]["quantityUnfulfilled"] for item in order["orderItems"]]
            assert sum(left) == 1
            assert sum(gone.values()) > 0
        if head.fulfilled_by == "MERCHANT" and any(gone.values()):
            packed = {p["orderItemId"]: p["quantity"] for p in order["packages"][0]["packageItems"]}
            assert packed == {item: units for item, units in gone.items() if units}


def test_a_hundred_thousand_orders_begin_without_their_bodies() -> None:
    began = time.process_time()
    heads = _maker(100_000).heads()
    assert len({head.key for head in heads}) == 100_000
    assert time.process_time() - began < 60  # built whole they would take minutes


def test_a_small_catalogue_with_the_double_sku_is_enough() -> None:
    """Both variants of the double SKU may be drawn; something else must be left to sell."""
    items = tuple(item for item in catalogue(1) if item.sku in (AMBIGUOUS_SKU, "MUG-350-OAT"))
    assert len(items) == 3
    for _, order in _orders(WorldMaker(1, 300, START * 1000, items)):
        assert order["orderItems"]
