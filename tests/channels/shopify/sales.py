"""Orders, shops and an independent sum for the tests of the draft."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from desktop.trade import Address, Charges, LinkPart, Order, OrderLine, ShopFacts, SkuLink, Variant
from desktop.trade.order import AmazonStatus

NEW_YORK = Address(
    name="Jordan Example",
    line1="1 Test St",
    city="New York",
    state="NY",
    postal_code="10001",
    country="US",
)


def shop(currency: str = "USD", *presents: str) -> ShopFacts:
    """A shop with one location."""
    return ShopFacts(
        domain="unit.myshopify.com",
        name="Unit",
        currency=currency,
        presentment_currencies=presents,
        country="US",
        taxes_included=False,
        timezone="America/New_York",
        plan="Basic",
        scopes=(),
        api_version="2026-10",
        locations=(("gid://shopify/Location/1", "Main"), ("gid://shopify/Location/2", "Side")),
    )


def line(sku: str = "A", quantity: int = 1, item_id: str = "", **fields: Any) -> OrderLine:
    """A line; names of `Charges` go there, all others to the line itself."""
    names = Charges.__dataclass_fields__
    money = {name: value for name, value in fields.items() if name in names}
    rest = {name: value for name, value in fields.items() if name not in names}
    return OrderLine(
        item_id=item_id or f"item-{sku}",
        sku=sku,
        asin="B000000001",
        title=f"Thing {sku}",
        quantity=quantity,
        charges=Charges(**money),
        **rest,
    )


def order(
    *lines: OrderLine, total: int | None = None, tax_mode: str = "on_top", **fields: Any
) -> Order:
    """An unshipped FBM order; without a total, the one that its charges make."""
    tip, other = fields.get("delivery_tip", 0), fields.get("order_level_other", 0)
    made = sum(each.charges.net for each in lines) + tip + other
    if tax_mode == "on_top":
        made += sum(each.charges.tax for each in lines)
    base = Order(
        amazon_order_id="112-4409386-7215402",
        created_at=1_790_000_000,
        updated_at=1_790_000_100,
        marketplace_id="ATVPDKIKX0DER",
        sold_on_amazon=True,
        status=AmazonStatus.UNSHIPPED,
        raw_status="UNSHIPPED",
        fulfilled_by="MERCHANT",
        currency="USD",
        total=made if total is None else total,
        tax_mode=tax_mode,
        address=NEW_YORK,
        lines=lines,
    )
    return replace(base, **fields)


def variant(sku: str, price: int = 1000) -> Variant:
    """A variant of the catalogue; its gid names the SKU."""
    return Variant(f"gid://shopify/ProductVariant/{sku}", sku, sku, f"Product {sku}", price)


def exact_links(of: Order) -> tuple[dict[str, SkuLink], dict[str, Variant]]:
    """A link of one variant for each SKU, and the variants by gid."""
    found = {each.sku: variant(each.sku) for each in of.lines}
    links = {sku: SkuLink(sku, (LinkPart(v.gid, 1),)) for sku, v in found.items()}
    return links, {v.gid: v for v in found.values()}


def shopify_total(fields: Mapping[str, Any], money: str = "shopMoney") -> Decimal:
    """What Shopify would make of the input, added up from its text alone."""

    def of(money_bag: Mapping[str, Any]) -> Decimal:
        return Decimal(money_bag[money]["amount"])

    goods = sum((of(x["priceSet"]) * x["quantity"] for x in fields["lineItems"]), Decimal(0))
    shipping = sum((of(x["priceSet"]) for x in fields.get("shippingLines", [])), Decimal(0))
    carriers = [*fields["lineItems"], *fields.get("shippingLines", [])]
    taxes = sum(
        (of(tax["priceSet"]) for each in carriers for tax in each.get("taxLines", [])), Decimal(0)
    )
    code = fields.get("discountCode", {}).get("itemFixedDiscountCode")
    discount = of(code["amountSet"]) if code else Decimal(0)
    if discount > goods:
        raise ValueError("Shopify would cut the discount at the goods")
    return goods - discount + shipping + (Decimal(0) if fields["taxesIncluded"] else taxes)
