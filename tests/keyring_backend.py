"""Keyring backends for tests: one in memory, one in a file that many processes can share.

A child process uses the second one with
PYTHON_KEYRING_BACKEND=tests.keyring_backend.FileKeyring and CROSSDOCK_TEST_KEYRING=<file>.
"""

import json
import os
from pathlib import Path

from filelock import FileLock
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

Entries = dict[str, str]


class MemoryKeyring(KeyringBackend):
    """Secrets of one test process."""

    priority = 0.1

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[(service, username)] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.entries.pop((service, username), None) is None:
            raise PasswordDeleteError("no such entry")


class FileKeyring(KeyringBackend):
    """Secrets in the file that CROSSDOCK_TEST_KEYRING names; a killed process leaves it whole."""

    priority = 0.1

    def get_password(self, service: str, username: str) -> str | None:
        return self._read().get(f"{service}:{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        with self._alone():
            self._write({**self._read(), f"{service}:{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        with self._alone():
            entries = self._read()
            if entries.pop(f"{service}:{username}", None) is None:
                raise PasswordDeleteError("no such entry")
            self._write(entries)

    @property
    def _file(self) -> Path:
        return Path(os.environ["CROSSDOCK_TEST_KEYRING"])

    def _alone(self) -> FileLock:
        return FileLock(f"{self._file}.lock")

    def _read(self) -> Entries:
        try:
            entries: Entries = json.loads(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return entries

    def _write(self, entries: Entries) -> None:
        fresh = Path(f"{self._file}.{os.getpid()}")
        fresh.write_text(json.dumps(entries), encoding="utf-8")
        fresh.replace(self._file)
