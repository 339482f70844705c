"""Lines of an order that another app made: each Amazon item by SKU, link and quantity, or asked."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from desktop.sync.back.matching import matched
from desktop.trade.order import OrderLine
from desktop.trade.returns import ShopLine
from tests.sync.samples import line


def item(item_id: str, sku: str, quantity: int = 1, **more: Any) -> OrderLine:
    return replace(line(sku, quantity, **more), item_id=item_id)


def there(gid: str, sku: str, quantity: int = 1) -> ShopLine:
    return ShopLine(gid, sku, quantity, quantity, quantity, quantity)


def told(lines: list[ShopLine], items: list[OrderLine], **parts: Any) -> list[tuple[str, int]]:
    return [(one.item_id, one.pack) for one in matched(lines, items, parts)]


def test_each_line_is_the_item_of_its_sku_whatever_the_case_and_order():
    lines = [there("b", "plate ", 2), there("a", "MUG")]
    assert told(lines, [item("1", "mug"), item("2", "PLATE", 2)]) == [("2", 1), ("1", 1)]


def test_a_link_says_the_sku_and_how_many_a_unit_is():
    items = [item("1", "MUG-4", 2), item("2", "PLATE")]
    lines = [there("a", "CUP", 8), there("b", "PLATE")]
    assert told(lines, items, **{"MUG-4": [("CUP", 4)]}) == [("1", 4), ("2", 1)]
    # without the link the line that is left has another quantity: it asks
    assert told(lines, items) == [("", 1), ("2", 1)]


def test_a_set_is_all_of_its_parts_or_nothing():
    parts = {"SET": [("CUP", 2), ("DISH", 1)]}
    whole = [there("a", "CUP", 2), there("b", "DISH")]
    assert told(whole, [item("1", "SET")], **parts) == [("1", 2), ("1", 1)]
    short = [there("a", "CUP", 1), there("b", "DISH")]
    assert told(short, [item("1", "SET")], **parts) == [("", 1), ("", 1)]


def test_two_items_of_one_sku_are_told_apart_by_their_quantity():
    items = [item("1", "MUG", 1), item("2", "MUG", 3)]
    assert told([there("a", "MUG", 3), there("b", "MUG", 1)], items) == [("2", 1), ("1", 1)]
    assert told([there("a", "MUG", 4)], items) == [("", 1)]


def test_two_items_that_are_alike_may_stand_for_one_another_but_not_what_is_made_to_order():
    lines = [there("a", "MUG"), there("b", "MUG")]
    assert told(lines, [item("1", "MUG"), item("2", "MUG")]) == [("1", 1), ("2", 1)]
    engraved = [item(n, "MUG", customization_url=f"https://x/{n}") for n in "12"]
    assert told(lines, engraved) == [("", 1), ("", 1)]


def test_the_only_line_is_the_only_item_whatever_it_is_called():
    assert told([there("a", "", 1)], [item("1", "MUG")]) == [("1", 1)]
    assert told([there("a", "PACK", 6)], [item("1", "MUG", 2)]) == [("1", 3)]
    assert told([there("a", "PACK", 5)], [item("1", "MUG", 2)]) == [("", 1)]


def test_what_is_left_over_without_a_sku_is_a_charge_once_all_is_matched():
    lines = [there("a", "MUG"), there("fee", "")]
    (mug, fee) = matched(lines, [item("1", "MUG")], {})
    assert (mug.item_id, fee.item_id, fee.is_charge) == ("1", "", True)
    (_, fee) = matched(lines, [item("1", "MUG"), item("2", "DISH", 2)], {})
    assert not fee.is_charge


def test_what_was_matched_before_stays_as_it_was():
    known = replace(there("a", "CUP", 4), item_id="1", pack=4)
    assert told([known, there("b", "DISH")], [item("1", "MUG"), item("2", "DISH")]) == [
        ("1", 4),
        ("2", 1),
    ]


@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.integers(1, 4)), min_size=1, max_size=5),
    st.lists(st.tuples(st.sampled_from(["A", "B", "C", "X", ""]), st.integers(1, 6)), max_size=6),
)
def test_no_item_is_ever_given_more_or_less_than_it_is(sold, shown):
    items = [item(str(n), sku, quantity) for n, (sku, quantity) in enumerate(sold)]
    lines = [there(str(n), sku, quantity) for n, (sku, quantity) in enumerate(shown)]
    found = matched(lines, items, {})
    for one in items:
        mine = [each for each in found if each.item_id == one.item_id]
        assert len({each.pack for each in mine}) <= 1
        if mine:
            assert sum(each.quantity for each in mine) == one.quantity * mine[0].pack
