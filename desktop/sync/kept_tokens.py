"""Access tokens kept between the runs of one process, so that not every run asks for its own.

They are in memory only. They belong to an account as it stands: with other secrets or another
access, new ones are asked for.
"""

from dataclasses import dataclass, field
from threading import Lock

from desktop.channels.amazon.auth import AmazonSecrets
from desktop.channels.kept_token import KeptToken
from desktop.channels.shopify.secrets import ShopifySecrets
from desktop.trade import Account, AmazonAccess, ShopifyAccess


@dataclass(frozen=True, slots=True)
class _Sides:
    """What the tokens were given for, and those."""

    amazon_by: tuple[AmazonAccess, AmazonSecrets]
    shopify_by: tuple[ShopifyAccess, ShopifySecrets]
    amazon: KeptToken = field(default_factory=KeptToken)
    shopify: KeptToken = field(default_factory=KeptToken)


class KeptTokens:
    """Those of all accounts; may be used by several threads at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: dict[int, _Sides] = {}

    def of(
        self, account: Account, amazon: AmazonSecrets, shopify: ShopifySecrets
    ) -> tuple[KeptToken, KeptToken]:
        """Amazon's and Shopify's token of an account with these secrets; empty where they are not
        those that the last ones were given for."""
        fresh = _Sides((account.amazon, amazon), (account.shopify, shopify))
        with self._lock:
            held = self._held.get(account.id, fresh)
            now = _Sides(
                fresh.amazon_by,
                fresh.shopify_by,
                held.amazon if held.amazon_by == fresh.amazon_by else fresh.amazon,
                held.shopify if held.shopify_by == fresh.shopify_by else fresh.shopify,
            )
            self._held[account.id] = now
        return now.amazon, now.shopify
