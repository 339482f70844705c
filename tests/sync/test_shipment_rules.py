"""Shipments as shops really make them, rule by rule: halves of sets, numbers that come and go."""

from dataclasses import replace
from typing import Any

from desktop.sync.back import shipments_of
from desktop.sync.back.parcels import Known
from desktop.sync.back.wanted import Notice, Over, Wanted
from desktop.trade.order import AmazonStatus, Package
from desktop.trade.returns import ShopLine
from desktop.trade.rules_back import ShipmentRules
from tests.sync.samples import CONNECTED, line
from tests.sync.test_back_planning import NONE, NOW, SHIPMENTS, UPS, confirmed, parcel, shop, sold

SET = (
    ShopLine("a", "CUP", 1, 1, 1, 1, item_id="1"),
    ShopLine("b", "PLATE", 1, 1, 1, 1, item_id="1"),
)


def test_two_parcels_that_complete_a_set_are_told_by_the_second():
    halves = (
        parcel("f1", lines=(("a", 1),)),
        parcel("f2", created_at=CONNECTED + 600, lines=(("b", 1),)),
    )
    of = sold(lines=(line(quantity=1, item=2000),))
    (asks,) = shipments_of.confirmations(
        of, shop(lines=SET, fulfillments=halves[:1]), NONE, SHIPMENTS, NOW
    )
    assert isinstance(asks, Wanted)
    assert asks.failure is not None
    over, _, told = shipments_of.confirmations(
        of, shop(lines=SET, fulfillments=halves), NONE, SHIPMENTS, NOW
    )
    assert isinstance(over, Over)
    assert (over.verb, over.foreign_id) == ("confirm_shipment", "f1")
    assert isinstance(told, Wanted)
    assert (told.foreign_id, told.plan["items"]) == ("f2", [["1", 1]])


def test_a_number_removed_after_amazon_was_told_is_only_noted():
    known = Known(told=frozenset({"f1"}), references={"f1": "7"})
    (noted,) = confirmed(shop(fulfillments=(parcel(tracking=()),)), known=known)
    assert (type(noted).__name__, noted.what) == ("Notice", "number removed in Shopify")


def test_one_way_of_telling_ends_the_other():
    def ways(rules: ShipmentRules, **more: Any) -> list[tuple[str, str]]:
        state = shop(fulfillments=(parcel(**more),))
        found = shipments_of.confirmations(sold(), state, NONE, rules, NOW)
        return [(type(one).__name__, one.verb) for one in found if not isinstance(one, Notice)]

    without = ShipmentRules(hold_without_tracking=False)
    assert ways(without, tracking=()) == [("Over", "confirm_shipment"), ("Wanted", "ship_by_feed")]
    assert ways(without) == [("Over", "ship_by_feed"), ("Wanted", "confirm_shipment")]
    assert ways(SHIPMENTS, tracking=()) == [("Wanted", "confirm_shipment")]


def test_a_part_shipped_without_packages_is_fulfilled_in_all_so_far():
    of = sold(
        status=AmazonStatus.PARTIALLY_SHIPPED,
        lines=(replace(line(quantity=2, item=2000), quantity_fulfilled=1),),
    )
    (wanted,) = shipments_of.mirrors(of, shop(), NONE, ShipmentRules())
    assert (wanted.verb, wanted.foreign_id) == ("fulfil_in_shopify", "#1")
    assert (wanted.plan["items"], wanted.plan["in_all"]) == ([["1", 1]], True)
    there = shop(fulfillments=(parcel(quantity=1),))
    assert list(shipments_of.mirrors(of, there, NONE, ShipmentRules())) == []
    leaving = Known(leaving=frozenset({"f1"}))
    assert list(shipments_of.mirrors(of, shop(), leaving, ShipmentRules())) == []


def stranger(number: str, units: int) -> Package:
    """A package that somebody else told Amazon of."""
    return Package("900", "IN_TRANSIT", tracking_number=number, items=(("1", units),))


def test_another_tools_parcel_under_the_same_number_is_told_only_for_what_it_lacks():
    of = {"status": AmazonStatus.PARTIALLY_SHIPPED, "packages": (stranger(UPS.number, 1),)}
    (wanted,) = confirmed(shop(fulfillments=(parcel(),)), of=of)
    assert wanted.plan["items"] == [["1", 1]]


def test_a_parcel_under_another_number_is_the_other_unit():
    of = {"status": AmazonStatus.PARTIALLY_SHIPPED, "packages": (stranger("1Z-OTHER", 1),)}
    state = shop(fulfillments=(parcel(quantity=1),))
    (wanted,) = confirmed(state, of=of)
    assert wanted.plan["items"] == [["1", 1]]
    both = (parcel("f1", 1), parcel("f2", 1, created_at=CONNECTED + 600))
    first, second = confirmed(shop(fulfillments=both), of=of)
    assert (first.failure, second.failure.code) == (None, "quantity")


def test_a_label_made_anew_twice_stays_one_package():
    known = Known(told=frozenset({"f1", "f2"}), references={"f1": "7", "f2": "7", "f3": "9"})
    labels = (
        parcel("f1", status="CANCELLED"),
        parcel("f2", status="CANCELLED", created_at=CONNECTED + 600),
        parcel("f3", created_at=CONNECTED + 700),
    )
    found = confirmed(shop(fulfillments=labels), known=known)
    (wanted,) = [one for one in found if isinstance(one, Wanted)]
    assert (wanted.foreign_id, wanted.plan["reference"], wanted.failure) == ("f3", "7", None)
    # without a third label the last one taken back asks, and only once
    found = confirmed(shop(fulfillments=labels[:2]), known=known)
    asks = [one for one in found if isinstance(one, Wanted)]
    assert [one.foreign_id for one in asks] == ["f2#cancelled"]
