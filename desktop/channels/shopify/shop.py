"""The shop: what it is, what the app may do there, and the one-time setup of the order key."""

from collections.abc import Mapping
from typing import Any

from desktop.catalogue import account_problem
from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.draft_types import KEY_NAME, KEY_NAMESPACE, KEY_TYPE
from desktop.channels.shopify.errors import scrubbed
from desktop.channels.shopify.user_errors import read_user_errors
from desktop.errors import Technical
from desktop.trade import ShopFacts

NEEDED_SCOPES = (
    "read_orders",
    "write_orders",
    "read_products",
    "read_inventory",
    "read_locations",
    "read_merchant_managed_fulfillment_orders",
    "write_merchant_managed_fulfillment_orders",
)
_KEY = {"namespace": KEY_NAMESPACE, "key": KEY_NAME}
_MISSHAPEN = (KeyError, TypeError, ValueError, AttributeError)
_LOCATION_PAGES = 20  # of 100; Shopify's plans end at 1,000 locations


def read_shop(client: ShopifyClient) -> ShopFacts:
    """What the shop is, and its locations where the app may see them.

    Raises AccountProblem or TryLater.
    """
    data = client.execute("ShopInfo", {}, writes=False)
    try:
        shop = data["shop"]
        grants = data["currentAppInstallation"]["accessScopes"]
        scopes = tuple(sorted(str(grant["handle"]) for grant in grants))
        may_see = "read_locations" in _with_implied(scopes)
        return _facts(client, shop, scopes, _locations(client) if may_see else ())
    except _MISSHAPEN as error:
        raise client.misshapen("ShopInfo", f"shop: {type(error).__name__}") from error


def missing_scopes(facts: ShopFacts) -> tuple[str, ...]:
    """The needed scopes that the shop has not granted; write_x includes read_x."""
    granted = _with_implied(facts.scopes)
    return tuple(scope for scope in NEEDED_SCOPES if scope not in granted)


def ensure_key_definition(client: ShopifyClient) -> None:
    """Make sure that orders have our unique metafield; harmless to repeat.

    Raises AccountProblem key_definition where the metafield exists with another type.
    """
    kind = _key_type(client)
    if kind is None:
        kind = _create_key(client)
    if kind != KEY_TYPE:
        raise _other_type(Technical(operation="OrderKeyDefinition", words=f"type {kind}"[:80]))


def check_shopify(client: ShopifyClient) -> tuple[str, ...]:
    """Sentences on what is right, warnings last. Raises AccountProblem or TryLater otherwise."""
    facts = read_shop(client)
    missing = missing_scopes(facts)
    if missing:
        technical = Technical(operation="ShopInfo", status=200)
        scopes = ", ".join(missing)
        raise account_problem("shopify", "scope_missing", technical, scopes=scopes)
    ensure_key_definition(client)
    reach = (
        "All orders of the shop are visible to Crossdock."
        if facts.sees_all_orders
        else "Orders of the last 60 days are visible to Crossdock (no read_all_orders)."
    )
    return (
        f"The token is accepted by {facts.domain}.",
        f"The shop is {facts.name}, in {facts.currency}, plan {facts.plan or 'unknown'}.",
        f"All {len(NEEDED_SCOPES)} permissions are granted.",
        f"{len(facts.locations)} active locations found.",
        "The field that keeps each Amazon order ID unique is in place.",
        reach,
        *client.warnings,
    )


def _facts(
    client: ShopifyClient,
    shop: Mapping[str, Any],
    scopes: tuple[str, ...],
    locations: tuple[tuple[str, str], ...],
) -> ShopFacts:
    plan = shop["plan"]
    return ShopFacts(
        domain=shop["myshopifyDomain"],
        name=shop["name"],
        currency=shop["currencyCode"],
        presentment_currencies=tuple(shop["enabledPresentmentCurrencies"]),
        country=(shop.get("shopAddress") or {}).get("countryCodeV2") or "",
        taxes_included=bool(shop["taxesIncluded"]),
        timezone=shop["ianaTimezone"],
        plan=plan["publicDisplayName"],
        scopes=scopes,
        api_version=client.api_version,
        trial=bool(plan["partnerDevelopment"]) or _sounds_like_trial(plan["publicDisplayName"]),
        locations=locations,
    )


def _sounds_like_trial(plan: str) -> bool:
    return any(word in plan.lower() for word in ("trial", "development"))


def _locations(client: ShopifyClient) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    after: str | None = None
    for _ in range(_LOCATION_PAGES):
        page = client.execute("Locations", {"after": after}, writes=False)["locations"]
        found += [(node["id"], node["name"]) for node in page["nodes"] if node["isActive"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    return tuple(found)


def _with_implied(scopes: tuple[str, ...]) -> frozenset[str]:
    implied = {f"read_{scope[6:]}" for scope in scopes if scope.startswith("write_")}
    return frozenset(scopes) | implied


def _key_type(client: ShopifyClient) -> str | None:
    """The type of our metafield's definition; None where there is no definition."""
    operation = "OrderKeyDefinition"
    data = client.execute(operation, _KEY, writes=False)
    try:
        nodes = data["metafieldDefinitions"]["nodes"]
        return str(nodes[0]["type"]["name"]) if nodes else None
    except _MISSHAPEN as error:
        raise client.misshapen(operation, "metafieldDefinitions") from error


def _create_key(client: ShopifyClient) -> str | None:
    definition = {
        "name": "Amazon order ID",
        "namespace": KEY_NAMESPACE,
        "key": KEY_NAME,
        "type": KEY_TYPE,
        "ownerType": "ORDER",
        "description": "Written by Crossdock; keeps an Amazon order from being created twice.",
    }
    # Repeating it is harmless (TAKEN), so a lost answer counts as one to a reading.
    reply = client.ask("EnsureOrderKey", {"definition": definition}, writes=False)
    result = reply.data.get("metafieldDefinitionCreate") or {}
    errors = read_user_errors(result.get("userErrors"))
    if not errors:
        return KEY_TYPE
    kind = _key_type(client)
    if kind is not None:
        return kind
    code, words = errors[0].code, scrubbed(errors[0].message)
    said = Technical(
        "EnsureOrderKey", 200, code, words, reply.technical.request_id, errors[0].field
    )
    if code in ("TAKEN", "UNSTRUCTURED_ALREADY_EXISTS"):
        raise _other_type(said)
    raise account_problem("shopify", "request_refused", said, operation="EnsureOrderKey")


def _other_type(technical: Technical) -> Exception:
    key = f"{KEY_NAMESPACE}.{KEY_NAME}"
    return account_problem("shopify", "key_definition", technical, key=key)
