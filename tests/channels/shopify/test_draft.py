"""What is sent for an order, field by field, and what is refused."""

from dataclasses import replace
from typing import Any

import pytest

from desktop.channels.shopify.draft import draft_order
from desktop.channels.shopify.draft_types import OrderDraft
from desktop.errors import NeedsPerson
from desktop.trade import (
    Address,
    LinkPart,
    Money,
    Order,
    OrderLine,
    OrderRules,
    Package,
    SkuLink,
    Variant,
)
from desktop.trade.order import AmazonStatus
from desktop.trade.rules import ExchangeRate
from tests.channels.shopify.sales import (
    NEW_YORK,
    exact_links,
    line,
    order,
    shop,
    shopify_total,
    variant,
)

GERMANY = Address(name="Kim Muster", line1="Weg 1", city="Berlin", country="DE")


def draft(of: Order, **options: Any) -> OrderDraft:
    links, variants = exact_links(of)
    given = {"rules": OrderRules(), "facts": shop(), "links": links, "variants": variants}
    return draft_order(of, **{**given, **options})


def sent(of: Order, **options: Any) -> dict[str, Any]:
    fields: dict[str, Any] = draft(of, **options).variables["order"]
    return fields


def refused(of: Order, **options: Any) -> NeedsPerson:
    with pytest.raises(NeedsPerson) as caught:
        draft(of, **options)
    return caught.value


def usd(amount: str) -> dict[str, dict[str, str]]:
    return {"shopMoney": {"amount": amount, "currencyCode": "USD"}}


def prices(fields: dict[str, Any]) -> list[tuple[int, str]]:
    return [
        (item["quantity"], item["priceSet"]["shopMoney"]["amount"]) for item in fields["lineItems"]
    ]


def titles(fields: dict[str, Any]) -> list[str]:
    return [item.get("title", "variant") for item in fields["lineItems"]]


# --- identity -------------------------------------------------------------------------------


def test_the_order_is_known_by_its_amazon_id_everywhere() -> None:
    fields = sent(order(line(item=1000), purchase_order_number=" PO-1 "))
    amazon_id = "112-4409386-7215402"
    assert fields["sourceIdentifier"] == amazon_id
    assert fields["sourceUrl"] == f"https://sellercentral.amazon.com/orders-v3/order/{amazon_id}"
    assert fields["metafields"] == [
        {"namespace": "crossdock", "key": "amazon_order_id", "type": "id", "value": amazon_id}
    ]
    assert fields["processedAt"] == "2026-09-21T14:13:20Z"
    assert fields["poNumber"] == "PO-1"
    assert fields["tags"] == ["amazon", "fbm", "us"]
    assert "name" not in fields


def test_a_name_and_an_address_of_the_order_may_be_given() -> None:
    fields = sent(
        order(line(item=1000)),
        rules=OrderRules(order_name="AMZ-{amazon_id}"),
        source_url="https://example.test/1",
    )
    assert fields["name"] == "AMZ-112-4409386-7215402"
    assert fields["sourceUrl"] == "https://example.test/1"


def test_nobody_gets_a_mail() -> None:
    made = draft(order(line(item=1000), address=replace(NEW_YORK, phone="+1 347-448-3190")))
    assert "email" not in made.variables["order"]
    assert "phone" not in made.variables["order"]
    assert "customer" not in made.variables["order"]
    assert made.variables["options"]["sendReceipt"] is False
    assert made.variables["options"]["sendFulfillmentReceipt"] is False


def test_a_customer_has_only_names() -> None:
    fields = sent(
        order(line(item=1000), buyer_name="Robin B Doe"), rules=OrderRules(customer="create")
    )
    assert fields["customer"] == {"toUpsert": {"firstName": "Robin B", "lastName": "Doe"}}


# --- lines ----------------------------------------------------------------------------------


