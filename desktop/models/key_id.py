"""The key's fingerprint beside the database: tells a wrong key from a damaged file.

SQLCipher cannot tell the two apart, and takes an empty file for a new database. The fingerprint is
a salted HMAC of the key, never the key.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from desktop.catalogue import PROFILE_PROBLEMS, profile_problem
from desktop.errors import ProfileProblem

_LABEL = b"crossdock database key"


def file_of(path: Path) -> Path:
    """The fingerprint's file of a database."""
    return path.with_name(path.name + ".key-id")


def _mark(key: bytes, salt: bytes) -> str:
    return hmac.new(key, _LABEL + salt, hashlib.sha256).hexdigest()


def write(path: Path, key: bytes) -> None:
    """Keep the fingerprint; whole or not at all."""
    salt = secrets.token_bytes(16)
    target = file_of(path)
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    draft.write_text(f"{salt.hex()}:{_mark(key, salt)}\n", encoding="ascii")
    draft.replace(target)


def fits(path: Path, key: bytes) -> bool | None:
    """Whether the key is the one that made the database; None without a readable fingerprint."""
    try:
        salt, _, mark = file_of(path).read_text(encoding="ascii").strip().partition(":")
        return hmac.compare_digest(mark, _mark(key, bytes.fromhex(salt)))
    except (FileNotFoundError, ValueError):
        return None


def check(path: Path, key: bytes | None) -> None:
    """Refuse what must not be opened: no key, another key, or a file that is gone or empty.

    Raises ProfileProblem key_missing, key_wrong, database_damaged.
    """
    content = path.exists() and path.stat().st_size > 0
    known = file_of(path).exists()
    if key is None:
        if content or known:
            raise profile_problem("key_missing", profile=path.parent)
        return
    if fits(path, key) is False:
        raise profile_problem("key_wrong", profile=path.parent)
    if known and not content:
        title, cause, cure = PROFILE_PROBLEMS["database_gone"].fill(
            {"profile": path.parent, "name": path.name}
        )
        raise ProfileProblem("database_damaged", title, cause, cure)
