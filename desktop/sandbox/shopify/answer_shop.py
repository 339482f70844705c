"""Answers about the shop, the app's installation, API versions, locations and nodes."""

from collections.abc import Callable
from typing import Any

from graphql import GraphQLError

from desktop.sandbox.shopify.call import GID, call_of, number_of, require, shop_of
from desktop.sandbox.shopify.paging import Row, connect
from desktop.sandbox.shopify.records import gid
from desktop.sandbox.shopify.registry import Info, resolves
from desktop.sandbox.shopify.versions import SUPPORTED
from desktop.sandbox.shopify.zones import country_name


@resolves("QueryRoot", "shop")
def shop(_root: Any, info: Info) -> dict[str, Any]:
    """The shop's settings."""
    here = shop_of(info)
    facts = here.facts
    return {
        "__typename": "Shop",
        "id": here.id,
        "name": facts.name,
        "email": f"owner@{facts.domain}",
        "contactEmail": f"hello@{facts.domain}",
        "createdAt": here.created_at,
        "updatedAt": here.created_at,
        "currencyCode": facts.currency,
        "enabledPresentmentCurrencies": sorted({facts.currency, *facts.presentment_currencies}),
        "ianaTimezone": facts.timezone,
        "myshopifyDomain": facts.domain,
        "orderNumberFormatPrefix": "#",
        "orderNumberFormatSuffix": "",
        "plan": {
            "partnerDevelopment": here.knobs.flag("trial"),
            "publicDisplayName": "Development" if here.knobs.flag("trial") else "Basic",
            "shopifyPlus": False,
        },
        "shopAddress": {
            "__typename": "ShopAddress",
            "id": gid("ShopAddress", 1),
            "city": "Portside",
            "country": country_name(facts.country),
            "countryCodeV2": facts.country,
        },
        "taxShipping": False,
        "taxesIncluded": facts.taxes_included,
        "url": f"https://{facts.domain}",
    }


@resolves("QueryRoot", "currentAppInstallation")
def current_app_installation(_root: Any, info: Info) -> dict[str, Any]:
    """The app on this shop and what it was granted."""
    return {
        "__typename": "AppInstallation",
        "id": gid("AppInstallation", 1),
        "app": {
            "__typename": "App",
            "id": gid("App", 1),
            "title": "Crossdock",
            "handle": "crossdock",
            "apiKey": "sandbox",
        },
        "accessScopes": [
            {"handle": scope, "description": scope.replace("_", " ").capitalize()}
            for scope in sorted(call_of(info).scopes)
        ],
    }


@resolves("QueryRoot", "publicApiVersions")
def public_api_versions(_root: Any, _info: Info) -> list[dict[str, Any]]:
    """Versions the service offers; the unstable one is never supported."""
    stable = [{"handle": v, "displayName": v, "supported": True} for v in SUPPORTED]
    return [*stable, {"handle": "unstable", "displayName": "unstable", "supported": False}]


@resolves("QueryRoot", "locations")
def locations(
    _root: Any,
    info: Info,
    *,
    includeInactive: bool | None = False,  # noqa: N803
    sortKey: str | None = "NAME",  # noqa: N803
    **page: Any,
) -> dict[str, Any]:
    """Places that hold stock."""
    require(info, "read_locations")
    for unused in ("query", "includeLegacy"):
        page.pop(unused, None)
    rows = [
        Row(entry.name if sortKey == "NAME" else number, number, entry)
        for number, entry in shop_of(info).locations.items()
        if entry.is_active or includeInactive
    ]
    return connect(rows, sort=sortKey or "NAME", **page)


@resolves("QueryRoot", "location")
def location(_root: Any, info: Info, id: str | None = None) -> Any:
    """One place; without an ID the first."""
    require(info, "read_locations", "read_inventory")
    held = shop_of(info).locations
    number = number_of(id, "Location") if id else next(iter(held))
    return held.get(number) if number else None


@resolves("Location", "hasActiveInventory")
def has_active_inventory(source: Any, info: Info) -> bool:
    """All stock lies at the first place."""
    here = shop_of(info)
    return bool(here.variants) and source is next(iter(here.locations.values()))


@resolves("LocationAddress", "country")
def location_country(source: dict[str, Any], _info: Info) -> str:
    """The country's name."""
    return country_name(str(source["countryCode"]))


Finder = Callable[[Info, int], Any]


def _order(info: Info, number: int) -> Any:
    require(info, "read_orders")
    return shop_of(info).find_order(number)


def _variant(info: Info, number: int) -> Any:
    require(info, "read_products")
    return shop_of(info).variants.get(number)


def _product(info: Info, number: int) -> Any:
    require(info, "read_products")
    return shop_of(info).products.get(number)


def _location(info: Info, number: int) -> Any:
    require(info, "read_locations", "read_inventory")
    return shop_of(info).locations.get(number)


FINDERS: dict[str, Finder] = {
    "Location": _location,
    "Order": _order,
    "Product": _product,
    "ProductVariant": _variant,
}


@resolves("QueryRoot", "node")
def node(_root: Any, info: Info, id: str) -> Any:
    """Whatever stands behind a global ID; null where it is gone."""
    found = GID.match(id)
    if not found:
        raise GraphQLError(f"Invalid global id '{id}'", extensions={"code": "INVALID_VARIABLE"})
    if found[1] == "Shop":
        return shop(None, info)
    finder = FINDERS.get(found[1])
    return finder(info, int(found[2])) if finder else None


@resolves("QueryRoot", "nodes")
def nodes(_root: Any, info: Info, ids: list[str]) -> list[Any]:
    """One record for each ID, in the same order, null where it is gone."""
    return [node(None, info, each) for each in ids]
