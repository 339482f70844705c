"""The seller's order rules, as one task takes them in when it is planned (PRODUCT section 4)."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class OrderRules:
    """How an Amazon order becomes a Shopify order."""

    create: bool = True
    import_fba: bool = True
    fba_location: str = ""  # gid; empty: the shop's first location
    unlinked: Literal["fail", "custom_line"] = "fail"
    without_address: Literal["fail", "create"] = "fail"
    order_name: str = ""  # empty: Shopify's own number; {amazon_id} is replaced
    tags: tuple[str, ...] = ("amazon", "{tag}", "{marketplace}", "{program}")
    note: bool = True
    customer: Literal["none", "create"] = "none"
    fbm_stock: Literal["ignore_policy", "obey_policy", "bypass"] = "ignore_policy"
    currency_policy: Literal["hold", "fixed", "ecb"] = "hold"
    fixed_rates: tuple[tuple[str, str], ...] = ()  # (Amazon currency, shop units for one of it)
    tax_rates: tuple[tuple[str, str], ...] = ()  # (country, rate) where Amazon sends no tax
    look_for_other_apps: Literal["auto", "always", "never"] = "auto"
    create_beyond_visible: bool = False


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """How many units of the shop's currency one unit of Amazon's is, as decimal text."""

    source: str
    target: str
    rate: str
    date: str  # ISO day
    origin: str  # "fixed" or "ECB"
