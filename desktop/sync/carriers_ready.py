"""The carrier map of an account, filled once from both services' own lists.

What the seller mapped stays, also by a pattern; what the seller removes later stays away.
"""

from collections.abc import Iterator

from desktop.channels.amazon.carriers import CARRIERS, OTHER, PREFILLED, prefilled_in_countries
from desktop.models import carrier_map
from desktop.models import cursor as cursors
from desktop.models.carrier_map import Carrier
from desktop.models.database import write

CURSOR = "carriers"
LISTS = 1  # counted up where the lists grow, so that what is new in them is added once


def prefill(account_id: int) -> int:
    """Fill the map unless it was; how many entries are new."""
    held = cursors.cursor(account_id, CURSOR) or {}
    if held.get("lists") == LISTS:
        return 0
    with write():
        new = [
            one
            for one in listed()
            if carrier_map.carrier(account_id, one.company, one.country) is None
        ]
        added = carrier_map.prefill(account_id, new)
        cursors.save_cursor(account_id, CURSOR, {"lists": LISTS})
    return added


def listed() -> Iterator[Carrier]:
    """Shopify's names with Amazon's codes, by country where they differ; then Amazon's own codes,
    for shops that name carriers as Amazon does. Pure."""
    for company, country, code in prefilled_in_countries():
        yield Carrier(company, country, code)
    for company, code in PREFILLED.items():
        yield Carrier(company, "", code)
    taken = {company.casefold() for company in PREFILLED}
    for code in CARRIERS:
        if code != OTHER and code.casefold() not in taken:
            yield Carrier(code, "", code)
