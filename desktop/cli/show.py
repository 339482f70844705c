"""`crossdock show ID`: everything about an order."""

import click

from desktop.cli.options import Options, everywhere, with_json
from desktop.cli.output import say_json
from desktop.cli.session import open_session


@click.command("show", short_help="Show everything about an order.")
@click.argument("order_id", metavar="ID")
@click.option("--account", default="", metavar="NAME", help="Only of this account.")
@with_json
@everywhere
@click.pass_context
def command(context: click.Context, order_id: str, account: str, as_json: bool) -> None:
    """Show items, money, buyer, address, failures, tasks and the whole story of an order.

    With --json one object; when several accounts hold the order, an array of them.
    """
    with open_session(context.ensure_object(Options)):
        from desktop.actions import as_json as shapes
        from desktop.actions.find_account import find_account
        from desktop.actions.show_order import show_order
        from desktop.cli.order_text import say_order

        found = show_order(order_id, find_account(account).id if account else None)
        if as_json:
            data = [shapes.order_detail(one) for one in found]
            say_json(data[0] if len(data) == 1 else data)
            return
        for one in found:
            say_order(one)
