"""`crossdock retry`: try failed orders again."""

import click

from desktop.cli import exit_codes
from desktop.cli.options import Options, everywhere, with_json
from desktop.cli.outcomes import say_outcomes
from desktop.cli.session import open_session


@click.command("retry", short_help="Try failed orders again.")
@click.argument("ids", nargs=-1, metavar="[ID…]")
@click.option("--all", "everything", is_flag=True, help="All that failed.")
@click.option("--code", default="", help="Only what failed for this cause, such as sku_unknown.")
@click.option("--account", default="", metavar="NAME", help="Only of this account.")
@with_json
@everywhere
@click.pass_context
def command(
    context: click.Context,
    ids: tuple[str, ...],
    everything: bool,
    code: str,
    account: str,
    as_json: bool,
) -> None:
    """Try failed orders again at the next sync: those of the IDs, --all, or all of one --code."""
    if everything and ids:
        raise click.UsageError("Give either IDs or --all.")
    if not (everything or ids or code):
        raise click.UsageError("Give IDs, --all, or --code CODE.")
    with open_session(context.ensure_object(Options)):
        from desktop.actions.find_account import find_account
        from desktop.actions.retry import retry_all, retry_named

        account_id = find_account(account).id if account else None
        outcomes = (
            retry_named(ids, code=code, account_id=account_id)
            if ids
            else retry_all(code=code, account_id=account_id)
        )
        ended = say_outcomes(outcomes, good=("retrying", "looking_up"), as_json=as_json)
        context.exit(ended if ids else exit_codes.DONE)
