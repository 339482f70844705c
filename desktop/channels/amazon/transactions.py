"""One entry of Amazon's books → a refund, where it is one (pure).

What a refund costs the seller is not what the buyer gets: fees come back, and Amazon keeps some.
So the buyer's part is added up from the breakdowns, whose names and depth differ.
"""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

import msgspec

from desktop.clock import parse_iso
from desktop.trade import exponent
from desktop.trade.returns import AmazonRefund

_MOST_DEEP = 12
_DIGITS = 14
# Between the seller and Amazon or the tax office; nothing of it reaches the buyer.
_NOT_THE_BUYERS = (
    "fee",
    "commission",
    "withheld",
    "facilitator",
    "lowvaluegoods",
    "chargeback",
    "holdback",
    "reserve",
)
_THE_BUYERS = (
    "productcharges",
    "principal",
    "shipping",
    "tax",
    "giftwrap",
    "promo",
    "discount",
    "goodwill",
    "concession",
    "restocking",
    "surcharge",
    "exportcharge",
    "codcharge",
)


class _Record(msgspec.Struct, rename="camel"):
    """Names in camel case."""


class _Amount(_Record):
    currency_amount: Decimal | None = None
    currency_code: str | None = None


class _Breakdown(_Record):
    breakdown_type: str | None = None
    breakdown_amount: _Amount | None = None
    breakdowns: "list[_Breakdown] | None" = None


class _Identifier(_Record):
    related_identifier_name: str | None = None
    related_identifier_value: str | None = None


class _Context(_Record):
    sku: str | None = None
    quantity_shipped: int | None = None


class _Item(_Record):
    total_amount: _Amount | None = None
    breakdowns: list[_Breakdown] | None = None
    contexts: list[_Context] | None = None


class _Kind(_Record):
    transaction_type: str | None = None


class _Named(_Record):
    related_identifiers: list[_Identifier] | None = None


class _Transaction(_Record):
    posted_date: str
    transaction_id: str | None = None
    transaction_status: str | None = None
    description: str | None = None
    total_amount: _Amount | None = None
    related_identifiers: list[_Identifier] | None = None
    items: list[_Item] | None = None
    breakdowns: list[_Breakdown] | None = None


_kind = msgspec.json.Decoder(_Kind)
_named = msgspec.json.Decoder(_Named)
_transaction = msgspec.json.Decoder(_Transaction, strict=False)


def read_refund(raw: bytes) -> AmazonRefund | None:
    """The refund, or None for another entry, one of no order, or one that gives nothing back.

    Raises ValueError where it cannot be read.
    """
    try:
        if (_kind.decode(raw).transaction_type or "").strip().lower() != "refund":
            return None
        given = _transaction.decode(raw)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError(f"no transaction ({type(error).__name__})") from None
    names = _identifiers(given)
    order_id = names.get("ORDER_ID", "")
    currency = (given.total_amount and given.total_amount.currency_code) or ""
    if not order_id:
        return None
    if not currency:
        raise ValueError("a refund without a currency")
    parts = tuple(_item(one, currency) for one in given.items or ())
    total = _total(given, parts, currency)
    if total <= 0:
        return None
    try:
        posted_at = parse_iso(given.posted_date)
    except OverflowError:
        raise ValueError("a refund of no time") from None
    own = given.transaction_id or f"{order_id} {posted_at} {total} {names.get('REFUND_ID', '')}"
    return AmazonRefund(
        # Money held back first and released later stands in the books twice.
        key=names.get("DEFERRED_TRANSACTION_ID") or own.strip(),
        amazon_order_id=order_id,
        posted_at=posted_at,
        currency=currency,
        total=total,
        status=(given.transaction_status or "").strip().upper(),
        items=parts,
        description=(given.description or "")[:200],
    )


def order_named(raw: bytes) -> str:
    """The order of an entry that cannot be read; empty where not even that can."""
    try:
        return _identifiers(_named.decode(raw)).get("ORDER_ID", "")
    except (msgspec.DecodeError, RecursionError):
        return ""


def _identifiers(given: "_Named | _Transaction") -> dict[str, str]:
    return {
        one.related_identifier_name.upper(): one.related_identifier_value.strip()
        for one in given.related_identifiers or ()
        if one.related_identifier_name and one.related_identifier_value
    }


def _total(given: _Transaction, parts: Sequence[tuple[str, int, int]], currency: str) -> int:
    """What the buyer gets, from the most exact that is told."""
    items = given.items or ()
    if items and all(_buyers(one.breakdowns) for one in items):
        return sum(amount for _, _, amount in parts)
    told = _buyers(given.breakdowns)
    if told:
        return -_minor(sum(told, Decimal()), currency)
    return -_minor(_plain(given.total_amount), currency)


def _item(given: _Item, currency: str) -> tuple[str, int, int]:
    """SKU, quantity, and what the buyer gets for it."""
    context = next((one for one in given.contexts or () if one.sku), _Context())
    told = _buyers(given.breakdowns)
    amount = sum(told, Decimal()) if told else _plain(given.total_amount)
    return context.sku or "", context.quantity_shipped or 0, -_minor(amount, currency)


def _plain(given: _Amount | None) -> Decimal:
    """The amount as told, nothing told being 0. Raises ValueError for what is no money."""
    amount = given.currency_amount if given else None
    if amount is None:
        return Decimal()
    if not amount.is_finite() or amount.adjusted() > _DIGITS:
        raise ValueError("no amount of money")
    return amount


def _buyers(breakdowns: Sequence[_Breakdown] | None) -> list[Decimal]:
    return list(_leaves(breakdowns or (), is_buyers=False, deep=0))


def _leaves(breakdowns: Sequence[_Breakdown], *, is_buyers: bool, deep: int) -> Iterator[Decimal]:
    """The amounts that are the buyer's, each from the deepest place where it is told."""
    if deep > _MOST_DEEP:
        raise ValueError("breakdowns without an end")
    for one in breakdowns:
        name = "".join(filter(str.isalnum, (one.breakdown_type or "").lower()))
        if "restockingfee" not in name and any(word in name for word in _NOT_THE_BUYERS):
            continue
        buyers = is_buyers or any(word in name for word in _THE_BUYERS)
        if one.breakdowns:
            yield from _leaves(one.breakdowns, is_buyers=buyers, deep=deep + 1)
        elif buyers and one.breakdown_amount and one.breakdown_amount.currency_amount is not None:
            yield _plain(one.breakdown_amount)


def _minor(amount: Decimal, currency: str) -> int:
    """Minor units; what a number of JSON is finer by is rounded away."""
    return int(amount.scaleb(exponent(currency)).quantize(Decimal(1), ROUND_HALF_EVEN))
