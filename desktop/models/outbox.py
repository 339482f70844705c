"""What is about to leave and can still be withdrawn, and what waits for a person to send it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

import msgspec

from desktop import clock
from desktop.models import history, refunds, task
from desktop.models.database import Connection, read, write
from desktop.models.order_stage import NOUNS
from desktop.models.refund_pairs import State as RefundState
from desktop.models.standing import marks, restand
from desktop.models.task_back import ASKS, OUTBOX, UNSHIPPED
from desktop.models.task_moves import DueTask, held_task, move, set_columns
from desktop.rows import OutboxRow, TaskState
from desktop.trade import Money

NOT_SENT = "not_sent"
WITHDRAWN = "withdrawn"
_HOLDS = (OUTBOX, ASKS, UNSHIPPED, NOT_SENT)
_SELECT = """
SELECT task.id, task.order_id, orders.amazon_order_id, task.account_id, account.name, task.verb,
    task.plan, task.due_at, task.hold, orders.shopify_order_name
FROM task INDEXED BY task_hold
JOIN orders ON orders.id = task.order_id JOIN account ON account.id = task.account_id
WHERE task.state = 'WAITING' AND task.hold IN ({marks}) AND (? IS NULL OR task.account_id = ?)
ORDER BY task.due_at, task.id
"""


# Withdrawn, and not settled since: no newer task, and a refund stands on Shopify's side only.
_WITHDRAWN = """
SELECT task.id, task.order_id, orders.amazon_order_id, task.account_id, account.name, task.verb,
    task.plan, task.due_at, task.hold, orders.shopify_order_name
FROM account CROSS JOIN task INDEXED BY task_skipped ON task.account_id = account.id
JOIN orders ON orders.id = task.order_id
WHERE task.state = 'SKIPPED' AND task.hold = '' AND task.reason = 'withdrawn'
    AND (? IS NULL OR task.account_id = ?) AND orders.amazon_status <> 'CANCELLED'
    AND NOT EXISTS (SELECT 1 FROM task newer WHERE newer.order_id = task.order_id
        AND newer.verb = task.verb AND newer.foreign_id = task.foreign_id
        AND newer.revision > task.revision)
    AND (task.verb <> 'send_refund' OR EXISTS (SELECT 1 FROM refund
        WHERE refund.order_id = task.order_id AND refund.side = 'shopify'
        AND refund.foreign_id = task.foreign_id AND refund.state = 'not_sent'))
