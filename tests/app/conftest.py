"""An open profile for the app's tests, and the made-up shop connected with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.app.demo import start_demo
from desktop.models.database import close_database, open_database
from desktop.profile import Profile, open_profile
from desktop.sandbox.run import Sandbox
from tests.app.recorder import Recorder


@pytest.fixture
def news() -> Recorder:
    return Recorder()


@pytest.fixture
def profile(profile_folder: Path) -> Iterator[Profile]:
    made = open_profile(profile_folder)
    open_database(made.database_path, made.key)
    yield made
    close_database()


@pytest.fixture
def shop(profile: Profile) -> Iterator[Sandbox]:
    """The made-up shop, connected and started; nothing arrives by itself."""
    sandbox = start_demo(profile, arrivals=0)
    yield sandbox
    sandbox.stop()
