"""Secrets in the system's keyring, one entry each; or in memory for one session.

The keyring is the one that keyring's own configuration chooses. Backends that keep plain text are
refused, and no call waits for ever. A value never shows in a repr or an error.
"""

import os
import secrets as random
import sys
import threading
from collections.abc import Callable, Iterator
from importlib import import_module, metadata
from pathlib import Path
from typing import Final, Literal, Protocol, TypeVar

import keyring
from filelock import FileLock, Timeout
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.backends.chainer import ChainerBackend
from keyring.errors import InitError, KeyringLocked

from desktop.catalogue import profile_problem
from desktop.errors import CrossdockError, ProfileProblem

SERVICE: Final = "Crossdock"
DATABASE_KEY: Final = "database-key"
Secret = Literal[
    "amazon-client-secret", "amazon-refresh-token", "shopify-client-secret", "shopify-access-token"
]
ACCOUNT_SECRETS: Final[tuple[Secret, ...]] = (
    "amazon-client-secret",
    "amazon-refresh-token",
    "shopify-client-secret",
    "shopify-access-token",
)

_LIMIT_S = 30.0
_WINDOWS_BYTES = 2560  # what Windows takes, kept everywhere so that a profile can move
_PASSWORD = "KEYRING_PROPERTY_KEYRING_KEY"  # noqa: S105 - the name of keyring's own variable
_KEEPS_NOTHING = (fail.Keyring, null.Keyring)
_WRONG_PASSWORD = ("Incorrect Password", "MAC check failed")  # keyrings.cryptfile, keyrings.alt
_T = TypeVar("_T")


_OWN_MODULE = {
    "linux": "secretstorage",
    "darwin": "keyring.backends.macOS.api",
    "win32": "win32ctypes.pywin32.win32cred",
}


def loaded_backends() -> tuple[str, ...]:
    """The names of keyring's back ends, each loaded, with what this system's own one needs.

    Raises ImportError for one that cannot be loaded, and where there are none at all.
    """
    found = sorted(metadata.entry_points(group="keyring.backends"))
    if not found:
        raise ImportError("keyring's back ends are not registered")
    for each in found:
        each.load()
    own = _OWN_MODULE.get(sys.platform)
    if own is not None:
        import_module(own)
    return tuple(each.name for each in found)


def account_secret(account_id: int, secret: Secret) -> str:
    """The name of one of an account's secrets, as `get`, `set` and `delete` take it."""
    return f"{account_id}/{secret}"


class SecretStore(Protocol):
    """What keeps secrets: a Vault, or a SessionVault that forgets them at the end."""

    @property
    def is_lasting(self) -> bool:
        """Whether the secrets are there at the next start."""

    def get(self, profile_id: str, name: str) -> str | None:
        """A secret; None where none is kept. Raises ProfileProblem keyring_locked, no_keyring."""

    def set(self, profile_id: str, name: str, value: str) -> None:
        """Keep a secret. Raises ProfileProblem as `get` does, and secret_too_long."""

    def delete(self, profile_id: str, name: str) -> None:
        """Forget a secret for good; harmless where none is kept."""

    def forget(self) -> None:
        """Drop what was read in this run, so that the next `get` asks the keyring."""


class SessionVault:
    """Secrets in memory, for a session on a computer without a keyring."""

    is_lasting = False

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], str] = {}

    def get(self, profile_id: str, name: str) -> str | None:
        return self._kept.get((profile_id, name))

    def set(self, profile_id: str, name: str, value: str) -> None:
        _check_value(name, value)
        self._kept[(profile_id, name)] = value

    def delete(self, profile_id: str, name: str) -> None:
        self._kept.pop((profile_id, name), None)

    def forget(self) -> None:
        return


class Vault:
    """Secrets in a keyring; reads are kept in memory for the run, calls go one at a time."""

    is_lasting = True

    def __init__(self, backend: KeyringBackend, limit_s: float = _LIMIT_S) -> None:
        self._backend = backend
        self._limit_s = limit_s
        self._lock = threading.Lock()
        self._read: dict[str, str] = {}
        self._stuck: threading.Thread | None = None

    def __repr__(self) -> str:
        return f"<Vault on {_name(self._backend)}>"

    @classmethod
    def open(cls, *, prove: bool = True, limit_s: float = _LIMIT_S) -> "Vault":
        """The keyring of this computer, unlocked.

        `prove` writes, reads back and deletes an entry; not needed where a secret is known to be
        kept already. Raises ProfileProblem: no_keyring, plaintext_keyring, keyring_locked.
        """
        try:
            backend = _within(limit_s, _safe_backend)
        except _Blocked:
            raise profile_problem("keyring_locked") from None
        vault = cls(backend, limit_s)
        vault._ask(lambda: _take_password_from_environment(backend))
        if prove:
            vault._prove()
        return vault

    def get(self, profile_id: str, name: str) -> str | None:
        entry = f"{profile_id}/{name}"
        if entry not in self._read:
            value = self._ask(lambda: self._backend.get_password(SERVICE, entry))
            if value is None:
                return None
            self._read[entry] = value
        return self._read[entry]

    def set(self, profile_id: str, name: str, value: str) -> None:
        _check_value(name, value)
        entry = f"{profile_id}/{name}"
        self._ask(lambda: self._backend.set_password(SERVICE, entry, value))
        self._read[entry] = value

    def delete(self, profile_id: str, name: str) -> None:
        entry = f"{profile_id}/{name}"
        self._read.pop(entry, None)
        self._ask(lambda: self._remove(entry))

    def forget(self) -> None:
        self._read.clear()

    def _remove(self, entry: str) -> None:
        if self._backend.get_password(SERVICE, entry) is not None:
            self._backend.delete_password(SERVICE, entry)

    def _prove(self) -> None:
        entry, value = f"probe-{random.token_hex(4)}", random.token_urlsafe(24)
        self._ask(lambda: self._backend.set_password(SERVICE, entry, value))
        kept = self._ask(lambda: self._backend.get_password(SERVICE, entry))
        self._ask(lambda: self._remove(entry))
        if kept != value:
            raise profile_problem("no_keyring", detail=f"{_name(self._backend)} keeps nothing.")

    def _ask(self, call: Callable[[], _T]) -> _T:
        with self._lock:
            if self._stuck is not None and self._stuck.is_alive():
                raise profile_problem("keyring_locked")
            try:
                return _within(self._limit_s, lambda: _alone(self._backend, call))
            except _Blocked as blocked:
                self._stuck = blocked.thread
                raise profile_problem("keyring_locked") from None


