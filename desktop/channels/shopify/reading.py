"""What Shopify's JSON says of an order, in our words (pure)."""

import re
from collections.abc import Mapping
from typing import Any

from desktop.channels.shopify.draft_types import ITEM_ID_PROPERTY
from desktop.clock import parse_iso
from desktop.trade import Money, SeenOrder, ShopOrder

_AMAZON_ID = re.compile(r"(?<![0-9])[0-9]{3}-[0-9]{7}-[0-9]{7}(?![0-9])")


def amazon_ids(text: str) -> tuple[str, ...]:
    """The Amazon order IDs (3-7-7 digits) that a text names, each once."""
    return tuple(dict.fromkeys(_AMAZON_ID.findall(text)))


def read_order(node: Mapping[str, Any]) -> ShopOrder:
    """One order as exactly-once needs it; parts that were not asked for stay empty.

    Raises KeyError, TypeError or ValueError where a part lacks what the schema promises.
    """
    cancelled = node.get("cancelledAt")
    totals = node.get("totalPriceSet") or {}
    shop, presentment = totals.get("shopMoney") or {}, totals.get("presentmentMoney") or {}
    lines = (node.get("lineItems") or {}).get("nodes") or []
    return ShopOrder(
        gid=_text(node["id"]),
        legacy_id=str(node["legacyResourceId"]),
        name=_text(node["name"]),
        source_identifier=node.get("sourceIdentifier") or "",
        created_at=parse_iso(node["createdAt"]),
        cancelled_at=parse_iso(cancelled) if cancelled else None,
        unique_key=(node.get("metafield") or {}).get("value") or "",
        total=_amount(shop),
        currency=shop.get("currencyCode") or "",
        presentment_total=_amount(presentment),
        presentment_currency=presentment.get("currencyCode") or "",
        lines=tuple(_line(line) for line in lines),
        oversold=oversold_in(node),
    )


def oversold_in(node: Mapping[str, Any]) -> tuple[str, ...]:
    """SKUs of an order's lines whose tracked stock stands below zero, where it was asked for."""
    lines = (node.get("lineItems") or {}).get("nodes") or []
    below = [line.get("sku") or "" for line in lines if _is_below_zero(line.get("variant") or {})]
    return tuple(dict.fromkeys(below))


def _is_below_zero(variant: Mapping[str, Any]) -> bool:
    is_tracked = (variant.get("inventoryItem") or {}).get("tracked", False)
    return bool(is_tracked) and int(variant.get("inventoryQuantity") or 0) < 0


def seen_in(node: Mapping[str, Any]) -> tuple[SeenOrder, ...]:
    """The Amazon order that an order of the shop is, by the surest place that names one.

    A replacement names its original in the note; so what a surer place says silences the others.
    Raises as read_order does.
    """
    attributes = node.get("customAttributes") or []
    places = (
        ("source", [node.get("sourceIdentifier")]),
        ("name", [node.get("name")]),
        ("attribute", [attribute.get("value") for attribute in attributes]),
        ("tag", node.get("tags") or []),
        ("note", [node.get("note")]),
    )
    for where, texts in places:
        found = dict.fromkeys(one for text in texts for one in amazon_ids(text or ""))
        if found:
            order = read_order(node)
            return tuple(SeenOrder(amazon_id, order, where) for amazon_id in found)
    return ()


def _line(line: Mapping[str, Any]) -> tuple[str, str, int, str]:
    item_id = next(
        (
            attribute.get("value") or ""
            for attribute in line.get("customAttributes") or []
            if attribute.get("key") == ITEM_ID_PROPERTY
        ),
        "",
    )
    return _text(line["id"]), line.get("sku") or "", int(line["quantity"]), item_id


def _amount(money: Mapping[str, Any]) -> str:
    """An amount with its currency's decimals: Shopify writes 10.0 for ten dollars."""
    amount, currency = money.get("amount") or "", money.get("currencyCode") or ""
    try:
        return Money.parse(amount, currency).amount
    except ValueError:
        return str(amount)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("a text is missing")
    return value
