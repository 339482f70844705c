"""An order as text for a terminal."""

from datetime import datetime

from desktop.cli.output import say, say_table
from desktop.rows import FailureRow, HistoryRow, OrderDetail
from desktop.trade import Money


def say_order(detail: OrderDetail) -> None:
    """Print everything about one order."""
    _say_head(detail)
    for failure in detail.row.failures:
        _say_failure(failure)
    currency = detail.row.total.currency if detail.row.total else ""
    if detail.items:
        say("\nItems")
        _say_items(detail, currency)
    if detail.breakdown:
        say("\nMoney")
        rows = [(part, _amount(minor, currency)) for part, minor in detail.breakdown]
        say_table(("", "amount"), rows, right="amount")
    _say_buyer(detail)
    _say_rest(detail)


def _say_head(detail: OrderDetail) -> None:
    row = detail.row
    say(f"{row.amazon_order_id}  {row.account}")
    pairs = [
        ("status", f"{row.status} (Amazon: {row.amazon_status})"),
        ("sync status", _with(str(row.sync_status), row.stage)),
        ("Shopify", _with(row.shopify_order_name, row.shopify_order_id)),
        ("total", str(row.total) if row.total else "not told yet"),
        ("created", moment(row.created_at)),
        ("ship by", moment(row.ship_by) if row.ship_by else ""),
        ("tags", " ".join(row.tags)),
        ("marketplace", row.marketplace),
        ("archived", moment(row.archived_at) if row.archived_at else ""),
        ("cancel wish", "the buyer wishes to cancel" if row.cancel_wish else ""),
        *detail.facts,
    ]
    for name, value in pairs:
        if value:
            say(f"  {name:<14} {value}")


def _say_failure(failure: FailureRow) -> None:
    say(f"\n{failure.kind}: {failure.title} [{failure.code}]")
    say(f"  {failure.cause}\n  {failure.cure}")
    technical = ", ".join(f"{name}: {value}" for name, value in failure.technical if value)
    if technical:
        say(f"  (technical: {technical})")


def _say_items(detail: OrderDetail, currency: str) -> None:
    rows = [
        (
            f"{item.quantity}",
            item.sku,
            item.title[:60],
            _amount(item.item, currency),
            _amount(item.tax, currency),
            item.link,
        )
        for item in detail.items
    ]
    say_table(("n", "SKU", "title", "price", "tax", "Shopify"), rows, right="n,price,tax")


def _say_buyer(detail: OrderDetail) -> None:
    lines = [detail.buyer_name, *detail.address, detail.phone]
    if any(lines):
        say("\nBuyer and address")
        for line in filter(None, lines):
            say(f"  {line}")


def _say_rest(detail: OrderDetail) -> None:
    for reference, carrier, number in detail.packages:
        say(f"\nPackage {reference}: {carrier} {number}")
    for shipment in detail.shipments:
        tracking = " ".join(filter(None, (shipment.carrier, shipment.number)))
        where = "Shopify" if shipment.side == "shopify" else "Amazon"
        say(f"\nShipment in {where}: {tracking or 'no number'} ({shipment.state})")
    for refund in detail.refunds:
        where = "in Shopify" if refund.side == "shopify" else "on Amazon"
        state = refund.state.replace("_", " ")
        say(f"\nRefund {where}: {refund.amount} on {moment(refund.at)} ({state})")
    if detail.tasks:
        say("\nTasks")
        for task in detail.tasks:
            words = ", ".join(filter(None, (task.hold, task.reason)))
            say(f"  {task.verb}: {task.state}, attempt {task.attempt}{_in_brackets(words)}")
    if detail.history:
        say("\nHistory")
        for one in detail.history:
            say(f"  {moment(one.at)}  {one.what}{_in_brackets(one.detail)}{_cause(one)}")
    for name, url in (("Seller Central", detail.amazon_url), ("Shopify", detail.shopify_url)):
        if url:
            say(f"\n{name}: {url}")


def _cause(one: HistoryRow) -> str:
    """Who did it where it was not the app, how long it took, by which request."""
    facts = [
        "" if one.by == "app" else f"by {'you' if one.by == 'seller' else one.by.capitalize()}",
        "" if one.took_ms is None else f"{one.took_ms} ms",
        f"request {one.request_id}" if one.request_id else "",
    ]
    return "".join(f" · {fact}" for fact in facts if fact)


def moment(seconds: int) -> str:
    """A time in this computer's zone."""
    return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M")


def _amount(minor: int, currency: str) -> str:
    return str(Money(minor, currency)) if currency else str(minor)


def _with(first: str, second: str) -> str:
    return f"{first} ({second})" if first and second else first or second


def _in_brackets(words: str) -> str:
    return f" ({words})" if words else ""
