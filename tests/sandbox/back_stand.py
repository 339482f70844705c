"""An Amazon side with a few plain orders, and what the way back asks of it."""

import gzip
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from desktop.clock import to_iso
from desktop.sandbox.wire import Request, Response
from tests.sandbox.stand import START, Stand, stand

US = "ATVPDKIKX0DER"
FBM, FBA, PLUS, PENDING = (f"112-000000{n}-000000{n}" for n in range(1, 5))
ITEMS = ("90000000001", "01000000002")
CANCEL, REFUND, SHIPMENT = (
    "POST_ORDER_ACKNOWLEDGEMENT_DATA",
    "POST_PAYMENT_ADJUSTMENT_DATA",
    "POST_ORDER_FULFILLMENT_DATA",
)
XML = "text/xml; charset=UTF-8"


def _money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currencyCode": "USD"}


def _proceeds() -> dict[str, Any]:
    def part(kind: str, amount: str, **details: str) -> dict[str, Any]:
        more = [{"subtype": name, "value": _money(one)} for name, one in details.items()]
        entry: dict[str, Any] = {"type": kind, "subtotal": _money(amount)}
        return {**entry, "detailedBreakdowns": more} if more else entry

    parts = [
        part("ITEM", "20.00"),
        part("SHIPPING", "5.00"),
        part("DISCOUNT", "-2.00", ITEM="-2.00"),
        part("TAX", "2.30", ITEM="1.80", SHIPPING="0.50"),
    ]
    return {"proceedsTotal": _money("25.30"), "breakdowns": parts}


def order(order_id: str, status: str = "UNSHIPPED", by: str = "MERCHANT", **more: Any) -> Any:
    """Two items: two units for 20.00 (less 2.00), shipping 5.00, taxes 2.30; and one unit."""
    items = [
        {
            "orderItemId": item_id,
            "quantityOrdered": units,
            "product": {"sellerSku": f"SKU-{units}", "asin": "B000000001", "title": "Mug"},
            "proceeds": _proceeds(),
            "fulfillment": {"quantityFulfilled": 0, "quantityUnfulfilled": units},
        }
        for item_id, units in zip(ITEMS, (2, 1), strict=True)
    ]
    return {
        "orderId": order_id,
        "createdTime": to_iso(START - 86_400),
        "lastUpdatedTime": to_iso(START - 80_000),
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": US},
        "fulfillment": {"fulfillmentStatus": status, "fulfilledBy": by},
        "proceeds": {"grandTotal": _money("50.60")},
        "orderItems": items,
        **more,
    }