def test_goods_are_a_variant_with_unit_price_tax_and_item() -> None:
    of = order(line("A", 2, item_id="0901", item=4998, tax_item=400, discount_item=500))
    fields = sent(of)
    assert fields["lineItems"] == [
        {
            "variantId": "gid://shopify/ProductVariant/A",
            "quantity": 2,
            "requiresShipping": True,
            "priceSet": usd("24.99"),
            "properties": [
                {"name": "_amazon_order_item_id", "value": "0901"},
                {"name": "_amazon_sku", "value": "A"},
            ],
            "taxLines": [
                {
                    "title": "Amazon tax",
                    "rate": "0.089",
                    "channelLiable": False,
                    "priceSet": usd("4.00"),
                }
            ],
        }
    ]
    assert fields["discountCode"] == {
        "itemFixedDiscountCode": {"code": "AMAZON-PROMO", "amountSet": usd("5.00")}
    }
    assert fields["transactions"] == [
        {
            "kind": "SALE",
            "status": "SUCCESS",
            "gateway": "Amazon",
            "amountSet": usd("48.98"),
            "processedAt": "2026-09-21T14:13:20Z",
        }
    ]
    assert fields["taxesIncluded"] is False
    assert draft(of).total == Money(4898, "USD")


def test_a_price_that_does_not_divide_becomes_two_lines_with_all_the_tax() -> None:
    fields = sent(order(line("A", 3, item=1000, tax_item=83)))
    assert prices(fields) == [(1, "3.34"), (2, "3.33")]
    taxes = [item["taxLines"][0]["priceSet"] for item in fields["lineItems"]]
    assert taxes == [usd("0.28"), usd("0.55")]


def test_charges_without_a_field_are_custom_lines_that_do_not_ship() -> None:
    fields = sent(
        order(
            line("A", item=1000, gift_wrap=399, cod_fee=250, other=100, tax_gift_wrap=32),
            delivery_tip=300,
            order_level_other=50,
        )
    )
    assert titles(fields) == [
        "variant",
        "Gift wrap",
        "Cash on delivery fee",
        "Other Amazon charge",
        "Delivery tip",
        "Other Amazon charge",
    ]
    wrap = fields["lineItems"][1]
    assert wrap["requiresShipping"] is False
    assert wrap["taxLines"][0]["priceSet"] == usd("0.32")
    assert wrap["properties"] == [
        {"name": "_amazon_charge", "value": "gift_wrap"},
        {"name": "_amazon_charge_item_id", "value": "item-A"},
    ]
    assert shopify_total(fields) == Money(2131, "USD").decimal


def test_a_tax_without_its_charge_stands_on_the_goods() -> None:
    fields = sent(order(line("A", item=1000, tax_gift_wrap=10, tax_other=5, tax_item=80)))
    assert len(fields["lineItems"]) == 1
    assert fields["lineItems"][0]["taxLines"][0]["priceSet"] == usd("0.95")


def test_an_unlinked_sku_may_be_a_custom_line_that_ships() -> None:
    fields = sent(order(line("A", 2, item=1000)), links={"A": SkuLink("A", ())})
    assert fields["lineItems"][0] == {
        "title": "Thing A",
        "sku": "A",
        "quantity": 2,
        "requiresShipping": True,
        "priceSet": usd("5.00"),
        "properties": [
            {"name": "_amazon_order_item_id", "value": "item-A"},
            {"name": "_amazon_sku", "value": "A"},
        ],
    }
    assert draft(order(line("A", item=1)), links={"A": SkuLink("A", ())}).takes_stock is False


def test_a_custom_line_without_title_and_sku_still_has_a_title() -> None:
    bare = replace(line("", item=1000), title=" ")
    item = sent(order(bare), links={"": SkuLink("", ())})["lineItems"][0]
    assert item["title"] == "B000000001"
    assert "sku" not in item


def test_two_lines_of_one_sku_stay_apart() -> None:
    fields = sent(order(line("A", item_id="1", item=1000), line("A", 2, item_id="2", item=900)))
    assert [item["properties"][0]["value"] for item in fields["lineItems"]] == ["1", "2"]


