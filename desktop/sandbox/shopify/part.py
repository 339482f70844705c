"""The Shopify side as one part of the sandbox: requests in, answers out, one lock."""

import json
from collections.abc import Sequence
from email.utils import formatdate
from threading import RLock
from typing import Any

from desktop.sandbox.seeds import CatalogueItem, ShopSeed
from desktop.sandbox.shopify.access import Access
from desktop.sandbox.shopify.events import happen, make_other_app_order
from desktop.sandbox.shopify.execute import Executor, root_field
from desktop.sandbox.shopify.ledger import entry, ledger, shop_ledger
from desktop.sandbox.shopify.life import live
from desktop.sandbox.shopify.shop import Shop
from desktop.sandbox.shopify.versions import answering_version
from desktop.sandbox.timing import SandboxTime
from desktop.sandbox.wire import Request, Response, html_response, json_response

TOKEN_PATH = "admin/oauth/access_token"  # noqa: S105


class ShopifyPart:
    """One shop. Every public method may be called from any thread."""

    def __init__(
        self,
        shop: ShopSeed,
        catalogue: Sequence[CatalogueItem],
        timing: SandboxTime,
        seed: int = 1,
    ) -> None:
        self._lock = RLock()
        self.shop = Shop(shop, catalogue, timing, seed)
        self.access = Access(self.shop)
        self._executor = Executor(self.shop)
        self.knobs: dict[str, Any] = self.shop.knobs  # setting an unknown name raises ValueError

    @property
    def static_token(self) -> str:
        """A token that needs no grant and does not end, as older admin-made apps have."""
        return self.shop.knobs.text("static_token")

    def connect(self) -> dict[str, str]:
        """What an account needs to reach this shop; the server fills in the endpoint."""
        return {
            "shop": self.shop.facts.domain,
            "client_id": self.access.client_id,
            "client_secret": self.access.client_secret,
            "endpoint": "",
        }

    def ledger(self) -> list[dict[str, Any]]:
        """Every order and what was done to it."""
        with self._lock:
            self.shop.settle()
            return ledger(self.shop)

    def shop_ledger(self) -> dict[str, Any]:
        """What the shop itself keeps: its metafields, the lease among them."""
        with self._lock:
            return shop_ledger(self.shop)

    def event(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        """Let something happen in the shop. Raises ValueError where there is no such event."""
        with self._lock:
            self.shop.settle()
            if kind == "shopify.expire_tokens":
                return {"expired": self.access.expire_all()}
            return happen(self.shop, kind, body)

    def other_app_order(self, amazon_order_id: str, where: str) -> dict[str, Any]:
        """An order of another app with the Amazon ID in name, tag, note, attribute or source."""
        with self._lock:
            return entry(self.shop, make_other_app_order(self.shop, amazon_order_id, where), "")

    def operation(self, request: Request) -> str:
        """`shopify.token`, or `shopify.` and the root field of the GraphQL operation."""
        if request.path.strip("/") == TOKEN_PATH:
            return "shopify.token"
        asked = _read_body(request)
        if asked is None or _version(request) is None:
            return "shopify.unknown"
        with self._lock:
            return f"shopify.{root_field(asked[0], asked[2]) or 'unknown'}"

    def handle(self, request: Request) -> Response:
        """Do it and answer."""
        with self._lock:
            self.shop.settle()
            live(self.shop)
            answer = self._answer(request)
            headers = {
                **answer.headers,
                "X-Request-Id": self.shop.request_id(),
                "Date": formatdate(self.shop.now(), usegmt=True),
            }
            return Response(answer.status, headers, answer.body)

    def _answer(self, request: Request) -> Response:
        if request.path.strip("/") == TOKEN_PATH:
            return self.access.grant(request)
        asked = _version(request)
        version = answering_version(asked) if asked else None
        if version is None or request.method != "POST":
            return json_response(404, {"errors": "Not Found"})
        refused = self.access.refuses(request)
        if refused is None:
            refused = self._graphql(request)
        named = self.shop.knobs.text("answers_as") or version
        headers = {**refused.headers, "X-Shopify-API-Version": named}
        return Response(refused.status, headers, refused.body)

    def _graphql(self, request: Request) -> Response:
        if "json" not in request.headers.get("content-type", ""):
            return html_response(415, "<html><body>Unsupported Media Type</body></html>")
        asked = _read_body(request)
        if asked is None:
            return json_response(
                400, {"errors": {"query": "Required parameter missing or invalid"}}
            )
        text, variables, name = asked
        answer = self._executor.answer(text, variables, name, self.access.scopes())
        return json_response(200, answer)


def _version(request: Request) -> str | None:
    steps = request.path.strip("/").split("/")
    if len(steps) == 4 and steps[:2] == ["admin", "api"] and steps[3] == "graphql.json":
        return steps[2]
    return None


def _read_body(request: Request) -> tuple[str, dict[str, Any], str | None] | None:
    try:
        body = json.loads(request.body)
        if b"\\u" in request.body:
            json.dumps(body, ensure_ascii=False).encode()  # half a character is no text
        text, variables, name = (
            body["query"],
            body.get("variables") or {},
            body.get("operationName"),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if not isinstance(text, str) or not isinstance(variables, dict):
        return None
    return text, variables, name if isinstance(name, str) else None
