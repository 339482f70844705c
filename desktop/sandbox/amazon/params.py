"""The parameters of searchOrders and getOrder, checked by the rules that Amazon documents."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.sandbox.amazon.included import GROUPS
from desktop.sandbox.amazon.replies import invalid
from desktop.sandbox.amazon.store import Family

Query = Mapping[str, list[str]]
STATUSES = (
    "PENDING_AVAILABILITY",
    "PENDING",
    "UNSHIPPED",
    "PARTIALLY_SHIPPED",
    "SHIPPED",
    "CANCELLED",
    "UNFULFILLABLE",
)
_KNOWN = {
    "createdAfter",
    "createdBefore",
    "lastUpdatedAfter",
    "lastUpdatedBefore",
    "fulfillmentStatuses",
    "marketplaceIds",
    "fulfilledBy",
    "maxResultsPerPage",
    "paginationToken",
    "includedData",
}
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Search:
    """A searchOrders request that is in order. Times in UTC milliseconds."""

    family: Family
    after: int
    before: int | None
    statuses: frozenset[str]
    marketplaces: frozenset[str]
    fulfilled_by: frozenset[str]

    def bound(self) -> tuple[object, ...]:
        """What a pagination token is bound to."""
        sets = (self.statuses, self.marketplaces, self.fulfilled_by)
        return (self.family, self.after, self.before, *(tuple(sorted(one)) for one in sets))


def read_search(query: Query, latest_before: int) -> Search:
    """Check a search. `latest_before` is two of Amazon's minutes ago. Raises Refusal (400)."""
    only(query, _KNOWN)
    after = {name: one_value(query, name) for name in ("createdAfter", "lastUpdatedAfter")}
    if (after["createdAfter"] is None) == (after["lastUpdatedAfter"] is None):
        raise invalid("Exactly one of createdAfter and lastUpdatedAfter is required.")
    family: Family = "created" if after["createdAfter"] is not None else "updated"
    prefix, other = (
        ("created", "lastUpdated") if family == "created" else ("lastUpdated", "created")
    )
    if one_value(query, f"{other}Before") is not None:
        raise invalid(f"{other}Before cannot be used with {prefix}After.")
    start, before_text = after[f"{prefix}After"] or "", one_value(query, f"{prefix}Before")
    start_ms = read_date(f"{prefix}After", start)
    before = None if before_text is None else read_date(f"{prefix}Before", before_text)
    if before is not None and before < start_ms:
        raise invalid(f"{prefix}Before must be equal to or after {prefix}After.")
    if before is not None and before > latest_before:
        raise invalid(f"{prefix}Before must be at least two minutes before the current time.")
    marketplaces = list_of(query, "marketplaceIds")
    if len(marketplaces) > 50:
        raise invalid("marketplaceIds: at most 50 values are allowed.")
    return Search(
        family,
        start_ms,
        before,
        _allowed(query, "fulfillmentStatuses", STATUSES),
        frozenset(marketplaces),
        _allowed(query, "fulfilledBy", ("MERCHANT", "AMAZON")),
    )


def read_page_size(query: Query) -> int:
    """maxResultsPerPage, 100 where it is not given."""
    text = one_value(query, "maxResultsPerPage")
    if text is None:
        return 100
    if not re.fullmatch(r"\d{1,4}", text, re.ASCII) or not 1 <= int(text) <= 100:
        raise invalid("maxResultsPerPage must be between 1 and 100.")
    return int(text)


def read_included(query: Query) -> frozenset[str]:
    """The groups asked for."""
    return _allowed(query, "includedData", GROUPS)


def read_token(query: Query) -> str | None:
    """The pagination token, if there is one."""
    return one_value(query, "paginationToken")


def check_get_order(query: Query) -> None:
    """getOrder knows no other parameter."""
    only(query, {"includedData"})


def only(query: Query, known: set[str]) -> None:
    """No other parameters than these. Raises Refusal."""
    for unknown in sorted(query.keys() - known):
        raise invalid(f"Unknown parameter: {unknown}.")


def one_value(query: Query, name: str) -> str | None:
    """The one value of a parameter, None without it. Raises Refusal."""
    values = query.get(name)
    if not values:
        return None
    if len(values) > 1 or not values[0].strip():
        raise invalid(f"{name} must have exactly one value.")
    return values[0]


def list_of(query: Query, name: str) -> list[str]:
    """All values of a parameter, given by commas or repeated. Raises Refusal."""
    values = [value for text in query.get(name, []) for value in text.split(",")]
    if not all(value.strip() for value in values):
        raise invalid(f"{name} has an empty value.")
    return values


def _allowed(query: Query, name: str, allowed: tuple[str, ...]) -> frozenset[str]:
    values = list_of(query, name)
    for value in values:
        if value not in allowed:
            raise invalid(f"{name}: {value[:60]} is not one of {', '.join(allowed)}.")
    return frozenset(values)


def read_date(name: str, text: str) -> int:
    """UTC milliseconds; a `+` that arrived as a space is a mistake of the caller's."""
    if not _DATE.fullmatch(text):
        raise invalid(f"{name} must be an ISO 8601 date-time.")
    try:
        return int(datetime.fromisoformat(text).timestamp() * 1000)
    except ValueError:
        raise invalid(f"{name} must be an ISO 8601 date-time.") from None
