"""Amazon's packages and our own: what left under a lost answer is never taken for a stranger's."""

from collections.abc import Iterator

import pytest

from desktop.actions.retry import retry_rows
from desktop.models.database import write
from desktop.models.setting import set_setting
from desktop.models.task_find import tasks_of
from desktop.profile import Profile
from desktop.rows import OrderRow, TaskState
from tests.actions.back import UPS, World, world

OTHER = "1Z999AA10123456792"


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


def mirrored(shop: World) -> OrderRow:
    """An order that was shipped in Seller Central, and stands fulfilled in Shopify."""
    row = shop.unshipped()
    shop.happen("amazon.ship", order_id=row.amazon_order_id, carrier="UPS", tracking=UPS)
    shop.until(lambda: tracking(shop, row) == [("UPS", UPS)])
    return row


def tracking(shop: World, row: OrderRow) -> list[tuple[str, str]]:
    made = shop.shopify(row)["fulfillments"]
    return [(one["company"], one["number"]) for each in made for one in each["tracking"]]


def on_amazon(shop: World, row: OrderRow, field: str, value: str) -> None:
    path = f"packages.0.{field}"
    shop.happen("amazon.set_field", order_id=row.amazon_order_id, path=path, value=value)


def test_a_number_that_is_corrected_on_amazon_is_corrected_in_shopify_without_mail(
    shop: World,
) -> None:
    row = mirrored(shop)
    on_amazon(shop, row, "trackingNumber", OTHER)
    shop.until(lambda: tracking(shop, row) == [("UPS", OTHER)])
    on_amazon(shop, row, "carrier", "DHL")
    shop.until(lambda: tracking(shop, row) == [("DHL", OTHER)])
    shop.stays()
    (made,) = shop.shopify(row)["fulfillments"]
    assert not made["notify_customer"]
    assert len(shop.amazon(row)["packages"]) == 1
    assert shop.row(row.id).failures == ()


def test_a_correction_whose_answer_is_lost_is_made_once_more(shop: World) -> None:
    row = mirrored(shop)
    shop.fault("shopify.fulfillmentTrackingInfoUpdate", "cut_after")
    on_amazon(shop, row, "trackingNumber", OTHER)
    shop.until(lambda: [one.state for one in tasks_of([row.id], "track_in_shopify")]
               == [TaskState.DONE])  # fmt: skip
    assert tracking(shop, row) == [("UPS", OTHER)]
    shop.stays()


def test_what_the_seller_corrected_in_shopify_is_not_overwritten(shop: World) -> None:
    row = mirrored(shop)
    own = "1Z999AA10123456801"
    (made,) = shop.shopify(row)["fulfillments"]
    shop.happen("shopify.update_tracking", order=row.amazon_order_id, fulfillment=made["name"],
                company="UPS", number=own)  # fmt: skip
    shop.sync()
    on_amazon(shop, row, "trackingNumber", OTHER)
    shop.until(lambda: tasks_of([row.id], "track_in_shopify"))
    shop.stays()
    assert tracking(shop, row) == [("UPS", own)]
    assert shop.row(row.id).failures == ()


def forget(order_id: int) -> None:
    """As if the watch had not come to the order yet."""
    with write() as connection:
        connection.execute("DELETE FROM shop_state WHERE order_id = ?", (order_id,))


def recreated(shop: World, row: OrderRow) -> None:
    """Its Shopify order is deleted, and a person has it created again."""
    with write() as connection:
        connection.execute("UPDATE shop_state SET seen_at = 0 WHERE order_id = ?", (row.id,))
    shop.happen("shopify.delete_order", order=row.amazon_order_id)

    def is_asked() -> bool:
        with write() as connection:
            connection.execute("UPDATE shop_state SET seen_at = 0 WHERE order_id = ?", (row.id,))
        return bool(shop.row(row.id).failures)

    shop.until(is_asked)
    assert shop.row(row.id).failures[0].code == "deleted_in_shopify"
    retry_rows([shop.row(row.id)])
    shop.until(lambda: not shop.row(row.id).failures)


def to_pack(shop: World, row: OrderRow) -> int:
    return sum(one["quantity"] for one in shop.shopify(row)["to_pack"])


@pytest.mark.parametrize("by", ["seller in Shopify", "Seller Central"])
def test_what_was_shipped_of_a_deleted_order_is_not_packed_again(shop: World, by: str) -> None:
    row = shop.unshipped(units=3)
    line = shop.shopify(row)["lines"][0]
    part, order_id = {line["item_id"]: 1}, row.amazon_order_id
    if by == "Seller Central":
        shop.happen("amazon.ship", order_id=order_id, items=part, carrier="UPS", tracking=UPS)
    else:
        shop.happen("shopify.fulfil", order=order_id, lines=part, company="UPS", number=UPS)
    shop.until(lambda: shop.amazon(row)["packages"] and to_pack(shop, row) == row.units - 1)
    shop.stays()
    recreated(shop, row)
    shop.until(lambda: to_pack(shop, row) == row.units - 1)
    shop.stays()
    assert tracking(shop, row) == [("UPS", UPS)]
    assert len(shop.amazon(row)["packages"]) == 1
    shop.happen("shopify.fulfil", order=order_id, company="UPS", number=OTHER)
    shop.until(lambda: shop.row(row.id).amazon_status == "SHIPPED")
    shop.stays()
    sent = [(one["tracking"], sum(one["items"].values())) for one in shop.amazon(row)["packages"]]
    assert sorted(sent) == sorted([(UPS, 1), (OTHER, row.units - 1)])
    assert shop.row(row.id).failures == ()
