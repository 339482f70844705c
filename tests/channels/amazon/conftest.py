"""Fixtures for the Amazon side."""

from collections.abc import Iterator

import pytest

from tests.channels.amazon.fake import Bench, bench


@pytest.fixture
def at() -> Iterator[Bench]:
    """A fake Amazon and a client's surroundings."""
    with bench() as made:
        yield made
