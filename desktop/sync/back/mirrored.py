"""Which of an order's fulfilments a task of ours made, when its answer was lost. Pure.

Shopify keeps no key of ours on a fulfilment, and the merchant may correct its number or take it
back before the answer is looked up. So a task notes which fulfilments stood before it, and of the
later ones knows its own by the number, or because nothing but its own can be left over.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.trade.returns import ShopFulfillment, ShopState
from desktop.trade.tracking import number_key

SELLER = "seller"  # under `made_by` in a plan: shipped from the app, and Amazon is to be told
UNDECIDED = "undecided"  # the failure of a task of which nobody knows what it made
_CLOCKS_S = 300  # how far the shop's clock may be from ours


@dataclass(frozen=True, slots=True)
class Claim:
    """Fulfilments that are ours, and those that may be: of our lines, their tracking changed."""

    ours: tuple[ShopFulfillment, ...] = ()
    unclear: tuple[ShopFulfillment, ...] = ()


def claim(
    state: ShopState, plan: Mapping[str, Any], sent_at: int | None, known: Collection[str]
) -> Claim:
    """What a task made that was last sent at `sent_at`; `known` are the gids of other shipments."""
    if sent_at is None or "lines" not in plan:
        return Claim()
    mine = {str(gid): int(quantity) for gid, quantity in plan["lines"]}
    fits = [
        one
        for one in state.fulfillments
        if one.gid not in known and _is_since(one, plan, sent_at) and _is_within(one, mine)
    ]
    number = str(plan.get("number", ""))
    ours = tuple(one for one in fits if _has_number(one, number))
    unclear = tuple(
        one for one in fits if one not in ours and one.is_live and one.updated_at > one.created_at
    )
    if unclear and _nothing_else_can_be(state, mine, (*ours, *unclear)):
        return Claim((*ours, *unclear))
    return Claim(ours, unclear)


def _is_since(one: ShopFulfillment, plan: Mapping[str, Any], sent_at: int) -> bool:
    before = plan.get("before")
    if before is None:  # planned by an earlier version
        return one.created_at >= sent_at - _CLOCKS_S
    return one.gid not in before


def _is_within(one: ShopFulfillment, mine: Mapping[str, int]) -> bool:
    return bool(one.lines) and all(units <= mine.get(gid, 0) for gid, units in one.lines)


def _has_number(one: ShopFulfillment, number: str) -> bool:
    if not (one.is_live or one.is_taken_back):
        return False
    numbers = {number_key(tracking.number) for tracking in one.tracking} - {""}
    return number_key(number) in numbers if number else not numbers


def _nothing_else_can_be(
    state: ShopState, mine: Mapping[str, int], claimed: Collection[ShopFulfillment]
) -> bool:
    """Whether all of these lines is fulfilled, by no more than what the task was to fulfil."""
    made: Counter[str] = Counter()
    for one in claimed:
        if one.is_live:
            made.update(dict(one.lines))
    left = {line.gid: line.unfulfilled for line in state.lines}
    return all(made[gid] <= units and not left.get(gid, 0) for gid, units in mine.items())
