"""Bad days are days with all of Crossdock's work."""

import pytest


@pytest.fixture(autouse=True)
def _everything_is_on(way_back_on: None) -> None:
    """The way back, too."""
