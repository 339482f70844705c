"""Reads what a person types about shipments and refunds: items, amounts, carriers, reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.actions.bad_input import BadInput
from desktop.actions.order_words import read_price, read_word
from desktop.actions.refund_items import ItemLeft, items_left, part_of, whole
from desktop.models import order_store
from desktop.trade import Order
from desktop.trade.returns import AmazonRefundReason, RefundItem


@dataclass(frozen=True, slots=True)
class CarrierWords:
    """A carrier of the shop, and what it is on Amazon; an empty country stands for all."""

    company: str
    country: str
    amazon_code: str
    name: str


@dataclass(frozen=True, slots=True)
class RefundWords:
    """A refund as it is typed: `items` are `SKU`, `SKU*N`, `SKU=AMOUNT` or `SKU*N=AMOUNT`."""

    items: Sequence[str] = ()
    shipping: str = ""
    everything: bool = False
    reason: str = ""


def read_units(order_id: int, texts: Sequence[str]) -> Mapping[str, int] | None:
    """Units by Amazon item of `SKU` or `SKU*N`; None where nothing was given. Raises BadInput."""
    order = order_store.order(order_id)
    found: dict[str, int] = {}
    for text in texts:
        item_id, units, amount = _item(order, text)
        if amount:
            raise BadInput("--item", "takes no amount here.", "Give SKU*N.")
        found[item_id] = found.get(item_id, 0) + (1 if units is None else units)
    return found or None


def read_refund(order_id: int, words: RefundWords, besides: int = 0) -> tuple[RefundItem, ...]:
    """The items that the words mean; amounts are with tax. Raises BadInput."""
    order = order_store.order(order_id)
    reason = read_reason(words.reason)
    left = {one.item_id: one for one in items_left(order_id, besides)}
    if words.everything:
        if words.items or words.shipping:
            raise BadInput("--all", "goes with neither items nor shipping.", "Give one of them.")
        return whole(tuple(left.values()), reason)
    made = [_refund_item(order, left, text, reason) for text in words.items]
    if words.shipping:
        made = _with_shipping(order, left, made, words.shipping, reason)
    if not made:
        raise BadInput("--item", "is missing.", "Give items, --shipping, or --all.")
    return tuple(made)


def read_reason(text: str) -> AmazonRefundReason:
    """Amazon's reason for a refund. Raises BadInput."""
    return read_word(AmazonRefundReason, text or "GeneralAdjustment", "--reason")


def read_carrier(text: str) -> CarrierWords:
    """`COMPANY=CODE`, `COMPANY@COUNTRY=CODE`, `COMPANY=Other:NAME`. Raises BadInput."""
    company, mark, code = text.rpartition("=")
    if not mark or not company.strip() or not code.strip():
        cure = "Give COMPANY=CODE, such as 'DHL Paket=DHL'."
        raise BadInput("--map-carrier", f"{text[:60]!r} is not understood.", cure)
    name, at, country = company.rpartition("@")
    is_country = bool(at) and len(country.strip()) == 2 and country.strip().isalpha()
    code, _, told = code.partition(":")
    return CarrierWords(
        (name if is_country else company).strip(),
        country.strip().upper() if is_country else "",
        code.strip(),
        told.strip(),
    )


def _refund_item(
    order: Order, left: Mapping[str, ItemLeft], text: str, reason: AmazonRefundReason
) -> RefundItem:
    item_id, units, amount = _item(order, text)
    goods = read_price(amount, order.currency, "--item") if amount else None
    quantity = (0 if goods is not None else left[item_id].quantity) if units is None else units
    return part_of(order, left[item_id], reason, quantity, goods)


def _with_shipping(
    order: Order,
    left: Mapping[str, ItemLeft],
    made: Sequence[RefundItem],
    text: str,
    reason: AmazonRefundReason,
) -> list[RefundItem]:
    """The shipping over the items of the order, as much as each has left."""
    rest = read_price(text, order.currency, "--shipping")
    goods = {one.item_id: one for one in made}
    found: list[RefundItem] = []
    for one in left.values():
        some = min(rest, one.freight)
        rest -= some
        own = goods.get(one.item_id)
        if own is not None:
            found.append(part_of(order, one, reason, own.quantity, own.goods, some))
        elif some:
            found.append(part_of(order, one, reason, 0, 0, some))
    if rest:
        raise BadInput("--shipping", "is more than what is left of it.", "Lower it.")
    return found


def _item(order: Order, text: str) -> tuple[str, int | None, str]:
    """Item ID, units, amount. A SKU may hold `=` or `*`, so it is one that the order has."""
    by_name = {line.sku: line.item_id for line in order.lines if line.sku}
    by_name |= {line.item_id: line.item_id for line in order.lines}
    name = max((one for one in by_name if text.startswith(one)), key=len, default="")
    rest = text[len(name) :].strip()
    head, _, amount = rest.partition("=")
    units = head.strip().lstrip("*×").strip()
    is_fine = bool(name) and (not head.strip() or head.strip()[0] in "*×")
    if not is_fine or (units and not units.isdecimal()) or (rest and not (units or amount)):
        known = ", ".join(sorted(line.sku or line.item_id for line in order.lines))
        raise BadInput("--item", f"{text[:60]!r} names no item so.", f"It has: {known}.")
    return by_name[name], int(units) if units else None, amount.strip()