def bundle(*parts: tuple[str, int, int]) -> tuple[dict[str, SkuLink], dict[str, Variant]]:
    found = {sku: variant(sku, price) for sku, _, price in parts}
    link = SkuLink("SET", tuple(LinkPart(found[sku].gid, count) for sku, count, _ in parts))
    return {"SET": link}, {v.gid: v for v in found.values()}


@pytest.mark.parametrize(
    ("parts", "quantity", "item", "expected"),
    [
        ([("X", 6, 500)], 2, 5998, [(10, "5.00"), (2, "4.99")]),
        ([("X", 1, 3000), ("Y", 2, 500)], 1, 2000, [(1, "15.00"), (2, "2.50")]),
        ([("X", 1, 0), ("Y", 1, 0)], 1, 1001, [(1, "5.01"), (1, "5.00")]),
        ([("X", 1, 100), ("Y", 3, 100)], 1, 1000, [(1, "2.50"), (3, "2.50")]),
        ([("X", 1, 100), ("Y", 1, 0)], 1, 1000, [(1, "10.00"), (1, "0.00")]),
    ],
)
def test_a_set_shares_the_money_by_catalogue_price(
    parts: list[tuple[str, int, int]], quantity: int, item: int, expected: list[tuple[int, str]]
) -> None:
    links, variants = bundle(*parts)
    of = order(line("SET", quantity, item=item))
    fields = sent(of, links=links, variants=variants)
    counts = sorted(prices(fields))
    assert counts == sorted(expected)
    assert shopify_total(fields) == Money(item, "USD").decimal


def test_a_pack_says_how_many_it_holds() -> None:
    links, variants = bundle(("X", 6, 500))
    item = sent(order(line("SET", item=600)), links=links, variants=variants)["lineItems"][0]
    assert {"name": "_amazon_pack_quantity", "value": "6"} in item["properties"]
    assert item["quantity"] == 6


# --- shipping and discounts -----------------------------------------------------------------


def test_shipping_is_one_line_with_its_discount_taken_off() -> None:
    fields = sent(
        order(
            line("A", item=1000, shipping=599, discount_shipping=599, tax_shipping=0),
            line("B", item=1000, shipping=500, tax_shipping=40, tax_by_marketplace=True),
            service_level="NEXT_DAY",
        )
    )
    assert fields["shippingLines"] == [
        {
            "title": "Next day",
            "code": "NEXT_DAY",
            "priceSet": usd("5.00"),
            "taxLines": [
                {
                    "title": "Amazon tax (remitted by Amazon)",
                    "rate": "0.08",
                    "channelLiable": True,
                    "priceSet": usd("0.40"),
                }
            ],
        }
    ]
    assert "discountCode" not in fields


def test_a_shipping_discount_beyond_shipping_goes_into_the_code() -> None:
    fields = sent(order(line("A", item=1000, shipping=100, discount_shipping=150)))
    assert fields["discountCode"]["itemFixedDiscountCode"]["amountSet"] == usd("0.50")
    assert "shippingLines" not in fields or fields["shippingLines"][0]["priceSet"] == usd("0.00")


def test_a_discount_beyond_the_goods_comes_off_shipping() -> None:
    fields = sent(order(line("A", item=1000, shipping=500, discount_item=1200)))
    assert fields["discountCode"]["itemFixedDiscountCode"]["amountSet"] == usd("10.00")
    assert fields["shippingLines"][0]["priceSet"] == usd("3.00")
    assert shopify_total(fields) == 3


def test_a_discount_that_only_tax_could_pay_needs_a_person() -> None:
    error = refused(order(line("A", item=1000, discount_item=1100, tax_item=150)))
    assert error.code == "total_mismatch"
    assert "0.50 USD" in error.cause
    assert "1.50 USD" in error.cause


def test_negative_charges_go_into_the_discount() -> None:
    fields = sent(order(line("A", item=1000, other=-150), order_level_other=-50))
    assert len(fields["lineItems"]) == 1
    assert fields["discountCode"]["itemFixedDiscountCode"]["amountSet"] == usd("2.00")


# --- totals ---------------------------------------------------------------------------------


