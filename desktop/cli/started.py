"""Says what a verb started from an order: which side is told first, and what follows."""

from typing import TYPE_CHECKING

from desktop.cli.output import say, say_aside, say_json

if TYPE_CHECKING:
    from desktop.actions.back_start import Started
    from desktop.rows import OrderRow


def row_of(order_id: str, account: str) -> "OrderRow":
    """The one held order meant. Raises BadInput."""
    from desktop.actions.find_account import find_account
    from desktop.actions.resolve_words import one_order

    return one_order(order_id, find_account(account).id if account else None)


def say_started(row: "OrderRow", started: "Started", as_json: bool) -> None:
    """Print it."""
    if as_json:
        say_json(
            {
                "amazon_order_id": row.amazon_order_id,
                "side": started.side,
                "words": started.words,
                "warning": started.warning,
            }
        )
        return
    say(f"{row.amazon_order_id}  {started.words}")
    if started.warning:
        say_aside(started.warning)
