"""Checks both sides of an account for real: credentials, permissions, region, shop, the key field.

Nothing is changed but the definition of the order ID field in the shop, which is made when missing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.catalogue import account_problem
from desktop.channels.amazon.check import check_amazon
from desktop.channels.amazon.client import AmazonClient
from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.shop import ensure_key_definition, missing_scopes, read_shop
from desktop.errors import AccountProblem, OutcomeUnknown, Side, TryLater
from desktop.rows import Problem
from desktop.trade import ShopFacts


@dataclass(frozen=True, slots=True)
class SideCheck:
    """What is right and what is missing on one side."""

    side: Side
    right: tuple[str, ...] = ()
    missing: tuple[Problem, ...] = ()
    facts: ShopFacts | None = None

    @property
    def is_well(self) -> bool:
        """Whether this side can work."""
        return not self.missing


def check_amazon_side(client: AmazonClient, account: str) -> SideCheck:
    """Ask Amazon for a token and for orders. Raises Cancelled."""
    return _collected("amazon", account, lambda: SideCheck("amazon", check_amazon(client)))


def check_shopify_side(client: ShopifyClient, account: str) -> SideCheck:
    """Read the shop, its permissions and the order ID field. Raises Cancelled."""
    return _collected("shopify", account, lambda: _shopify(client))


def _shopify(client: ShopifyClient) -> SideCheck:
    facts = read_shop(client)
    if facts.domain != client.access.shop:
        # A second name would make a second account of the same store, and twins with it.
        raise account_problem("shopify", "other_shop", shop=client.access.shop, domain=facts.domain)
    lacking = missing_scopes(facts)
    if lacking:
        raise account_problem("shopify", "scope_missing", scopes=", ".join(lacking))
    ensure_key_definition(client)
    right = (
        f"Store {facts.name} ({facts.domain}), {facts.currency}, {facts.plan}.",
        "All permissions are there"
        + (" (all orders are visible)." if facts.sees_all_orders else " (orders of 60 days)."),
        "The field for Amazon order IDs is unique.",
    )
    return SideCheck("shopify", right, facts=facts)


def _collected(side: Side, account: str, check: Callable[[], SideCheck]) -> SideCheck:
    try:
        return check()
    except AccountProblem as error:
        problem = Problem(account, side, error.code, error.title, error.cause, error.cure)
    except TryLater as error:
        problem = _unreached(side, account, error.code, error.why)
    except OutcomeUnknown as error:
        problem = _unreached(side, account, "unavailable", error.why)
    return SideCheck(side, missing=(problem,))


def _unreached(side: Side, account: str, code: str, why: str) -> Problem:
    name = side.capitalize()
    return Problem(
        account,
        side,
        code,
        f"{name} could not be asked.",
        why if why.endswith(".") else f"{why}.",
        "Check the network, then try again; nothing was changed.",
    )
