"""Database errors in the words of the catalogue; paths are named, contents never."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import peewee
from sqlcipher3 import dbapi2

from desktop.catalogue import profile_problem
from desktop.errors import Cancelled, ProfileProblem

# SQLite result codes (sqlite3.h), the low byte of an extended code.
_ERROR, _BUSY, _LOCKED, _READONLY, _INTERRUPT, _IOERR = 1, 5, 6, 8, 9, 10
_CORRUPT, _FULL, _CANTOPEN, _NOTADB = 11, 13, 14, 26
_UNDO = re.compile(r"cannot rollback|no such savepoint")
_BY_CODE = {
    _BUSY: "database_locked",
    _LOCKED: "database_locked",
    _READONLY: "read_only",
    _CORRUPT: "database_damaged",
    _FULL: "disk_full",
    _CANTOPEN: "read_only",
    _NOTADB: "database_damaged",
}
_BY_ERRNO = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC: "disk_full",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.EROFS: "read_only",
    errno.ENOENT: "read_only",
}
_IOERR_WRITES = {778, 1034, 1290, 1546, 2314, 4874}  # write, fsync, dir_fsync, truncate, unlock …


def _own_code(error: BaseException) -> int:
    """SQLite's result code, of the error itself or of the one that peewee wrapped."""
    for one in (error, error.__cause__, error.__context__):
        code = getattr(one, "sqlite_errorcode", None)
        if isinstance(code, int):
            return code
    return 0


def _result_code(error: BaseException) -> int:
    """The code that tells most.

    A full disk rolls back by itself, and the rollback that follows fails and hides it.
    """
    rest: BaseException | None = error
    while rest is not None and _own_code(rest) == _ERROR and _UNDO.search(str(rest)):
        rest = rest.__context__
    return _own_code(error if rest is None else rest)


def is_locked(error: BaseException) -> bool:
    """Whether another connection was in the way."""
    return _result_code(error) & 0xFF in (_BUSY, _LOCKED)


def _problem_code(error: BaseException, *, key_known: bool) -> str | None:
    """The catalogue's code; None for an error that is a bug."""
    full = _result_code(error)
    if full & 0xFF == _NOTADB and not key_known:
        return "key_wrong"
    if full & 0xFF == _IOERR:
        return "disk_full" if full in _IOERR_WRITES else "database_damaged"
    return _BY_CODE.get(full & 0xFF)


def to_problem(
    error: BaseException, path: Path, *, key_known: bool, seconds: int
) -> ProfileProblem | Cancelled | None:
    """What a database error means for the profile; None for a bug."""
    if _result_code(error) & 0xFF == _INTERRUPT:
        return Cancelled("the query was stopped")
    code = _problem_code(error, key_known=key_known)
    if code is None:
        return None
    return profile_problem(code, profile=path.parent, seconds=seconds)


@contextmanager
def translated(path: Path, *, key_known: bool, seconds: int) -> Iterator[None]:
    """Raise database errors of the block as ProfileProblem; bugs go through.

    `key_known` says whether the key is proven, so that an unreadable file means damage.
    """
    try:
        yield
    except (dbapi2.Error, peewee.PeeweeException) as error:
        problem = to_problem(error, path, key_known=key_known, seconds=seconds)
        if problem is None:
            raise
        raise problem from error


@contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """Raise errors of the file system as ProfileProblem disk_full or read_only."""
    try:
        yield
    except OSError as error:
        code = _BY_ERRNO.get(error.errno or 0)
        if code is None:
            raise
        raise profile_problem(code, profile=path.parent) from error
