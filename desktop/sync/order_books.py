"""What Amazon's books show of one order: its refunds, read to the end."""

from desktop.channels.amazon import finances
from desktop.channels.amazon.orders import PaginationExpired
from desktop.errors import AccountProblem, CrossdockError, TryLater
from desktop.models import refunds, shop_state
from desktop.models.database import write
from desktop.sync.back import refund_records
from desktop.sync.connection import Connection
from desktop.trade.returns import AmazonRefund

NO_ROLE = "finance_role_missing"
_MOST_PAGES = 20


class BooksUnclear(CrossdockError):
    """The books show something of the order that cannot be read, or do not end."""


def refunds_of(connection: Connection, amazon_order_id: str) -> tuple[AmazonRefund, ...]:
    """The refunds that stand there now.

    Raises BooksUnclear, AccountProblem (NO_ROLE concerns refunds only), TryLater,
    Cancelled.
    """
    found: list[AmazonRefund] = []
    token = ""
    for _ in range(_MOST_PAGES):
        try:
            page = finances.refunds(connection.amazon, order_id=amazon_order_id, token=token)
        except PaginationExpired:
            wait_s = connection.pace.here(30.0)
            raise TryLater(wait_s, "unavailable", "Amazon's books changed while read.") from None
        if page.unreadable:
            raise BooksUnclear("a refund in Amazon's books cannot be read")
        found += [one for one in page.refunds if one.amazon_order_id == amazon_order_id]
        token = page.next_token
        if not token:
            return tuple(found)
    raise BooksUnclear("Amazon's books of one order do not end")


def look(connection: Connection, order_id: int, amazon_order_id: str) -> None:
    """Keep what stands there now; books that are closed or unclear show nothing.

    Raises AccountProblem (but for the missing role), TryLater, Cancelled.
    """
    try:
        found = refunds_of(connection, amazon_order_id)
    except BooksUnclear:
        return
    except AccountProblem as problem:
        if problem.code != NO_ROLE:
            raise
        return
    keep(order_id, found)


def keep(order_id: int, found: tuple[AmazonRefund, ...]) -> None:
    """Keep what both sides show of an order's refunds, and pair it."""
    with write():
        refund_records.see_shopify(order_id, shop_state.load(order_id))
        for one in found:
            refund_records.see_amazon(order_id, one)
        refunds.pair(order_id)
