"""What the window may ask for on the way back: shipments, refunds, cancellations."""

from collections.abc import Sequence
from threading import Event
from typing import Protocol

from desktop.rows import GivenRow, MatchCase, RefundCase, ShipmentCase, StartedRow


class BackQuestions(Protocol):
    """Quick reads."""

    def shipment_case(self, order_id: int, task_id: int) -> ShipmentCase:
        """Of a shipment that failed; task 0: of the one that is to be made."""

    def guess_carriers(self, number: str) -> tuple[str, ...]:
        """Amazon's carriers whose numbers look like this one, the likeliest first."""

    def cancel_starts_on(self, order_id: int) -> str:
        """The side that a cancellation is told first; raises an error with a cure for none."""

    def waiting_for_reason(self, order_id: int, task_id: int) -> tuple[int, ...]:
        """The other orders that failed for want of the same reason."""

    def match_case(self, order_id: int) -> MatchCase:
        """What of an adopted order is not known, and who else waits for it."""

    def refund_case(self, order_id: int, task_id: int) -> RefundCase:
        """Of a refund that failed; task 0: of the one that is to be made."""


class BackDeeds(Protocol):
    """Quick writes; those that mend return how many orders they changed.

    All raise an error with a cure where what is asked for cannot be.
    """

    def map_carrier(
        self, account_id: int, company: str, code: str, name: str, country: str
    ) -> int: ...

    def type_tracking(
        self, order_id: int, task_id: int, number: str, carrier: str, as_it_stands: bool
    ) -> int: ...

    def send_without_tracking(self, order_id: int, task_id: int) -> int: ...

    def allocate(self, order_id: int, task_id: int, given: Sequence[GivenRow]) -> int: ...

    def choose_reason(self, order_id: int, task_id: int, reason: str, words: str) -> int:
        """`words` of Shopify get this reason from now on; empty: this time only."""

    def retry_tasks(self, task_ids: Sequence[int]) -> int: ...

    def skip_tasks(self, task_ids: Sequence[int], reason: str) -> int: ...

    def end_tasks(self, task_ids: Sequence[int], note: str) -> int:
        """A person did it."""

    def ship(
        self,
        order_id: int,
        carrier: str,
        number: str,
        items: Sequence[tuple[str, int]],
        as_it_stands: bool,
    ) -> StartedRow: ...

    def cancel(self, order_id: int, reason: str) -> StartedRow: ...

    def refund(self, order_id: int, given: Sequence[GivenRow], note: str) -> StartedRow: ...

    def accept_wish(self, order_id: int) -> StartedRow: ...

    def decline_wish(self, order_id: int) -> StartedRow: ...


class BackErrands(Protocol):
    """What calls a service."""

    def ask_shop(self, order_id: int, cancel: Event) -> None:
        """Know how the order stands in Shopify, before something is started from it."""

    def take_again(self, order_id: int, cancel: Event) -> int:
        """Read the order's Shopify side anew, and try again what failed; how many tasks."""

    def match_items(
        self, order_id: int, links: Sequence[tuple[str, str, int]], cancel: Event
    ) -> int:
        """Link these SKUs (variant's gid, how many), and try the order and its like again."""
