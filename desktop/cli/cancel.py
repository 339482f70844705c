"""`crossdock cancel ID`: cancel an order on both sides, Shopify first."""

import click

from desktop.cli.options import Options, everywhere, with_json
from desktop.cli.session import open_session
from desktop.cli.started import row_of, say_started


@click.command("cancel", short_help="Cancel an order, in Shopify first and then on Amazon.")
@click.argument("order_id", metavar="ID")
@click.option("--reason", required=True, metavar="REASON", help="Amazon's, such as NoInventory.")
@click.option("--account", default="", metavar="NAME", help="Needed where several hold the order.")
@with_json
@everywhere
@click.pass_context
def command(
    context: click.Context, order_id: str, reason: str, account: str, as_json: bool
) -> None:
    """Cancel an order in Shopify at the next sync; Amazon's part then waits in the outbox."""
    with open_session(context.ensure_object(Options)) as profile:
        from desktop.actions.ask_shop import ask_if_possible
        from desktop.actions.cancel_order import cancel_order

        row = row_of(order_id, account)
        ask_if_possible(row.id, profile)
        say_started(row, cancel_order(row.id, reason), as_json)