class _Blocked(CrossdockError):
    def __init__(self, thread: threading.Thread) -> None:
        super().__init__("the keyring does not answer")
        self.thread = thread


def _within(limit_s: float, call: Callable[[], _T]) -> _T:
    """The call's answer, from a thread that is left behind when it takes too long."""
    answers: list[_T] = []
    errors: list[ProfileProblem] = []

    def run() -> None:
        try:
            answers.append(call())
        except ProfileProblem as problem:
            errors.append(problem)
        except Exception as error:  # noqa: BLE001 - backends raise what they like; none may escape
            errors.append(_explained(error))

    thread = threading.Thread(target=run, name="keyring", daemon=True)
    thread.start()
    thread.join(limit_s)
    if answers:
        return answers[0]
    if errors:
        raise errors[0] from None
    raise _Blocked(thread)


def _explained(error: Exception) -> ProfileProblem:
    """The problem behind a backend's error; its text is left out, it may quote the secret."""
    if isinstance(error, KeyringLocked | InitError | Timeout | EOFError):
        return profile_problem("keyring_locked")
    if isinstance(error, ValueError) and str(error) in _WRONG_PASSWORD:
        return profile_problem("keyring_locked")
    return profile_problem("no_keyring", detail=f"it failed ({type(error).__name__}).")


def _safe_backend() -> KeyringBackend:
    """The first backend of keyring's choice that keeps secrets and keeps them encrypted."""
    try:
        chosen = keyring.get_keyring()
    except (ImportError, AttributeError, RuntimeError, ValueError) as error:
        detail = f"the chosen one cannot be loaded ({error})."
        raise profile_problem("no_keyring", detail=detail) from None
    usable = [each for each in _members(chosen) if not isinstance(each, _KEEPS_NOTHING)]
    safe = [each for each in usable if not is_plaintext(each)]
    for backend in safe:
        if not _asks_nobody(backend):
            return backend
    if safe:
        detail = f"{_name(safe[0])} needs its password in {_PASSWORD}, or a terminal to ask at."
        raise profile_problem("no_keyring", detail=detail)
    if usable:
        raise profile_problem("plaintext_keyring", backend=_name(usable[0]))
    raise profile_problem("no_keyring", detail="none is installed, or it is switched off.")


def _members(backend: KeyringBackend) -> Iterator[KeyringBackend]:
    if isinstance(backend, ChainerBackend):
        for each in backend.backends:
            yield from _members(each)
    else:
        yield backend


def is_plaintext(backend: KeyringBackend) -> bool:
    """Whether a backend, or one that it wraps, is known to keep secrets unencrypted."""
    inner = getattr(backend, "_keyring", None)  # keyrings.alt.multi wraps another one
    if isinstance(inner, KeyringBackend):
        return is_plaintext(inner)
    if type(backend).__name__ == "BasicKeyring":  # keyrings.alt.pyfs, base of its encrypted one
        return True
    return any("plaintext" in each.__name__.lower() for each in type(backend).__mro__)


def _asks_nobody(backend: KeyringBackend) -> bool:
    """Whether a file backend would ask for its password where there is no terminal."""
    if not hasattr(type(backend), "keyring_key") or _PASSWORD in os.environ:
        return False
    return not any(stream and stream.isatty() for stream in (sys.stdin, sys.stderr))


def _name(backend: KeyringBackend) -> str:
    return f"{type(backend).__module__}.{type(backend).__name__}"


def _take_password_from_environment(backend: KeyringBackend) -> None:
    # Backends that do not call their base class's __init__ (keyrings.cryptfile 1.3) miss it.
    backend.set_properties_from_env()


def _alone(backend: KeyringBackend, call: Callable[[], _T]) -> _T:
    """The call, while no other process uses the file of a file backend.

    Those rewrite their file in place: two at once would lose entries, or read half a file.
    """
    file = getattr(backend, "file_path", None)
    if not isinstance(file, str | Path):
        return call()
    lock = Path(f"{file}.lock")
    lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(lock, timeout=_LIMIT_S):
        return call()


def _check_value(name: str, value: str) -> None:
    size = len(value.encode("utf-16-le"))
    if not value:
        raise ValueError(f"{name} is empty")
    if size > _WINDOWS_BYTES:
        raise profile_problem("secret_too_long", name=name, bytes=size, limit=_WINDOWS_BYTES)
