"""Orders and accounts for tests, with only what a test is about spelled out."""

from dataclasses import replace
from typing import Any

from desktop.trade import (
    Account,
    Address,
    AmazonAccess,
    Charges,
    Order,
    OrderLine,
    ShopFacts,
    ShopifyAccess,
)
from desktop.trade.order import AmazonStatus

CONNECTED = 1_790_000_000
DAY = 86_400

FACTS = ShopFacts(
    domain="test.myshopify.com",
    name="Test",
    currency="USD",
    presentment_currencies=("USD",),
    country="US",
    taxes_included=False,
    timezone="UTC",
    plan="Basic",
    scopes=("read_orders", "write_orders", "read_all_orders"),
    api_version="2026-10",
)

ACCOUNT = Account(
    id=1,
    name="Main",
    amazon=AmazonAccess(
        region="na",
        marketplaces=("ATVPDKIKX0DER",),
        seller_id="A1",
        client_id="client",
        endpoint="http://127.0.0.1:1/amazon",
        lwa_endpoint="http://127.0.0.1:1/lwa",
    ),
    shopify=ShopifyAccess("test.myshopify.com", "client", "http://127.0.0.1:1/shopify"),
    facts=FACTS,
    speed=1.0,
    rates_endpoint="",
    reach_back_days=30,
    connected_at=CONNECTED,
    started_at=CONNECTED + 60,
    create_choice="unshipped",
)

ADDRESS = Address(
    name="Jo Doe", line1="1 Oak St", city="Columbus", state="OH", postal_code="43215", country="US"
)


def line(sku: str = "MUG", quantity: int = 1, item: int = 1000, **more: Any) -> OrderLine:
    """One line of plain goods."""
    return OrderLine("1", sku, "B0", "Mug", quantity, Charges(item=item), **more)


def order(amazon_order_id: str = "111-1111111-1111111", **more: Any) -> Order:
    """An unshipped FBM order of one mug for 10.00 USD, placed after the account was connected."""
    plain = Order(
        amazon_order_id=amazon_order_id,
        created_at=CONNECTED + 100,
        updated_at=CONNECTED + 100,
        marketplace_id="ATVPDKIKX0DER",
        sold_on_amazon=True,
        status=AmazonStatus.UNSHIPPED,
        raw_status="UNSHIPPED",
        fulfilled_by="MERCHANT",
        currency="USD",
        total=1000,
        tax_mode="on_top",
        address=ADDRESS,
        lines=(line(),),
    )
    return replace(plain, **more)
