"""The story of an order: who did what, by which request, how long it took, what was sent."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.actions.cancel_order import cancel_order
from desktop.models import history, order_store
from desktop.models.setting import set_setting
from desktop.profile import Profile
from desktop.rows import HistoryRow, OrderRow
from desktop.trade.masking import HIDDEN, masked, masked_text
from tests.actions.back import UPS, World, world


@pytest.fixture
def shop(profile: Profile) -> Iterator[World]:
    with world(profile, orders=24) as made:
        yield made


def story(row: OrderRow) -> dict[str, HistoryRow]:
    """By what it says; the last of each."""
    return {one.what: one for one in history.of_order(row.id)}


def entry(row: OrderRow, what: str) -> HistoryRow:
    told = story(row)
    assert what in told, sorted(told)
    return told[what]


def holds_no_buyer(row: OrderRow) -> None:
    order = order_store.order(row.id)
    where = order.address
    assert where is not None
    names = (order.buyer_name, where.name, where.line1, where.phone, where.postal_code)
    text = " ".join(one.payload for one in history.of_order(row.id))
    assert text
    assert not [name for name in names if name and name in text]


def test_a_shipment_names_its_requests(shop: World) -> None:
    row = shop.unshipped()
    shop.happen("shopify.fulfil", order=row.amazon_order_id, company="UPS", number=UPS)
    shop.until(lambda: "shipment confirmed on Amazon" in story(row))
    made = entry(row, "created in Shopify")
    assert made.request_id
    assert made.took_ms is not None
    assert made.payload == ""  # the order itself is shown by the preview
    seen = entry(row, "fulfilled in Shopify")
    assert (seen.by, seen.detail, seen.request_id) == ("shopify", f"UPS {UPS}", "")
    sent = entry(row, "shipment sent to Amazon")
    assert (sent.by, bool(sent.request_id)) == ("app", True)
    assert sent.took_ms is not None
    assert UPS in sent.payload
    assert entry(row, "shipment confirmed on Amazon").request_id
    holds_no_buyer(row)


def test_a_refund_is_told_from_shopify_to_amazon(shop: World) -> None:
    set_setting("refund.to_amazon", True)
    row = shop.unshipped()
    shop.happen("shopify.fulfil", order=row.amazon_order_id, company="UPS", number=UPS)
    shop.until(lambda: shop.row(row.id).amazon_status == "SHIPPED")
    shop.happen("shopify.refund", order=row.amazon_order_id)
    shop.until(lambda: "refund on Amazon" in story(row))
    total = shop.row(row.id).total
    assert total is not None
    assert entry(row, "refunded in Shopify").detail == str(total)
    sent = entry(row, "refund sent to Amazon")
    assert sent.request_id
    items = json.loads(sent.payload)["items"]
    assert sum(one["principal"] + one["tax"] + one["shipping"] for one in items) <= total.minor
    assert entry(row, "refund on Amazon").detail == "accepted by Amazon"
    shop.until(lambda: "refunded on Amazon" in story(row))
    assert entry(row, "refunded on Amazon").by == "amazon"
    holds_no_buyer(row)


def test_a_cancellation_is_told_on_both_sides(shop: World) -> None:
    row = shop.unshipped()
    cancel_order(row.id, "NoInventory")
    shop.until(lambda: "cancelled in Shopify by Crossdock" in story(row))
    assert entry(row, "cancelled from the app").by == "seller"
    sent = entry(row, "cancellation sent to Shopify")
    assert sent.request_id
    assert json.loads(sent.payload)["reason"] == "INVENTORY"
    shop.until(lambda: "cancelled on Amazon" in story(row))
    assert "NoInventory" in entry(row, "cancellation sent to Amazon").payload
    holds_no_buyer(row)


def test_only_what_is_known_to_be_harmless_is_kept() -> None:
    sent = {
        "id": "gid://shopify/Order/7",
        "number": UPS,
        "note": "for my dear aunt",
        "shippingAddress": {"company": "Acme", "zip": "04101", "id": 7},
        "notify": False,
        "email": 5,
    }
    assert masked(sent) == {
        "id": "gid://shopify/Order/7",
        "number": UPS,
        "note": HIDDEN,
        "shippingAddress": {"company": HIDDEN, "zip": HIDDEN, "id": HIDDEN},
        "notify": False,
        "email": HIDDEN,
    }
    assert masked_text({}) == ""
    assert len(masked_text({"ids": ["x" * 50] * 500})) < 6100


@given(st.text(min_size=1), st.sampled_from(("name", "address1", "note", "value", "zip", "phone")))
def test_a_text_of_another_name_never_gets_through(text: str, name: str) -> None:
    buried = {"variables": [{"input": {name: text}}, {name: [text, {"deep": text}]}]}
    if not text.startswith("gid://"):
        assert masked(buried) == {
            "variables": [
                {"input": {name: HIDDEN}},
                {name: [HIDDEN, {"deep": HIDDEN}]},
            ]
        }