def test_a_replacement_of_nothing_is_paid_with_nothing() -> None:
    made = draft(order(line("A", item=0), replaces="111-1111111-1111111", currency=""))
    assert "transactions" not in made.variables["order"]
    assert made.total == Money(0, "USD")
    assert prices(made.variables["order"]) == [(1, "0.00")]


@pytest.mark.parametrize(
    ("of", "code"),
    [
        (replace(order(line(item=1000)), total=None), "money_missing"),
        (order(line(item=1000), currency=""), "money_missing"),
        (order(), "no_items"),
        (order(line(quantity=0)), "no_items"),
        (order(line(item=1000), tax_mode="unclear"), "total_mismatch"),
        (order(line(item=1000), total=1001), "total_mismatch"),
        (order(line(item=0, discount_item=500)), "total_mismatch"),
        (order(line("A", item=1000), line("B", 0, item=500)), "total_mismatch"),
        (order(*(line(str(i), item=100) for i in range(251))), "too_many_items"),
        (order(*(line(str(i), item=100) for i in range(500))), "too_many_items"),
    ],
)
def test_what_cannot_be_sent_needs_a_person(of: Order, code: str) -> None:
    assert refused(of).code == code


def test_the_difference_is_shown() -> None:
    error = refused(order(line(item=1000), total=1250))
    assert "12.50 USD" in error.cause
    assert "10.00 USD" in error.cause
    assert "2.50 USD apart" in error.cause


def test_250_lines_are_sent() -> None:
    assert draft(order(*(line(str(i), item=100) for i in range(250)))).lines == 250


def test_items_without_units_are_left_out_and_noted() -> None:
    made = draft(order(line("A", item=1000), line("B", 0)))
    assert made.lines == 1
    assert any("quantity of 0" in note for note in made.notes)


# --- tax ------------------------------------------------------------------------------------


def test_included_tax_is_in_the_price() -> None:
    of = order(
        line("A", 2, item=3998, tax_item=638, shipping=499, tax_shipping=80),
        tax_mode="included",
        address=GERMANY,
    )
    fields = sent(of)
    assert fields["taxesIncluded"] is True
    assert fields["lineItems"][0]["taxLines"][0]["rate"] == "0.19"
    assert fields["shippingLines"][0]["taxLines"][0]["rate"] == "0.19"
    assert shopify_total(fields) == Money(4497, "USD").decimal


def test_the_sellers_rate_stands_in_where_amazon_sends_no_vat() -> None:
    of = order(line("A", item=1190), address=GERMANY)
    fields = sent(of, rules=OrderRules(tax_rates=(("DE", "0.19"),)))
    assert fields["taxesIncluded"] is True
    assert fields["lineItems"][0]["taxLines"] == [
        {
            "title": "VAT (derived, not sent by Amazon)",
            "rate": "0.19",
            "channelLiable": False,
            "priceSet": usd("1.90"),
        }
    ]
    assert shopify_total(fields) == Money(1190, "USD").decimal


def test_missing_vat_is_marked_where_no_rate_is_set() -> None:
    made = draft(order(line("A", item=1190), address=GERMANY))
    assert "taxLines" not in made.variables["order"]["lineItems"][0]
    assert made.notes == ("Amazon sent no tax for this sale to DE.",)
    assert made.notes[0] in made.variables["order"]["note"]


def test_no_tax_is_derived_outside_the_union() -> None:
    fields = sent(order(line("A", item=1190)), rules=OrderRules(tax_rates=(("US", "0.08"),)))
    assert "taxLines" not in fields["lineItems"][0]


def test_an_estimated_division_of_tax_is_told() -> None:
    estimated = replace(line("A", item=1000, tax_item=80), tax_estimated=True)
    assert any("how its tax divides" in note for note in draft(order(estimated)).notes)


def test_a_negative_tax_part_is_netted_within_its_line() -> None:
    fields = sent(
        order(line("A", item=1000, gift_wrap=300, shipping=200, tax_item=80, tax_gift_wrap=-10))
    )
    assert fields["lineItems"][0]["taxLines"][0]["priceSet"] == usd("0.70")
    assert "taxLines" not in fields["lineItems"][1]


