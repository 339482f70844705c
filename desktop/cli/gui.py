"""`crossdock gui`: the window."""

from pathlib import Path

import click

from desktop.cli.options import Options, everywhere


@click.command("gui", short_help="Open the window (default).")
@click.option("--minimised", is_flag=True, help="Start in the tray, where there is one.")
@click.option(
    "--screenshot",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    hidden=True,
)
@everywhere
@click.pass_context
def command(context: click.Context, minimised: bool, screenshot: Path | None) -> None:
    """Open the window on the orders; a second one on the same profile shows the first.

    With --demo on a made-up shop, where orders keep arriving. Ends with exit code 7 where there is
    no display, or Qt's system libraries are missing.
    """
    from desktop.app.run import run_gui

    options = context.ensure_object(Options)
    context.exit(
        run_gui(
            options.profile,
            demo=options.demo,
            minimised=minimised,
            verbose=options.verbose,
            screenshot=screenshot,
        )
    )
