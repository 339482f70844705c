"""The way back of the desk in memory: what is asked is answered as told, deeds are recorded."""

from collections.abc import Sequence
from dataclasses import replace
from threading import Event
from typing import Any

from desktop.rows import GivenRow, LeftRow, MatchCase, RefundCase, ShipmentCase, StartedRow
from desktop.trade import Money

CARRIERS = ("USPS", "UPS", "FedEx", "DHL", "Canada Post", "Other")
SHIPMENT = ShipmentCase(
    company="Purolater",
    number="1Z999AA10123456784",
    country="CA",
    carriers=CARRIERS,
    suggested=("Canada Post", "UPS"),
    from_number=("UPS",),
    waiting=(12, 13, 14),
    waiting_here=(12, 13),
    left=(("1", 1), ("2", 2)),
)
REFUND = RefundCase(
    currency="CAD",
    left=(
        LeftRow("1", "MUG-BLU-11", "Enamel mug, blue, 11 oz", 1, 3999, 0),
        LeftRow("2", "TRAY-OAK-M", "Oak tray, medium", 1, 4101, 499),
    ),
    given=(
        GivenRow("1", 0, "CustomerReturn", 987),
        GivenRow("2", 0, "CustomerReturn", 1013),
    ),
    total=Money(2000, "CAD"),
)


class FakeBackQuestions:
    """`shipment` and `refund` are the answers; a test may put others in their place."""

    shipment: ShipmentCase = SHIPMENT
    refund: RefundCase = REFUND
    cancel_side: str = "shopify"
    same_reason: tuple[int, ...] = ()
    match: MatchCase = MatchCase()

    def shipment_case(self, order_id: int, task_id: int) -> ShipmentCase:
        return self.shipment

    def guess_carriers(self, number: str) -> tuple[str, ...]:
        return ("UPS",) if number.upper().startswith("1Z") else ()

    def cancel_starts_on(self, order_id: int) -> str:
        return self.cancel_side

    def waiting_for_reason(self, order_id: int, task_id: int) -> tuple[int, ...]:
        return self.same_reason

    def match_case(self, order_id: int) -> MatchCase:
        return self.match

    def refund_case(self, order_id: int, task_id: int) -> RefundCase:
        return self.refund if task_id else replace(self.refund, given=(), total=None)


class FakeBackDeeds:
    """Records every call."""

    chosen = 1
    started = StartedRow("shopify", "Begun in Shopify at the next sync.")

    def _note(self, *what: Any) -> None:
        raise AssertionError("the whole fake notes it")

    def map_carrier(self, account_id: int, company: str, code: str, name: str, country: str) -> int:
        self._note("map_carrier", account_id, company, code, name, country)
        return 3

    def type_tracking(
        self, order_id: int, task_id: int, number: str, carrier: str, as_it_stands: bool
    ) -> int:
        self._note("type_tracking", order_id, task_id, number, carrier, as_it_stands)
        return 1

    def send_without_tracking(self, order_id: int, task_id: int) -> int:
        self._note("send_without_tracking", order_id, task_id)
        return 1

    def allocate(self, order_id: int, task_id: int, given: Sequence[GivenRow]) -> int:
        self._note("allocate", order_id, task_id, tuple(given))
        return 1

    def choose_reason(self, order_id: int, task_id: int, reason: str, words: str) -> int:
        self._note("choose_reason", order_id, task_id, reason, words)
        return self.chosen

    def retry_tasks(self, task_ids: Sequence[int]) -> int:
        self._note("retry_tasks", tuple(task_ids))
        return len(task_ids)

    def skip_tasks(self, task_ids: Sequence[int], reason: str) -> int:
        self._note("skip_tasks", tuple(task_ids), reason)
        return len(task_ids)

    def end_tasks(self, task_ids: Sequence[int], note: str) -> int:
        self._note("end_tasks", tuple(task_ids), note)
        return len(task_ids)

    def ship(
        self,
        order_id: int,
        carrier: str,
        number: str,
        items: Sequence[tuple[str, int]],
        as_it_stands: bool,
    ) -> StartedRow:
        self._note("ship", order_id, carrier, number, tuple(items), as_it_stands)
        return self.started

    def cancel(self, order_id: int, reason: str) -> StartedRow:
        self._note("cancel", order_id, reason)
        return self.started

    def refund(self, order_id: int, given: Sequence[GivenRow], note: str) -> StartedRow:
        self._note("refund", order_id, tuple(given), note)
        return self.started

    def accept_wish(self, order_id: int) -> StartedRow:
        self._note("accept_wish", order_id)
        return self.started

    def decline_wish(self, order_id: int) -> StartedRow:
        self._note("decline_wish", order_id)
        return self.started


class FakeBackErrands:
    """Answers as the whole fake does."""

    def _answer(self, name: str, default: Any, *what: Any) -> Any:
        raise AssertionError("the whole fake answers it")

    def ask_shop(self, order_id: int, cancel: Event) -> None:
        self._answer("ask_shop", None, order_id)

    def take_again(self, order_id: int, cancel: Event) -> int:
        return self._answer("take_again", 1, order_id)  # type: ignore[no-any-return]
