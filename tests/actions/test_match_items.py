"""Adopted orders whose lines bear other SKUs: one link heals all that wait for it."""

from collections.abc import Iterator

import pytest

from desktop.actions.match_items import match_items
from desktop.profile import Profile
from desktop.rows import OrderRow
from desktop.sync.back.unmatched import unmatched_skus, waiting_for
from tests.actions.back import World, world
from tests.bad_days.sales import sale


@pytest.fixture
def shop(profile: Profile) -> Iterator[World]:
    with world(profile) as made:
        yield made


def brought(shop: World, number: int, *skus: str) -> OrderRow:
    """An order whose lines another app named in its own way."""
    made = sale(number, units=1, skus=skus)
    order_id = made["orderId"]
    shop.happen("amazon.new_order", order=made)
    lines = [{"sku": f"THEIRS-{sku}", "quantity": 1, "price": "5.00"} for sku in skus]
    shop.happen("shopify.other_app_order", amazon_order_id=order_id, lines=lines)
    shop.until(lambda: [r for r in shop.rows() if r.amazon_order_id == order_id
                        and r.shopify_order_id])  # fmt: skip
    return next(one for one in shop.rows() if one.amazon_order_id == order_id)


def test_one_link_heals_every_order_that_waits_for_it(shop: World) -> None:
    """Two orders of one SKU that another app made under its own, and one of another SKU."""
    first, second = brought(shop, 1, "MUG", "CUP"), brought(shop, 2, "MUG", "TRAY")
    other = brought(shop, 3, "BOWL", "CUP")
    for n, (row, sku) in enumerate(((first, "MUG"), (second, "MUG"), (other, "BOWL"))):
        shop.happen("shopify.fulfil", order=row.amazon_order_id, company="UPS",
                    number=f"1Z999AA101234567{n:02d}", lines={f"THEIRS-{sku}": 1})  # fmt: skip
    shop.until(lambda: all(shop.row(one.id).failures for one in (first, second, other)))
    codes = {shop.row(one.id).failures[0].code for one in (first, second, other)}
    assert codes == {"items_unmatched"}
    assert unmatched_skus(first.id) == ("MUG", "CUP")
    assert set(waiting_for(first.account_id, ["MUG"])) == {first.id, second.id}
    theirs = shop.happen("shopify.add_variant", sku="THEIRS-MUG", price="5.00")
    gid = str(theirs["variant_id"])
    assert match_items(first.id, [("MUG", gid, 1)], shop.profile) == 2
    shop.until(lambda: shop.amazon(first)["packages"] and shop.amazon(second)["packages"])
    assert shop.row(first.id).failures == shop.row(second.id).failures == ()
    assert shop.row(other.id).failures[0].code == "items_unmatched"
