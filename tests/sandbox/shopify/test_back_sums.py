"""Whatever happens to an order, in whatever sequence: its numbers stay true."""

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.shopify.back_stand import BackStand

_UNITS = st.integers(1, 3)
_LINES = st.one_of(
    st.none(),
    st.fixed_dictionaries({"MUG-1": _UNITS}),
    st.fixed_dictionaries({"MUG-1": _UNITS}, optional={"Thing": st.just(1)}),
)
_YES = st.booleans()
DOINGS = st.one_of(
    st.tuples(st.just("fulfil"), st.fixed_dictionaries({"lines": _LINES})),
    st.tuples(
        st.just("refund"),
        st.fixed_dictionaries(
            {"lines": _LINES, "restock": _YES},
            optional={"amount": st.sampled_from(("0", "0.01", "7.77", "57.35")), "shipping": _YES},
        ),
    ),
    st.tuples(st.just("remove_line"), st.fixed_dictionaries({"lines": _LINES, "restock": _YES})),
    st.tuples(st.just("cancel"), st.fixed_dictionaries({"restock": _YES, "refund": _YES})),
    st.tuples(
        st.sampled_from(("cancel_fulfillment", "deliver", "hold", "release_hold", "mark_open")),
        st.just({}),
    ),
    st.tuples(
        st.just("move"),
        st.fixed_dictionaries({"location": st.sampled_from(("Amazon warehouses", "other"))}),
    ),
    st.tuples(st.just("app"), st.just({})),
)


def _packed(entry: dict[str, Any], line: str) -> int:
    return sum(
        each["quantity"]
        for packing in entry["fulfillment_orders"]
        for each in packing["lines"]
        if each["line_id"] == line
    )


def _sent(entry: dict[str, Any], line: str) -> int:
    return sum(
        each["quantity"]
        for shipment in entry["fulfillments"]
        if shipment["status"] == "SUCCESS"
        for each in shipment["lines"]
        if each["line_id"] == line
    )


def _check(stand: BackStand) -> None:
    entry = stand.entry()
    for line in entry["lines"]:
        gid = line["line_id"]
        assert line["unfulfilled"] == _packed(entry, gid) >= 0
        assert line["fulfilled"] == _sent(entry, gid)
        assert line["fulfilled"] + line["unfulfilled"] <= line["quantity"]
        gone = [each for refund in entry["refunds"] for each in refund["lines"]]
        back = sum(each["quantity"] for each in gone if each["line_id"] == gid)
        assert line["refundable"] == line["quantity"] - back >= 0
    totals = sum(Decimal(refund["total"]) for refund in entry["refunds"])
    assert Decimal(entry["refunded"]) == totals <= Decimal(entry["received"])
    moved = sum(m["delta"] for m in entry["stock_moves"] if m["name"] == "available")
    assert stand.part.shop.variant_of_sku("MUG-1").stock == 10 - 3 + moved <= 10
    if entry["cancelled_at"]:
        assert entry["to_pack"] == []


@settings(max_examples=150, deadline=None)
@given(st.lists(DOINGS, max_size=14))
def test_the_numbers_stay_true(doings: list[tuple[str, dict[str, Any]]]) -> None:
    stand = BackStand()
    names = {"other": next(iter(stand.part.shop.locations.values())).name}
    for kind, body in doings:
        given = {name: value for name, value in body.items() if value is not None}
        given["location"] = names.get(given.get("location", ""), given.get("location"))
        if "lines" in given:
            places = {"MUG-1": 0, "Thing": 1}
            ids = {name: stand.line_id(place) for name, place in places.items()}
            given["lines"] = {ids[name]: units for name, units in given["lines"].items()}
        try:
            if kind == "app":
                stand.send()
            else:
                stand.happens(kind, **given)
        except ValueError:
            pass
        _check(stand)
