"""Many orders' states at once: how many readings, and which orders are read by themselves."""

from typing import Any

import pytest

from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.errors import Misshapen
from desktop.channels.shopify.queries import document
from desktop.channels.shopify.queries_states import (
    NUMBERS_SHOWN,
    PAYMENTS_SHOWN,
    STATE_REFUNDS_AT_ONCE,
    STATES_AT_ONCE,
)
from desktop.channels.shopify.states import order_states
from desktop.errors import AccountProblem
from desktop.trade.returns import ShopState
from tests.channels.shopify.orders_back import (
    GID,
    UPDATED,
    fulfillment,
    line,
    order,
    page,
    payment,
    refund,
    refund_line,
    shipped,
)
from tests.channels.shopify.scripted_shop import ScriptedShop, data

MARKS = ("updatedAt", "cancelledAt", "displayFinancialStatus", "displayFulfillmentStatus")
ONE_REFUND = [{"id": "gid://shopify/Refund/1"}]


def gid(number: int) -> str:
    return f"gid://shopify/Order/{number}"


def nodes(*given: Any) -> bytes:
    return data({"nodes": list(given)})


def refunded(number: int, *given: Any, **more: Any) -> dict[str, Any]:
    marks = {name: value for name, value in order().items() if name in MARKS}
    return {"id": gid(number), **marks, "refunds": list(given), **more}


def states(client: ShopifyClient, *gids: str) -> dict[str, ShopState | None]:
    found = dict(order_states(client, gids))
    return {one: state for one, state in found.items() if not isinstance(state, Misshapen)}


def test_many_orders_take_one_reading(shop: ScriptedShop, client: ShopifyClient) -> None:
    sent = {"fulfillmentsCount": {"count": 1}, "fulfillments": [fulfillment(1)]}
    shop.will(nodes(order(id=gid(1)), order(id=gid(2), **sent)))
    found = states(client, gid(1), gid(2))
    assert shop.operations == ["OrderStates"]
    assert shop.calls[0].variables == {"ids": [gid(1), gid(2)]}
    assert list(found) == [gid(1), gid(2)]
    first, second = found.values()
    assert first is not None
    assert second is not None
    assert (first.fulfillments, first.refunds, len(first.lines)) == ((), (), 1)
    assert [one.name for one in second.fulfillments] == ["#1007-F1"]
    assert second.fulfillments[0].lines == (("gid://shopify/LineItem/1", 1),)


def test_a_state_is_the_same_however_it_is_read(shop: ScriptedShop, client: ShopifyClient) -> None:
    sent = {"fulfillmentsCount": {"count": 1}, "fulfillments": [fulfillment(1)]}
    given = order(**sent, transactions=[payment("SALE", "9.00")], taxesIncluded=True)
    marks = {name: value for name, value in given.items() if name in MARKS}
    lines = page([refund_line(1, "12.50", "2.50")])
    parts = {"refunds": [refund(1, "12.50", lines)], **marks}
    shop.will(nodes({**given, "refunds": ONE_REFUND}), nodes({"id": GID, **parts}))
    (quick,) = states(client, GID).values()
    too_long = order(refunds=ONE_REFUND, lineItems=page([line(1)], "c1"))
    shop.will(
        nodes(too_long),
        nodes(refunded(7)),
        data({"order": {**given, "refunds": ONE_REFUND}}),
        data({"order": {**given, **marks}}),
        data({"order": parts}),
    )
    (alone,) = states(client, GID).values()
    assert alone == quick is not None
    assert shop.operations[2:] == [
        "OrderStates", "StateRefunds", "OrderState", "OrderFulfillments", "OrderRefunds",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "longer",
    [
        {"lineItems": page([line(1)], "c1")},
        {"transactions": [payment("SALE", "1.00")] * PAYMENTS_SHOWN},
        {"fulfillmentsCount": {"count": 2}, "fulfillments": [fulfillment(1)]},
        {"fulfillmentsCount": None},
        {
            "fulfillmentsCount": {"count": 1},
            "fulfillments": [fulfillment(1, page([shipped(1, 1)], "c1"))],
        },
        {
            "fulfillmentsCount": {"count": 1},
            "fulfillments": [fulfillment(1, trackingInfo=[{"number": "1"}] * NUMBERS_SHOWN)],
        },
        {"refunds": [{"id": "gid://shopify/Refund/1"}, {"id": "gid://shopify/Refund/2"}]},
    ],
)
def test_what_is_longer_than_its_page_is_read_by_itself(
    shop: ScriptedShop, client: ShopifyClient, longer: dict[str, Any]
) -> None:
    shop.will(
        nodes(order(id=gid(1), **longer), order(id=gid(2))), data({"order": order(name="#1")})
    )
    found = states(client, gid(1), gid(2))
    assert shop.operations == ["OrderStates", "OrderState"]
    assert shop.calls[1].variables["id"] == gid(1)
    assert [one.name for one in found.values() if one is not None] == ["#1", "#1007"]


