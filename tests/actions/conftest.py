"""The profile and the sandbox that most actions need."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.profile import Profile
from desktop.sandbox.run import Sandbox
from tests.actions.stand import opened_profile, running_sandbox


@pytest.fixture
def profile(profile_folder: Path) -> Iterator[Profile]:
    with opened_profile(profile_folder) as opened:
        yield opened


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running
