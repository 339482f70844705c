"""A Shopify refund in the parts that Amazon takes: per item, its units, price, wrap and fees. Pure.

A set or a pack counts as given back once all of it is: what the refunds before gave back counts.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, replace

from desktop.sync import refund_left
from desktop.sync.back.quantities import is_partial_set, items_of
from desktop.trade import Order, allocate
from desktop.trade.order import AmazonStatus
from desktop.trade.returns import AmazonRefundReason, RefundItem, ShopLine, ShopRefund, ShopState

Lines = list[tuple[str, int]]
_GOODS = ("principal", "tax")
# What a charge of the Shopify order is on Amazon; the tax of another charge is that of the goods.
_CHARGES = {
    "gift_wrap": ("gift_wrap", "gift_wrap_tax"),
    "cod_fee": ("cod", "cod_tax"),
    "other": ("other", "tax"),
}


def parts_of(
    order: Order,
    state: ShopState,
    refund: ShopRefund,
    earlier: Sequence[ShopRefund],
    reason: AmazonRefundReason,
) -> list[dict[str, object]] | None:
    """The refund per Amazon item, minor units; None where Shopify does not say what it is for.

    Shipping goes to the items that it was paid for.
    """
    units = new_units(state, refund, earlier)
    items = None if any(one.total for one in earlier) else _everything(order)
    if items is None or sum(one.total for one in items) != refund.total:
        items = _named(order, state, refund)
    if items is None or sum(one.total for one in items) != refund.total:
        return None
    if order.tax_mode == "included":
        items = [one.with_tax_in_price() for one in items]
    told = [replace(one, quantity=units.get(one.item_id, 0), reason=reason) for one in items]
    return [{**asdict(one), "reason": reason.value} for one in told]


def new_units(
    state: ShopState, refund: ShopRefund, earlier: Sequence[ShopRefund]
) -> dict[str, int]:
    """The whole Amazon units that this refund completes beyond the earlier ones."""
    before = _lines(earlier)
    so_far = items_of(state.lines, before)
    after = items_of(state.lines, [*before, *_lines([refund])])
    return {item: more for item, n in after.items() if (more := n - so_far.get(item, 0)) > 0}


def is_part(state: ShopState, refund: ShopRefund, earlier: Sequence[ShopRefund]) -> bool:
    """Whether it gives back a part of a set or of a pack whose rest stays with the buyer."""
    item = {line.gid: line.item_id for line in state.lines if not line.is_charge}
    mine = {item.get(gid, "") for gid, units in _lines([refund]) if units} - {""}
    moved = [one for one in _lines([*earlier, refund]) if item.get(one[0], "") in mine]
    return is_partial_set(state.lines, moved)


def never_shipped(order: Order, state: ShopState, refund: ShopRefund) -> bool:
    """Whether it is for units that were taken off the order before they were packed: Amazon has
    charged nothing for them, unless it shipped them itself."""
    sent: dict[str, int] = defaultdict(int)
    for gid, quantity in state.sent:
        sent[gid] += quantity
    by_gid = {line.gid: line for line in state.lines if not line.is_charge}
    in_shop = items_of(state.lines, state.sent)
    all_left = order.status is AmazonStatus.SHIPPED
    on_amazon = {
        line.item_id: line.quantity if all_left else line.quantity_fulfilled for line in order.lines
    }
    for gid, units in _lines([refund]):
        line = by_gid.get(gid)
        if line is None or units <= 0:
            continue
        removed = line.quantity - line.unfulfilled - sent[gid]
        if removed >= units and on_amazon.get(line.item_id, 0) <= in_shop.get(line.item_id, 0):
            return True
    return False


def _lines(refunds: Sequence[ShopRefund]) -> Lines:
    return [(part.line_gid, part.quantity) for one in refunds for part in one.lines]


def _everything(order: Order) -> list[RefundItem]:
    """All that was paid: as Amazon has it, whatever Shopify made of the discounts."""
    paid = [refund_left.paid(order, line) for line in order.lines]
    return [one for one in paid if one.total > 0]


def _named(order: Order, state: ShopState, refund: ShopRefund) -> list[RefundItem] | None:
    """By the lines and the shipping that Shopify names."""
    amounts = _goods(state, refund)
    if amounts is None or refund.adjustment or not _share_shipping(order, refund, amounts):
        return None
    found = [RefundItem(item, 0, AmazonRefundReason.OTHER, **parts)
             for item, parts in amounts.items()]  # fmt: skip
    return [one for one in found if one.total > 0] or None


def _goods(state: ShopState, refund: ShopRefund) -> dict[str, dict[str, int]] | None:
    by_gid = {line.gid: line for line in state.lines}
    amounts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for part in refund.lines:
        line = by_gid.get(part.line_gid)
        item, names = _place(line) if line is not None else ("", _GOODS)
        if not item:
            return None
        amounts[item][names[0]] += part.subtotal
        amounts[item][names[1]] += part.tax
    return amounts


def _place(line: ShopLine) -> tuple[str, tuple[str, str]]:
    """The item that a line belongs to, and its parts of an amount; no item where it has none."""
    if not line.is_charge:
        return line.item_id, _GOODS
    return (line.charge_item_id, _CHARGES[line.charge]) if line.charge in _CHARGES else ("", _GOODS)


def _share_shipping(order: Order, refund: ShopRefund, amounts: dict[str, dict[str, int]]) -> bool:
    """Divide the shipping by what was paid for it; False where nothing was."""
    net, tax = refund.shipping, refund.shipping_tax
    if order.tax_mode == "included":
        net, tax = net + tax, 0
    paid = [refund_left.paid(order, line) for line in order.lines]
    weights = [one.shipping for one in paid]
    taxes = [one.shipping_tax for one in paid]
    if not net and not tax:
        return True
    if not any(weights):
        return False
    shares = zip(paid, allocate(net, weights), _taxes(tax, taxes, weights), strict=True)
    for one, share, its_tax in shares:
        amounts[one.item_id]["shipping"] += share
        amounts[one.item_id]["shipping_tax"] += its_tax
    return True


def _taxes(tax: int, taxes: list[int], weights: list[int]) -> list[int]:
    return allocate(tax, taxes if any(taxes) else weights)