@pytest.mark.parametrize(
    "again",
    [
        refunded(1, refund(1, "5.00", page([refund_line(1, "5.00")], "c1"))),
        refunded(1, refund(1, "5.00"), updatedAt="2026-11-20T12:00:09Z"),
        refunded(1, refund(1, "5.00"), displayFinancialStatus="REFUNDED"),
        refunded(1),
        None,
    ],
)
def test_a_refund_that_is_not_whole_or_of_another_moment_is_read_with_its_order(
    shop: ScriptedShop, client: ShopifyClient, again: Any
) -> None:
    shop.will(
        nodes(order(id=gid(1), refunds=ONE_REFUND)), nodes(again), data({"order": order(name="#1")})
    )
    (found,) = states(client, gid(1)).values()
    assert found is not None
    assert found.name == "#1"
    assert shop.operations == ["OrderStates", "StateRefunds", "OrderState"]


def test_what_is_not_shown_is_looked_at_directly(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(nodes(None, {}), data({"order": None}), data({"order": order()}))
    found = states(client, gid(1), gid(2))
    assert shop.operations == ["OrderStates", "OrderState", "OrderState"]
    assert found[gid(1)] is None
    assert found[gid(2)] is not None


def test_readings_are_as_long_as_shopify_allows(shop: ScriptedShop, client: ShopifyClient) -> None:
    """A reading is kept before the next one is asked for."""
    all_ids = [gid(n) for n in range(STATES_AT_ONCE + 1)]
    given = [refunded(n, refund(n, "1.00")) for n in range(STATES_AT_ONCE)]
    shop.will(
        nodes(*(order(id=one, refunds=ONE_REFUND) for one in all_ids[:-1])),
        nodes(*given[:STATE_REFUNDS_AT_ONCE]),
        nodes(*given[STATE_REFUNDS_AT_ONCE:]),
    )
    found = order_states(client, all_ids)
    for one in all_ids[:-1]:
        at, state = next(found)
        assert at == one
        assert isinstance(state, ShopState)
        assert state.refunds[0].total == 100
    assert shop.operations == ["OrderStates", "StateRefunds", "StateRefunds"]
    shop.will(nodes(order(id=all_ids[-1])))
    assert [at for at, _ in found] == all_ids[-1:]


@pytest.mark.parametrize("given", [{"nodes": None}, {}])
def test_what_lacks_a_part_is_no_state(
    shop: ScriptedShop, client: ShopifyClient, given: dict[str, Any]
) -> None:
    shop.will(data(given))
    with pytest.raises(AccountProblem) as caught:
        states(client, GID)
    assert caught.value.technical.operation == "OrderStates"


def test_one_that_lacks_a_part_keeps_no_other_back(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    bad = order(id=gid(1), lineItems=None)
    shop.will(nodes(bad, order(id=gid(2))), data({"order": bad}))
    found = dict(order_states(client, (gid(1), gid(2))))
    error = found[gid(1)]
    assert isinstance(error, Misshapen)
    assert error.technical.operation == "OrderState"
    assert isinstance(found[gid(2)], ShopState)


def test_the_lists_are_as_long_as_the_documents_ask() -> None:
    for name in ("OrderStates", "OrderByAmazonId"):
        assert f"transactions(first: {PAYMENTS_SHOWN})" in document(name)
        assert f"trackingInfo(first: {NUMBERS_SHOWN})" in document(name)
    assert UPDATED in order().values()
