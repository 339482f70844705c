"""An order as the rows that are stored of it. Pure but for the ids handed in."""

from dataclasses import dataclass

from desktop.models import order_text
from desktop.models.order_status import STATUS_CODE, derive_shipping, derive_status
from desktop.models.product import Name
from desktop.trade import Order
from desktop.trade.order import AmazonStatus

NO_SHIP_BY = 1 << 40  # sorts behind every real time

# The source fields of `orders`, in the order of `source_values`.
SOURCE = (
    "updated_at",
    "status",
    "fba",
    "cancel_wish",
    "currency",
    "total",
    "units",
    "ship_by",
    "deliver_by",
    "scrub_basis",
    "line_count",
    "digest",
    "amazon_status",
    "first_sku",
    "marketplace_id",
    "marketplace",
    "created_at",
    "has_address",
    "programs",
    "shipped_at",
    "ship_status",
)


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of an order before a page is stored."""

    id: int
    updated_at: int
    digest: bytes
    amazon_status: str
    cancel_wish: bool
    archived: bool
    scrubbed: bool
    refunded_minor: int
    scrub_basis: int | None
    shopify: tuple[str, str]  # name and legacy id
    shop_delivered: bool = False
    wish_settled: str = ""  # item ids of a cancel wish that a person settled


def has_open_wish(order: Order, settled: str) -> bool:
    """Whether a buyer's cancel wish stands that nobody has settled yet."""
    return bool(order.wishing - set(settled.split()))


def settled_wish(order: Order, settled: str) -> str:
    """What of the settled wish still stands: one that was taken back may come anew."""
    wishing = {one.item_id for one in order.lines if one.has_cancel_wish}
    return " ".join(item for item in settled.split() if item in wishing)


def source_values(
    order: Order,
    digest: bytes,
    basis: int | None,
    refunded_minor: int,
    now: int,
    *,
    shop_delivered: bool = False,
    wish_settled: str = "",
) -> tuple[object, ...]:
    """The values of the source fields."""
    shipping = derive_shipping(order, now, shop_delivered=shop_delivered)
    shown = derive_status(order, now, refunded_minor, shop_delivered=shop_delivered)
    return (
        order.updated_at,
        STATUS_CODE[shown],
        int(order.is_fba),
        int(has_open_wish(order, wish_settled)),
        order.currency,
        order.total,
        order.units,
        order.ship_by.latest,
        order.deliver_by.latest,
        basis,
        len(order.lines),
        digest,
        order.raw_status,
        order.lines[0].sku if order.lines else "",
        order.marketplace_id,
        order.marketplace_name,
        order.created_at,
        int(order.address is not None and order.address.has_street),
        " ".join(order.programs),
        max((one.shipped_at for one in order.packages if one.shipped_at), default=None),
        STATUS_CODE[shipping],
    )


def text_of(order: Order, shopify: tuple[str, str] = ("", "")) -> str:
    """The searchable text of an order."""
    return order_text.body(order.amazon_order_id, *shopify, order.buyer_name)


def products_of(orders: list[Order]) -> set[Name]:
    """The products that the orders name."""
    return {(line.sku, line.title) for order in orders for line in order.lines}


def line_rows(order_id: int, order: Order, products: dict[Name, int]) -> list[tuple[object, ...]]:
    """The rows of `order_line`."""
    return [
        (
            order_id,
            position,
            line.item_id,
            products[line.sku, line.title],
            line.quantity,
            line.quantity_fulfilled,
        )
        for position, line in enumerate(order.lines)
    ]


def package_rows(order_id: int, order: Order) -> list[tuple[object, ...]]:
    """The rows of `package`."""
    return [
        (order_id, position, one.reference, one.status, one.carrier, one.tracking_number)
        for position, one in enumerate(order.packages)
    ]


def task_ship_by(order: Order) -> int:
    """What tasks are sorted by."""
    return NO_SHIP_BY if order.ship_by.latest is None else order.ship_by.latest


def stub(amazon_order_id: str, at: int) -> Order:
    """An order of which nothing but its ID could be read."""
    return Order(
        amazon_order_id=amazon_order_id,
        created_at=at,
        updated_at=0,
        marketplace_id="",
        sold_on_amazon=True,
        status=AmazonStatus.UNKNOWN,
        raw_status="",
        fulfilled_by="MERCHANT",
        currency="",
        total=None,
        tax_mode="none",
    )
