"""`crossdock list`: orders with all filters of the grid."""

from collections.abc import Iterable
from datetime import datetime

import click

from desktop.cli.options import Options, everywhere, with_json
from desktop.cli.output import say, say_aside, say_json_stream, say_table
from desktop.cli.session import open_session
from desktop.rows import OrderRow, SortKey, Status, SyncStatus, Tab

_PLAIN_LIMIT = 200


def _one_of(words: Iterable[str]) -> str:
    return ", ".join(words)


@click.command("list", short_help="List orders, with all filters of the window.")
@click.option("--tab", default="all", show_default=True, help=f"One of {_one_of(Tab)}.")
@click.option(
    "--id",
    "order_ids",
    multiple=True,
    metavar="ID",
    help="Amazon order IDs or parts of one; a pasted list, or several times.",
)
@click.option("--status", "statuses", multiple=True, help=f"One or more of {_one_of(Status)}.")
@click.option(
    "--sync-status", "sync_statuses", multiple=True, help=f"One or more of {_one_of(SyncStatus)}."
)
@click.option("--tag", "tags", multiple=True, help="FBA or FBM.")
@click.option("--price-from", default="", metavar="AMOUNT", help="Total price, inclusive.")
@click.option("--price-to", default="", metavar="AMOUNT", help="Total price, inclusive.")
@click.option("--currency", default="", help="Only orders in this currency, such as EUR.")
@click.option(
    "--created-from",
    default="",
    metavar="DATE",
    help="Created on Amazon, a day (of the shop's time zone with --account, else of this"
    " computer's) or an ISO time; inclusive.",
)
@click.option("--created-to", default="", metavar="DATE", help="As --created-from; inclusive.")
@click.option("--search", default="", metavar="TEXT", help="In IDs, names, SKUs and titles.")
@click.option("--account", default="", metavar="NAME", help="Only this account.")
@click.option("--cancel-wish", is_flag=True, help="Only orders that the buyer wishes to cancel.")
@click.option("--sort", default="", help=f"One of {_one_of(SortKey)}.")
@click.option("--reverse", is_flag=True, help="The other way round.")
@click.option("--limit", type=click.IntRange(1), help="At most so many; with --json else all.")
@with_json
@everywhere
@click.pass_context
def command(context: click.Context, /, limit: int | None, as_json: bool, **words: object) -> None:
    """List orders. Several values of one option are joined by OR, options by AND."""
    with open_session(context.ensure_object(Options)):
        from desktop.actions import as_json as shapes
        from desktop.actions.list_orders import ListWords, count_orders, list_orders, read_query

        shown = limit if as_json else (limit or _PLAIN_LIMIT)
        query = read_query(ListWords(limit=shown, **words))  # type: ignore[arg-type]
        if as_json:
            say_json_stream(shapes.order(row) for row in list_orders(query))
            return
        rows = list(list_orders(query))
        _say_rows(rows)
        found = count_orders(query)
        if found > len(rows):
            say_aside(f"{len(rows)} of {found} orders; --limit shows more.")


def _say_rows(rows: list[OrderRow]) -> None:
    if not rows:
        say("No order fits.")
        return
    head = ("Amazon order", "Shopify", "status", "sync status", "items", "total", "created", "tags")
    say_table((*head, ""), [_cells(row) for row in rows], right="items,total")


def _cells(row: OrderRow) -> tuple[str, ...]:
    created = datetime.fromtimestamp(row.created_at).astimezone().strftime("%Y-%m-%d %H:%M")
    more = row.failures[0].title if row.failures else row.stage
    return (
        row.amazon_order_id,
        row.shopify_order_name,
        row.status,
        row.sync_status,
        f"{row.units}",
        str(row.total) if row.total else "",
        created,
        " ".join(row.tags),
        more,
    )
