"""Amazon order IDs that a person asked for; whoever syncs picks them up and answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from desktop.models.database import read, write
from desktop.models.tables import ImportRequestTable as Request
from desktop.rows import ImportOutcome

Mode = Literal["import_only", "create"]


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """One ID that was asked for; `account_id` None means every account is tried."""

    id: int
    amazon_order_id: str
    account_id: int | None
    mode: Mode
    state: str  # asked | working | done
    outcome: ImportOutcome | None
    asked_at: int
    answered_at: int | None


def _request(row: Any) -> ImportRequest:
    outcome = None
    if row.state == "done":
        outcome = ImportOutcome(row.amazon_order_id, row.outcome, row.words, row.account)
    return ImportRequest(
        row.id,
        row.amazon_order_id,
        row.account_id,
        row.mode,
        row.state,
        outcome,
        row.asked_at,
        row.answered_at,
    )


def ask(
    amazon_order_ids: Iterable[str], mode: Mode, *, account_id: int | None = None, at: int
) -> tuple[int, ...]:
    """Ask for orders; the ids of the requests, in the order asked."""
    with write():
        return tuple(
            int(
                Request.insert(
                    amazon_order_id=one, account_id=account_id, mode=mode, asked_at=at
                ).execute()
            )
            for one in amazon_order_ids
        )


def pending(
    account_ids: Iterable[int] | None = None, limit: int = 100
) -> tuple[ImportRequest, ...]:
    """What is asked for and not taken up, oldest first; of these accounts and of any."""
    asked = Request.state == "asked"
    if account_ids is not None:
        asked &= Request.account_id.is_null() | Request.account_id.in_(list(account_ids))
    with read():
        rows = Request.select().where(asked).order_by(Request.id).limit(limit)
        return tuple(_request(row) for row in rows)


def claim(request_id: int) -> bool:
    """Take a request up; False when another was faster."""
    with write():
        query = Request.update(state="working").where(
            (Request.id == request_id) & (Request.state == "asked")
        )
        return bool(query.execute())


def reopen() -> int:
    """What was taken up by a run that ended is asked again; only the holder of the profile may."""
    with write():
        return int(Request.update(state="asked").where(Request.state == "working").execute())


def finish(request_id: int, outcome: ImportOutcome, at: int) -> None:
    """Answer a request. Raises LookupError where there is none."""
    with write():
        changed = (
            Request.update(
                state="done",
                outcome=outcome.outcome,
                words=outcome.words,
                account=outcome.account,
                answered_at=at,
            )
            .where(Request.id == request_id)
            .execute()
        )
    if not changed:
        raise LookupError(f"there is no import request {request_id}")


def outcome(request_ids: Iterable[int]) -> tuple[ImportRequest, ...]:
    """The requests as they stand, in the order of their ids."""
    with read():
        rows = Request.select().where(Request.id.in_(list(request_ids))).order_by(Request.id)
        return tuple(_request(row) for row in rows)


def is_archived(account_id: int, amazon_order_id: str) -> bool:
    """Whether an order that is held lies in the archive."""
    with read() as connection:
        found = connection.execute(
            "SELECT 1 FROM orders WHERE amazon_order_id = ? AND account_id = ?"
            " AND archived_at IS NOT NULL",
            (amazon_order_id, account_id),
        ).fetchone()
    return found is not None
