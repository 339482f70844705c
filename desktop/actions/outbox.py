"""The outbox: what is about to leave, and what waits for a person to send it."""

from dataclasses import dataclass
from typing import Literal

from desktop import clock
from desktop.actions.bad_input import BadInput
from desktop.models import account as accounts
from desktop.models import outbox as stored
from desktop.models.setting import back_rules
from desktop.models.task import task as held_task
from desktop.rows import OutboxRow
from desktop.sync.connection import pace_of

_MINUTE_S = 60.0


@dataclass(frozen=True, slots=True)
class Outbox:
    """What leaves by itself (or asks once more), and what stays until a person sends it."""

    waiting: tuple[OutboxRow, ...]
    not_sent: tuple[OutboxRow, ...]


def outbox_list(account_id: int | None = None) -> Outbox:
    """Everything in it, the soonest first."""
    return Outbox(stored.waiting(account_id), stored.not_sent(account_id))


def withdraw(task_id: int) -> None:
    """It will not leave. Raises BadInput where it already may have."""
    try:
        stored.withdraw(task_id)
    except (ValueError, LookupError):
        raise _gone(task_id) from None


def send_now(task_id: int) -> None:
    """It leaves at the next sync, without waiting any longer. Raises BadInput."""
    try:
        stored.send_now(task_id)
    except (ValueError, LookupError):
        raise _gone(task_id) from None


def send_after_all(task_id: int) -> int:
    """Put what was not sent, or was withdrawn, into the outbox; when it leaves, UTC seconds.

    Raises BadInput.
    """
    try:
        leaves_at = leaves_at_for(held_task(task_id).account_id)
        stored.queue(task_id, leaves_at)
    except (ValueError, LookupError):
        raise _gone(task_id) from None
    return leaves_at


def settle_not_sent(task_id: int, how: Literal["already", "ignored"]) -> None:
    """It is never to be sent: it stands on Amazon already, or does not matter. Raises BadInput."""
    try:
        stored.decide(task_id, how)
    except (ValueError, LookupError):
        raise _gone(task_id) from None


def leaves_at_for(account_id: int) -> int:
    """When what is put into the outbox now leaves it, UTC seconds."""
    pace = pace_of(accounts.account(account_id))
    wait_s = pace.here(back_rules(account_id).outbox_minutes * _MINUTE_S)
    return int(clock.now() + wait_s)


def _gone(task_id: int) -> BadInput:
    return BadInput(
        "outbox", f"Number {task_id} does not wait there.", "See what does: crossdock outbox"
    )
