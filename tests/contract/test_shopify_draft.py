"""What is drafted fits Shopify's own input types.

The schema lies outside the checkout: CROSSDOCK_CONTRACTS names the folder that holds
`shopify/admin-2026-10-subset.graphql`; with CROSSDOCK_FULL_SCHEMA set the whole schema is taken.
"""

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLSchema, build_schema, graphql_sync

from desktop.channels.shopify.draft import draft_order
from desktop.trade import Address, Order, OrderRules, Package, Window
from desktop.trade.order import AmazonStatus
from desktop.trade.rules import ExchangeRate
from tests.channels.shopify.sales import NEW_YORK, exact_links, line, order, shop

CONTRACTS = os.environ.get("CROSSDOCK_CONTRACTS", "")
MUTATION = """
mutation ($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) {
  orderCreate(order: $order, options: $options) { order { id } }
}
"""

RICH = line(
    "A",
    3,
    item=1000,
    shipping=599,
    gift_wrap=399,
    cod_fee=100,
    discount_item=150,
    tax_item=83,
    tax_shipping=48,
    tax_by_marketplace=True,
    gift_message="Hi 🎁",
    ioss_number="IM1",
)

ORDERS: dict[str, Order] = {
    "plain": order(line("A", 2, item=2000)),
    "rich": order(
        RICH,
        delivery_tip=200,
        service_level="NEXT_DAY",
        ship_by=Window(latest=1_790_000_000),
        purchase_order_number="PO-1",
        tax_numbers=(("BUYER VAT", "DE1"),),
        buyer_name="Robin Doe",
        address=Address(
            name="李 四",
            company="Unit",
            line1="1 Test St",
            city="Tokyo",
            state="東京都",
            postal_code="154-0023",
            country="JP",
            phone="+81 3-3224-9999",
        ),
    ),
    "yen": order(RICH, currency="JPY"),
    "dinar": order(RICH, currency="KWD", tax_mode="included"),
    "shipped": order(
        RICH,
        status=AmazonStatus.SHIPPED,
        fulfilled_by="AMAZON",
        address=None,
        packages=(Package("1", carrier="UPS", tracking_number="1Z"),),
    ),
    "free": order(line("A", item=0), address=NEW_YORK),
}


@cache
def schema(path: Path) -> GraphQLSchema:
    return build_schema(path.read_text(encoding="utf-8"), assume_valid=True, no_location=True)


def schema_file() -> Path | None:
    whole = bool(os.environ.get("CROSSDOCK_FULL_SCHEMA"))
    name = "admin-2026-10.graphql" if whole else "admin-2026-10-subset.graphql"
    return Path(CONTRACTS) / "shopify" / name if CONTRACTS else None


def misfits(path: Path, given: dict[str, Any]) -> list[str]:
    """What Shopify's input types refuse in the variables; nothing is resolved."""
    result = graphql_sync(schema(path), MUTATION, variable_values=given)
    return [error.message for error in result.errors or ()]


def variables(of: Order) -> dict[str, Any]:
    links, variants = exact_links(of)
    rate = None
    if of.currency != "USD":
        rate = ExchangeRate(of.currency, "USD", "0.0067", "2026-11-20", "ECB")
    rules = OrderRules(customer="create", order_name="AMZ-{amazon_id}", tax_rates=(("DE", "0.19"),))
    return draft_order(
        of,
        rules=rules,
        facts=shop("USD", "JPY"),
        links=links,
        variants=variants,
        rate=rate,
    ).variables


def test_every_draft_fits_shopifys_input_types(capsys: pytest.CaptureFixture[str]) -> None:
    path = schema_file()
    found = {name: misfits(path, variables(of)) for name, of in ORDERS.items() if path}
    with capsys.disabled():
        print(f"\nShopify drafts checked against the input types: {len(found)}")
    assert {name: errors for name, errors in found.items() if errors} == {}


def test_the_check_itself_notices_a_misfit() -> None:
    path = schema_file()
    broken = variables(ORDERS["plain"])
    broken["order"]["lineItems"][0]["priceSett"] = 1
    broken["options"]["inventoryBehaviour"] = "SOMETIMES"
    assert not path or len(misfits(path, broken)) == 2


@pytest.mark.parametrize("name", sorted(ORDERS))
def test_money_is_text_everywhere(name: str) -> None:
    def floats(node: Any) -> list[object]:
        if isinstance(node, dict):
            return [found for value in node.values() for found in floats(value)]
        if isinstance(node, list):
            return [found for value in node for found in floats(value)]
        return [node] if isinstance(node, float) else []

    assert floats(variables(ORDERS[name])) == []
