"""A scripted shop, and a client that knows it."""

import threading
from collections.abc import Callable, Iterator

import pytest

from desktop.channels.http import Http
from desktop.channels.pacing import MemoryBuckets
from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.secrets import ShopifySecrets
from desktop.clock import Pace
from desktop.trade import ShopifyAccess
from tests.channels.shopify.scripted_shop import ScriptedShop, scripted_shop

SHOP = "scripted.myshopify.com"


@pytest.fixture
def shop() -> Iterator[ScriptedShop]:
    with scripted_shop() as made:
        yield made


@pytest.fixture
def http() -> Iterator[Http]:
    made = Http(threading.Event())
    yield made
    made.close()


@pytest.fixture
def access(shop: ScriptedShop) -> ShopifyAccess:
    return ShopifyAccess(SHOP, "client-1", shop.url)


@pytest.fixture
def buckets() -> MemoryBuckets:
    return MemoryBuckets()


@pytest.fixture
def make_client(
    access: ShopifyAccess, http: Http, buckets: MemoryBuckets
) -> Callable[..., ShopifyClient]:
    """A client with a static token unless the test gives other secrets."""

    def make(secrets: ShopifySecrets | None = None, **more: object) -> ShopifyClient:
        pace = more.pop("pace", Pace())
        given = secrets or ShopifySecrets(access_token="shpat_static")
        return ShopifyClient(access, given, http, buckets, pace, **more)  # type: ignore[arg-type]

    return make


@pytest.fixture
def client(make_client: Callable[..., ShopifyClient]) -> ShopifyClient:
    return make_client()
