"""Compares what truly happened on both sides with what the program believes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from desktop.sandbox.run import Sandbox
from tests.crash.seller import Books

_NEVER_SENT = {"PENDING", "PENDING_AVAILABILITY", "CANCELLED", "UNFULFILLABLE"}
Stock = dict[str, int]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the comparison found; all lists must be empty."""

    created: int
    adopted: int
    duplicates: list[str]
    not_imported: list[str]
    lost: list[str]
    wrong_money: list[str]
    wrong_belief: list[str]
    wrong_count: list[str]
    wrong_stock: list[str]
    unfinished: list[str]

    @property
    def is_clean(self) -> bool:
        """Whether each order stands exactly once, none is lost, and money and stock are right."""
        return not any(getattr(self, one.name) for one in fields(self) if one.name not in _NUMBERS)


_NUMBERS = ("created", "adopted")


def stock_of(sandbox: Sandbox) -> Stock:
    """What the shop has of each SKU."""
    return {
        variant.sku: variant.stock
        for variant in sandbox.shopify.shop.variants.values()
        if variant.sku
    }


def judge(
    sandbox: Sandbox,
    ledger: Mapping[str, Any],
    rows: list[dict[str, Any]],
    books: Books,
    stock_before: Stock,
    foreign: Mapping[str, str],
) -> Verdict:
    """The sandbox's ledger and stock against `crossdock list --json` and the database.

    `foreign` are the shop's orders that another app has made: Shopify's ID → Amazon's.
    """
    amazon = {order["amazon_order_id"]: order for order in ledger["amazon"]["orders"]}
    shop = [order for order in ledger["shopify"]["orders"] if order["cancelled_at"] is None]
    stands_for = {one["id"]: foreign.get(one["id"]) or _names(one) for one in shop}
    names = Counter(stands_for.values())
    in_shop = {stands_for[one["id"]]: one for one in shop}
    ours = {stands_for[one["id"]] for one in shop if one["id"] not in foreign}
    believed = {row["amazon_order_id"]: row for row in rows}
    return Verdict(
        created=len(ours),
        adopted=len(books.adopted),
        duplicates=[key for key, count in names.items() if count > 1],
        not_imported=sorted(amazon.keys() - believed.keys()),
        lost=[key for key in _wanted(amazon, believed) if key not in in_shop],
        wrong_money=[
            key for key in ours & amazon.keys() if not _money_is_equal(in_shop[key], amazon[key])
        ],
        wrong_belief=_wrong_belief(believed, in_shop, books),
        wrong_count=_wrong_count(ours, set(foreign.values()), books),
        wrong_stock=_wrong_stock(sandbox, [in_shop[key] for key in ours], stock_before),
        unfinished=[k for k, row in believed.items() if row["stage"] in ("sending", "checking")],
    )


def _names(order: Mapping[str, Any]) -> str:
    """The Amazon order that a Shopify order stands for."""
    return str(order["unique_key"] or order["source_identifier"])


def _wanted(amazon: Mapping[str, Any], believed: Mapping[str, Any]) -> list[str]:
    """What must stand in the shop: all but what a person was told of, or a rule holds back."""
    wanted = []
    for key, order in amazon.items():
        row = believed.get(key)
        told = row is not None and (row["failures"] or row["stage"].startswith(("held", "skipped")))
        if order["status"] not in _NEVER_SENT and not told:
            wanted.append(key)
    return wanted


def _money_is_equal(made: Mapping[str, Any], sold: Mapping[str, Any]) -> bool:
    same = Decimal(made["total"]) == Decimal(sold["total"])
    return same and made["currency"] == sold["currency"]


def _wrong_belief(
    believed: Mapping[str, Any], in_shop: Mapping[str, Any], books: Books
) -> list[str]:
    wrong = []
    for key, row in believed.items():
        truth = in_shop[key]["legacy_id"] if key in in_shop else ""
        if (row["shopify_order_id"] or "") != truth or books.in_shop.get(key, "") != truth:
            wrong.append(key)
    return wrong


def _wrong_count(ours: set[str], foreign: set[str], books: Books) -> list[str]:
    """The plan counts what the app made, once each; what another app made is adopted."""
    counted = Counter(books.counted)
    wrong = [key for key in ours | counted.keys() if counted[key] != (key in ours)]
    return wrong + sorted(foreign.symmetric_difference(books.adopted))


def _wrong_stock(sandbox: Sandbox, made: list[Mapping[str, Any]], stock_before: Stock) -> list[str]:
    """Each order took what Amazon sold, from the merchant's shelf only, and nothing else moved."""
    wrong, moved = [], Counter[str]()
    for order in made:
        taken = Counter[str]()
        for one in order["stock_moved"]:
            taken[one["sku"]] -= one["delta"]
        if taken != _to_take(sandbox, _names(order)):
            wrong.append(_names(order))
        moved.update(taken)
    now = stock_of(sandbox)
    return wrong + [sku for sku, had in stock_before.items() if had - now[sku] != moved[sku]]


def _to_take(sandbox: Sandbox, key: str) -> Counter[str]:
    """Units by SKU that the order takes: none that Amazon keeps or that has left already."""
    head = sandbox.amazon.store.head(key)
    assert head is not None
    units = Counter[str]()
    if head.fulfilled_by != "AMAZON" and head.status != "SHIPPED":
        for item in sandbox.amazon.store.body(head)["orderItems"]:
            units[item["product"]["sellerSku"]] += item["quantityOrdered"]
    return units
