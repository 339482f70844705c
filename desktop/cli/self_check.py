"""`crossdock self-check`: whether every part of the program came along; for packagers and CI."""

import os
import subprocess
import sys
import time
from pathlib import Path

import click

from desktop.cli import exit_codes
from desktop.cli.options import everywhere
from desktop.cli.output import say

_MB = 1_000_000


@click.command("self-check", hidden=True)
@click.option("--only", multiple=True, metavar="PART", help="Try this part only; repeatable.")
@everywhere
@click.pass_context
def command(context: click.Context, only: tuple[str, ...]) -> None:
    """Try every part in temporary folders; ends with 1 when one is broken."""
    from desktop.app.self_check import examine

    failed = False
    for one in examine(only):
        failed = failed or one.state == "fail"
        say(f"{one.state:<4} {one.what}: {one.words} ({one.took_ms} ms)")
    if not only:
        say(f"     start: --version in {_version_ms()} ms")
        if getattr(sys, "frozen", False):
            say(f"     size: {_size(Path(sys.executable).parent)}")
    context.exit(exit_codes.BUG if failed else exit_codes.DONE)


def _version_ms() -> int:
    """The quickest of three starts, in milliseconds."""
    frozen = getattr(sys, "frozen", False)
    arguments = [sys.executable, *([] if frozen else ["-m", "desktop"]), "--version"]
    took = []
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        took.append(time.perf_counter() - began)
    return round(min(took) * 1000)


def _size(folder: Path) -> str:
    sizes = [
        (Path(place) / name).stat().st_size
        for place, _, names in os.walk(folder)
        for name in names
        if not (Path(place) / name).is_symlink()
    ]
    return f"{sum(sizes) / _MB:.0f} MB in {len(sizes)} files"
