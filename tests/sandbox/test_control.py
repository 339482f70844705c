"""The control endpoint: ledger, faults and knobs, events, and clear refusals."""

import json
from typing import Any

import pytest

from desktop.sandbox.control import ControlPart
from desktop.sandbox.faults import Faults
from desktop.sandbox.server import SandboxServer
from desktop.sandbox.wire import Request
from tests.sandbox.stand import SilentShopify, Stand, stand


class Control:
    """A control part over a standing Amazon side."""

    def __init__(self, amazon: Stand | None = None) -> None:
        self.amazon = amazon or stand(30)
        self.faults = Faults()
        self.server = SandboxServer({}, self.faults)
        self.shopify = SilentShopify()
        self.part = ControlPart(
            self.faults, self.server.counts, self.amazon.events, self.shopify, seed=1, speed=2.0
        )
        self.server.stop()

    def ask(self, method: str, path: str, body: Any = None, **query: str) -> tuple[int, Any]:
        lists = {name: [value] for name, value in query.items()}
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = self.part.handle(Request(method, path, lists, {}, sent))
        return answer.status, json.loads(answer.body)

    def event(self, kind: str, **body: Any) -> Any:
        status, answer = self.ask("POST", "/events", {"kind": kind, **body})
        assert status == 200, answer
        return answer

    def first(self, status: str, by: str = "MERCHANT") -> str:
        return next(
            head.key
            for head in self.amazon.amazon.store
            if (head.status, head.fulfilled_by) == (status, by)
        )


def test_health_and_unknown_paths() -> None:
    control = Control()
    assert control.ask("GET", "/health") == (200, {"ok": True, "seed": 1, "speed": 2.0})
    status, body = control.ask("GET", "/elsewhere")
    assert status == 404
    assert "GET ledger" in body["error"]


def test_the_ledger_tells_both_sides_and_all_requests() -> None:
    control = Control()
    control.server.counts.update({"shopify.orderCreate": 2, "control.ledger": 9})
    status, ledger = control.ask("GET", "/ledger")
    assert status == 200
    assert ledger.keys() == {"amazon", "shopify", "requests", "seed", "speed"}
    assert ledger["requests"] == {"shopify.orderCreate": 2}
    assert ledger["shopify"]["orders"] == [{"id": "gid://shopify/Order/1"}]
    assert len(ledger["amazon"]["orders"]) == 30
    order = ledger["amazon"]["orders"][0]
    wanted = {"amazon_order_id", "status", "total", "currency", "packages", "refunds", "cancelled"}
    assert wanted <= order.keys()
    whole = control.amazon.order(order["amazon_order_id"])
    if order["status"] != "PENDING":
        assert order["total"] == whole["proceeds"]["grandTotal"]["amount"]


def test_one_side_of_the_ledger() -> None:
    control = Control()
    assert control.ask("GET", "/ledger", side="shopify")[1]["amazon"]["orders"] == []
    assert control.ask("GET", "/ledger", side="amazon")[1]["shopify"]["orders"] == []
    assert control.ask("GET", "/ledger", side="left")[0] == 400


def test_faults_are_set_told_and_cleared() -> None:
    control = Control()
    fault = {"operation": "amazon.*", "kind": "reset"}
    knobs = {"shopify": {"id_metafield": "twin"}, "amazon": {"role_missing": True}}
    status, state = control.ask("PUT", "/faults", {"seed": 4, "faults": [fault], **knobs})
    assert status == 200
    assert state == control.ask("GET", "/faults")[1]
    assert state["seed"] == 4
    assert state["faults"][0]["operation"] == "amazon.*"
    assert state["shopify"]["id_metafield"] == "twin"
    assert state["amazon"]["role_missing"] is True
    cleared = control.ask("DELETE", "/faults")[1]
    assert cleared["faults"] == []
    assert cleared["shopify"]["id_metafield"] == "refuse"
    assert cleared["amazon"]["role_missing"] is False


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (b"no json", "body"),
        ([], "body"),
        ({"fault": []}, "fault"),
        ({"faults": [{"kind": "explode"}]}, "faults[0].kind"),
        ({"amazon": {"role": True}}, "amazon.role"),
        ({"amazon": {"role_missing": "yes"}}, "amazon.role_missing"),
        ({"amazon": {"index_lag_s": "long"}}, "amazon.index_lag_s"),
        ({"shopify": []}, "shopify"),
        ({"shopify": {"colour": "red"}}, "shopify.colour"),
    ],
)
def test_wrong_faults_change_nothing_and_name_the_field(body: Any, names: str) -> None:
    control = Control()
    control.ask("PUT", "/faults", {"seed": 4, "faults": [{"kind": "reset"}]})
    before = control.ask("GET", "/faults")
    status, answer = control.ask("PUT", "/faults", body)
    assert status == 400
    assert answer["error"].startswith(names)
    assert control.ask("GET", "/faults") == before


def test_an_unknown_event_tells_the_kinds() -> None:
    status, body = Control().ask("POST", "/events", {"kind": "amazon.explode"})
    assert status == 400
    assert "amazon.new_order" in body["error"]
    assert "amazon.cancel_wish" in body["error"]


def test_shopify_events_go_to_shopify() -> None:
    assert Control().event("shopify.fulfil", order="1") == {"kind": "shopify.fulfil", "order": "1"}


