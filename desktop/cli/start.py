"""`crossdock start ACCOUNT`: show what would be created, then let it go."""

import sys
from typing import TYPE_CHECKING

import click

from desktop.cli.foreground import run_stoppable
from desktop.cli.live import told
from desktop.cli.options import Options, everywhere, with_json
from desktop.cli.output import say, say_json
from desktop.cli.session import open_session

if TYPE_CHECKING:
    from desktop.rows import StartPreview


@click.command("start", short_help="Start creating orders of an account in Shopify.")
@click.argument("account")
@click.option(
    "--create",
    "choice",
    default="unshipped",
    show_default=True,
    metavar="unshipped|all|none|SINCE",
    help="Which of the orders placed before the connection are created; SINCE is a day. Newer"
    " ones always are.",
)
@click.option("--beyond-visible", is_flag=True, help="Also those older than the shop lets us see.")
@click.option("--yes", is_flag=True, help="Start without asking; else it is only shown.")
@with_json
@everywhere
@click.pass_context
def command(
    context: click.Context,
    account: str,
    choice: str,
    beyond_visible: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Show what would be created, would fail, stays as it is or is in Shopify already; then start.

    Without --yes it asks on a terminal, and elsewhere only shows.
    """
    with open_session(context.ensure_object(Options)) as profile:
        from desktop.actions.find_account import find_account
        from desktop.actions.start_account import preview, start_account

        before = find_account(account, "ACCOUNT")

        with told(quiet=as_json) as tell:
            shown = run_stoppable(
                lambda cancel: preview(account, choice, profile, cancel=cancel, tell=tell)
            )
        if not as_json:
            _say(shown)
            if before.is_started:
                say(f"It was started before ({before.create_choice}); more may be decided anew.")
        wanted = yes or (not as_json and sys.stdin.isatty() and _confirmed())
        decided = start_account(account, choice, beyond_visible=beyond_visible) if wanted else None
        if as_json:
            _say_json(shown, decided)
        elif decided is None:
            say("\nNot started. Start with: --yes")
        else:
            say(f"\nStarted; {decided} held orders were decided on. Next: crossdock sync")


def _confirmed() -> bool:
    return click.confirm("\nStart?", default=False, err=True)


def _say(shown: "StartPreview") -> None:
    say(f"{shown.account}")
    say(f"{shown.would_create:>7}  would be created in Shopify")
    for code, title, count in shown.would_fail:
        say(f"{count:>7}  would fail: {title} [{code}]")
    say(f"{shown.already_in_shopify:>7}  are in Shopify already and would be adopted")
    say(f"{shown.stays_import_only:>7}  stay import only")
    if shown.too_old_to_see:
        say(f"{shown.too_old_to_see:>7}  are older than the shop lets Crossdock see: skipped")
    if shown.still_importing:
        say("The first import is not through yet: there will be more. Run: crossdock sync --once")


def _say_json(shown: "StartPreview", decided: int | None) -> None:
    from desktop.actions.as_json import start_preview

    say_json({**start_preview(shown), "started": decided is not None, "decided": decided or 0})
