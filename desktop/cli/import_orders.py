"""`crossdock import ID…`: fetch Amazon orders by their IDs."""

import sys

import click

from desktop.cli.foreground import run_stoppable
from desktop.cli.live import told
from desktop.cli.options import Options, everywhere, with_json
from desktop.cli.outcomes import say_outcomes
from desktop.cli.session import open_session

_GOOD = ("imported", "refreshed")


@click.command("import", short_help="Import Amazon orders by their IDs.")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option("--import-only", is_flag=True, help="Do not create them in Shopify.")
@click.option("--account", default="", metavar="NAME", help="Ask only this account.")
@with_json
@everywhere
@click.pass_context
def command(
    context: click.Context, ids: tuple[str, ...], import_only: bool, account: str, as_json: bool
) -> None:
    """Fetch orders from Amazon by ID, several at once, pasted as they are; - reads them from
    standard input. Each has its own outcome; 3 is the exit code when one was not imported.
    """
    with open_session(context.ensure_object(Options)) as profile:
        from desktop.actions.import_orders import import_orders

        texts = [sys.stdin.read() if text == "-" else text for text in ids]
        with told(quiet=as_json) as tell:
            outcomes = run_stoppable(
                lambda cancel: import_orders(
                    texts,
                    profile,
                    mode="import_only" if import_only else "create",
                    account=account,
                    cancel=cancel,
                    tell=tell,
                )
            )
        context.exit(say_outcomes(outcomes, good=_GOOD, as_json=as_json))
