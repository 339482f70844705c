"""Identity, lines and links of what is sent for an order."""

from dataclasses import replace

import pytest

from desktop.trade import (
    LinkPart,
    Money,
    OrderRules,
    SkuLink,
    Variant,
)
from tests.channels.shopify.drafts import draft, prices, refused, sent, titles, usd
from tests.channels.shopify.sales import NEW_YORK, line, order, shopify_total, variant


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


def test_a_variant_that_is_gone_needs_a_person() -> None:
    error = refused(order(line("A", item=1)), variants={})
    assert error.code == "variant_gone"
    assert "SKU A" in error.cause


@pytest.mark.parametrize(("sku", "code"), [("A", "sku_unknown"), (" ", "sku_missing")])
def test_without_a_link_nothing_is_sent(sku: str, code: str) -> None:
    assert refused(order(line(sku, item=1)), links={}).code == code
