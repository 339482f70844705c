"""The grid's filters as options, for every verb that takes them."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from desktop.rows import SortKey, Status, SyncStatus, Tab

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def _one_of(words: Iterable[str]) -> str:
    return ", ".join(words)


_FILTERS = (
    click.option("--tab", default="all", show_default=True, help=f"One of {_one_of(Tab)}."),
    click.option(
        "--id",
        "order_ids",
        multiple=True,
        metavar="ID",
        help="Amazon order IDs or parts of one; a pasted list, or several times.",
    ),
    click.option("--status", "statuses", multiple=True, help=f"One or more of {_one_of(Status)}."),
    click.option(
        "--sync-status",
        "sync_statuses",
        multiple=True,
        help=f"One or more of {_one_of(SyncStatus)}.",
    ),
    click.option("--tag", "tags", multiple=True, help="FBA or FBM."),
    click.option("--price-from", default="", metavar="AMOUNT", help="Total price, inclusive."),
    click.option("--price-to", default="", metavar="AMOUNT", help="Total price, inclusive."),
    click.option("--currency", default="", help="Only orders in this currency, such as EUR."),
    click.option(
        "--created-from",
        default="",
        metavar="DATE",
        help="Created on Amazon, a day (of the shop's time zone with --account, else of this"
        " computer's) or an ISO time; inclusive.",
    ),
    click.option("--created-to", default="", metavar="DATE", help="As --created-from; inclusive."),
    click.option("--search", default="", metavar="TEXT", help="In IDs, names, SKUs and titles."),
    click.option("--account", default="", metavar="NAME", help="Only this account."),
    click.option(
        "--cancel-wish", is_flag=True, help="Only orders that the buyer wishes to cancel."
    ),
    click.option("--sort", default="", help=f"One of {_one_of(SortKey)}."),
    click.option("--reverse", is_flag=True, help="The other way round."),
)


def with_filters(command: Decorated) -> Decorated:
    """Adds every filter of the grid; they arrive as the fields of ListWords."""
    for add in reversed(_FILTERS):
        command = add(command)
    return command
