"""The vault on a real Secret Service: GNOME's keyring, unlocked, locked and absent."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.e2e.desktop_session import DesktopSession
from tests.e2e.program import CHECKOUT

pytestmark = pytest.mark.screen

SECRET = "Ključ-🔑-sekret " + "x" * 1000


def vault(session: DesktopSession, verb: str, *names: str, value: str = "") -> dict[str, Any]:
    """What a process of this session is told by its keyring."""
    command = [sys.executable, "-m", "tests.e2e.vault_child", verb, *names]
    environment = {**session.environment, "PYTHONPATH": str(CHECKOUT)}
    done = subprocess.run(
        command,
        env=environment,
        input=value,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_what_is_kept_is_there_for_the_next_process(session: DesktopSession) -> None:
    session.start_bus()
    session.start_keyring()
    kept = vault(session, "set", "profile", "database-key", value=SECRET)
    assert "SecretService" in kept["vault"]
    assert vault(session, "get", "profile", "database-key")["value"] == SECRET
    assert vault(session, "get", "other", "database-key")["value"] is None
    vault(session, "delete", "profile", "database-key")
    assert vault(session, "get", "profile", "database-key")["value"] is None


def test_what_is_kept_is_in_no_file_as_plain_text(session: DesktopSession) -> None:
    session.start_bus()
    session.start_keyring()
    vault(session, "set", "profile", "database-key", value=SECRET)
    files = [file for file in session.home.rglob("*") if file.is_file()]
    assert any(file.suffix == ".keyring" for file in files)
    for file in files:
        assert b"sekret" not in file.read_bytes(), file


def test_a_locked_keyring_is_told_and_waits_for_nobody(session: DesktopSession) -> None:
    session.start_bus()
    session.start_keyring(unlocked=False)
    assert vault(session, "get", "profile", "database-key") == {"problem": "keyring_locked"}


def test_no_keyring_is_told(session: DesktopSession) -> None:
    session.start_bus()
    assert vault(session, "get", "profile", "database-key") == {"problem": "no_keyring"}
