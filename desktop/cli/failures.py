"""Turns whatever was raised into words on standard error and an exit code; never a traceback."""

import json
import logging
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from desktop import errors, log
from desktop.actions import as_json as as_json_shapes
from desktop.actions.bad_input import BadInput
from desktop.cli import exit_codes

_log = logging.getLogger(__name__)
_IN_USE = "in_use"
# Without it a log that is not open yet would write a bug, with its values, to standard error.
logging.getLogger("desktop").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person is told, and how the command ends."""

    exit_code: int
    code: str
    title: str
    cause: str
    cure: str


def explain(error: BaseException, log_file: Path | None = None, *, verbose: bool = False) -> Shown:
    """Words and exit code of an error; an unexpected one is written to the log."""
    if isinstance(error, BadInput):
        title = f"{error.field} cannot be used."
        whole = not error.problem[:1].islower()
        cause = error.problem if whole else f"{error.field} {error.problem}"
        return Shown(exit_codes.BAD_INPUT, "bad_input", title, cause, error.cure)
    if isinstance(error, click.UsageError):
        return _usage(error)
    if isinstance(error, KeyboardInterrupt | click.Abort | errors.Cancelled):
        return Shown(
            exit_codes.INTERRUPTED,
            "interrupted",
            "Interrupted.",
            "It was stopped before it was through.",
            "Run it again; what was under way is looked up first.",
        )
    if isinstance(error, errors.CrossdockError):
        return _expected(error)
    return _bug(error, log_file, verbose)


def _expected(error: errors.CrossdockError) -> Shown:
    if isinstance(error, errors.ProfileProblem):
        exit_code = exit_codes.IN_USE if error.code == _IN_USE else exit_codes.PROFILE
        return Shown(exit_code, error.code, error.title, error.cause, error.cure)
    if isinstance(error, errors.AccountProblem):
        return Shown(exit_codes.ACCOUNT, error.code, error.title, error.cause, error.cure)
    if isinstance(error, errors.NeedsPerson):
        return Shown(exit_codes.NEEDS_PERSON, error.code, error.title, error.cause, error.cure)
    if isinstance(error, errors.TryLater):
        return Shown(
            exit_codes.ACCOUNT,
            error.code,
            "It cannot be done right now.",
            error.why,
            f"Nothing was changed. Try again in {max(1, round(error.seconds))} s.",
        )
    return Shown(
        exit_codes.NEEDS_PERSON,
        "unknown_outcome",
        "The answer was lost.",
        str(error),
        "Run it again; it looks first whether it was done.",
    )


def _usage(error: click.UsageError) -> Shown:
    command = error.ctx.command_path if error.ctx else "crossdock"
    return Shown(
        exit_codes.BAD_INPUT,
        "usage",
        "The command cannot be understood.",
        error.format_message(),
        f"See: {command} --help",
    )


def _bug(error: BaseException, log_file: Path | None, verbose: bool) -> Shown:
    _log.error("a bug ended the command: %s", type(error).__name__, exc_info=error)
    place = log.describe_with_place(error) if verbose else type(error).__name__
    where = f"The log has it: {log_file}." if log_file else "Run it again with --verbose."
    return Shown(
        exit_codes.BUG,
        "bug",
        "Crossdock stopped at an error of its own.",
        f"({place})",
        f"{where} It holds no secrets and no buyers' data.",
    )


def show(shown: Shown, as_json: bool) -> None:
    """Write it to standard error: one JSON object, or title, cause and cure."""
    if as_json:
        facts = as_json_shapes.error(shown.code, shown.title, shown.cause, shown.cure)
        sys.stderr.write(json.dumps(facts) + "\n")
    elif shown.code == "bug":
        sys.stderr.write(f"{shown.title} {shown.cause} {shown.cure}\n")
    else:
        sys.stderr.write("\n".join(filter(None, (shown.title, shown.cause, shown.cure))) + "\n")
    sys.stderr.flush()
