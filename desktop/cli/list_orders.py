"""`crossdock list`: orders with all filters of the grid."""

from datetime import datetime

import click

from desktop.cli.filters import with_filters
from desktop.cli.options import Options, everywhere, with_json
from desktop.cli.output import say, say_aside, say_json_stream, say_table
from desktop.cli.session import open_session
from desktop.rows import OrderRow

_PLAIN_LIMIT = 200


@click.command("list", short_help="List orders, with all filters of the window.")
@with_filters
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
