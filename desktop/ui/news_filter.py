"""Shows the orders that a message is about."""

from desktop.rows import Tab
from desktop.ui.orders_page import OrdersPage

# What a message of a kind is about, as a counter chip; failures have a tab of their own.
COUNTERS = {
    "failures": "",
    "ship_by": "due_soon",
    "cancel_wishes": "cancel_wishes",
    "oversold": "oversold",
    "refunds": "refunds_not_sent",
}


def show_news(page: OrdersPage, kind: str, account_id: int | None) -> None:
    """The orders of a message, whatever was shown and filtered before."""
    if kind == "problems":
        page.accounts_wanted.emit()
    elif kind in COUNTERS:
        page.top.choose_account(account_id)
        page.strip.choose(Tab.ERRORS if kind == "failures" else Tab.ALL)
        page.tab.filters.clear_all()
        page.tab.set_counter(COUNTERS[kind])
