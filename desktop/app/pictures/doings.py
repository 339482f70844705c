"""What happens on both sides of the made-up shop, so that the way back has something to show."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from desktop import clock
from desktop.app.own_connection import ends_connection
from desktop.app.pictures.studio import Studio
from desktop.catalogue import refund_failure
from desktop.models import setting, task_back
from desktop.models.setting_registry import REGISTRY
from desktop.rows import OrderFilter, OrderRow, Tab

UPS = "1Z999AA10123456784"
_SETTINGS: dict[str, object] = {
    "refund.to_amazon": True,
    "outbox.minutes": 1440,
}


@dataclass(frozen=True, slots=True)
class Cast:
    """The orders that play a part, each of its own."""

    whole: OrderRow  # shipped in two parcels, refunded on both sides
    carriers: tuple[OrderRow, ...]
    number: OrderRow
    flat: OrderRow
    reasons: tuple[OrderRow, ...]
    cancelled: OrderRow
    to_record: tuple[OrderRow, ...]
    to_ship: OrderRow


class Doings:
    """Lets things happen, and tells when the program has seen them."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        keep_settings()
        self._turn()
        free = self._free()
        several = [row for row in free if row.lines > 1]
        whole, to_ship = several[:2]
        rest = iter([row for row in free if row not in (whole, to_ship)])
        self.cast = Cast(
            whole=whole,
            carriers=_some(rest, 4),
            number=next(rest),
            flat=next(rest),
            reasons=_some(rest, 3),
            cancelled=next(rest),
            to_record=_some(rest, 3),
            to_ship=to_ship,
        )

    def happen(self, kind: str, row: OrderRow, **body: Any) -> None:
        """Something a merchant, or Amazon, does. Raises ValueError where it cannot be."""
        sandbox = self._sandbox
        if kind.startswith("shopify."):
            sandbox.shopify.event(kind, {"order": row.amazon_order_id, **body})
        else:
            sandbox.events.happen(kind, {"order_id": row.amazon_order_id, **body})

    def ship_all(self) -> None:
        """Parcels leave: some as they should, some with a carrier or number that asks."""
        cast = self.cast
        first, *_ = self._studio.items_of(cast.whole.id)
        self._fulfil(cast.whole, lines={first: 1})
        for row in cast.carriers:
            self._fulfil(row, company="Northern Parcel Service")
        self._fulfil(cast.number, number="1Z 999 AA1")
        for row in (cast.flat, *cast.reasons, *cast.to_record):
            self._fulfil(row)

    def ship_the_rest(self) -> None:
        """A second parcel, with a carrier of another name."""
        self._fulfil(self.cast.whole, company="USPS", number="9400111899223856928499")

    def _fulfil(self, row: OrderRow, **body: Any) -> None:
        self.happen("shopify.fulfil", row, **{"company": "UPS", "number": UPS, **body})

    def give_back(self) -> None:
        """Refunds on either side, and a cancellation in Shopify."""
        cast = self.cast
        first, *_ = self._studio.items_of(cast.whole.id)
        self.happen("shopify.refund", cast.whole, lines={first: 1}, shipping=False)
        self.happen("shopify.refund", cast.flat, amount="5.00")
        for row in cast.to_record:
            self.happen("amazon.refund", row)
        self.happen("shopify.cancel", cast.cancelled, reason="INVENTORY")

    def is_seen(self, *rows: OrderRow, by: Callable[[OrderRow], object]) -> bool:
        """Whether the program shows it of all these orders; a look is asked for."""
        self._studio.look_now()
        return all(by(one) for one in self._studio.rows([row.id for row in rows]))

    @ends_connection
    def fail_reasons(self) -> None:
        """Refunds with a reason that Amazon does not know, as an old map may have left them."""
        error = refund_failure("reason_unmapped", reason="changed her mind")
        for row in self.cast.reasons:
            item = {"item_id": "1", "quantity": 1, "principal": 500, "reason": "changed her mind"}
            plan = {"total": 500, "currency": "USD", "items": [item]}
            at = int(clock.now())
            task_back.fail_new_task(
                row.account_id, row.id, "send_refund", plan=plan, error=error, at=at
            )

    def _free(self) -> list[OrderRow]:
        """Orders that the seller has to ship, and that nothing happened to yet."""
        found = self._studio.find(OrderFilter(tab=Tab.ALL, to_ship=True))
        return [
            row for row in found
            if row.shopify_order_id and not row.failures and not row.cancel_wish
            and row.stage == "in Shopify" and row.amazon_status == "UNSHIPPED"
        ]  # fmt: skip

    @property
    def _sandbox(self) -> Any:
        session = self._studio.session
        if session is None or session.sandbox is None:
            raise LookupError("no made-up shop is open")
        return session.sandbox

    def _turn(self) -> None:
        knobs = {"finances_lag_h": 0.02, "deferred_share": 0.0}
        self._sandbox.control.set_knobs("amazon", knobs)


@ends_connection
def keep_settings() -> None:
    """Everything travels, and stays in the outbox long enough for its picture."""
    for key, value in _SETTINGS.items():
        if key in REGISTRY:
            setting.set_setting(key, value)


def _some(rows: Iterator[OrderRow], count: int) -> tuple[OrderRow, ...]:
    return tuple(next(rows) for _ in range(count))
