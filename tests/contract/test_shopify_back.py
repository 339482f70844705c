"""Every request of the way back, and every answer to it, held to Shopify's whole schema.

The answers are made by running the request on the schema itself, so that each has all that was
asked for and nothing else. The schema lies in the folder that CROSSDOCK_CONTRACTS names.
"""

import json
import os
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from graphql import execute_sync, parse

from desktop.channels.http import Http
from desktop.channels.pacing import MemoryBuckets
from desktop.channels.shopify import queries
from desktop.channels.shopify.cancel import cancel_order, job_is_done
from desktop.channels.shopify.changes import changed_orders
from desktop.channels.shopify.client import Reply, ShopifyClient, ShopifySecrets
from desktop.channels.shopify.fulfillments import (
    create_fulfillment,
    fulfillment_orders,
    hold,
    move,
    release,
    update_tracking,
)
from desktop.channels.shopify.lease import read_intents, read_lease, set_intent, write_lease
from desktop.channels.shopify.queries_state import (
    FULFILLMENTS_AT_ONCE,
    REFUNDS_AT_ONCE,
    STATE_DOCUMENTS,
)
from desktop.channels.shopify.queries_states import STATES_DOCUMENTS
from desktop.channels.shopify.queries_writes import WRITE_DOCUMENTS
from desktop.channels.shopify.refunds import create_refund, draft_refund
from desktop.channels.shopify.state import order_state
from desktop.channels.shopify.states import order_states
from desktop.clock import Pace
from desktop.errors import Technical
from desktop.trade import ShopifyAccess
from desktop.trade.returns import Lease, ShopState, Tracking
from tests.channels.shopify import orders_back as given
from tests.contract.shopify_answers import answer_errors, request_errors, whole_schema

_FOLDER = os.environ.get("CROSSDOCK_CONTRACTS", "")
SCHEMA = Path(_FOLDER) / "shopify" / f"admin-{queries.API_VERSION}.graphql"
FO = "gid://shopify/FulfillmentOrder/1"
SALE = "gid://shopify/OrderTransaction/1"
LINE = given.line_gid(1)


class SchemaClient(ShopifyClient):
    """Instead of asking Shopify, runs each request on the schema; keeps what does not fit."""

    def __init__(self, http: Http, roots: Mapping[str, dict[str, Any]]) -> None:
        access = ShopifyAccess("s.myshopify.com", "c", "http://127.0.0.1:1")
        secrets = ShopifySecrets(access_token="t")
        super().__init__(access, secrets, http, MemoryBuckets(), Pace())
        self.roots = dict(roots)
        self.asked: set[str] = set()
        self.wrong: list[str] = []

    def ask(
        self,
        operation: str,
        variables: Mapping[str, object],
        *,
        writes: bool,
        deadline_s: float = 20,
    ) -> Reply:
        text = queries.document(operation)
        sent = json.loads(json.dumps({"query": text, "variables": variables}))
        schema = whole_schema(SCHEMA)
        values = sent["variables"]
        result = execute_sync(schema, parse(text), self.roots[operation], variable_values=values)
        answer = json.loads(json.dumps(result.formatted))
        found = [*request_errors(SCHEMA, sent), *answer_errors(SCHEMA, sent, answer)]
        found += [error.message for error in result.errors or ()]
        self.wrong += [f"{operation}: {one}" for one in found]
        self.asked.add(operation)
        return Reply(answer["data"], Technical(operation))


@pytest.fixture
def http() -> Iterator[Http]:
    made = Http(threading.Event())
    yield made
    made.close()


def roots() -> dict[str, dict[str, Any]]:
    """What the shop holds, by the request that it is asked with."""
    many = [given.fulfillment(n) for n in range(FULFILLMENTS_AT_ONCE)]
    refunds = [given.refund(n, "1.00") for n in range(REFUNDS_AT_ONCE)]
    one = given.order(
        lineItems=given.page([given.line(1, customAttributes=given.attributes(charge="x"))], "c1"),
        fulfillments=many[:1],
        refunds=refunds[:1],
        transactions=[given.payment("SALE", "99.00")],
    )
    lines = given.page([given.refund_line(1, "10.00", "1.00")])
    freight = {"nodes": [given.shipping("2.00", "0.50")]}
    refund = given.refund(9, "13.50", lines, refundShippingLines=freight)
    sale = given.payment("SALE", "99.00", id=SALE, gateway="Amazon", parentTransaction=None)
    offer = _offer(sale)
    holds = [{"id": "gid://shopify/FulfillmentHold/1", "heldByRequestingApp": True}]
    pack = given.to_pack(1, given.page([given.packed(1, 2)], "c1"), fulfillmentHolds=holds)
    text = json.dumps({"holder": "p", "computer": "c", "renewed_at": 1})
    field = {"key": "a1", "value": text, "compareDigest": "d1"}
    order = {"order": one}
    return {
        "ChangedOrders": {"orders": given.page([one])},
        "OrderState": order,
        "OrderStates": {"nodes": [_small(one, many[0]), None]},
        "StateRefunds": {"nodes": [{"__typename": "Order", **one, "refunds": [refund]}]},
        "MoreOrderLines": {"order": {**one, "lineItems": given.page([given.line(2)])}},
        "OrderFulfillments": {"order": {**one, "fulfillments": many}},
        "FulfillmentIds": {"order": {**one, "fulfillments": [*many, given.fulfillment(99)]}},
        "OneFulfillment": {"fulfillment": given.fulfillment(99)},
        "OrderRefunds": {"order": {**one, "refunds": refunds}},
        "RefundIds": {"order": {**one, "refunds": [*refunds, refund]}},
        "OneRefund": {"refund": refund},
        "OrderToPack": {"order": {"fulfillmentOrders": given.page([pack])}},
        "OneToPack": {"fulfillmentOrder": given.to_pack(1)},
        "SuggestedRefund": {"order": {**one, "suggestedRefund": offer, "transactions": [sale]}},
        "JobState": {"job": {"id": "gid://shopify/Job/1", "done": True}},
        "ReadLease": {"shop": {"id": "gid://shopify/Shop/1", "metafield": field}},
        "ReadIntents": {"order": {"metafields": given.page([field])}},
        **_written(refund, field),
    }


