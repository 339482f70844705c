"""`crossdock connect`: join an Amazon seller account and a Shopify store."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from desktop.cli import exit_codes
from desktop.cli.foreground import run_stoppable
from desktop.cli.options import Options, everywhere, with_json
from desktop.cli.output import say, say_aside, say_json
from desktop.cli.session import open_session

if TYPE_CHECKING:
    from desktop.actions.connect import ConnectOutcome
    from desktop.actions.connect_request import ConnectRequest

_LARGEST = 1_000_000


@click.command("connect", short_help="Connect an Amazon seller account with a Shopify store.")
@click.option(
    "--from",
    "source",
    default="",
    metavar="FILE|-",
    help="A file with one JSON object, or - for standard input; else you are asked.",
)
@with_json
@everywhere
@click.pass_context
def command(context: click.Context, source: str, as_json: bool) -> None:
    """Check both sides for real, then keep the account, and its secrets in the keyring.

    The same seller and store again takes the new values. A failed check keeps nothing and ends
    with exit code 4. Secrets are never taken from the command line itself.
    """
    from desktop.actions.connect import connect
    from desktop.actions.connect_request import parse_connect

    options = context.ensure_object(Options)
    if options.demo:
        raise click.UsageError("A demo connects by itself; leave --demo out.")
    if not source and not sys.stdin.isatty():
        raise click.UsageError("Give --from FILE, or --from - for standard input.")
    request = parse_connect(_read(source)) if source else _asked()
    with open_session(options) as profile:
        outcome = run_stoppable(lambda cancel: connect(request, profile, cancel=cancel))
    if as_json:
        say_json(_as_dict(outcome))
    else:
        _say(outcome, request)
    context.exit(exit_codes.DONE if outcome.is_connected else exit_codes.ACCOUNT)


def _asked() -> "ConnectRequest":
    from desktop.cli.connect_prompts import ask

    return ask()


def _read(source: str) -> str:
    """The text of the file or of standard input, in whatever encoding Windows wrote it."""
    from desktop.actions.bad_input import BadInput

    try:
        if source == "-":
            data = sys.stdin.buffer.read(_LARGEST + 1)
        else:
            with Path(source).open("rb") as file:
                data = file.read(_LARGEST + 1)
    except OSError as error:
        words = error.strerror or type(error).__name__
        raise BadInput("--from", f"{source} cannot be read: {words}.", "Name a file.") from None
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise BadInput("--from", "is no text in UTF-8.", "Save the file as UTF-8.") from None


def _say(outcome: "ConnectOutcome", request: "ConnectRequest") -> None:
    for check in (outcome.amazon, outcome.shopify):
        say(f"{check.side.capitalize()}:")
        for words in check.right:
            say(f"  right    {words}")
        for problem in check.missing:
            say(f"  missing  {problem.title} {problem.cause}\n           {problem.cure}")
    if outcome.account is None:
        say_aside("Nothing was saved.")
        return
    name = outcome.account.name
    say(f"\n{'Connected' if outcome.is_new else 'Connected anew'}: {name}")
    if request.start:
        say(f"Started: {request.start}. Next: crossdock sync")
    elif outcome.account.is_started:
        say("Next: crossdock sync")
    else:
        say(f'Nothing is created yet. Next: crossdock sync --once, then: crossdock start "{name}"')


def _as_dict(outcome: "ConnectOutcome") -> dict[str, object]:
    from desktop.actions import as_json as shapes

    return {
        "connected": outcome.is_connected,
        "is_new": outcome.is_new,
        "account": shapes.account(outcome.account) if outcome.account else None,
        "started": outcome.started,
        **{
            check.side: {
                "right": list(check.right),
                "missing": [shapes.problem(problem) for problem in check.missing],
            }
            for check in (outcome.amazon, outcome.shopify)
        },
    }
