"""`crossdock gui`: the window, once there is one."""

import click

from desktop.cli import exit_codes
from desktop.cli.options import everywhere
from desktop.cli.output import say_aside

WORDS = (
    "This version of Crossdock has no window yet; use the command line instead:"
    " crossdock --demo to look around, crossdock connect and crossdock sync for your own orders."
)


@click.command("gui", short_help="Open the window (default).")
@everywhere
@click.pass_context
def command(context: click.Context) -> None:
    """Open the window. This version has none yet and ends with exit code 7."""
    say_aside(WORDS)
    context.exit(exit_codes.NO_WINDOW)
