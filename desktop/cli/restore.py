"""`crossdock restore ID…`: bring archived orders back."""

import click

from desktop.cli.options import Options, everywhere, with_json
from desktop.cli.outcomes import say_outcomes
from desktop.cli.session import open_session


@click.command("restore", short_help="Bring archived orders back.")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option("--account", default="", metavar="NAME", help="Only of this account.")
@with_json
@everywhere
@click.pass_context
def command(context: click.Context, ids: tuple[str, ...], account: str, as_json: bool) -> None:
    """Bring archived orders back into All Orders and Errors."""
    with open_session(context.ensure_object(Options)):
        from desktop.actions.find_account import find_account
        from desktop.actions.restore import restore

        outcomes = restore(ids, find_account(account).id if account else None)
        good = ("restored", "not_archived")
        context.exit(say_outcomes(outcomes, good=good, as_json=as_json))
