"""Decides about a failed order, and sends it (and what waits for the same) again.

A decision changes the plan of the order's creation: links and custom lines for this order, another
address or none, stock below zero, creation in spite of its age. Links to be remembered are kept
for later orders, and every order that failed on one of their SKUs is tried again: fix once, heal
all.
"""

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from desktop import clock
from desktop.actions.bad_input import BadInput
from desktop.models import decision as stored
from desktop.models import order_store
from desktop.models.task_find import failed_with_sku
from desktop.rows import Decision, TaskState
from desktop.trade import Address, LinkPart, Order, SkuLink

_REFUSED_SKIPS = {
    "cancelled": "Amazon has cancelled this order.",
    "unfulfillable": "Amazon cannot deliver this order.",
    "not_amazon": "This order was not sold on Amazon.",
}
_FIELDS = tuple(field.name for field in fields(Address))
_MOST_UNITS = 9999


def decide(decision: Decision) -> int:
    """Carry a decision out; how many orders are tried again by it.

    Raises BadInput for a link, quantity or address field that cannot be, and for an order that
    cannot be created; LookupError for an order that is not held. Then nothing was changed.
    """
    order = order_store.order(decision.order_id)
    check(decision, order)
    remembered = _remembered(decision)
    asked = stored.carry_out(
        decision.order_id,
        lambda plan: changed_plan(plan, decision, order),
        remembered,
        int(clock.now()),
    )
    return len(asked)


def check(decision: Decision, order: Order) -> None:
    """Raises BadInput where the decision does not fit the order."""
    skus = {line.sku for line in order.lines}
    for sku, gid, quantity in decision.links:
        if sku not in skus:
            raise BadInput("SKU", f"{sku[:80]!r} is not in this order.", "Give one of its SKUs.")
        if gid and not 1 <= quantity <= _MOST_UNITS:
            raise BadInput("quantity", f"{quantity} is out of range.", "Give 1 to 9999.")
    for name, value in decision.address:
        if name not in _FIELDS:
            raise BadInput(name[:40], "is no field.", f"Known are {', '.join(_FIELDS)}.")
        if len(value) > 500 or not value.isprintable():
            raise BadInput(name, "is too long, or holds a line break.", "Shorten it.")
    task = stored.open_creation(decision.order_id)
    if task is not None and task.state is TaskState.SKIPPED and task.reason in _REFUSED_SKIPS:
        raise BadInput("order", _REFUSED_SKIPS[task.reason], "There is nothing to create.")


def changed_plan(plan: Mapping[str, Any], decision: Decision, order: Order) -> dict[str, object]:
    """The keys of the task's plan that the decision changes, as they are to be."""
    changes: dict[str, object] = {"asked_for": True}
    if decision.links:
        changes |= _links(plan, decision)
    without = [part for part in plan.get("without", ()) if part != "address"]
    if decision.address:
        changes |= {"address": edited_address(plan, decision, order), "without": without}
    elif decision.without_address:
        changes["without"] = [*without, "address"]
    if decision.stock_anyway:
        changes["stock_anyway"] = True
    return changes


def links_for_this_order(decision: Decision) -> dict[str, list[list[object]]]:
    """Variants by SKU as the plan keeps them; custom lines are left out."""
    found: dict[str, list[list[object]]] = {}
    for sku, gid, quantity in decision.links:
        if gid:
            found.setdefault(sku, []).append([gid, quantity])
    return found


def custom_lines(decision: Decision) -> tuple[str, ...]:
    """The SKUs that are sent without a product; "" is that of items that have none."""
    return tuple(dict.fromkeys(sku for sku, gid, _ in decision.links if not gid))


def _links(plan: Mapping[str, Any], decision: Decision) -> dict[str, object]:
    """A new decision about a SKU takes the place of an older one."""
    decided = {sku for sku, _, _ in decision.links}
    kept_links = {sku: parts for sku, parts in plan.get("links", {}).items() if sku not in decided}
    kept_custom = [sku for sku in plan.get("custom_skus", ()) if sku not in decided]
    remembered = {link.sku for link in _remembered(decision)}
    fresh = {s: parts for s, parts in links_for_this_order(decision).items() if s not in remembered}
    return {
        "links": {**kept_links, **fresh},
        "custom_skus": [*kept_custom, *custom_lines(decision)],
    }


def _remembered(decision: Decision) -> tuple[SkuLink, ...]:
    """The links to keep; an item without a SKU has nothing to be remembered by."""
    if not decision.remember:
        return ()
    return tuple(
        SkuLink(sku, tuple(LinkPart(str(gid), int(str(count))) for gid, count in parts))
        for sku, parts in links_for_this_order(decision).items()
        if sku.strip()
    )


def edited_address(plan: Mapping[str, Any], decision: Decision, order: Order) -> dict[str, str]:
    """Amazon's address, or the one decided on before, with the edited fields put in."""
    before = Address(**plan["address"]) if plan.get("address") else order.address or Address()
    return asdict(replace(before, **{name: value.strip() for name, value in decision.address}))


def waiting_for_sku(account_id: int, sku: str) -> tuple[int, ...]:
    """The failed orders that linking that SKU would have tried again."""
    return tuple(dict.fromkeys(one.order_id for one in failed_with_sku(account_id, sku)))
