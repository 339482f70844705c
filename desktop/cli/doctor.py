"""`crossdock doctor`: check everything that has to work."""

import click

from desktop.cli import exit_codes
from desktop.cli.foreground import run_stoppable
from desktop.cli.options import Options, everywhere, with_json
from desktop.cli.output import say, say_json
from desktop.cli.session import open_session


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

        found = run_stoppable(lambda cancel: list(examine(profile, cancel)))
        if as_json:
            say_json([_as_dict(one.state, one.what, one.words, one.cure) for one in found])
        else:
            for one in found:
                say(f"{one.state:<5} {one.what}: {one.words}")
                if one.cure and one.state != "ok":
                    say(f"      {one.cure}")
        failed = any(one.state == "fail" for one in found)
    context.exit(exit_codes.NEEDS_PERSON if failed else exit_codes.DONE)


def _as_dict(state: str, what: str, words: str, cure: str) -> dict[str, str]:
    return {"state": state, "what": what, "words": words, "cure": cure}
