"""Prints what became of each order that was asked for, and ends with the fitting exit code."""

from collections.abc import Collection, Sequence
from typing import Protocol

from desktop.cli import exit_codes
from desktop.cli.output import say, say_json, say_table


class Outcome(Protocol):
    """An ID and what became of it."""

    @property
    def amazon_order_id(self) -> str: ...

    @property
    def outcome(self) -> str: ...

    @property
    def words(self) -> str: ...

    @property
    def account(self) -> str: ...


def say_outcomes(outcomes: Sequence[Outcome], *, good: Collection[str], as_json: bool) -> int:
    """Print them; 0 where every outcome is a good one, 3 where one needs a person."""
    if as_json:
        say_json([_as_dict(one) for one in outcomes])
    elif outcomes:
        rows = [(one.amazon_order_id, one.outcome, one.account, one.words) for one in outcomes]
        say_table(("order", "outcome", "account", ""), rows)
    else:
        say("Nothing to do.")
    fine = all(one.outcome in good for one in outcomes)
    return exit_codes.DONE if fine else exit_codes.NEEDS_PERSON


def _as_dict(one: Outcome) -> dict[str, str]:
    return {
        "amazon_order_id": one.amazon_order_id,
        "outcome": one.outcome,
        "words": one.words,
        "account": one.account,
    }
