"""A profile with its database open, and a sandbox to connect it with."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

from desktop.actions.connect import ConnectOutcome, connect
from desktop.actions.connect_request import parse_connect
from desktop.actions.sync_once import sync_once
from desktop.models.database import close_database, open_database
from desktop.profile import Profile, open_profile
from desktop.rows import RunSummary
from desktop.sandbox.run import Sandbox, SandboxOptions, start_sandbox
from desktop.sync.progress import silent

SPEED = 2000.0


@contextmanager
def opened_profile(folder: Path) -> Iterator[Profile]:
    """The profile in that folder with its database open."""
    profile = open_profile(folder)
    open_database(profile.database_path, profile.key)
    try:
        yield profile
    finally:
        close_database()


@contextmanager
def running_sandbox(**options: Any) -> Iterator[Sandbox]:
    """A sandbox for one test."""
    sandbox = start_sandbox(SandboxOptions(**{"orders": 12, "speed": SPEED, **options}))
    try:
        yield sandbox
    finally:
        sandbox.stop()


def connect_object(sandbox: Sandbox, **changed: Any) -> dict[str, Any]:
    """The sandbox's connect object; `amazon__region="eu"` changes a field of a side."""
    data: dict[str, Any] = json.loads(json.dumps(sandbox.connect))
    for path, value in changed.items():
        side, _, name = path.partition("__")
        target = data[side] if name else data
        target[name or side] = value
    return data


def connect_with(profile: Profile, data: Mapping[str, Any]) -> ConnectOutcome:
    """Connect as `crossdock connect` does."""
    return connect(parse_connect(json.dumps(data)), profile)


def synced(profile: Profile) -> RunSummary:
    """One sync of everything."""
    return sync_once(profile, Event(), silent)