def test_a_refund_of_tax_as_a_whole_needs_a_person() -> None:
    assert refused(order(line("A", item=1000, tax_item=-80))).code == "total_mismatch"


# --- another currency -----------------------------------------------------------------------

YEN = ExchangeRate("JPY", "USD", "0.0067", "2026-11-20", "ECB")


def test_another_currency_needs_a_rate() -> None:
    error = refused(order(line(item=1000), currency="JPY"))
    assert error.code == "currency_no_rate"
    assert "JPY" in error.cause


def test_both_currencies_are_sent_where_the_shop_presents_amazons() -> None:
    made = draft(
        order(line("A", 3, item=2000, shipping=500), currency="JPY"),
        facts=shop("USD", "JPY"),
        rate=YEN,
    )
    fields = made.variables["order"]
    assert fields["currency"] == "USD"
    assert fields["presentmentCurrency"] == "JPY"
    assert made.total == Money(1675, "USD")
    assert shopify_total(fields) == Money(1675, "USD").decimal
    assert shopify_total(fields, "presentmentMoney") == 2500
    assert fields["transactions"][0]["amountSet"] == {
        "shopMoney": {"amount": "16.75", "currencyCode": "USD"},
        "presentmentMoney": {"amount": "2500", "currencyCode": "JPY"},
    }


def test_only_converted_money_is_sent_where_the_shop_does_not_present_it() -> None:
    made = draft(order(line("A", item=2000), currency="JPY"), rate=YEN)
    assert "presentmentMoney" not in str(made.variables)
    assert "presentmentCurrency" not in made.variables["order"]
    assert made.total == Money(1340, "USD")


def test_a_conversion_is_never_silent() -> None:
    made = draft(
        order(line("A", item=2000), currency="JPY"), rate=YEN, rules=OrderRules(note=False)
    )
    words = "1 JPY = 0.0067 USD (ECB, 2026-11-20)"
    assert made.notes == (f"Converted at {words}.",)
    assert words in made.variables["order"]["note"]
    assert {"key": "Exchange rate", "value": words} in made.variables["order"]["customAttributes"]


def test_a_rate_is_ignored_in_the_shops_own_currency() -> None:
    made = draft(order(line("A", item=2000)), rate=YEN)
    assert made.notes == ()
    assert "Exchange rate" not in str(made.variables)


# --- links ----------------------------------------------------------------------------------


def test_a_variant_that_is_gone_needs_a_person() -> None:
    error = refused(order(line("A", item=1)), variants={})
    assert error.code == "variant_gone"
    assert "SKU A" in error.cause


@pytest.mark.parametrize(("sku", "code"), [("A", "sku_unknown"), (" ", "sku_missing")])
def test_without_a_link_nothing_is_sent(sku: str, code: str) -> None:
    assert refused(order(line(sku, item=1)), links={}).code == code


# --- stock and shipment ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "rule", "anyway", "behaviour"),
    [
        ({}, "ignore_policy", False, "DECREMENT_IGNORING_POLICY"),
        ({}, "obey_policy", False, "DECREMENT_OBEYING_POLICY"),
        ({}, "obey_policy", True, "DECREMENT_IGNORING_POLICY"),
        ({}, "bypass", True, "BYPASS"),
        ({"fulfilled_by": "AMAZON"}, "ignore_policy", True, "BYPASS"),
        ({"status": AmazonStatus.SHIPPED}, "ignore_policy", False, "BYPASS"),
        ({"status": AmazonStatus.PARTIALLY_SHIPPED}, "bypass", False, "BYPASS"),
    ],
)
def test_stock_is_taken_only_for_what_the_merchant_has_to_send(
    fields: dict[str, Any], rule: Any, anyway: bool, behaviour: str
) -> None:
    made = draft(
        order(line(item=1000), **fields), rules=OrderRules(fbm_stock=rule), stock_anyway=anyway
    )
    assert made.variables["options"]["inventoryBehaviour"] == behaviour
    assert made.takes_stock == (behaviour != "BYPASS")


