"""Gives a refund or cancellation Amazon's reason; what failed for want of the same goes too."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from desktop.actions.allocate_refund import into_outbox
from desktop.actions.bad_input import BadInput
from desktop.actions.open_tasks import the_task
from desktop.actions.order_words import read_word
from desktop.models.setting import get, set_setting
from desktop.models.task_find import tasks_in
from desktop.models.task_moves import DueTask
from desktop.rows import TaskState
from desktop.sync.back.refunds_of import SEND_REFUND
from desktop.trade.returns import AmazonCancelReason, AmazonRefundReason

_CANCEL = "cancel_on_amazon"
_UNMAPPED = "reason_unmapped"


@dataclass(frozen=True, slots=True)
class Chosen:
    """When it leaves the outbox, UTC seconds, and the orders that go: its own, and those healed."""

    leaves_at: int
    order_ids: tuple[int, ...]


def choose_reason(order_id: int, reason: str, *, words: str = "", task_id: int = 0) -> Chosen:
    """Amazon's reason for a refund or cancellation, which then goes to the outbox.

    `words`: refunds whose note holds them get this reason from now on, or cancellations that
    Shopify gives this reason; then what failed for want of the same reason goes as well. Raises
    BadInput.
    """
    one = the_task(order_id, (SEND_REFUND, _CANCEL), "refund or cancellation", task_id)
    is_cancel = one.verb == _CANCEL
    kind = AmazonCancelReason if is_cancel else AmazonRefundReason
    why = str(read_word(kind, reason, "--reason").value)
    alike = waiting_for_reason(order_id, one.id) if words else ()
    if words:
        _remember(one, "cancel.reasons" if is_cancel else "refund.reasons", words, why)
    leaves_at = into_outbox(one, _with_reason(one, why))
    healed = [order_id]
    for each in alike:
        with suppress(ValueError, LookupError):  # moved meanwhile
            into_outbox(each, _with_reason(each, why))
            healed.append(each.order_id)
    return Chosen(leaves_at, tuple(dict.fromkeys(healed)))


def waiting_for_reason(order_id: int, task_id: int = 0) -> tuple[DueTask, ...]:
    """What else failed for want of the same reason. Raises BadInput."""
    one = the_task(order_id, (SEND_REFUND, _CANCEL), "refund or cancellation", task_id)
    wanted = _unknown(one.plan)
    return tuple(
        each
        for each in tasks_in(one.account_id, TaskState.FAILED, _UNMAPPED)
        if each.id != one.id and each.verb == one.verb and _unknown(each.plan) == wanted
    )


def _unknown(plan: Mapping[str, Any]) -> tuple[str, ...]:
    """The reasons that the plan gives, each once."""
    told = [str(item.get("reason") or "") for item in plan.get("items") or () if _is_item(item)]
    return tuple(sorted({*told, str(plan.get("reason") or "")}))


def _with_reason(one: DueTask, reason: str) -> dict[str, object]:
    if one.verb == _CANCEL:
        return {**one.plan, "reason": reason}
    items = [{**dict(item), "reason": reason} for item in one.plan.get("items") or ()]
    return {**one.plan, "items": items}


def _is_item(item: object) -> bool:
    """A refund's items hold their reason; a cancellation's are names."""
    return isinstance(item, Mapping)


def _remember(one: DueTask, key: str, words: str, reason: str) -> None:
    kept = dict(get(key, one.account_id))
    told = words.upper() if one.verb == _CANCEL else words
    try:
        set_setting(key, {**kept, told: reason}, one.account_id)
    except ValueError as error:
        raise BadInput("--remember", str(error), "Give other words.") from None
