"""Orders to store in tests."""

import zlib
from dataclasses import replace
from typing import Any

import msgspec

from desktop.models.account import add_account
from desktop.models.incoming import Incoming, StoredPage, TaskPlan, store_orders
from desktop.rows import TaskState
from desktop.trade import (
    Address,
    AmazonAccess,
    Charges,
    Order,
    OrderLine,
    ShopifyAccess,
    ShopOrder,
    Window,
)
from desktop.trade.order import AmazonStatus

KEY = bytes(range(32))
NOW = 1_790_000_000
DAY = 86_400
READY = TaskPlan(TaskState.READY)
AMAZON = AmazonAccess(
    region="eu",
    marketplaces=("A1PA6795UKMFR9",),
    seller_id="A1SELLER",
    client_id="amzn1.application-oa2-client.x",
    endpoint="http://127.0.0.1:1/amazon",
    lwa_endpoint="http://127.0.0.1:1/lwa",
)
SHOPIFY = ShopifyAccess("lumen.myshopify.com", "client", "http://127.0.0.1:1/shopify")


def connect_account(name: str) -> int:
    return add_account(name, AMAZON, SHOPIFY, at=NOW)


def amazon_id(number: int) -> str:
    return f"302-{number:07d}-{(number * 7919) % 10_000_000:07d}"


def line(sku: str = "MUG-1", quantity: int = 1, **changes: Any) -> OrderLine:
    whole = OrderLine(
        item_id=f"0{zlib.crc32(sku.encode()):010d}",
        sku=sku,
        asin="B000000001",
        title=f"Title of {sku}",
        quantity=quantity,
        charges=Charges(item=1000 * quantity),
    )
    return replace(whole, **changes)


def order(number: int = 1, **changes: Any) -> Order:
    whole = Order(
        amazon_order_id=amazon_id(number),
        created_at=NOW - DAY + number,
        updated_at=NOW - DAY + number,
        marketplace_id="A1PA6795UKMFR9",
        marketplace_name="Amazon.de",
        sold_on_amazon=True,
        status=AmazonStatus.UNSHIPPED,
        raw_status="UNSHIPPED",
        fulfilled_by="MERCHANT",
        currency="EUR",
        total=1190,
        tax_mode="included",
        ship_by=Window(NOW, NOW + DAY),
        deliver_by=Window(NOW + DAY, NOW + 3 * DAY),
        buyer_name="Zoë Müller",
        address=Address(
            name="Zoë Müller", line1="Hauptstr. 1", city="Köln", country="DE", phone="+49 221 1"
        ),
        lines=(line(),),
    )
    return replace(whole, **changes)


def status(word: AmazonStatus) -> dict[str, Any]:
    return {"status": word, "raw_status": word.value}


def incoming(one: Order) -> Incoming:
    return Incoming(one, msgspec.json.encode({"orderId": one.amazon_order_id, "all": one}))


def store(
    account_id: int,
    *orders: Order,
    plan: TaskPlan = READY,
    at: int = NOW,
    **more: Any,
) -> StoredPage:
    more.setdefault("cursor", None)
    page = [incoming(one) for one in orders]
    return store_orders(account_id, page, lambda *_: plan, at=at, **more)


def shop_order(number: int = 1) -> ShopOrder:
    return ShopOrder(
        gid=f"gid://shopify/Order/{number}",
        legacy_id=str(900_000 + number),
        name=f"#{1000 + number}",
    )
