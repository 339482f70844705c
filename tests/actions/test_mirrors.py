"""Amazon's packages and our own: what left under a lost answer is never taken for a stranger's."""

from collections.abc import Iterator

import pytest

from desktop.models.database import write
from desktop.models.setting import set_setting
from desktop.models.task_find import tasks_of
from desktop.profile import Profile
from tests.actions.back import UPS, World, world

pytestmark = pytest.mark.usefixtures("way_back_on")


@pytest.fixture
def shop(profile: Profile) -> Iterator[World]:
    with world(profile) as made:
        yield made


def test_a_part_whose_confirmation_was_lost_is_not_fulfilled_twice(shop: World) -> None:
    row = shop.unshipped(units=3)
    shop.knobs("amazon", shipment_lag_s=0.0)  # Amazon shows it before the look-up is believed
    line = next(one for one in shop.shopify(row)["lines"])
    shop.fault("amazon.confirmShipment", "cut_after")
    part = {line["item_id"]: 1}
    shop.happen("shopify.fulfil", order=row.amazon_order_id, lines=part, company="UPS", number=UPS)
    shop.until(lambda: shop.amazon(row)["packages"])
    shop.stays()
    assert tasks_of([row.id], "fulfil_in_shopify") == ()
    assert len(shop.shopify(row)["fulfillments"]) == len(shop.amazon(row)["packages"]) == 1
    assert sum(one["quantity"] for one in shop.shopify(row)["to_pack"]) == row.units - 1


def test_what_amazon_shipped_before_shopify_was_first_read_is_fulfilled(shop: World) -> None:
    row = shop.unshipped()
    set_setting("shipment.to_shopify", False)
    shop.happen("amazon.ship", order_id=row.amazon_order_id, carrier="UPS", tracking=UPS)
    shop.until(lambda: shop.row(row.id).amazon_status == "SHIPPED")
    set_setting("shipment.to_shopify", True)
    forget(row.id)
    shop.until(lambda: shop.shopify(row)["to_pack"] == [])
    shop.stays()


def forget(order_id: int) -> None:
    """As if the watch had not come to the order yet."""
    with write() as connection:
        connection.execute("DELETE FROM shop_state WHERE order_id = ?", (order_id,))