ORDER BY task.changed_at, task.id
"""


def waiting(account_id: int | None = None) -> tuple[OutboxRow, ...]:
    """What leaves by itself unless it is withdrawn, or asks first; the soonest first."""
    return _rows((OUTBOX, ASKS, UNSHIPPED), account_id)


def not_sent(account_id: int | None = None) -> tuple[OutboxRow, ...]:
    """What stays until a person sends it: sending is off for it."""
    return _rows((NOT_SENT,), account_id)


def withdrawn(account_id: int | None = None) -> tuple[OutboxRow, ...]:
    """What a person withdrew, and what was not settled in another way since."""
    with read() as connection:
        rows = connection.execute(_WITHDRAWN, (account_id, account_id)).fetchall()
    return tuple(replace(_row(row), is_withdrawn=True) for row in rows)


def _rows(holds: tuple[str, ...], account_id: int | None) -> tuple[OutboxRow, ...]:
    sql = _SELECT.format(marks=marks(holds))
    with read() as connection:
        rows = connection.execute(sql, (*holds, account_id, account_id)).fetchall()
    return tuple(_row(row) for row in rows)


def _row(row: tuple[Any, ...]) -> OutboxRow:
    task_id, order_id, amazon_order_id, account_id, account, verb, kept, due_at, hold, name = row
    plan = msgspec.json.decode(kept)
    amount = _amount(plan)
    return OutboxRow(
        task_id=task_id,
        order_id=order_id,
        amazon_order_id=amazon_order_id,
        account_id=account_id,
        account=account,
        verb=verb,
        words=_words(verb, amount, plan),
        leaves_at=due_at if hold == OUTBOX else None,
        hold=hold,
        amount=amount,
        shopify_order_name=name,
        why=_why(plan),
    )


def _amount(plan: Mapping[str, Any]) -> Money | None:
    total, currency = plan.get("total"), plan.get("currency")
    return Money(total, currency) if isinstance(total, int) and currency else None


def _why(plan: Mapping[str, Any]) -> str:
    """The reason that is told: of the task, or of its items."""
    told = [plan.get("reason")]
    items = plan.get("items") or []
    told += [one.get("reason") for one in items if isinstance(one, dict)]
    return ", ".join(dict.fromkeys(one for one in told if isinstance(one, str) and one))


def _words(verb: str, amount: Money | None, plan: Mapping[str, Any]) -> str:
    """What leaves, to whom."""
    noun = NOUNS.get(verb, verb.replace("_", " "))
    what = noun if amount is None else f"{noun} of {amount}"
    where = "" if "Shopify" in noun else " to Amazon"
    reason = plan.get("reason", "")
    return f"{what}{where}: {reason}" if isinstance(reason, str) and reason else f"{what}{where}"


def withdraw(task_id: int, *, at: int | None = None) -> None:
    """It will not leave. Raises ValueError where it already may have, LookupError."""
    _leave_out(task_id, WITHDRAWN, "not_sent", at)


def decide(task_id: int, how: Literal["already", "ignored"], *, at: int | None = None) -> None:
    """It is never to be sent: it stands on Amazon already, or is ignored; also what was withdrawn.

    Raises as `withdraw`.
    """
    now = int(clock.now()) if at is None else at
    with write() as connection:
        before = held_task(connection, task_id)
        if (before.state, before.reason) != (TaskState.SKIPPED, WITHDRAWN):
            _leave_out(task_id, how, how, now)
            return
        set_columns(connection, task_id, {"reason": how, "changed_at": now})
        _mark_refund(before, how)
        restand(connection, [before.order_id])
        history.add_many(connection, [(before.order_id, now, "skipped", how, "seller")])


def _leave_out(task_id: int, reason: str, refund_state: RefundState, at: int | None) -> None:
    now = int(clock.now()) if at is None else at
    with write() as connection:
        before = _waits(connection, task_id)
        task.skip([task_id], reason, at=now)
        _mark_refund(before, refund_state)


def send_now(task_id: int, *, at: int | None = None) -> None:
    """It leaves with the next batch, whatever it waits for here. Raises like `withdraw`."""
    now = int(clock.now()) if at is None else at
    with write() as connection:
        before = _waits(connection, task_id)
        values = {"hold": "", "due_at": now, "changed_at": now}
        move(connection, task_id, TaskState.READY, **values)
        _tell(connection, before, now, "sent now")


def queue(task_id: int, leaves_at: int, *, at: int | None = None) -> None:
    """Send it after all, after a time in which it can be withdrawn; also what was withdrawn.

    Raises like `withdraw`.
    """
    now = int(clock.now()) if at is None else at
    values: dict[str, object] = {"hold": OUTBOX, "reason": "", "due_at": leaves_at}
    with write() as connection:
        before = held_task(connection, task_id)
        if (before.state, before.reason) == (TaskState.SKIPPED, WITHDRAWN):
            move(connection, task_id, TaskState.WAITING, **values, changed_at=now)
        else:
            _waits(connection, task_id)
            set_columns(connection, task_id, {**values, "changed_at": now})
        _tell(connection, before, now, "put in the outbox")


def _tell(connection: Connection, before: DueTask, at: int, what: str) -> None:
    _mark_refund(before, "outbox")
    restand(connection, [before.order_id])
    history.add_many(
        connection, [(before.order_id, at, what, NOUNS.get(before.verb, ""), "seller")]
    )


def _mark_refund(of: DueTask, state: RefundState) -> None:
    """The refund that a task is about stands where the task does."""
    for one in refunds.of_order(of.order_id):
        told = (one.side, one.foreign_id) == ("shopify", of.foreign_id)
        if told and of.verb == "send_refund" and one.state in ("not_sent", "outbox"):
            refunds.set_state(one.id, state)
            if state == "already":
                refunds.stands(of.order_id, of.foreign_id)


def _waits(connection: Connection, task_id: int) -> DueTask:
    before = held_task(connection, task_id)
    if before.state is not TaskState.WAITING or before.hold not in _HOLDS:
        raise ValueError("it no longer waits in the outbox")
    return before
