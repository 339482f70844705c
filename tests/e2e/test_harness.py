"""The harness itself, on a small window: mouse, keys, tray icon and message from outside."""

import sys

import pytest

from tests.e2e.conftest import PICTURES
from tests.e2e.desktop_session import DesktopSession
from tests.e2e.program import Program

pytestmark = pytest.mark.screen


def test_clicks_keys_and_the_tray_arrive(session: DesktopSession) -> None:
    session.start_bus()
    session.start_screen()
    program = Program(session, command=[sys.executable, "-m", "tests.e2e.small_window"])
    program.click(name="^line$")
    program.type("114-3941689-8772232")
    program.click("^Take$")
    program.wait("^took 114-3941689-8772232$", name="^echo$")
    program.wait("It was 114-3941689-8772232")  # the message beside the tray icon
    session.picture(PICTURES / "harness.png")
    program.click("^row 1$", part=True)
    program.wait("^chose 1$")

    program.close_window()
    program.gone("^Take$")
    program.click(kind="QSystemTrayIconSys")
    program.wait("^Take$")
    program.click(kind="QSystemTrayIconSys", button=3)
    program.click("^Quit$", part=True)
    assert program.wait_end() == 0
