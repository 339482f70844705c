"""A shop with one order to send, and the app's calls that change it."""

from typing import Any

from desktop.channels.shopify.queries import DOCUMENTS
from tests.sandbox.shopify.shop_stand import Stand, custom_line, money, paid, tax

AMAZON_ID = "111-2222222-3333333"
BACK = ("orderCancelUserErrors", "userErrors")


class BackStand(Stand):
    """Three mugs and an extra, with tax and shipping, paid on Amazon: 57.35 in all."""

    def __init__(self, **more: Any) -> None:
        super().__init__()
        self.part.knobs.update(bucket_size=100_000.0)
        self.pass_time(3600)
        lines = [
            {
                "variantId": self.gid("MUG-1"),
                "quantity": 3,
                "priceSet": money("12.50"),
                "taxLines": [tax("3.10")],
                "properties": [{"name": "_amazon_order_item_id", "value": "item-1"}],
            },
            custom_line("10.00", taxLines=[tax("1.00")]),
        ]
        order = {
            "sourceIdentifier": AMAZON_ID,
            "lineItems": lines,
            "shippingLines": [{"title": "S", "priceSet": money("5"), "taxLines": [tax("0.75")]}],
            "transactions": [paid("57.35")],
            **more,
        }
        self.order_id: str = self.made(order, inventoryBehaviour="DECREMENT_IGNORING_POLICY")["id"]

    def call(self, name: str, **variables: Any) -> dict[str, Any]:
        """The payload of one of the app's own writes, or the first field of a read."""
        data = self.data(DOCUMENTS[name], variables)
        (payload,) = data.values()
        found: dict[str, Any] = payload
        return found

    def refusal(self, name: str, **variables: Any) -> tuple[str, str]:
        """Code (or the last step of the path) and message of the one refusal."""
        payload = self.call(name, **variables)
        (error,) = (e for field in BACK for e in payload.get(field, ()))
        return error.get("code") or (error["field"] or [""])[-1], error["message"]

    def entry(self) -> dict[str, Any]:
        """The order as the ledger tells it."""
        return self.part.ledger()[0]

    def happens(self, kind: str, **body: Any) -> dict[str, Any]:
        """A control event with this order."""
        return self.part.event(f"shopify.{kind}", {"order": AMAZON_ID, **body})

    def state(self) -> dict[str, Any]:
        return self.call("OrderState", id=self.order_id)

    def packing(self, place: int = 0) -> dict[str, Any]:
        """A fulfilment order as the app reads it."""
        nodes = self.call("OrderToPack", id=self.order_id)["fulfillmentOrders"]["nodes"]
        found: dict[str, Any] = nodes[place]
        return found

    def send(self, *units: int, **tracking: Any) -> dict[str, Any]:
        """The app fulfils units of the first lines; without any, all."""
        packing = self.packing()
        part: dict[str, Any] = {"fulfillmentOrderId": packing["id"]}
        if units:
            lines = packing["lineItems"]["nodes"]
            part["fulfillmentOrderLineItems"] = [
                {"id": line["id"], "quantity": n}
                for line, n in zip(lines, units, strict=False)
                if n
            ]
        given: dict[str, Any] = {"lineItemsByFulfillmentOrder": [part], "notifyCustomer": False}
        if tracking:
            given["trackingInfo"] = tracking
        return self.call("CreateFulfillment", fulfillment=given)

    def line_id(self, place: int = 0) -> str:
        found: str = self.entry()["lines"][place]["line_id"]
        return found

    def refund_input(self, amount: str = "0", **more: Any) -> dict[str, Any]:
        """A refund of money by the one payment."""
        sale = self.state()["transactions"][0]["id"]
        payment = {"orderId": self.order_id, "parentId": sale, "kind": "REFUND",
                   "gateway": "Amazon", "amount": amount}  # fmt: skip
        base = {"orderId": self.order_id, "transactions": [payment] if amount != "0" else []}
        return {**base, **more}

    def goods(self, quantity: int, place: int = 0, **more: Any) -> dict[str, Any]:
        """A line of a refund."""
        line = {"lineItemId": self.line_id(place), "quantity": quantity}
        return {"restockType": "NO_RESTOCK", **line, **more}

    def cancel(self, **more: Any) -> dict[str, Any]:
        usual = {"id": self.order_id, "reason": "CUSTOMER", "restock": True}
        return self.call("CancelOrder", **{**usual, **more})
