"""Shipments: one for each fulfilment, with a reference that is never given twice."""

import pytest

from desktop.models import shipments
from desktop.trade import Package
from tests.models import back
from tests.models.orders import NOW, order, store


@pytest.fixture
def order_id(account_id: int) -> int:
    return store(account_id, order(1)).imported[0]


def test_a_shipment_is_kept_once_and_changes_in_place(order_id: int) -> None:
    first = shipments.save(back.shipment(order_id))
    sent = back.shipment(
        order_id, state="sent", carrier="DHL", number="12", items=(("a", 1), ("b", 2))
    )
    assert shipments.save(sent) == first
    other = shipments.save(back.shipment(order_id, side="amazon", state="mirrored", made_by="app"))
    held = shipments.of_order(order_id)
    assert [one.id for one in held] == [first, other]
    assert (held[0].state, held[0].carrier, held[0].number) == ("sent", "DHL", "12")
    assert held[0].items == (("a", 1), ("b", 2))
    assert (held[1].side, held[1].made_by) == ("amazon", "app")
    shipments.set_state(first, "confirmed")
    assert shipments.of_order(order_id)[0].state == "confirmed"
    assert shipments.of_order(order_id + 1) == ()
    with pytest.raises(LookupError):
        shipments.set_state(99, "sent")


def test_references_are_digits_and_never_reused(account_id: int, order_id: int) -> None:
    assert [shipments.next_reference(order_id) for _ in range(3)] == ["1", "2", "3"]
    shipments.save(back.shipment(order_id, reference="9"))
    assert shipments.next_reference(order_id) == "10"
    packages = (Package("41"), Package("not a number"), Package("99999999999999999999"))
    store(account_id, order(1, updated_at=NOW, packages=packages))
    assert shipments.next_reference(order_id) == "42"
    (second,) = store(account_id, order(2)).imported
    assert shipments.next_reference(second) == "1"
    with pytest.raises(LookupError):
        shipments.next_reference(99)
