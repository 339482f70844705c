"""What the order dialog and `show` ask: everything about one order."""

from dataclasses import asdict

from desktop.models import history, refunds, shipments
from desktop.models.account import account
from desktop.models.database import Connection, read
from desktop.models.order_rows import rows_of
from desktop.models.order_status import evidence
from desktop.models.order_store import order, order_ids
from desktop.models.refunds import RefundRecord
from desktop.models.shipments import ShipmentRecord
from desktop.models.sku_link import links
from desktop.models.task_moves import DueTask, select_tasks
from desktop.models.variant_cache import by_gid, known
from desktop.rows import ItemRow, OrderDetail, OrderRow, RefundRow, ShipmentRow, Status, TaskRow
from desktop.trade import Address, Money, Order, OrderLine, SkuLink, Variant


def detail(amazon_order_id: str, account_id: int | None = None) -> tuple[OrderDetail, ...]:
    """Everything about an order; one for each account that holds it, none where none does.

    `amazon_url` is left empty: only the Amazon channel knows the marketplaces' addresses.
    """
    ids = order_ids([amazon_order_id], account_id)[amazon_order_id]
    with read() as connection:
        return tuple(_detail(connection, one) for one in ids)


def _detail(connection: Connection, order_id: int) -> OrderDetail:
    (row,) = rows_of(connection, [order_id])
    whole = order(order_id)
    shop = account(row.account_id).shopify.shop
    words = _link_words(row.account_id, whole)
    tasks = select_tasks(connection, "task.order_id = ?", [order_id])
    return OrderDetail(
        row=row,
        items=tuple(_item(line, *words.get(line.sku, ("", None))) for line in whole.lines),
        tasks=tuple(_task(one) for one in tasks),
        history=history.of_order(order_id),
        buyer_name=whole.buyer_name,
        address=_address(whole.address),
        phone="" if whole.address is None else whole.address.phone,
        tax_mode=whole.tax_mode,
        breakdown=breakdown(whole),
        packages=tuple((one.reference, one.carrier, one.tracking_number) for one in whole.packages),
        facts=(*_facts(whole), *_delivered(connection, row, whole)),
        amazon_url="",
        shopify_url=f"https://{shop}/admin/orders/{row.shopify_order_id}"
        if row.shopify_order_id
        else "",
        address_parts=() if whole.address is None else tuple(asdict(whole.address).items()),
        is_scrubbed=_is_scrubbed(connection, order_id),
        shipments=tuple(_shipment(one) for one in shipments.of_order(order_id)),
        refunds=tuple(_refund(one) for one in refunds.of_order(order_id)),
    )


def _shipment(one: ShipmentRecord) -> ShipmentRow:
    return ShipmentRow(
        id=one.id,
        side=one.side,
        reference=one.reference,
        carrier=one.carrier,
        number=one.number,
        shipped_at=one.shipped_at,
        state=one.state,
        items=one.items,
        made_by=one.made_by,
    )


def _refund(one: RefundRecord) -> RefundRow:
    return RefundRow(
        id=one.id,
        side=one.side,
        amount=Money(one.minor, one.currency),
        at=one.at,
        state=one.state,
        pair_id=one.pair_id,
        asks=one.asks,
        made_by=one.made_by,
        foreign_id=one.foreign_id,
    )


def _is_scrubbed(connection: Connection, order_id: int) -> bool:
    found = connection.execute(
        "SELECT scrubbed_at FROM orders WHERE id = ?", (order_id,)
    ).fetchone()
    return found is not None and found[0] is not None


def _item(line: OrderLine, link: str, stock: int | None) -> ItemRow:
    charges = line.charges
    return ItemRow(
        item_id=line.item_id,
        sku=line.sku,
        asin=line.asin,
        title=line.title,
        quantity=line.quantity,
        quantity_fulfilled=line.quantity_fulfilled,
        item=charges.item,
        shipping=charges.shipping,
        gift_wrap=charges.gift_wrap,
        other=charges.other + charges.cod_fee,
        discount=charges.discount,
        tax=charges.tax,
        link=link,
        stock=stock,
    )


