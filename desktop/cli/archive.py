"""`crossdock archive ID…`: hide orders."""

import sys

import click

from desktop.cli.options import Options, everywhere, with_json
from desktop.cli.outcomes import say_outcomes
from desktop.cli.output import say_aside
from desktop.cli.session import open_session


@click.command("archive", short_help="Hide orders; nothing is deleted.")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option("--account", default="", metavar="NAME", help="Only of this account.")
@click.option("--yes", is_flag=True, help="Do not ask about orders that are still to be shipped.")
@with_json
@everywhere
@click.pass_context
def command(
    context: click.Context, ids: tuple[str, ...], account: str, yes: bool, as_json: bool
) -> None:
    """Hide orders from All Orders and Errors. They come back by themselves with a new failure."""
    with open_session(context.ensure_object(Options)):
        from desktop.actions.archive import archive, still_to_ship
        from desktop.actions.find_account import find_account

        account_id = find_account(account).id if account else None
        to_ship = () if yes else still_to_ship(ids, account_id)
        if to_ship:
            _ask(to_ship)
        outcomes = archive(ids, account_id)
        good = ("archived", "already_archived")
        context.exit(say_outcomes(outcomes, good=good, as_json=as_json))


def _ask(to_ship: tuple[str, ...]) -> None:
    words = f"{len(to_ship)} of them still to be shipped: {', '.join(to_ship[:5])}"
    if sys.stdin.isatty():
        click.confirm(f"{words}. Archive all the same?", abort=True, err=True)
    else:
        say_aside(f"Note: {words}.")
