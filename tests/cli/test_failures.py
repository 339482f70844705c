"""Every kind of error has its words and its exit code."""

import click
import pytest

from desktop.actions.bad_input import BadInput
from desktop.catalogue import account_problem, order_failure, profile_problem
from desktop.cli import exit_codes
from desktop.cli.failures import explain, show
from desktop.errors import Cancelled, OutcomeUnknown, TryLater


@pytest.mark.parametrize(
    ("error", "exit_code", "code"),
    [
        (BadInput("--x", "is wrong.", "Mend it."), exit_codes.BAD_INPUT, "bad_input"),
        (click.UsageError("no"), exit_codes.BAD_INPUT, "usage"),
        (order_failure("no_items"), exit_codes.NEEDS_PERSON, "no_items"),
        (OutcomeUnknown("reset"), exit_codes.NEEDS_PERSON, "unknown_outcome"),
        (account_problem("amazon", "secret_expired"), exit_codes.ACCOUNT, "secret_expired"),
        (TryLater(3.2, "offline", "No network."), exit_codes.ACCOUNT, "offline"),
        (profile_problem("disk_full", profile="p"), exit_codes.PROFILE, "disk_full"),
        (profile_problem("in_use", pid=1, since="now"), exit_codes.IN_USE, "in_use"),
        (KeyboardInterrupt(), exit_codes.INTERRUPTED, "interrupted"),
        (click.Abort(), exit_codes.INTERRUPTED, "interrupted"),
        (Cancelled(), exit_codes.INTERRUPTED, "interrupted"),
        (ZeroDivisionError("x"), exit_codes.BUG, "bug"),
    ],
)
def test_every_error_has_words_and_a_code(
    error: BaseException, exit_code: int, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = explain(error)
    assert (shown.exit_code, shown.code) == (exit_code, code)
    assert exit_code in exit_codes.MEANING
    show(shown, as_json=False)
    said = capsys.readouterr()
    assert said.out == ""
    assert shown.title in said.err
    assert shown.cure in said.err


def test_a_bug_does_not_show_its_text_even_when_verbose() -> None:
    try:
        raise RuntimeError("Jane Doe")
    except RuntimeError as error:
        shown = explain(error, verbose=True)
    assert "Jane" not in f"{shown}"
    assert "test_failures.py" in shown.cause
