"""`crossdock doctor`: check everything that has to work."""

from threading import Event
from typing import TYPE_CHECKING

import click

from desktop.cli import exit_codes
from desktop.cli.foreground import run_stoppable
from desktop.cli.options import Options, everywhere, with_json
from desktop.cli.output import say, say_json
from desktop.cli.session import open_session

if TYPE_CHECKING:
    from desktop.actions.doctor import Finding


@click.command("doctor", short_help="Check everything that has to work.")
@with_json
@everywhere
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """Check profile, keyring, database, clock, both services, permissions, secrets and counts.

    Ends with 3 when something failed.
    """
    with open_session(context.ensure_object(Options)) as profile:
        from desktop.actions.doctor import examine

        def work(cancel: Event) -> "list[Finding]":
            found = []
            for finding in examine(profile, cancel):
                found.append(finding)
                if not as_json:
                    _say(finding)  # at once: a dead network makes the next one slow
            return found

        found = run_stoppable(work)
        if as_json:
            say_json([_as_dict(one) for one in found])
        failed = any(one.state == "fail" for one in found)
    context.exit(exit_codes.NEEDS_PERSON if failed else exit_codes.DONE)


def _say(one: "Finding") -> None:
    say(f"{one.state:<5} {one.what}: {one.words}")
    if one.cure and one.state != "ok":
        say(f"      {one.cure}")


def _as_dict(one: "Finding") -> dict[str, str]:
    return {"state": one.state, "what": one.what, "words": one.words, "cure": one.cure}
