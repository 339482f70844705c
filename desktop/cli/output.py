"""Writes what a verb has to say: safe on any console, JSON for scripts, aligned tables."""

import io
import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence

import click

_UNSAFE = ("Cc", "Cs")


def be_printable() -> None:
    """Characters that the console cannot show become question marks instead of a crash."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def say(text: str = "") -> None:
    """One line (or more) on standard output."""
    click.echo("\n".join(clean(line) for line in text.split("\n")))


def say_aside(text: str) -> None:
    """Lines on standard error, for news that is no result."""
    click.echo("\n".join(clean(line) for line in text.split("\n")), err=True)


def say_json(data: object) -> None:
    """One JSON document; plain ASCII where the stream may not carry more."""
    wide = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(data, indent=2, ensure_ascii=not wide))


def say_json_stream(rows: Iterable[object]) -> None:
    """A JSON array, one element a line, written as the elements come."""
    wide = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "") == "utf8"
    started = False
    for row in rows:
        click.echo(",\n" if started else "[\n", nl=False)
        click.echo(json.dumps(row, ensure_ascii=not wide), nl=False)
        started = True
    click.echo("\n]" if started else "[]")


def clean(text: str) -> str:
    """The text without control characters, which could write elsewhere on the terminal."""
    return "".join(" " if unicodedata.category(c) in _UNSAFE else c for c in text)


def say_table(head: Sequence[str], rows: Iterable[Sequence[str]], *, right: str = "") -> None:
    """Aligned columns; `right` names those columns that are aligned right, by head."""
    lines = [tuple(head), *(tuple(clean(cell) for cell in row) for row in rows)]
    widths = [max(_width(line[i]) for line in lines) for i in range(len(head))]
    to_right = [bool(name) and name in right.split(",") for name in head]
    for line in lines:
        cells = [
            _padded(cell, width, at_right)
            for cell, width, at_right in zip(line, widths, to_right, strict=True)
        ]
        click.echo("  ".join(cells).rstrip())


def _padded(cell: str, width: int, at_right: bool) -> str:
    space = " " * (width - _width(cell))
    return space + cell if at_right else cell + space


def _width(text: str) -> int:
    """Columns on a terminal: wide characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
