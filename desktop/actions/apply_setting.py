"""Takes a changed setting to the orders that were planned before it, with a preview."""

from collections.abc import Collection
from threading import Event

from desktop import clock
from desktop.models import account as accounts
from desktop.rows import SettingOffer, WaitingRow
from desktop.sync import waiting


def waiting_for_setting(
    key: str, account_id: int | None = None, cancel: Event | None = None
) -> tuple[WaitingRow, ...]:
    """The orders that still follow the earlier value: what stands, what it would become.

    One line for each thing that would be planned anew, soonest ship-by first. Raises Cancelled.
    """
    names = {one.id: one.name for one in accounts.accounts()}
    found: list[WaitingRow] = []
    for one in waiting.waiting_changes(key, account_id, clock.now(), cancel):
        step = one.step
        found.append(
            WaitingRow(
                step.order_id,
                step.amazon_order_id,
                names[one.account_id],
                step.stands,
                step.becomes,
            )
        )
    return tuple(found)


def offers(account_id: int | None = None, cancel: Event | None = None) -> tuple[SettingOffer, ...]:
    """The changed settings that waiting orders do not follow yet. Raises Cancelled."""
    counted = (
        SettingOffer(key, orders_of(waiting_for_setting(key, account_id, cancel)))
        for key in waiting.changed_keys(account_id)
    )
    return tuple(one for one in counted if one.orders)


def orders_of(rows: Collection[WaitingRow]) -> int:
    """How many orders these are."""
    return len({one.order_id for one in rows})


def apply_setting(
    key: str, account_id: int | None = None, only: Collection[int] | None = None
) -> tuple[int, ...]:
    """Plan anew exactly what the preview shows, of these orders or all; the ids of the orders."""
    return waiting.apply_setting(key, account_id, clock.now(), only)
