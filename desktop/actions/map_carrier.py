"""Says what a carrier of the shop is on Amazon; every shipment that failed for it is sent again."""

from desktop.actions.bad_input import BadInput
from desktop.channels.amazon.carriers import CARRIERS, OTHER, prefilled, resemble
from desktop.channels.amazon.regions import MARKETPLACES
from desktop.models import carrier_map, order_store
from desktop.models.carrier_map import Carrier
from desktop.models.database import write
from desktop.models.task_find import tasks_in
from desktop.models.task_moves import DueTask
from desktop.models.task_person import ask_again
from desktop.rows import TaskState

_CODES = ("carrier_unknown", "carrier_refused")
_VERBS = ("confirm_shipment", "ship_by_feed")


def map_carrier(
    account_id: int, company: str, amazon_code: str, carrier_name: str = "", country: str = ""
) -> tuple[int, ...]:
    """Keep it, and try again what waits for it: the ids of those orders.

    `company` as Shopify has it, or a pattern with `*`; an empty `country` stands for all. With
    the code Other the name is told to Amazon. Raises BadInput.
    """
    name = " ".join(company.split())
    if not name:
        raise BadInput("--map-carrier", "names no carrier.", "Give it as Shopify has it.")
    code = _code(amazon_code)
    told = " ".join(carrier_name.split()) or (name if code == OTHER and "*" not in name else "")
    if code == OTHER and not told:
        raise BadInput("--map-carrier", "Other needs a name.", "Give the carrier's name as well.")
    with write():
        carrier_map.set_carrier(account_id, name, code, told if code == OTHER else "", country)
        waiting = waiting_for(account_id, name, country)
        ask_again([one.id for one in waiting])
    return tuple(dict.fromkeys(one.order_id for one in waiting))


def waiting_for(account_id: int, company: str, country: str = "") -> tuple[DueTask, ...]:
    """Failed shipments that mapping this company would heal."""
    failed = [
        one
        for code in _CODES
        for one in tasks_in(account_id, TaskState.FAILED, code)
        if one.verb in _VERBS
    ]
    return tuple(one for one in failed if _is_of(one, company, country))


def carriers_of(account_id: int) -> tuple[Carrier, ...]:
    """The account's map."""
    return carrier_map.carriers(account_id)


def amazon_carrier(account_id: int, marketplace_id: str, company: str) -> tuple[str, str] | None:
    """(Amazon's code, name) of a company in a marketplace; None where it is not known."""
    country = country_of(marketplace_id)
    mapped = carrier_map.carrier(account_id, company, country)
    if mapped is not None:
        return mapped
    code = prefilled(company, country)
    return None if code is None else (code, "")


def country_of(marketplace_id: str) -> str:
    """The marketplace's country, empty where it is not known."""
    marketplace = MARKETPLACES.get(marketplace_id)
    return marketplace.country if marketplace else ""


def _is_of(one: DueTask, company: str, country: str) -> bool:
    order = order_store.order(one.order_id)
    if country and country_of(order.marketplace_id) != country.upper():
        return False
    return carrier_map.fits(company, str(one.plan.get("company", "")))


def _code(text: str) -> str:
    """Amazon's code as it writes it. Raises BadInput for one that it does not list."""
    wanted = text.strip().casefold()
    for code in CARRIERS:
        if code.casefold() == wanted:
            return code
    like = resemble(text)
    hint = f"Did you mean {like}? " if like else ""
    raise BadInput(
        "--map-carrier",
        f"Amazon has no carrier {text[:40]!r}.",
        f"{hint}Give one of Amazon's list, or Other:NAME.",
    )
