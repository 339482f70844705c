"""The shop's side of an order beside Amazon's: what differs, what is hidden, what is not there."""

from dataclasses import replace

import pytest

from desktop.actions.differences import differences, total_is_equal
from desktop.actions.list_orders import ListWords, list_orders, read_query
from desktop.actions.shop_side import shop_side
from desktop.models import order_store
from desktop.profile import Profile
from desktop.rows import OrderRow
from desktop.sandbox.run import Sandbox
from desktop.trade import Address, Money, ShopAddressView, ShopOrderView
from desktop.trade.order import AmazonStatus
from tests.actions.stand import connect_with, synced
from tests.models.orders import order


@pytest.fixture
def shop(profile: Profile, sandbox: Sandbox) -> Profile:
    connect_with(profile, sandbox.connect)
    synced(profile)
    return profile


def created() -> OrderRow:
    rows = list_orders(read_query(ListWords(statuses=("unshipped",), tags=("fbm",))))
    return next(row for row in rows if row.shopify_order_name)


def test_an_order_as_it_was_created_has_no_differences(shop: Profile) -> None:
    row = created()
    side = shop_side(row.id, shop)
    assert side is not None
    assert side.name == row.shopify_order_name
    assert (side.financial, side.fulfillment) == ("PAID", "UNFULFILLED")
    assert side.total == row.total
    assert side.total_is_equal is True
    assert side.differences == ()
    assert side.address
    assert side.address_visible
    assert "amazon" in side.tags
    assert sum(quantity for _, quantity in side.lines) >= row.units


def test_what_is_hidden_is_not_visible_rather_than_empty(shop: Profile, sandbox: Sandbox) -> None:
    sandbox.control.set_knobs("shopify", {"protected_null": True})
    side = shop_side(created().id, shop)
    assert side is not None
    assert side.address_visible is False
    assert side.differences == ()
    assert side.phone == ""


def test_an_order_that_is_not_in_shopify_has_no_side(shop: Profile) -> None:
    row = next(one for one in list_orders(read_query(ListWords())) if not one.shopify_order_id)
    assert shop_side(row.id, shop) is None
    with pytest.raises(LookupError):
        shop_side(999_999, shop)


def test_an_address_that_a_person_decided_is_what_was_meant(shop: Profile) -> None:
    row = created()
    meant = order_store.order(row.id).address
    assert meant is not None
    side = shop_side(row.id, shop)
    assert side is not None
    assert any(meant.city in line for line in side.address)


ADDRESS = Address(
    name="Dana Whitfield",
    line1="88 Harbor Rd",
    line2="Apt 4",
    city="Portland",
    state="ME",
    postal_code="04101",
    country="US",
    phone="+12075550111",
)
SEEN = ShopAddressView(
    name="Dana Whitfield",
    line1="88 Harbor Rd",
    line2="Apt 4",
    city="Portland",
    province_code="ME",
    postal_code="04101",
    country="US",
    phone="+1 207-555-0111",
)


def view(**changed: object) -> ShopOrderView:
    amazon = order()
    total = amazon.grand_total or Money(0, "EUR")
    usual = ShopOrderView(
        gid="gid://shopify/Order/7",
        legacy_id="7",
        name="#1007",
        financial="PAID",
        fulfillment="UNFULFILLED",
        total=total,
        presentment=total,
        cancelled=False,
        tags=(),
        note="",
        lines=tuple((line.sku, line.title, line.quantity, True) for line in amazon.lines),
        tracking=(),
        address=SEEN,
    )
    return replace(usual, **changed)  # type: ignore[arg-type]


def fields(shop: ShopOrderView, sent_to: Address | None = ADDRESS, **changed: object) -> list[str]:
    amazon = replace(order(), address=ADDRESS, **changed)  # type: ignore[arg-type]
    return [one[0] for one in differences(amazon, shop, sent_to=sent_to, linked=())]


def test_equal_sides_have_no_differences() -> None:
    assert fields(view()) == []


def test_each_difference_is_named() -> None:
    assert fields(view(address=replace(SEEN, line2=None))) == ["Address line 2"]
    assert fields(view(address=replace(SEEN, city="Bangor", postal_code="04401"))) == [
        "City",
        "Postal code",
    ]
    assert fields(view(address=None)) == ["Ship to"]
    assert fields(view(cancelled=True)) == ["State"]
    assert fields(view(), status=AmazonStatus.CANCELLED) == ["State"]
    assert fields(view(), status=AmazonStatus.SHIPPED) == ["Shipment"]
    assert fields(view(total=Money(1, "EUR"), presentment=Money(1, "EUR"))) == ["Total"]
    assert [one.split()[0] for one in fields(view(lines=()))] == ["Item"]


def test_what_cannot_be_seen_or_compared_is_no_difference() -> None:
    assert fields(view(address=None, address_hidden=True)) == []
    assert (
        fields(view(address=ShopAddressView(city="Portland", province_code="ME", country="US")))
        == []
    )
    assert fields(view(address=None), sent_to=None) == []
    other = Money(1, "SEK")
    amazon = order()
    assert total_is_equal(amazon, view(total=other, presentment=other)) is None
    assert fields(view(total=other, presentment=other)) == []


def test_what_was_given_back_is_no_difference() -> None:
    there = view()
    less = replace(there.total, minor=there.total.minor - 100)
    sku, title, units, ships = there.lines[0]
    back = replace(
        there,
        total=less,
        presentment=less,
        lines=((sku, title, units - 1, ships), *there.lines[1:]),
    )
    assert fields(back) == ["Total", f"Item {sku}"]
    refunded = replace(back, financial="PARTIALLY_REFUNDED")
    assert fields(refunded) == []
    assert total_is_equal(order(), refunded) is None
    more = replace(less, minor=less.minor + 200)
    assert total_is_equal(order(), replace(refunded, total=more, presentment=more)) is False


def test_linked_skus_are_not_compared_by_units() -> None:
    amazon = order()
    linked = [line.sku for line in amazon.lines]
    assert differences(amazon, view(lines=()), sent_to=None, linked=linked) == ()
