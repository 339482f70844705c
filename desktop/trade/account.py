"""An Amazon seller account joined to a Shopify store. Secrets are never in here."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from desktop.trade.shop import ShopFacts


def is_loopback(url: str) -> bool:
    """Whether a URL names this computer by a loopback address (or localhost)."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class AmazonAccess:
    """Where and as whom Amazon is called; secrets lie in the keyring."""

    region: str  # na | eu | fe
    marketplaces: tuple[str, ...]
    seller_id: str
    client_id: str
    endpoint: str  # without a trailing slash
    lwa_endpoint: str  # the full token URL
    secret_set_on: str = ""  # ISO day; client secrets end after 180 days


@dataclass(frozen=True, slots=True)
class ShopifyAccess:
    """Where and as whom Shopify is called; secrets lie in the keyring."""

    shop: str  # *.myshopify.com
    client_id: str  # empty with a static token
    endpoint: str  # base URL, https://{shop} or the sandbox's


@dataclass(frozen=True, slots=True)
class Account:
    """One account as the database keeps it."""

    id: int
    name: str
    amazon: AmazonAccess
    shopify: ShopifyAccess
    facts: ShopFacts | None
    speed: float
    rates_endpoint: str
    reach_back_days: int
    connected_at: int
    started_at: int | None
    amazon_problem: str = ""  # code of the problem that pauses this side; empty: works
    shopify_problem: str = ""
    amazon_checked_at: int | None = None
    shopify_checked_at: int | None = None
    create_choice: str = ""  # unshipped | all | none | ISO day

    @property
    def is_started(self) -> bool:
        """Whether anything may be sent for this account."""
        return self.started_at is not None
