"""The plan's limit is reached: said, and nothing stops (PRODUCT rule 10)."""

from desktop.catalogue.entry import Entry
from desktop.rows import Problem

_LIMIT = Entry(
    "The plan's orders are used up.",
    "{used} of {limit} orders of this period were created. Crossdock goes on all the same.",
    "Raise plan.limit in the settings if the plan is a larger one; it starts anew on {reset}.",
)


def plan_problem(used: int, limit: int, reset: str) -> Problem:
    """The notice; `reset` is the ISO day on which the count begins anew."""
    title, cause, cure = _LIMIT.fill({"used": used, "limit": limit, "reset": reset})
    return Problem("", "plan", "plan_limit", title, cause, cure, is_notice=True)
