"""Opening a profile: its folder, its identity, its vault and the key of its database.

The key is in the keyring before the database exists, so that there is never a database without a
key, and an existing database never gets a new one.
"""

import atexit
import json
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from desktop import paths
from desktop.catalogue import profile_problem
from desktop.credentials import DATABASE_KEY, SecretStore, SessionVault, Vault

_KEY_BYTES = 32
_PATIENCE_S = 90.0  # another process may be waiting for its keyring


@dataclass(frozen=True, slots=True)
class Profile:
    """One seller's folder on this computer, ready to be opened by models."""

    folder: Path
    profile_id: str
    vault: SecretStore = field(repr=False)
    key: bytes = field(repr=False)

    @property
    def is_lasting(self) -> bool:
        """False for a session that leaves nothing behind."""
        return self.vault.is_lasting

    @property
    def database_path(self) -> Path:
        """Where the database lies, or will lie."""
        return paths.database_file(self.folder)


def open_profile(folder: Path | None, *, session_only: bool = False) -> Profile:
    """The profile in that folder (None: the seller's own), made at first use.

    A session lives in a temporary folder that goes at exit, with its secrets in memory; `folder`
    does not count then. Raises ProfileProblem: network_drive, read_only, not_a_folder, disk_full,
    no_keyring, plaintext_keyring, keyring_locked, key_missing, profile_damaged.
    """
    if session_only:
        return _session()
    place = paths.prepare_profile(folder or paths.profile_folder())
    try:
        with FileLock(place / "profile.lock", timeout=_PATIENCE_S):
            return _open(place)
    except Timeout:
        raise profile_problem("database_locked", seconds=int(_PATIENCE_S)) from None


def _session() -> Profile:
    place = Path(tempfile.mkdtemp(prefix="crossdock-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return Profile(place, secrets.token_hex(8), SessionVault(), secrets.token_bytes(_KEY_BYTES))


def _open(place: Path) -> Profile:
    has_database = paths.database_file(place).exists()
    profile_id = _identity(place, has_database)
    vault = Vault.open(prove=not has_database)
    kept = vault.get(profile_id, DATABASE_KEY)
    if kept is None and has_database:
        raise profile_problem("key_missing", profile=place)
    return Profile(place, profile_id, vault, _key(kept or _new_key(vault, profile_id), place))


def _new_key(vault: Vault, profile_id: str) -> str:
    vault.set(profile_id, DATABASE_KEY, secrets.token_bytes(_KEY_BYTES).hex())
    vault.forget()
    kept = vault.get(profile_id, DATABASE_KEY)
    if kept is None:
        raise profile_problem("no_keyring", detail="it did not keep the key of the database.")
    return kept


def _key(kept: str, place: Path) -> bytes:
    try:
        key = bytes.fromhex(kept)
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise profile_problem("key_wrong", profile=place)
    return key


def _identity(place: Path, has_database: bool) -> str:
    """The profile's random name in the keyring; a new one only where there is no database."""
    file = place / "profile.json"
    try:
        return msgspec.json.decode(file.read_bytes(), type=_Identity).profile_id
    except FileNotFoundError:
        if has_database:
            raise profile_problem("profile_damaged", file=file) from None
        return _new_identity(file)
    except msgspec.MsgspecError:
        raise profile_problem("profile_damaged", file=file) from None


def _new_identity(file: Path) -> str:
    profile_id = secrets.token_hex(8)
    fresh = file.with_suffix(".tmp")
    with fresh.open("w", encoding="utf-8") as out:
        json.dump({"profile_id": profile_id}, out)
        out.flush()
        os.fsync(out.fileno())  # a power cut must not leave a database whose key has no name
    fresh.replace(file)
    return profile_id


class _Identity(msgspec.Struct, frozen=True):
    profile_id: str
