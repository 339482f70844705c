"""A shop to test, with a clock that stands still until it is moved."""

import json
from collections.abc import Mapping
from typing import Any

from desktop.sandbox.seeds import CatalogueItem, ShopSeed
from desktop.sandbox.shopify import ShopifyPart
from desktop.sandbox.timing import SandboxTime
from desktop.sandbox.wire import Request, Response

START = 1_795_000_000.0  # 2026-11-18
NAMESPACE, KEY = "crossdock", "amazon_order_id"

CREATE = """
mutation Create($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) {
  orderCreate(order: $order, options: $options) {
    order {
      id name processedAt displayFinancialStatus displayFulfillmentStatus tags
      totalPriceSet {
        shopMoney { amount currencyCode } presentmentMoney { amount currencyCode }
      }
    }
    userErrors { field message code }
  }
}
"""
FIND = """
query Find($namespace: String!, $key: String!, $value: String!) {
  orderByIdentifier(
    identifier: { customId: { namespace: $namespace, key: $key, value: $value } }
  ) { id name }
}
"""
SEARCH = "query S($q: String) { orders(first: 50, query: $q, sortKey: ID) { nodes { id name } } }"
DEFINE = """
mutation Define($definition: MetafieldDefinitionInput!) {
  metafieldDefinitionCreate(definition: $definition) {
    createdDefinition { id type { name } capabilities { uniqueValues { enabled } } }
    userErrors { field message code }
  }
}
"""
CATALOGUE = (
    CatalogueItem("MUG-1", "Stoneware mug", "Blue", "12.50", inventory=10, barcode="4006381333931"),
    CatalogueItem("MUG-10", "Stoneware mug", "Green", "12.50", inventory=1),
    CatalogueItem("mug-1", "Old mug", "", "9.00", inventory=3),
    CatalogueItem("LAMP/2", 'Lamp "Nord"', "", "40.00", inventory=5),
)


class Stand:
    """A shop, a token for it, and its time."""

    def __init__(
        self,
        seed_shop: ShopSeed | None = None,
        catalogue: tuple[CatalogueItem, ...] = CATALOGUE,
        speed: float = 1.0,
        seed: int = 1,
    ) -> None:
        self.time = START
        self.part = ShopifyPart(
            seed_shop or ShopSeed(), catalogue, SandboxTime(speed, lambda: self.time), seed
        )
        self.token = self.part.static_token

    def pass_time(self, seconds: float) -> None:
        self.time += seconds

    def gid(self, sku: str) -> str:
        return self.part.shop.variant_of_sku(sku).id

    def location(self, name: str = "Amazon warehouses") -> str:
        return next(at.id for at in self.part.shop.locations.values() if at.name == name)

    def post(
        self,
        path: str,
        body: bytes,
        headers: Mapping[str, str] | None = None,
        method: str = "POST",
    ) -> Response:
        usual = {"content-type": "application/json", "x-shopify-access-token": self.token}
        return self.part.handle(Request(method, path, {}, {**usual, **(headers or {})}, body))

    def ask(
        self, query: str, variables: Mapping[str, Any] | None = None, version: str = "2026-10"
    ) -> dict[str, Any]:
        """The whole body of the answer to a GraphQL request."""
        body = json.dumps({"query": query, "variables": variables or {}}).encode()
        answer = self.post(f"/admin/api/{version}/graphql.json", body)
        found: dict[str, Any] = json.loads(answer.body)
        return found

    def data(self, query: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The data of an answer that must be without errors."""
        answer = self.ask(query, variables)
        assert "errors" not in answer, answer["errors"]
        found: dict[str, Any] = answer["data"]
        return found

    def create(self, order: Mapping[str, Any], **options: Any) -> dict[str, Any]:
        """The payload of orderCreate."""
        variables = {"order": order, "options": options or None}
        found: dict[str, Any] = self.data(CREATE, variables)["orderCreate"]
        return found

    def made(self, order: Mapping[str, Any], **options: Any) -> dict[str, Any]:
        """The order that orderCreate must have made."""
        payload = self.create(order, **options)
        assert payload["userErrors"] == []
        found: dict[str, Any] = payload["order"]
        return found

    def refused(self, order: Mapping[str, Any], **options: Any) -> list[dict[str, Any]]:
        """The user errors of an orderCreate that must have made nothing."""
        before = self.part.ledger()
        payload = self.create(order, **options)
        assert payload["order"] is None
        assert self.part.ledger() == before
        found: list[dict[str, Any]] = payload["userErrors"]
        return found

    def define(self, kind: str = "id") -> list[str]:
        """Define the key; the codes of the errors."""
        definition = {
            "name": "Amazon order ID",
            "namespace": NAMESPACE,
            "key": KEY,
            "type": kind,
            "ownerType": "ORDER",
        }
        payload = self.data(DEFINE, {"definition": definition})["metafieldDefinitionCreate"]
        return [error["code"] for error in payload["userErrors"]]

    def define_key(self, kind: str = "id") -> None:
        """Define the key, as the app does first of all."""
        assert self.define(kind) == []

    def find(self, value: str) -> dict[str, Any] | None:
        """What orderByIdentifier names."""
        variables = {"namespace": NAMESPACE, "key": KEY, "value": value}
        found: dict[str, Any] | None = self.data(FIND, variables)["orderByIdentifier"]
        return found

    def search(self, text: str) -> list[str]:
        """Names of the orders that a search finds."""
        return [node["name"] for node in self.data(SEARCH, {"q": text})["orders"]["nodes"]]


def money(
    amount: str, currency: str = "USD", presentment: tuple[str, str] | None = None
) -> dict[str, Any]:
    """A money bag of an input."""
    bag: dict[str, Any] = {"shopMoney": {"amount": amount, "currencyCode": currency}}
    if presentment:
        bag["presentmentMoney"] = {"amount": presentment[0], "currencyCode": presentment[1]}
    return bag


def custom_line(amount: str = "10.00", quantity: int = 1, **more: Any) -> dict[str, Any]:
    """A line without a product."""
    return {"title": "Thing", "quantity": quantity, "priceSet": money(amount), **more}


def tax(amount: str, rate: str = "0.1", **more: Any) -> dict[str, Any]:
    """A tax line."""
    return {"title": "Tax", "rate": rate, "priceSet": money(amount), **more}


def paid(amount: str, currency: str = "USD") -> dict[str, Any]:
    """A successful sale."""
    return {"gateway": "Amazon", "amountSet": money(amount, currency)}


def key_field(value: str) -> dict[str, str]:
    """The metafield that makes an order unique."""
    return {"namespace": NAMESPACE, "key": KEY, "type": "id", "value": value}


def order(**parts: Any) -> dict[str, Any]:
    """An order of one custom line, and whatever else."""
    return {"lineItems": [custom_line()], **parts}
