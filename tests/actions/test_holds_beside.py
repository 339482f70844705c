"""Our hold for a cancel wish beside one that the merchant has put there."""

from collections.abc import Iterator

import pytest

from desktop.models import order_store
from desktop.profile import Profile
from desktop.rows import OrderRow
from tests.actions.back import World, world


@pytest.fixture
def shop(profile: Profile) -> Iterator[World]:
    with world(profile) as made:
        yield made


def makers(shop: World, row: OrderRow) -> set[str]:
    """Who holds what of the order is still to be packed."""
    orders = shop.shopify(row)["fulfillment_orders"]
    return {hold["made_by"] for one in orders for hold in one["holds"]}


def test_ours_stays_while_the_merchants_keeps_a_mirror_from_going(shop: World) -> None:
    row = shop.unshipped(units=2)
    item = order_store.order(row.id).lines[0].item_id
    shop.happen("amazon.cancel_wish", order_id=row.amazon_order_id)
    shop.until(lambda: makers(shop, row) == {"app"})
    shop.happen("shopify.hold", order=row.amazon_order_id)
    shop.happen("amazon.ship", order_id=row.amazon_order_id, items={item: 1}, by="buy_shipping")
    shop.until(lambda: "shop_on_hold" in {one.code for one in shop.row(row.id).failures})
    assert makers(shop, row) == {"app", "merchant"}
