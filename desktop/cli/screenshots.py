"""`crossdock screenshots`: pictures of every part of the window; for the README and for looking."""

from pathlib import Path

import click

from desktop.cli.options import everywhere
from desktop.cli.output import say


@click.command("screenshots", hidden=True)
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    default=Path("out/screenshots"),
    help="Folder for the pictures.",
)
@click.option("--only", multiple=True, metavar="SCENE", help="Only this scene; repeatable.")
@click.option(
    "--chosen",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Copy those that the README shows into this folder.",
)
@everywhere
def command(to: Path, only: tuple[str, ...], chosen: Path | None) -> None:
    """Open every part of the window on a made-up shop, and keep a picture of each."""
    from desktop.app.pictures.album import LONG, SCENES, choose, make_album

    known = [*SCENES, *LONG]
    unknown = [one for one in only if one not in known]
    if unknown:
        raise click.UsageError(f"There is no scene {unknown[0]}. Scenes are: {', '.join(known)}.")
    made = make_album(to, only)
    say(f"{len(made)} pictures in {to}")
    if chosen is not None:
        say(f"{choose(to, chosen)} of them in {chosen}")