@dataclass
class Back:
    """The stand, with POSTs and documents."""

    at: Stand

    def post(self, path: str, body: Any, kind: str = "application/json") -> Response:
        headers = {"x-amz-access-token": self.at.token, "content-type": kind, "host": "127.0.0.1:9"}
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.at.amazon.handle(Request("POST", path, {}, headers, sent))

    def confirm(self, order_id: str = FBM, **changes: Any) -> tuple[int, str]:
        """Status, and the words of a refusal."""
        detail = {
            "packageReferenceId": "7",
            "carrierCode": "UPS",
            "trackingNumber": "1Z999",
            "shipDate": to_iso(START - 60),
            "orderItems": [{"orderItemId": ITEMS[0], "quantity": 1}],
        }
        top = {"marketplaceId": changes.pop("marketplaceId", US)}
        whole = {name: value for name, value in {**detail, **changes}.items() if value is not None}
        path = f"/orders/v0/orders/{order_id}/shipmentConfirmation"
        answer = self.post(path, {**top, "packageDetail": whole})
        words = json.loads(answer.body)["errors"][0]["message"] if answer.body else ""
        return answer.status, words

    def wait(self, seconds: float) -> None:
        self.at.clock.at += seconds

    def store(self, method: str, url: str, body: bytes = b"", **headers: str) -> Response:
        path = urlsplit(url).path.removeprefix("/amazon")
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.at.amazon.handle(Request(method, path, {}, given, body))

    def document(self, body: bytes) -> str:
        """An uploaded document; its ID."""
        made = json.loads(self.post("/feeds/2021-06-30/documents", {"contentType": XML}).body)
        assert self.store("PUT", made["url"], body, content_type=XML).status == 200
        return str(made["feedDocumentId"])

    def submit(self, kind: str, *messages: str, seller: str = "") -> str:
        """A feed of these messages; its ID."""
        xml = envelope(kind, seller or self.at.lwa.credentials.seller_id, *messages)
        asked = {
            "feedType": kind,
            "marketplaceIds": [US],
            "inputFeedDocumentId": self.document(xml.encode()),
        }
        answer = self.post("/feeds/2021-06-30/feeds", asked)
        assert answer.status == 202, answer.body
        return str(json.loads(answer.body)["feedId"])

    def feed(self, feed_id: str) -> Any:
        return json.loads(self.at.ask(f"/feeds/2021-06-30/feeds/{feed_id}").body)

    def report(self, feed_id: str) -> str:
        """The processing report of a feed that had its time."""
        self.wait(91)
        document = self.feed(feed_id)["resultFeedDocumentId"]
        told = json.loads(self.at.ask(f"/feeds/2021-06-30/documents/{document}").body)
        body = self.store("GET", told["url"]).body
        packed = told.get("compressionAlgorithm") == "GZIP"
        return (gzip.decompress(body) if packed else body).decode()

    def happen(self, kind: str, **body: Any) -> Any:
        return self.at.events.happen(kind, body)

    def entry(self, order_id: str = FBM) -> Any:
        """The ledger's entry."""
        return next(o for o in self.at.amazon.ledger() if o["amazon_order_id"] == order_id)

    def status(self, order_id: str = FBM) -> str:
        return str(self.at.order(order_id)["fulfillment"]["fulfillmentStatus"])

    def transactions(self, **query: str) -> Any:
        answer = self.at.ask("/finances/2024-06-19/transactions", query)
        assert answer.status == 200, answer.body
        return json.loads(answer.body)["payload"]


def back(speed: float = 1.0) -> Back:
    """A new one."""
    orders = [
        order(FBM),
        order(FBA, by="AMAZON"),
        order(PLUS, programs=["FBM_SHIP_PLUS"]),
        order(PENDING, "PENDING"),
    ]
    return Back(stand(loaded=orders, speed=speed))


def envelope(feed_type: str, seller: str, *messages: str) -> str:
    """The XML of a feed; each message is given without its number."""
    kind = {CANCEL: "OrderAcknowledgement", REFUND: "OrderAdjustment"}
    name = kind.get(feed_type, "OrderFulfillment")
    told = "".join(
        f"<Message><MessageID>{number}</MessageID><{name}>{one}</{name}></Message>"
        for number, one in enumerate(messages, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><AmazonEnvelope '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:noNamespaceSchemaLocation="amzn-envelope.xsd"><Header>'
        f"<DocumentVersion>1.01</DocumentVersion><MerchantIdentifier>{seller}</MerchantIdentifier>"
        f"</Header><MessageType>{name}</MessageType>{told}</AmazonEnvelope>"
    )


def cancellation(order_id: str = FBM, items: tuple[str, ...] = ITEMS) -> str:
    """A message that cancels."""
    told = "".join(
        f"<Item><AmazonOrderItemCode>{item}</AmazonOrderItemCode>"
        "<CancelReason>NoInventory</CancelReason></Item>"
        for item in items
    )
    status = "<StatusCode>Failure</StatusCode>"
    return f"<AmazonOrderID>{order_id}</AmazonOrderID>{status}{told}"


def refund(
    order_id: str = FBM,
    item: str = ITEMS[0],
    quantity: int = 1,
    currency: str = "USD",
    **amounts: str,
) -> str:
    """A message that gives money back."""
    told = "".join(
        f'<Component><Type>{kind}</Type><Amount currency="{currency}">{amount}</Amount></Component>'
        for kind, amount in amounts.items()
    )
    return (
        f"<AmazonOrderID>{order_id}</AmazonOrderID><ActionType>Refund</ActionType><AdjustedItem>"
        f"<AmazonOrderItemCode>{item}</AmazonOrderItemCode>"
        "<MerchantAdjustmentItemID>shop-5-1</MerchantAdjustmentItemID>"
        f"<AdjustmentReason>CustomerReturn</AdjustmentReason>"
        f"<ItemPriceAdjustments>{told}</ItemPriceAdjustments>"
        f"<Quantity>{quantity}</Quantity></AdjustedItem>"
    )