def shipped(*packages: Package, fulfilled_by: str = "AMAZON") -> Order:
    return order(
        line(item=1000),
        status=AmazonStatus.SHIPPED,
        fulfilled_by=fulfilled_by,
        packages=packages,
    )


def test_what_amazon_has_shipped_is_created_fulfilled() -> None:
    made = draft(shipped(), rules=OrderRules(fba_location="gid://shopify/Location/2"))
    assert made.fulfilled
    assert made.variables["order"]["fulfillment"] == {
        "locationId": "gid://shopify/Location/2",
        "notifyCustomer": False,
    }


def test_a_package_gives_carrier_and_number() -> None:
    of = shipped(
        Package("1", status="CANCELLED", carrier="DHL", tracking_number="X0"),
        Package("2", carrier="UPS"),
        Package("3", carrier="UPS", tracking_number="1Z"),
        fulfilled_by="MERCHANT",
    )
    rules = OrderRules(fba_location="gid://shopify/Location/2")
    assert sent(of, rules=rules)["fulfillment"] == {
        "locationId": "gid://shopify/Location/1",
        "notifyCustomer": False,
        "trackingCompany": "UPS",
        "trackingNumber": "1Z",
    }


@pytest.mark.parametrize("status", [AmazonStatus.UNSHIPPED, AmazonStatus.PARTIALLY_SHIPPED])
def test_what_is_not_wholly_shipped_is_created_open(status: AmazonStatus) -> None:
    made = draft(order(line(item=1000), status=status))
    assert not made.fulfilled
    assert "fulfillment" not in made.variables["order"]


def test_without_a_location_nothing_can_be_fulfilled() -> None:
    assert refused(shipped(), facts=replace(shop(), locations=())).code == "location"


# --- address --------------------------------------------------------------------------------

SPACES = Address(name=" ", line1="  ", line2="\u00a0", country="US")


@pytest.mark.parametrize("address", [None, SPACES])
def test_the_merchant_needs_a_street(address: Address | None) -> None:
    of = order(line(item=1000), address=address)
    assert refused(of).code == "address_missing"
    made = draft(of, rules=OrderRules(without_address="create"))
    assert "shippingAddress" not in made.variables["order"]
    assert made.notes == ("Amazon gave no address; the order has none.",)


@pytest.mark.parametrize("address", [None, SPACES, replace(NEW_YORK, line1="")])
def test_what_amazon_sends_needs_no_address(address: Address | None) -> None:
    made = draft(order(line(item=1000), address=address, fulfilled_by="AMAZON"))
    assert "shippingAddress" not in made.variables["order"]
    assert made.notes == ()


def test_an_edited_address_replaces_amazons() -> None:
    fields = sent(order(line(item=1000), address=None), address=GERMANY)
    assert fields["shippingAddress"]["city"] == "Berlin"


def test_what_shopify_refused_is_left_out_and_noted() -> None:
    of = order(line(item=1000), address=replace(NEW_YORK, phone="+1 347-448-3190"))
    made = draft(of, without=frozenset({"phone", "province", "email"}))
    address = made.variables["order"]["shippingAddress"]
    assert "phone" not in address
    assert "provinceCode" not in address
    assert len(made.notes) == 3
    assert not any("347" in note for note in made.notes)
    assert "347-448-3190" in made.variables["order"]["note"]


def test_errors_hold_no_buyers_data() -> None:
    secret = replace(NEW_YORK, name="Secret Person", line1="Hidden 5", country="Nowhere")
    error = refused(order(line(item=1000), address=secret, buyer_name="Secret Buyer"))
    words = f"{error} {error.cure}"
    assert "Secret" not in words
    assert "Hidden" not in words


def sample_line() -> OrderLine:
    return line("DRIP", 2, item=4998, shipping=599, gift_wrap=399, discount_item=500)


def test_a_draft_counts_what_it_sends() -> None:
    made = draft(order(sample_line()))
    assert made.lines == len(made.variables["order"]["lineItems"]) == 2
    assert made.amazon_order_id == "112-4409386-7215402"
