"""What the outbox says of each thing that is about to leave. Pure."""

from collections import defaultdict
from collections.abc import Sequence

from desktop.rows import OutboxRow, ToRecordRow
from desktop.trade import Money
from desktop.ui.ago import span
from desktop.ui.figures import money_text, time_text
from desktop.ui.settings.pages import word_of

_HOUR_S = 3600
_TO_AMAZON = ("send_refund", "cancel_on_amazon", "confirm_shipment", "ship_by_feed")
_WHAT = {
    "send_refund": "Refund",
    "record_refund": "Refund",
    "refund_in_shopify": "Refund",
    "cancel_on_amazon": "Cancellation",
    "cancel_in_shopify": "Cancellation",
    "confirm_shipment": "Shipment",
    "ship_by_feed": "Shipment",
    "fulfil_in_shopify": "Fulfilment",
}
_ALREADY = {
    "send_refund": "Already refunded on Amazon",
    "cancel_on_amazon": "Already cancelled on Amazon",
}


def side_of(row: OutboxRow) -> str:
    """To whom it is sent."""
    return "Amazon" if row.verb in _TO_AMAZON else "Shopify"


def what(row: OutboxRow) -> str:
    """ "Refund of $12.00"."""
    noun = _WHAT.get(row.verb, row.verb.replace("_", " ").capitalize())
    return noun if row.amount is None else f"{noun} of {money_text(row.amount)}"


def of_order(row: OutboxRow | ToRecordRow, *, shows_account: bool) -> str:
    """The order beside its Amazon ID: its name in Shopify and, among several, the account."""
    parts = [row.shopify_order_name, row.account if shows_account else ""]
    return " · ".join(part for part in parts if part)


def why(row: OutboxRow) -> str:
    """The reasons that are told, in plain words."""
    return ", ".join(word_of(one) for one in row.why.split(", ")) if row.why else ""


def when(row: OutboxRow, now: float) -> str:
    """When it leaves, counted down."""
    if row.leaves_at is None:
        return "asks before it leaves"
    left = round(row.leaves_at - now)
    if left <= 0:
        return "leaves at the next sync"
    if left < _HOUR_S:
        return f"leaves in {left // 60}:{left % 60:02d}"
    return f"leaves in {span(left)}"


def already(row: OutboxRow) -> str:
    """The answer that nothing is to be sent, since it stands there."""
    return _ALREADY.get(row.verb, f"Already done on {side_of(row)}")


def record_words(rows: Sequence[ToRecordRow]) -> str:
    """What recording all of these would do; those that ask are left out."""
    taken = [one for one in rows if not one.asks]
    sums: dict[str, int] = defaultdict(int)
    for one in taken:
        sums[one.amount.currency] += one.amount.minor
    money = " and ".join(money_text(Money(minor, unit)) for unit, minor in sorted(sums.items()))
    orders = len({one.order_id for one in taken})
    words = (
        f"{_count(len(taken), 'refund')} of {_count(orders, 'order')}, {money}, would be recorded"
        " in Shopify: with Amazon's date, nothing restocked, no mail to the buyer."
    )
    left = len(rows) - len(taken)
    if not left:
        return words
    return f"{words} {left} that may stand there already {'is' if left == 1 else 'are'} left out."


def refunded_at(row: ToRecordRow) -> str:
    """When Amazon gave it back."""
    return f"refunded {time_text(row.at)}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