def _small(one: dict[str, Any], sent: dict[str, Any]) -> dict[str, Any]:
    """An order that a small page is all of, but for its refund."""
    short = {"lineItems": given.page([given.line(1)]), "fulfillments": [sent]}
    return {"__typename": "Order", **one, **short, "fulfillmentsCount": {"count": 1}}


def _offer(sale: dict[str, Any]) -> dict[str, Any]:
    """What Shopify would give back of a sale."""
    money = given.bag("100.00")
    payment = {"gateway": "Amazon", "amountSet": money, "parentTransaction": sale}
    return {
        "amountSet": money,
        "subtotalSet": money,
        "totalTaxSet": money,
        "maximumRefundableSet": money,
        "shipping": {"amountSet": money, "maximumRefundableSet": money},
        "suggestedTransactions": [payment],
    }


def _written(refund: dict[str, Any], field: dict[str, Any]) -> dict[str, dict[str, Any]]:
    fine: dict[str, Any] = {"userErrors": []}
    made = given.fulfillment(1)
    held = {"id": "gid://shopify/FulfillmentHold/1"}
    pack = given.to_pack(2)
    return {
        "CreateFulfillment": {"fulfillmentCreate": {"fulfillment": made, **fine}},
        "UpdateTracking": {"fulfillmentTrackingInfoUpdate": {"fulfillment": made, **fine}},
        "HoldToPack": {"fulfillmentOrderHold": {"fulfillmentHold": held, **fine}},
        "ReleaseHolds": {"fulfillmentOrderReleaseHold": {"fulfillmentOrder": pack, **fine}},
        "MoveToPack": {
            "fulfillmentOrderMove": {
                "movedFulfillmentOrder": pack,
                "originalFulfillmentOrder": None,
                **fine,
            }
        },
        "CreateRefund": {"refundCreate": {"refund": refund, "order": given.order(), **fine}},
        "CancelOrder": {
            "orderCancel": {"job": {"id": "gid://shopify/Job/1"}, "orderCancelUserErrors": []}
        },
        "WriteMetafield": {"metafieldsSet": {"metafields": [field], **fine}},
    }


class TestWayBack:
    """Collected only where the schema is at hand."""

    __test__ = bool(_FOLDER)

    def test_every_request_and_every_answer_fits(self, http: Http) -> None:
        client = SchemaClient(http, roots())
        live(client)
        assert client.wrong == []
        assert client.asked == {*STATE_DOCUMENTS, *STATES_DOCUMENTS, *WRITE_DOCUMENTS}

    def test_what_does_not_fit_is_seen(self, http: Http) -> None:
        client = SchemaClient(http, roots())
        cancel_order(client, given.GID, "OTHER", True, True, "n")
        assert client.wrong == []
        client.roots["JobState"] = {"job": {"id": "gid://shopify/Job/1", "done": "perhaps"}}
        client.ask("JobState", {"id": 1.5}, writes=False)
        assert len(client.wrong) >= 2


def live(client: ShopifyClient) -> None:
    """Each function of the way back, once."""
    gid, tracking = given.GID, Tracking("UPS", "1Z9", "https://t.example/1Z9")
    assert changed_orders(client, 0).orders
    state = order_state(client, gid)
    assert state is not None
    assert len(state.fulfillments) == FULFILLMENTS_AT_ONCE + 1
    assert len(state.refunds) == REFUNDS_AT_ONCE + 1
    ((_, small),) = order_states(client, [gid])
    assert isinstance(small, ShopState)
    assert (len(small.fulfillments), small.refunds[0].total) == (1, 1350)
    assert [line.is_charge for line in state.lines] == [True, False]
    assert fulfillment_orders(client, gid)[0].can_fulfill
    create_fulfillment(client, {FO: [(given.pack_line_gid(1), 1)]}, tracking)
    update_tracking(client, "gid://shopify/Fulfillment/1", tracking)
    release(client, FO, [hold(client, FO, "wish")])
    move(client, FO, "gid://shopify/Location/2")
    draft = draft_refund(client, gid, "SEK", [(LINE, 1)], 250, "R-1", 1350, 1795168800)
    assert create_refund(client, draft, "key-1").adjustment == 0
    assert job_is_done(client, cancel_order(client, gid, "CUSTOMER", True, True, "note"))
    lease = read_lease(client, "SELLER")
    assert lease == Lease("p", "c", 1, "d1")
    write_lease(client, "SELLER", lease, "d1")
    assert set_intent(client, gid, "a1", "x")
    assert read_intents(client, gid) is not None
