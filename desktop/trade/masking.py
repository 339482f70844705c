"""What was sent, without anything about a buyer: fit to be kept in an order's story. Pure.

Only texts under names that are known to be harmless stay; every other one becomes dots.
"""

import json
from collections.abc import Mapping
from typing import Any

HIDDEN = "•••"
LONGEST = 6000
_HARMLESS = frozenset(
    "id ids orderid order lineitemid fulfillmentid fulfillmentorderid fulfillmentorderlineitems"
    " holdids locationid newlocationid amount currencycode currency reason restocktype kind gateway"
    " parentid number numbers company url carriercode carriername shippingmethod trackingnumber"
    " shipdate packagereferenceid orderitemid item_id marketplaceid codcollectionmethod"
    " transfertype sku refund gid carrier verb processedat staffnote_kind made_by foreign_id"
    " feedtype marketplaceids inputfeeddocumentid principal tax shipping quantity total".split()
)
_ABOUT_BUYERS = frozenset(
    "shippingaddress billingaddress customer address email phone buyer recipient".split()
)


def masked(value: Any, name: str = "") -> Any:
    """The same shape; texts of unknown names, and all about a buyer, are hidden."""
    key = name.casefold()
    if isinstance(value, Mapping):
        hides = key in _ABOUT_BUYERS
        return {str(k): HIDDEN if hides else masked(v, str(k)) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [masked(one, name) for one in value]
    if not isinstance(value, str) or not value:
        return value if key not in _ABOUT_BUYERS else HIDDEN
    is_id = value.startswith("gid://") and " " not in value
    return value if is_id or key in _HARMLESS else HIDDEN


def masked_text(value: Any) -> str:
    """As JSON to be read by a person, cut where it is long; empty for nothing."""
    if not value:
        return ""
    text = json.dumps(masked(value), ensure_ascii=False, indent=2, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}\n…"
