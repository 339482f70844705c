"""Amazon took a shipment and does not show it yet: how long it is looked for, and who is told."""

from desktop.catalogue import shipment_failure
from desktop.clock import to_iso
from desktop.errors import NeedsPerson
from desktop.models.setting import back_rules
from desktop.sync.connection import Connection
from desktop.trade import Order

LOOKS = 40  # about two hours; then a person is told
_FEWEST_LOOKS = 10  # about half an hour: near ship-by that is enough


def is_overdue(
    connection: Connection, order: Order, lookups: int, sent_at: int, now: float
) -> bool:
    """Whether a person is told: after two hours, and sooner where ship-by is near.

    Times UTC seconds.
    """
    if lookups >= LOOKS or lookups < _FEWEST_LOOKS:
        return lookups >= LOOKS
    if order.ship_by.latest is None:
        return False
    rules = back_rules(connection.account.id, order.marketplace_id).shipment
    warn_s = rules.warn_hours * 3600.0
    left = connection.pace.here(max(0.0, order.ship_by.latest - warn_s - sent_at))
    return now >= sent_at + left


def not_shown(order: Order, sent_at: int) -> NeedsPerson:
    """What they are told; `sent_at` UTC seconds."""
    ship_by = to_iso(order.ship_by.latest) if order.ship_by.latest else "not known"
    return shipment_failure("not_confirmed", sent=to_iso(sent_at), ship_by=ship_by)
