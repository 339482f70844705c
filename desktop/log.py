"""The profile's log: a few rotating files, with no secret and no buyer's data in them.

Callers must not log such values in the first place; `redact` is the net below. Errors are written
by type and place, never by their text, since a text may quote what it failed on.
"""

import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

from desktop import paths
from desktop.errors import AccountProblem, CrossdockError, NeedsPerson, ProfileProblem

_FILE_BYTES = 1_000_000
_OLDER_FILES = 4
_OURS = "desktop"
_LINE = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"

_NET: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"\b(Atz[a-z])\|[^\s\"'&,;}]+", r"\1|(hidden)"),
        (r"\b(amzn1\.oa2-cs)\.[\w.-]+", r"\1.(hidden)"),
        (r"\b(shp[a-z]{2}|atkn)_\w+", r"\1_(hidden)"),
        (
            r"\b(authorization|x-amz-access-token|x-shopify-access-token|client_secret"
            r"|refresh_token|access_token|password)\b([\"']?\s*[:=]\s*[\"']?)"
            r"((bearer|basic)\s+)?[^\s\"',;&}]+",
            r"\1\2(hidden)",
        ),
        (r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(\.[\w-]+)+", "(e-mail)"),
        (r"\+\d[\d ().-]{6,}\d", "(phone)"),
        (r"\(\d{2,5}\)[ -]?\d[\d -]{4,}\d", "(phone)"),
        (r"(?<![\w-])\d{3}[-. ]\d{3}[-. ]\d{4}(?![\w-])", "(phone)"),
        (r"(?<![\w.-])0\d{8,11}(?![\w-])", "(phone)"),
    )
)


def logger(name: str) -> logging.Logger:
    """The logger of a module; `name` is its __name__."""
    return logging.getLogger(name)


def set_up(profile: Path, verbose: bool) -> None:
    """Write the log into the profile, and every uncaught error of every thread with it.

    Verbose adds detail, and shows the same lines on standard error where there is one. A second
    call moves the log to another profile. Raises OSError when the folder cannot be made.
    """
    tear_down()
    folder = paths.log_folder(profile)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [_ProfileFile(folder / "crossdock.log")]
    if verbose and sys.stderr is not None:
        handlers.append(logging.StreamHandler(sys.stderr))
    root = logging.getLogger()
    for handler in handlers:
        handler.setFormatter(_Careful(_LINE))
        root.addHandler(handler)
    logging.getLogger(_OURS).setLevel(logging.DEBUG if verbose else logging.INFO)
    _state.handlers = handlers
    _state.catch_all()


def tear_down() -> None:
    """Close the log and give the hooks back; harmless when nothing was set up."""
    root = logging.getLogger()
    for handler in _state.handlers:
        root.removeHandler(handler)
        handler.close()
    _state.handlers = []
    _state.let_go()


def redact(text: str) -> str:
    """The text without tokens, e-mail addresses and telephone numbers."""
    for pattern, instead in _NET:
        text = pattern.sub(instead, text)
    return text


def describe(error: BaseException) -> str:
    """An error in one line without its text: type, and code and title where we know it."""
    name = type(error).__name__
    if isinstance(error, NeedsPerson | AccountProblem | ProfileProblem):
        return f"{name} [{error.code}] {error.title}"
    if isinstance(error, CrossdockError):
        code = getattr(error, "code", "")
        return f"{name} [{code}]" if code else name
    return name


def describe_with_place(error: BaseException) -> str:
    """An error and those that led to it, by type and place; no values."""
    blocks: list[str] = []
    current: BaseException | None = error
    while current is not None and len(blocks) < 8:
        frames = traceback.extract_tb(current.__traceback__)
        places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        blocks.append("\n".join([describe(current), *places]))
        hidden = current.__suppress_context__
        current = current.__cause__ or (None if hidden else current.__context__)
    return "\nafter ".join(blocks)


class _Careful(logging.Formatter):
    """One line a record, without values of errors and without what `redact` knows."""

    default_time_format = "%Y-%m-%dT%H:%M:%S"

    def format(self, record: logging.LogRecord) -> str:
        safe = logging.makeLogRecord(record.__dict__)
        safe.exc_text = None
        if isinstance(safe.args, tuple):
            safe.args = tuple(_safe_value(value) for value in safe.args)
        safe.msg = _one_line(redact(safe.getMessage()))
        safe.args = None
        return super().format(safe)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        error = ei[1]
        return describe_with_place(error) if error is not None else ""

    def formatStack(self, stack_info: str) -> str:  # noqa: N802 - logging's name
        return redact(stack_info)


def _safe_value(value: object) -> object:
    return describe(value) if isinstance(value, BaseException) else value


def _one_line(text: str) -> str:
    return text.replace("\r", "\\r").replace("\n", "\\n")


class _ProfileFile(RotatingFileHandler):
    """A log that cannot be written never stops the work, and never prints what it was to hold."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            file, maxBytes=_FILE_BYTES, backupCount=_OLDER_FILES, encoding="utf-8", delay=True
        )

    def doRollover(self) -> None:  # noqa: N802 - logging's name
        # Windows refuses to rename a file that another Crossdock has open: it grows a little then.
        with suppress(OSError):
            super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        return


class _State:
    """The handlers and hooks that are ours at the moment."""

    def __init__(self) -> None:
        self.handlers: list[logging.Handler] = []
        self._before: tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any]] | None = (
            None
        )

    def catch_all(self) -> None:
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = _uncaught
        threading.excepthook = _uncaught_in_thread
        sys.unraisablehook = _unraisable

    def let_go(self) -> None:
        if self._before is not None:
            sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
            self._before = None


_state = _State()


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, Exception):
        sys.__excepthook__(kind, error, trace)
        return
    _write_down("uncaught", error.with_traceback(trace))
    if sys.stderr is not None:
        sys.stderr.write(
            f"Crossdock stopped at an error of its own: {describe_with_place(error)}\n"
        )


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        _write_down("uncaught in a thread", args.exc_value)


def _unraisable(args: "sys.UnraisableHookArgs") -> None:
    if args.exc_value is not None:
        _write_down("uncaught while cleaning up", args.exc_value)


def _write_down(where: str, error: BaseException) -> None:
    logging.getLogger(_OURS).critical("%s: %s", where, describe(error), exc_info=error)
