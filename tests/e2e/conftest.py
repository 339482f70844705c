"""A desktop session for each test; what was on the screen at a failure is kept in build/e2e."""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.e2e.desktop_session import DesktopSession, missing
from tests.e2e.program import CHECKOUT

PICTURES = CHECKOUT / "build" / "e2e"
_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[_FAILED] = True
    return report


@pytest.fixture
def session(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[DesktopSession]:
    """A home of its own, nothing started yet; ended after the test."""
    assert not missing(), f"not installed: {missing()}; resources/setup/e2e-packages.sh names them"
    made = DesktopSession(tmp_path / "session")
    try:
        yield made
        if request.node.stash.get(_FAILED, False) and "DISPLAY" in made.environment:
            _keep(made, request.node.name)
    finally:
        made.stop()


def _keep(session: DesktopSession, name: str) -> None:
    session.picture(PICTURES / f"{name}-failed.png")
    for file in session.folder.glob("*.log"):
        (PICTURES / f"{name}-{file.name}").write_bytes(file.read_bytes())
    for file in session.folder.glob("map.json"):
        (PICTURES / f"{name}-map.json").write_bytes(file.read_bytes())
