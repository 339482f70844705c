"""`crossdock sync`: import and create, once or until Ctrl-C."""

from threading import Event

import click

from desktop.cli import exit_codes
from desktop.cli.foreground import run_stoppable
from desktop.cli.live import told
from desktop.cli.options import Options, everywhere, with_json
from desktop.cli.output import say, say_aside, say_json
from desktop.cli.session import open_session
from desktop.cli.summary import say_summary, summary_line
from desktop.profile import Profile
from desktop.rows import RunSummary

DEMO_WORDS = (
    "\nThis was a demo on made-up orders. Look closer with: crossdock --demo list --tab errors."
    " Your own orders: crossdock connect"
)


@click.command("sync", short_help="Import from Amazon and create in Shopify.")
@click.option("--once", is_flag=True, help="End when nothing is due soon, and print what was done.")
@click.option(
    "--wait",
    "wait_s",
    type=click.FloatRange(0, 86_400),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="With --once: wait for what is due within so many seconds (of the services).",
)
@click.option("--account", default="", metavar="NAME", help="With --once: only this account.")
@click.option(
    "--take-over",
    is_flag=False,
    flag_value="",
    default=None,
    metavar="[ACCOUNT]",
    help="Take all accounts, or this one, over from another computer that syncs them.",
)
@with_json
@everywhere
@click.pass_context
def command(
    context: click.Context,
    once: bool,
    wait_s: float,
    account: str,
    take_over: str | None,
    as_json: bool,
) -> None:
    """Import new and changed Amazon orders, and create them in Shopify exactly once.

    Without --once it goes on in the foreground until Ctrl-C. Orders that fail stand in the output
    and under `crossdock list --tab errors`; they do not change the exit code.
    """
    options = context.ensure_object(Options)
    with open_session(options, demo_syncs=False) as profile:
        if take_over is not None:
            _take_over(take_over)
        if once:
            ended = _once(profile, wait_s, account, as_json)
            if options.demo and not as_json:
                say_aside(DEMO_WORDS)
            context.exit(ended)
        if account or as_json:
            raise click.UsageError("--account and --json go with --once.")
        _watch(profile)


def _take_over(account: str) -> None:
    from desktop.actions.take_over import take_over

    names = ", ".join(take_over(account))
    say_aside(f"This computer takes over: {names}.")


def _once(profile: Profile, wait_s: float, account: str, as_json: bool) -> int:
    from desktop.actions.as_json import run_summary
    from desktop.actions.sync_once import sync_once

    stopped = Event()

    def work(cancel: Event) -> RunSummary:
        summary = sync_once(profile, cancel, tell, account=account, wait_s=wait_s)
        if cancel.is_set():
            stopped.set()
        return summary

    with told(quiet=as_json) as tell:
        summary = run_stoppable(work)
    if as_json:
        say_json(run_summary(summary))
    else:
        say_summary(summary)
    if stopped.is_set():
        return exit_codes.INTERRUPTED
    return exit_codes.ACCOUNT if _is_stopped(summary) else exit_codes.DONE


def _is_stopped(summary: RunSummary) -> bool:
    """Whether something hindered the work; what is only worth telling does not count."""
    return any(not one.is_notice for one in summary.problems)


def _watch(profile: Profile) -> None:
    from desktop.actions.sync_watch import sync_watch

    def on_summary(summary: RunSummary) -> None:
        line = summary_line(summary)
        if line:
            say(line)

    with told(quiet=False) as tell:
        ended = run_stoppable(lambda cancel: sync_watch(profile, cancel, tell, on_summary))
    say("Stopped." if ended else "Stopped; what was under way is looked up at the next start.")
