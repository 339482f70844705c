"""One account's live connection: its HTTP session, its two clients and its pace."""

from dataclasses import dataclass
from threading import Event
from typing import Protocol

from desktop.channels.amazon.auth import AmazonSecrets
from desktop.channels.amazon.client import AmazonClient
from desktop.channels.http import Http
from desktop.channels.shopify.client import ShopifyClient, ShopifySecrets
from desktop.clock import Pace
from desktop.models.bucket import StoredBuckets
from desktop.sync.kept_tokens import KeptTokens
from desktop.trade import Account, is_loopback

PATIENCE_S = 10.0  # so long a call waits for Shopify's points itself, rather than be put back


class SecretSource(Protocol):
    """Where secrets come from: the vault of `desktop.credentials`."""

    def get(self, profile_id: str, name: str) -> str | None:
        """The secret, or None where there is none."""


@dataclass(frozen=True, slots=True)
class Connection:
    """Everything a run needs to speak for one account."""

    account: Account
    http: Http
    amazon: AmazonClient
    amazon_user_lane: AmazonClient
    shopify: ShopifyClient
    pace: Pace
    cancel: Event

    def close(self) -> None:
        """Give back the sockets."""
        self.http.close()


def pace_of(account: Account) -> Pace:
    """The account's pace; faster than real time only where both services are on this computer."""
    endpoints = (account.amazon.endpoint, account.amazon.lwa_endpoint, account.shopify.endpoint)
    return Pace(account.speed if all(is_loopback(url) for url in endpoints) else 1.0)


def open_connection(
    account: Account,
    vault: SecretSource,
    profile_id: str,
    cancel: Event,
    tokens: KeptTokens | None = None,
) -> Connection:
    """Read the account's secrets once and build its clients. Sends nothing yet.

    `tokens` are those of earlier connections; without them new ones are asked for.
    """

    def secret(name: str) -> str:
        return vault.get(profile_id, f"{account.id}/{name}") or ""

    http = Http(cancel)
    pace = pace_of(account)
    buckets = StoredBuckets()
    amazon_secrets = AmazonSecrets(
        client_secret=secret("amazon-client-secret"), refresh_token=secret("amazon-refresh-token")
    )
    shopify_secrets = ShopifySecrets(
        client_secret=secret("shopify-client-secret"), access_token=secret("shopify-access-token")
    )
    kept = (tokens or KeptTokens()).of(account, amazon_secrets, shopify_secrets)
    amazon = AmazonClient(account.amazon, amazon_secrets, http, buckets, pace, kept=kept[0])
    shopify = ShopifyClient(
        account.shopify, shopify_secrets, http, buckets, pace, patience_s=PATIENCE_S, kept=kept[1]
    )
    return Connection(account, http, amazon, amazon.in_person(), shopify, pace, cancel)