def _task(one: DueTask) -> TaskRow:
    return TaskRow(one.id, one.verb, one.state, one.hold, one.attempt, one.due_at, one.reason)


def _address(address: Address | None) -> tuple[str, ...]:
    if address is None:
        return ()
    place = f"{address.postal_code} {address.city}".strip()
    parts = (
        address.name,
        address.company,
        address.line1,
        address.line2,
        address.line3,
        address.district,
        place,
        address.municipality,
        address.state,
        address.country,
    )
    return tuple(part for part in parts if part.strip())


def _link_words(account_id: int, whole: Order) -> dict[str, tuple[str, int | None]]:
    """What each SKU is in Shopify, in words, and its stock, as far as both were read before."""
    skus = {line.sku for line in whole.lines if line.sku}
    held = links(account_id, skus)
    by_sku = known(account_id, skus - set(held), since=0)
    gids = {part.variant_gid for link in held.values() for part in link.parts}
    variants = by_gid(account_id, gids)
    linked = {sku: _linked(link, variants) for sku, link in held.items()}
    return linked | {sku: _carried(found) for sku, found in by_sku.items()}


def _linked(link: SkuLink, variants: dict[str, Variant]) -> tuple[str, int | None]:
    if link.is_custom_line:
        return "custom line", None
    words = " + ".join(
        f"{part.quantity} × {_title(variants.get(part.variant_gid), part.variant_gid)}"
        for part in link.parts
    )
    only = variants.get(link.parts[0].variant_gid) if len(link.parts) == 1 else None
    return words, _stock(only)


def _carried(found: tuple[Variant, ...]) -> tuple[str, int | None]:
    """A SKU without a link: the one variant that carries it, or why there is none."""
    if len(found) == 1:
        return _title(found[0], ""), _stock(found[0])
    return (f"on {len(found)} variants" if found else "not linked"), None


def _title(variant: Variant | None, otherwise: str) -> str:
    if variant is None:
        return otherwise
    name = "" if variant.title in ("", "Default Title") else variant.title
    return " – ".join(part for part in (variant.product_title, name) if part) or otherwise


def _stock(variant: Variant | None) -> int | None:
    return variant.inventory if variant is not None and variant.tracked else None


def breakdown(whole: Order) -> tuple[tuple[str, int], ...]:
    """Where the grand total comes from, in minor units; what is zero is left out.

    With tax on top the parts add up to the total; otherwise tax is inside the others.
    """
    lines = [line.charges for line in whole.lines]
    parts = (
        ("items", sum(one.item for one in lines)),
        ("shipping", sum(one.shipping for one in lines)),
        ("gift wrap", sum(one.gift_wrap for one in lines)),
        ("other", sum(one.other + one.cod_fee for one in lines) + whole.order_level_other),
        ("discount", -sum(one.discount for one in lines)),
        ("tip", whole.delivery_tip),
        ("tax", sum(one.tax for one in lines)),
    )
    shown = tuple((name, amount) for name, amount in parts if amount)
    return shown if whole.total is None else (*shown, ("total", whole.total))


def _facts(whole: Order) -> tuple[tuple[str, str], ...]:
    facts = (
        ("service level", whole.service_level),
        ("programs", ", ".join(whole.programs)),
        ("PO number", whole.purchase_order_number),
        ("company", whole.buyer_company),
        ("replaces", whole.replaces),
        ("delivery note", whole.delivery_note),
        ("seller order ID", whole.seller_order_id),
    )
    return tuple((name, value) for name, value in facts if value)


def _delivered(connection: Connection, row: OrderRow, whole: Order) -> tuple[tuple[str, str], ...]:
    """What says so, of an order that stands as delivered."""
    if Status.FULFILLED not in (row.status, row.shipping):
        return ()
    (shown,) = connection.execute(
        "SELECT shop_delivered FROM orders WHERE id = ?", (row.id,)
    ).fetchone()
    return (("delivered", evidence(whole, shop_delivered=bool(shown))),)
