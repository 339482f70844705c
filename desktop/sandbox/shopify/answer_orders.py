"""Answers about orders: by ID, by unique value, by search; and the fields that are worked out."""

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from graphql import GraphQLError

from desktop.sandbox.shopify.answer_products import note_warnings
from desktop.sandbox.shopify.call import number_of, require, shop_of
from desktop.sandbox.shopify.order_index import TESTS, TIMES, entry_of, sort_value
from desktop.sandbox.shopify.order_money import minus, plus
from desktop.sandbox.shopify.paging import Row, connect
from desktop.sandbox.shopify.records import (
    MoneyBag,
    MoneyV2,
    Order,
)
from desktop.sandbox.shopify.refund_sums import bag, pair, worth
from desktop.sandbox.shopify.registry import Info, resolves
from desktop.sandbox.shopify.search_match import warnings_of
from desktop.sandbox.shopify.search_terms import parse_search
from desktop.sandbox.shopify.shop import Shop

read_search = lru_cache(maxsize=256)(parse_search)


@resolves("QueryRoot", "order")
def order(_root: Any, info: Info, id: str) -> Order | None:
    """One order; null where it is gone or too old to be seen."""
    require(info, "read_orders")
    number = number_of(id, "Order")
    return shop_of(info).find_order(number) if number else None


@resolves("QueryRoot", "orderByIdentifier")
def order_by_identifier(_root: Any, info: Info, identifier: dict[str, Any]) -> Order | None:
    """The one order of a unique metafield value, at once and exactly."""
    require(info, "read_orders")
    if len([value for value in identifier.values() if value is not None]) != 1:
        message = "'OrderIdentifierInput' requires exactly one argument"
        raise GraphQLError(message, extensions={"code": "INVALID_VARIABLE"})
    if "id" in identifier:
        number = number_of(identifier["id"], "Order")
        return shop_of(info).find_order(number) if number else None
    asked = identifier["customId"]
    here = shop_of(info)
    definition = here.definition("ORDER", asked.get("namespace") or "", asked["key"])
    if definition is None or definition.kind != "id":
        message = "Metafield definition of type 'id' is required when using custom ids."
        raise GraphQLError(message, extensions={"code": "BAD_REQUEST"})
    return _holder(here, definition.namespace, definition.key, asked["value"])


def _holder(here: Shop, namespace: str, key: str, value: str) -> Order | None:
    held = here.unique.get(("ORDER", namespace, key, value))
    if held is None:
        return None
    number, since = held
    lag = here.timing.here(here.knobs.number("exact_lag_s"))
    return here.find_order(number) if here.now() >= since + lag else None


@resolves("QueryRoot", "orders")
def orders(
    _root: Any,
    info: Info,
    *,
    query: str | None = None,
    sortKey: str | None = "PROCESSED_AT",  # noqa: N803
    **page: Any,
) -> dict[str, Any]:
    """Orders that a search text picks, as the lagging index knows them; all without one."""
    require(info, "read_orders")
    page.pop("savedSearchId", None)
    here = shop_of(info)
    if query and query.strip():
        node = read_search(query)
        note_warnings(info, query, warnings_of(node, TESTS, TIMES))
        entries = here.index.find(node, here.now())
    else:
        entries = [entry_of(each) for each in here.orders.values()]
    key = sortKey or "PROCESSED_AT"
    rows = []
    for entry in entries:
        found = here.find_order(entry.number)
        if found is not None:
            rows.append(Row(sort_value(entry, key), entry.number, found))
    return connect(rows, sort=key, **page)


def _sum_of(name: str) -> Callable[[Order, Info], MoneyBag]:
    return lambda source, _info: source.money[name]


for _field, _name in {
    "subtotalPriceSet": "subtotal",
    "totalDiscountsSet": "discounts",
    "totalPriceSet": "total",
    "totalReceivedSet": "received",
    "totalRefundedSet": "refunded",
    "totalShippingPriceSet": "shipping",
    "totalTaxSet": "tax",
}.items():
    resolves("Order", _field)(_sum_of(_name))


@resolves("Order", "currentTotalPriceSet")
def current_total(source: Order, _info: Info) -> MoneyBag:
    """The total without what was refunded or taken out."""
    return bag(source, minus(pair(source.money["total"]), plus(*map(worth, source.refunds))))


@resolves("Order", "totalOutstandingSet")
def total_outstanding(source: Order, _info: Info) -> MoneyBag:
    """What the buyer still owes; below zero where too much was paid."""
    total, paid = source.money["total"], source.money["received"]

    def rest(a: MoneyV2, b: MoneyV2) -> MoneyV2:
        return MoneyV2(a.amount - b.amount, a.currency_code)

    return MoneyBag(
        rest(total.shop_money, paid.shop_money),
        rest(total.presentment_money, paid.presentment_money),
    )


@resolves("Order", "fullyPaid")
def fully_paid(source: Order, info: Info) -> bool:
    """Whether nothing is owed any more."""
    return bool(total_outstanding(source, info).shop_money.amount <= Decimal(0))


@resolves("Order", "unpaid")
def unpaid(source: Order, info: Info) -> bool:
    """Whether nothing was paid of something."""
    nothing = source.money["received"].shop_money.amount == 0
    return nothing and not fully_paid(source, info)


@resolves("Order", "events")
def events(source: Order, _info: Info, **page: Any) -> dict[str, Any]:
    """What happened to the order."""
    for unused in ("query", "sortKey"):
        page.pop(unused, None)
    rows = [Row(place, place, event) for place, event in enumerate(source.log)]
    return connect(rows, **page)


@resolves("Order", "cancellation")
def cancellation(source: Order, _info: Info) -> dict[str, Any] | None:
    """The staff's note on a cancellation."""
    return {"staffNote": source.staff_note} if source.cancelled_at else None


@resolves("Order", "app")
def app(source: Order, _info: Info) -> dict[str, str]:
    """Which app made the order."""
    name = "Crossdock" if source.made_by == "app" else "Another connector"
    return {"id": f"gid://shopify/App/{1 if source.made_by == 'app' else 2}", "name": name}


@resolves("Order", "closed")
def closed(source: Order, _info: Info) -> bool:
    """Whether the order is put away."""
    return source.closed_at is not None


@resolves("Order", "confirmed")
def confirmed(_source: Order, _info: Info) -> bool:
    """Every order here is."""
    return True


@resolves("Order", "discountCodes")
def discount_codes(source: Order, _info: Info) -> list[str]:
    """At most one code."""
    return [source.discount_code] if source.discount_code else []


@resolves("Order", "requiresShipping")
def requires_shipping(source: Order, _info: Info) -> bool:
    """Whether a line has to be sent."""
    return any(line.requires_shipping for line in source.lines)


@resolves("Order", "email", "phone")
def contact(source: Order, info: Info) -> str | None:
    """Protected: null where the app may not see buyers."""
    if shop_of(info).knobs.flag("protected_null"):
        return None
    return source.email if info.field_name == "email" else source.phone


@resolves("Customer", "displayName")
def customer_name(source: Any, _info: Info) -> str:
    """First and last name in one."""
    return " ".join(filter(None, (source.first_name, source.last_name))) or "Customer"
