"""What a sandbox starts from: the shop, its catalogue, and Amazon's orders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

AmazonOrder = Mapping[str, Any]
"""An Order of Amazon's Orders API 2026-01-01, in Amazon's own shape."""


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """One Shopify variant. Several items with one title are variants of one product."""

    sku: str
    title: str
    variant_title: str = ""
    price: str = "10.00"
    currency: str = "USD"
    inventory: int = 100
    barcode: str = ""


@dataclass(frozen=True, slots=True)
class ShopSeed:
    """The Shopify store. `domain` is its myshopify.com name; `trial` limits orders a minute."""

    domain: str = "harbor-and-pine.myshopify.com"
    name: str = "Harbor & Pine"
    currency: str = "USD"
    presentment_currencies: tuple[str, ...] = ("USD",)
    country: str = "US"
    taxes_included: bool = False
    timezone: str = "America/New_York"
    trial: bool = False


@dataclass(frozen=True, slots=True)
class World:
    """All that a sandbox serves at its start."""

    orders: Sequence[AmazonOrder]
    catalogue: tuple[CatalogueItem, ...]
    shop: ShopSeed
    marketplaces: tuple[str, ...]
    region: str
