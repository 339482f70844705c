"""Prints what a run did and how everything stands."""

from collections import Counter

from desktop.actions.list_orders import OrderQuery, list_orders
from desktop.cli.output import say, say_table
from desktop.rows import OrderFilter, Reconciliation, RunSummary, Tab

_MOST_CAUSES = 12
_MOST_FAILURES = 5000


def say_summary(summary: RunSummary) -> None:
    """The run as a table, the causes of failures, the calls, and whether it adds up."""
    totals = summary.totals or Reconciliation(0, 0, 0, 0, 0, 0)
    say_table(
        ("", "this run", "in all"),
        [
            ("imported", str(summary.imported), str(totals.imported)),
            ("refreshed", str(summary.refreshed), ""),
            ("created in Shopify", str(summary.created), str(totals.done - totals.adopted)),
            ("adopted", str(summary.adopted), str(totals.adopted)),
            ("waiting", str(summary.waiting), str(totals.waiting)),
            ("failed", str(summary.failed), str(totals.failed)),
            ("skipped", str(summary.skipped), str(totals.skipped)),
        ],
        right="this run,in all",
    )
    _say_reasons(totals)
    _say_failures()
    calls = ", ".join(f"{name} {count}" for name, count in sorted(summary.calls.items()))
    say(f"\n{sum(summary.calls.values())} calls in {summary.duration_s:.1f} s ({calls})")
    say(adding_up(totals))
    for problem in summary.problems:
        say(f"\n{problem.account}: {problem.title}\n  {problem.cause}\n  {problem.cure}")


def adding_up(totals: Reconciliation) -> str:
    """The equation of PRODUCT rule 2 in words."""
    verdict = "It adds up" if totals.adds_up else "IT DOES NOT ADD UP"
    return (
        f"{verdict}: {totals.imported} imported = {totals.done} done + {totals.waiting} waiting"
        f" + {totals.failed} failed + {totals.skipped} skipped."
    )


def summary_line(summary: RunSummary) -> str:
    """One line for a run in the foreground; "" where nothing happened."""
    counts = {
        "imported": summary.imported,
        "refreshed": summary.refreshed,
        "created": summary.created,
        "adopted": summary.adopted,
        "failed": summary.failed,
    }
    parts = [f"{count} {name}" for name, count in counts.items() if count]
    parts += [f"{one.account}: {one.title} {one.cure}" for one in summary.problems]
    return ", ".join(parts)


def _say_reasons(totals: Reconciliation) -> None:
    if totals.skip_reasons:
        words = ", ".join(f"{count} {reason}" for reason, count in totals.skip_reasons)
        say(f"\nSkipped: {words}")


def _say_failures() -> None:
    causes: Counter[tuple[str, str, str]] = Counter()
    query = OrderQuery(OrderFilter(tab=Tab.ERRORS), limit=_MOST_FAILURES)
    for row in list_orders(query):
        causes.update({(one.code, one.title, one.cure): 1 for one in row.failures})
    if not causes:
        return
    say("\nNeeds a person (crossdock list --tab errors):")
    for (code, title, cure), count in causes.most_common(_MOST_CAUSES):
        say(f"{count:>5}  {title} [{code}]\n       {cure}")
    if len(causes) > _MOST_CAUSES:
        say(f"       and {len(causes) - _MOST_CAUSES} more causes")
