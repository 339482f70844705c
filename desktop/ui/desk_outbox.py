"""What the outbox and the settings of the way back ask of the desk, and do there."""

from collections.abc import Sequence
from typing import Protocol

from desktop.rows import CarrierRow, OutboxContent


class OutboxQuestions(Protocol):
    """Quick reads."""

    def outbox(self, account_id: int | None) -> OutboxContent:
        """What is about to leave, and what waits for a person; the soonest first."""

    def carriers(self, account_id: int) -> tuple[CarrierRow, ...]:
        """The seller's own carrier map, then the usual entries that it does not replace."""


class OutboxDeeds(Protocol):
    """Quick writes. Each raises BadInput where what it is about is gone or not allowed."""

    def withdraw(self, task_id: int) -> int:
        """It will not leave; how many."""

    def send_now(self, task_id: int) -> int:
        """It leaves at the next sync, which is brought forward; how many."""

    def send_after_all(self, task_id: int) -> int:
        """Put it into the outbox; when it leaves, UTC seconds."""

    def settle_not_sent(self, task_id: int, how: str) -> int:
        """It is never to be sent: it stands there "already", or is "ignored"; how many."""

    def record_refunds(self, refund_ids: Sequence[int]) -> int:
        """Record these refunds of Amazon's in Shopify; how many."""

    def remove_carrier(self, account_id: int, company: str, country: str) -> int:
        """Forget an entry; how many."""
