"""`crossdock accounts`: what is connected, and how it stands."""

from typing import TYPE_CHECKING

import click

from desktop import clock
from desktop.cli.options import Options, everywhere, with_json
from desktop.cli.output import say, say_json, say_table
from desktop.cli.session import open_session

if TYPE_CHECKING:
    from desktop.actions.accounts import AccountRow


@click.command("accounts", short_help="List the connected accounts.")
@with_json
@everywhere
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """List the accounts, how their orders stand, and what stops a side of one."""
    with open_session(context.ensure_object(Options)):
        from desktop.actions import as_json as shapes
        from desktop.actions.accounts import accounts

        rows = accounts()
        if as_json:
            say_json([_as_dict(shapes.account(row.account), row) for row in rows])
            return
        if not rows:
            say("No account is connected. Connect one with: crossdock connect")
            return
        head = ("account", "Amazon", "store", "started", "orders", "done", "waiting", "failed")
        say_table(head, [_cells(row) for row in rows], right="orders,done,waiting,failed")
        for problem in (problem for row in rows for problem in row.problems):
            say(f"\n{problem.account}: {problem.title}\n  {problem.cause}\n  {problem.cure}")


def _as_dict(account: dict[str, object], row: "AccountRow") -> dict[str, object]:
    from desktop.actions import as_json as shapes

    return {
        **account,
        "totals": shapes.totals(row.totals),
        "problems": [shapes.problem(one) for one in row.problems],
    }


def _cells(row: "AccountRow") -> tuple[str, ...]:
    account, totals = row.account, row.totals
    started = account.started_at
    return (
        account.name,
        f"{account.amazon.region} {account.amazon.seller_id}",
        account.shopify.shop,
        f"{clock.to_iso(started)[:10]} {account.create_choice}" if started else "no",
        f"{totals.imported}",
        f"{totals.done}",
        f"{totals.waiting}",
        f"{totals.failed}",
    )