def test_new_orders_follow_from_the_seed() -> None:
    first = [Control().event("amazon.new_order")["amazon_order_id"] for _ in range(2)]
    assert first[0] == first[1]
    control = Control()
    ids = [control.event("amazon.new_order")["amazon_order_id"] for _ in range(50)]
    assert len({*ids, *(head.key for head in control.amazon.amazon.store)}) == 80


def test_a_whole_order_can_be_given_and_replaced() -> None:
    control = Control()
    order = control.amazon.order(control.first("UNSHIPPED"))
    given = {**order, "orderId": "111-0000001-0000001", "lastUpdatedTime": "2020-01-01T00:00:00Z"}
    told = control.event("amazon.new_order", order=given)
    kept = control.amazon.order("111-0000001-0000001")
    assert kept["orderItems"] == order["orderItems"]
    assert kept["lastUpdatedTime"] == told["updated"] != given["lastUpdatedTime"]
    assert control.ask("POST", "/events", {"kind": "amazon.new_order", "order": {}})[0] == 400


def test_a_pending_order_is_paid_and_shipped() -> None:
    control = Control(stand(200))
    order_id = control.first("PENDING")
    assert "proceeds" not in control.amazon.order(order_id)
    before = control.amazon.order(order_id)
    control.event("amazon.status", order_id=order_id, status="UNSHIPPED")
    paid = control.amazon.order(order_id)
    assert paid["fulfillment"]["fulfillmentStatus"] == "UNSHIPPED"
    assert paid["proceeds"]["grandTotal"]
    assert paid["recipient"]["deliveryAddress"]["addressLine1"]
    assert paid["lastUpdatedTime"] > before["lastUpdatedTime"]
    bought = [
        [(item["product"]["sellerSku"], item["quantityOrdered"]) for item in order["orderItems"]]
        for order in (before, paid)
    ]
    assert bought[0] == bought[1]
    control.event("amazon.status", order_id=order_id, status="SHIPPED")
    shipped = control.amazon.order(order_id)
    assert shipped["packages"][0]["trackingNumber"]
    assert all(
        item["fulfillment"]["quantityFulfilled"] == item["quantityOrdered"]
        for item in shipped["orderItems"]
    )


def test_cancel_wish_and_cancellation() -> None:
    control = Control()
    order_id = control.first("UNSHIPPED")
    control.event("amazon.cancel_wish", order_id=order_id, reason="Too late")
    item = control.amazon.order(order_id)["orderItems"][0]
    assert item["cancellation"]["cancellationRequest"]["cancelReason"] == "Too late"
    control.event("amazon.cancel", order_id=order_id, by="AMAZON")
    order = control.amazon.order(order_id)
    assert order["fulfillment"]["fulfillmentStatus"] == "CANCELLED"
    executed = order["orderItems"][0]["cancellation"]["cancellationExecution"]
    assert executed["cancelledBy"] == "AMAZON"
    ledger = control.ask("GET", "/ledger")[1]["amazon"]["orders"]
    entry = next(o for o in ledger if o["amazon_order_id"] == order_id)
    assert entry["cancelled"]["by"] == "AMAZON"


def test_fields_can_be_set_and_removed() -> None:
    control = Control()
    order_id = control.first("UNSHIPPED")
    where = "recipient.deliveryAddress.stateOrRegion"
    control.event("amazon.set_field", order_id=order_id, path=where, value="Nowhere")
    address = control.amazon.order(order_id)["recipient"]["deliveryAddress"]
    assert address["stateOrRegion"] == "Nowhere"
    control.event("amazon.remove_field", order_id=order_id, path="orderItems.0.product.sellerSku")
    assert "sellerSku" not in control.amazon.order(order_id)["orderItems"][0]["product"]
    control.event("amazon.remove_field", order_id=order_id, path="recipient")
    assert "recipient" not in control.amazon.order(order_id)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({"kind": "amazon.status", "order_id": "x", "status": "SHIPPED"}, "order_id"),
        ({"kind": "amazon.status", "order_id": "KNOWN", "status": "Shipped"}, "status"),
        ({"kind": "amazon.set_field", "order_id": "KNOWN", "path": "a.b.c", "value": 1}, "path"),
        ({"kind": "amazon.set_field", "order_id": "KNOWN", "path": "buyer"}, "value"),
        ({"kind": "amazon.remove_field", "order_id": "KNOWN", "path": "orderItems.99"}, "path"),
        ({"kind": "amazon.remove_field", "order_id": "KNOWN"}, "path"),
        ({}, "kind"),
    ],
)
def test_wrong_events_name_the_field(body: dict[str, Any], names: str) -> None:
    control = Control()
    if body.get("order_id") == "KNOWN":
        body = {**body, "order_id": control.first("UNSHIPPED")}
    status, answer = control.ask("POST", "/events", body)
    assert status == 400
    assert answer["error"].startswith(names)


def test_tokens_and_quota_can_end() -> None:
    control = Control()
    control.event("amazon.expire_tokens")
    path = "/orders/2026-01-01/orders/111-0000000-0000000"
    assert control.amazon.ask(path).status == 403
    control.amazon.sign_in()
    control.event("amazon.use_up_quota")
    assert control.amazon.ask(path).status == 429


def test_operations_of_control_are_named() -> None:
    assert Control().part.operation(Request("GET", "/ledger")) == "control.ledger"
