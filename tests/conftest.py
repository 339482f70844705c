"""What every test gets: no network, no keyring and no profile but its own."""

import ipaddress
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import keyring
import pytest

from desktop import log
from tests.keyring_backend import MemoryKeyring

os.environ["QT_QPA_PLATFORM"] = "offscreen"

CHECKOUT = Path(__file__).resolve().parent.parent

hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


class OutsideNetwork(AssertionError):
    """A test tried to leave this computer."""


def pytest_configure(config: pytest.Config) -> None:
    keyring.set_keyring(MemoryKeyring())


@pytest.fixture(autouse=True)
def memory_keyring() -> Iterator[MemoryKeyring]:
    """An empty keyring of this test's own; also in place without asking for it."""
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(MemoryKeyring())


@pytest.fixture
def profile_folder(tmp_path: Path) -> Path:
    """An empty folder for a profile, with a space and a letter beyond ASCII in its path."""
    folder = tmp_path / "Prüf profile"
    folder.mkdir()
    return folder


@pytest.fixture
def child_environment(tmp_path: Path) -> dict[str, str]:
    """The environment for `python -m desktop` as a real process: keyring and homes of its own."""
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    return {
        **os.environ,
        "HOME": str(home),
        "USERPROFILE": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "LOCALAPPDATA": str(home / "local"),
        "PYTHONPATH": os.pathsep.join([str(CHECKOUT), os.environ.get("PYTHONPATH", "")]).strip(
            os.pathsep
        ),
        "PYTHON_KEYRING_BACKEND": "tests.keyring_backend.FileKeyring",
        "CROSSDOCK_TEST_KEYRING": str(tmp_path / "keyring.json"),
    }


@pytest.fixture
def python() -> str:
    """The interpreter for child processes."""
    return sys.executable


@pytest.fixture(autouse=True)
def _log_closed() -> Iterator[None]:
    yield
    log.tear_down()


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Default profiles of a test lie in its temporary folder, never in the real home."""
    base = tmp_path_factory.getbasetemp() / "default-folders"
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(base / name.lower()))


@pytest.fixture(autouse=True)
def _this_computer_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names that cannot exist (.invalid, .test) stay unknown; every other way out is a failure."""
    connect, connect_ex, look_up = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def guarded(self: socket.socket, address: Any) -> None:
        _check(self, address)
        connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> int:
        _check(self, address)
        return connect_ex(self, address)

    def known(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
        if name.endswith((".invalid", ".test")):
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        if not _is_loopback(name):
            raise OutsideNetwork(f"a test looked up {name}")
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_ex)
    monkeypatch.setattr(socket, "getaddrinfo", known)


def _check(used: socket.socket, address: Any) -> None:
    if used.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(str(address[0])):
        raise OutsideNetwork(f"a test connected to {address[0]}")


def _is_loopback(host: str) -> bool:
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
