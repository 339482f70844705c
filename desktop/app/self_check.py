"""Tries every part that a packaged program could have lost: keyring, database, sandbox, window.

Works in temporary folders and on made-up services only; the seller's profile is not opened.
"""

import secrets
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Literal

from desktop import __version__, paths
from desktop.app.demo import start_demo
from desktop.channels.http import Http
from desktop.credentials import loaded_backends
from desktop.errors import CrossdockError
from desktop.profile import open_profile
from desktop.sandbox.run import SandboxOptions, start_sandbox

_KEY_BYTES = 32
_PLAIN = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Finding:
    """One part that was tried."""

    state: Literal["ok", "fail"]
    what: str
    words: str
    took_ms: int


class Broken(CrossdockError):
    """A part works otherwise than it has to."""


def examine(only: Collection[str] = ()) -> Iterator[Finding]:
    """Every finding as soon as it is known; `only` names the parts to try, none for all."""
    for what, attempt in _PARTS:
        if only and what not in only:
            continue
        began = time.perf_counter()
        state: Literal["ok", "fail"] = "ok"
        try:
            words = attempt()
        except Exception as error:  # noqa: BLE001 - whatever is broken is what this is to find
            state, words = "fail", f"{type(error).__name__}: {error}"
        yield Finding(state, what, words, round((time.perf_counter() - began) * 1000))


def _keyring() -> str:
    return ", ".join(loaded_backends())


def _database() -> str:
    from desktop.models.database import close_database, open_database

    with tempfile.TemporaryDirectory(prefix="crossdock-") as folder:
        place = paths.database_file(Path(folder))
        key = secrets.token_bytes(_KEY_BYTES)
        try:
            for _ in range(2):
                open_database(place, key)
                close_database()
        finally:
            close_database()
        with place.open("rb") as file:
            head = file.read(len(_PLAIN))
        if len(head) < len(_PLAIN) or head == _PLAIN:
            raise Broken("the database is not encrypted")
        return f"made, closed, opened again; {place.stat().st_size // 1024} KB, encrypted"


def _sandbox() -> str:
    sandbox = start_sandbox(SandboxOptions(orders=3))
    http = Http(Event())
    try:
        url = f"{sandbox.urls['control']}/ledger"
        answer = http.send("Ledger", "GET", url, headers={}, writes=False)
    finally:
        http.close()
        sandbox.stop()
    if answer.status != 200:
        raise Broken(f"it answers with status {answer.status}")
    return f"answers on 127.0.0.1 in {answer.took_ms} ms"


def _sync() -> str:
    from desktop.actions.sync_once import sync_once
    from desktop.models.database import close_database, open_database
    from desktop.sync.progress import silent

    profile = open_profile(None, session_only=True)
    open_database(profile.database_path, profile.key)
    try:
        sandbox = start_demo(profile, arrivals=0.0)
        try:
            totals = sync_once(profile, Event(), silent).totals
        finally:
            sandbox.stop()
    finally:
        close_database()
    if totals is None or not totals.done or not totals.adds_up:
        raise Broken(f"it does not add up: {totals}")
    return f"{totals.imported} orders imported, {totals.done} done, {totals.failed} need a person"


def _icons() -> str:
    from desktop.app.window_check import load_icons

    return load_icons()


def _window() -> str:
    from desktop.app.window_check import paint_window

    return paint_window()


_PARTS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("version", lambda: __version__),
    ("keyring back ends", _keyring),
    ("database", _database),
    ("sandbox", _sandbox),
    ("headless sync", _sync),
    ("icons", _icons),
    ("window", _window),
)
NAMES = tuple(name for name, _ in _PARTS)
