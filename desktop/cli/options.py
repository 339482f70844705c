"""What holds for every verb: the profile, the demo, how much is said. Given before or after it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@dataclass(slots=True)
class Options:
    """What was chosen for this command; the one thing that verbs share."""

    profile: Path | None = None
    demo: bool = False
    verbose: bool = False
    log_file: Path | None = None  # once the log is open


def everywhere(command: Decorated) -> Decorated:
    """Adds --profile, --demo and --verbose."""
    for add in (
        click.option(
            "--verbose",
            is_flag=True,
            expose_value=False,
            callback=_keep,
            help="Write more into the log, and the log to standard error.",
        ),
        click.option(
            "--demo",
            is_flag=True,
            expose_value=False,
            callback=_keep,
            help="Work on a sandbox of its own: a made-up Amazon seller and Shopify store.",
        ),
        click.option(
            "--profile",
            type=click.Path(file_okay=False),
            expose_value=False,
            callback=_keep_folder,
            metavar="DIR",
            help="The folder with database and log; else the one of this user.",
        ),
    ):
        command = add(command)
    return command


def with_json(command: Decorated) -> Decorated:
    """Adds --json for a verb that prints data."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Print JSON (README, For scripts)."
    )(command)


def _keep(context: click.Context, option: click.Parameter, value: object) -> None:
    if value and option.name:
        setattr(context.ensure_object(Options), option.name, value)


def _keep_folder(context: click.Context, option: click.Parameter, value: str | None) -> None:
    if value is None:
        return
    if not value.strip():  # an unset variable must not make a profile in the current folder
        raise click.BadParameter("give a folder.", ctx=context, param=option)
    context.ensure_object(Options).profile = Path(value)
