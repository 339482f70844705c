"""Prints what became of each order that was asked for, and ends with the fitting exit code."""

from collections.abc import Collection, Sequence

from desktop.actions import as_json as shapes
from desktop.cli import exit_codes
from desktop.cli.output import say, say_json, say_table


def say_outcomes(
    outcomes: Sequence[shapes.Outcome], *, good: Collection[str], as_json: bool
) -> int:
    """Print them; 0 where every outcome is a good one, 3 where one needs a person."""
    if as_json:
        say_json([shapes.outcome(one) for one in outcomes])
    elif outcomes:
        rows = [(one.amazon_order_id, one.outcome, one.account, one.words) for one in outcomes]
        say_table(("order", "outcome", "account", ""), rows)
    else:
        say("Nothing to do.")
    fine = all(one.outcome in good for one in outcomes)
    return exit_codes.DONE if fine else exit_codes.NEEDS_PERSON
