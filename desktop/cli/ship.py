"""`crossdock ship ID`: fulfil an order in Shopify; Amazon is told right after."""

import click

from desktop.cli.options import Options, everywhere, with_json
from desktop.cli.session import open_session
from desktop.cli.started import row_of, say_started


@click.command("ship", short_help="Ship an order: Shopify is fulfilled, then Amazon is told.")
@click.argument("order_id", metavar="ID")
@click.option("--carrier", default="", metavar="NAME", help="As Shopify is to have it.")
@click.option("--number", default="", metavar="NUMBER", help="The tracking number.")
@click.option("--item", "items", multiple=True, metavar="SKU[*N]", help="Only these; else all.")
@click.option("--as-it-stands", is_flag=True, help="Even if the number looks wrong.")
@click.option("--account", default="", metavar="NAME", help="Needed where several hold the order.")
@with_json
@everywhere
@click.pass_context
def command(
    context: click.Context,
    order_id: str,
    carrier: str,
    number: str,
    items: tuple[str, ...],
    as_it_stands: bool,
    account: str,
    as_json: bool,
) -> None:
    """Ship an order, or a part of it, at the next sync. No mail is sent to the buyer."""
    with open_session(context.ensure_object(Options)) as profile:
        from desktop.actions.ask_shop import ask_shop
        from desktop.actions.back_words import read_units
        from desktop.actions.ship_order import ship_order

        row = row_of(order_id, account)
        ask_shop(row.id, profile)
        units = read_units(row.id, items)
        started = ship_order(row.id, carrier, number, items=units, as_it_stands=as_it_stands)
        say_started(row, started, as_json)
