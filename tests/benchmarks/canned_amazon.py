"""A connection whose Amazon answers from memory: everything of the app's own work, no network."""

from collections.abc import Mapping, Sequence
from threading import Event
from typing import Any

from desktop.channels.amazon.auth import AmazonSecrets
from desktop.channels.amazon.client import AmazonClient
from desktop.channels.http import Answer, Http
from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.secrets import ShopifySecrets
from desktop.clock import Pace
from desktop.models.account import account, add_account
from desktop.models.bucket import StoredBuckets
from desktop.sync.connection import Connection
from desktop.trade import AmazonAccess, ShopifyAccess

AT = 1_790_000_600
_TOKEN = b'{"access_token": "Atza|x", "token_type": "bearer", "expires_in": 3600}'
_HEADERS = {"Date": "Mon, 21 Sep 2026 14:13:20 GMT", "Content-Type": "application/json"}


class CannedHttp(Http):
    """Answers each search with the next page."""

    def __init__(self, pages: Sequence[bytes]) -> None:
        super().__init__(Event())
        self._pages = list(pages)
        self.searches: list[Mapping[str, str]] = []

    def send(
        self,
        operation: str,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        **_: Any,
    ) -> Answer:
        self.calls[operation] += 1
        if operation != "searchOrders":
            return Answer(200, _HEADERS, _TOKEN, 1, "")
        self.searches.append(dict(params or {}))
        return Answer(200, _HEADERS, self._pages.pop(0), 1, "")


def add_made_account(*, speed: float = 1_000_000.0) -> int:
    """An account on this computer, without secrets."""
    amazon = AmazonAccess(
        region="na",
        marketplaces=("ATVPDKIKX0DER",),
        seller_id="A1SELLER",
        client_id="amzn1.application-oa2-client.x",
        endpoint="http://127.0.0.1:9/amazon",
        lwa_endpoint="http://127.0.0.1:9/lwa",
    )
    shopify = ShopifyAccess("made-up.myshopify.com", "client", "http://127.0.0.1:9/shopify")
    return add_account("Made up", amazon, shopify, at=AT, speed=speed, reach_back_days=730)


def canned_connection(account_id: int, pages: Sequence[bytes]) -> Connection:
    """The account's connection with Amazon's answers at hand."""
    http, buckets, pace = CannedHttp(pages), StoredBuckets(), Pace(account(account_id).speed)
    held = account(account_id)
    secrets = AmazonSecrets(client_secret="x", refresh_token="y")
    amazon = AmazonClient(held.amazon, secrets, http, buckets, pace)
    shopify = ShopifyClient(held.shopify, ShopifySecrets("z", ""), http, buckets, pace)
    return Connection(held, http, amazon, amazon.in_person(), shopify, pace, http.cancel)
