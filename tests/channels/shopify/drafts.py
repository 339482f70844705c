"""Drafting in one call, and reading what was drafted."""

from typing import Any

import pytest

from desktop.channels.shopify.draft import draft_order
from desktop.channels.shopify.draft_types import OrderDraft
from desktop.errors import NeedsPerson
from desktop.trade import Address, Order, OrderRules
from tests.channels.shopify.sales import exact_links, shop

GERMANY = Address(name="Kim Muster", line1="Weg 1", city="Berlin", country="DE")


def draft(of: Order, **options: Any) -> OrderDraft:
    links, variants = exact_links(of)
    given = {"rules": OrderRules(), "facts": shop(), "links": links, "variants": variants}
    return draft_order(of, **{**given, **options})


def sent(of: Order, **options: Any) -> dict[str, Any]:
    fields: dict[str, Any] = draft(of, **options).variables["order"]
    return fields


def refused(of: Order, **options: Any) -> NeedsPerson:
    with pytest.raises(NeedsPerson) as caught:
        draft(of, **options)
    return caught.value


def usd(amount: str) -> dict[str, dict[str, str]]:
    return {"shopMoney": {"amount": amount, "currencyCode": "USD"}}


def prices(fields: dict[str, Any]) -> list[tuple[int, str]]:
    return [
        (item["quantity"], item["priceSet"]["shopMoney"]["amount"]) for item in fields["lineItems"]
    ]


def titles(fields: dict[str, Any]) -> list[str]:
    return [item.get("title", "variant") for item in fields["lineItems"]]
