"""Lines, fulfilments and refunds of a Shopify order in our words (pure).

All of it raises KeyError, TypeError, ValueError or ArithmeticError where the schema is not kept;
words that Shopify may add to (statuses, reasons) are taken as they come.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.channels.shopify.lines import (
    CHARGE_ITEM_PROPERTY,
    CHARGE_PROPERTY,
    ITEM_PROPERTY,
    PACK_PROPERTY,
)
from desktop.channels.shopify.promises import Node, minor_of
from desktop.clock import parse_iso
from desktop.trade.returns import (
    FulfillmentOrder,
    ShopFulfillment,
    ShopLine,
    ShopRefund,
    ShopRefundLine,
    ShopState,
    Tracking,
)

_MARKS = ("updatedAt", "cancelledAt", "displayFinancialStatus", "displayFulfillmentStatus")
_FAILED = ("FAILURE", "ERROR")
_CAN_FULFILL = ("OPEN", "IN_PROGRESS")


def read_state(
    node: Node,
    lines: Sequence[Node],
    fulfillments: tuple[ShopFulfillment, ...],
    refunds: tuple[ShopRefund, ...],
) -> ShopState:
    """An order and all its parts."""
    cancelled = node.get("cancelledAt")
    return ShopState(
        gid=text(node["id"]),
        legacy_id=str(node["legacyResourceId"]),
        name=text(node["name"]),
        updated_at=parse_iso(node["updatedAt"]),
        currency=text(node["presentmentCurrencyCode"]),
        cancelled_at=parse_iso(cancelled) if cancelled else None,
        cancel_reason=node.get("cancelReason") or "",
        financial=node.get("displayFinancialStatus") or "",
        fulfillment=node.get("displayFulfillmentStatus") or "",
        closed=bool(node["closed"]),
        lines=tuple(read_line(line) for line in lines),
        fulfillments=fulfillments,
        refunds=refunds,
        refunded=minor_of(node["totalRefundedSet"]),
        transactions=tuple(
            (text(one["id"]), str(one["kind"]), str(one["status"]), minor_of(one["amountSet"]))
            for one in node["transactions"]
        ),
    )


def marks_of(node: Node) -> tuple[object, ...]:
    """What all readings of one state must agree on."""
    return tuple(node[name] for name in _MARKS)


def read_line(node: Node) -> ShopLine:
    """A line of the order, with what its hidden properties say of Amazon's item."""
    said = {
        str(one.get("key")): str(one.get("value") or "")
        for one in node.get("customAttributes") or ()
    }
    return ShopLine(
        gid=text(node["id"]),
        sku=node.get("sku") or "",
        quantity=int(node["quantity"]),
        current_quantity=int(node["currentQuantity"]),
        unfulfilled=int(node["unfulfilledQuantity"]),
        refundable=int(node["refundableQuantity"]),
        item_id=said.get(ITEM_PROPERTY, ""),
        pack=_pack(said.get(PACK_PROPERTY, "")),
        is_charge=CHARGE_PROPERTY in said,
        charge_item_id=said.get(CHARGE_ITEM_PROPERTY, ""),
        charge=said.get(CHARGE_PROPERTY, ""),
    )


def read_fulfillment(node: Node, lines: Sequence[Node]) -> ShopFulfillment:
    """A fulfilment and all its lines."""
    return ShopFulfillment(
        gid=text(node["id"]),
        name=node.get("name") or "",
        status=node.get("status") or "",
        display_status=node.get("displayStatus") or "",
        created_at=parse_iso(node["createdAt"]),
        updated_at=parse_iso(node["updatedAt"]),
        tracking=tuple(_tracking(one) for one in node.get("trackingInfo") or () if one),
        lines=tuple((text(line["lineItem"]["id"]), int(line["quantity"] or 0)) for line in lines),
    )


def read_refund(node: Node, lines: Sequence[Node], *, tax_inside: bool) -> ShopRefund:
    """A refund and all its lines; `tax_inside` where the order's prices hold the tax.

    The parts add up to the total: what neither goods nor shipping explain is the adjustment.
    """
    total, is_settled, is_failed = _moved(node)
    shipping = [one for one in node["refundShippingLines"]["nodes"] if one]
    parts = [_goods(line) for line in lines]
    costs = [(minor_of(s["subtotalAmountSet"]), minor_of(s["taxAmountSet"])) for s in shipping]
    if tax_inside and _holds_tax(total, parts, costs):
        parts = [_without_tax(part) for part in parts]
        costs = [(net - tax, tax) for net, tax in costs]
    explained = sum(part.subtotal + part.tax for part in parts) + sum(a + b for a, b in costs)
    processed = parse_iso(node["processedAt"])
    created = node.get("createdAt")
    return ShopRefund(
        gid=text(node["id"]),
        created_at=parse_iso(created) if created else processed,
        processed_at=processed,
        note=node.get("note") or "",
        currency=text(node["totalRefundedSet"]["presentmentMoney"]["currencyCode"]),
        total=total,
        lines=tuple(parts),
        shipping=sum(net for net, _ in costs),
        shipping_tax=sum(tax for _, tax in costs),
        adjustment=total - explained if is_settled else 0,
        is_settled=is_settled,
        is_failed=is_failed,
    )


def read_to_pack(node: Node, lines: Sequence[Node]) -> FulfillmentOrder:
    """A fulfilment order; it can be fulfilled where both its status and its actions say so."""
    actions = {one.get("action") for one in node.get("supportedActions") or ()}
    status = node.get("status") or ""
    location = (node.get("assignedLocation") or {}).get("location") or {}
    return FulfillmentOrder(
        gid=text(node["id"]),
        status=status,
        location_gid=location.get("id") or "",
        can_fulfill=status in _CAN_FULFILL and "CREATE_FULFILLMENT" in actions,
        holds=tuple(
            (text(hold["id"]), hold.get("reasonNotes") or "")
            for hold in node.get("fulfillmentHolds") or ()
        ),
        lines=tuple(
            (text(line["id"]), text(line["lineItem"]["id"]), int(line["remainingQuantity"]))
            for line in lines
        ),
    )


def text(value: Any) -> str:
    """A text that must be there. Raises ValueError."""
    if not isinstance(value, str) or not value:
        raise ValueError("a text is missing")
    return value


def _pack(said: str) -> int:
    """Shopify items for one unit of Amazon's; 1 where a person wrote something else over it."""
    return int(said) if said.isascii() and said.isdigit() and int(said) > 0 else 1


def _tracking(one: Mapping[str, Any]) -> Tracking:
    return Tracking(one.get("company") or "", one.get("number") or "", one.get("url") or "")


def _goods(line: Node) -> ShopRefundLine:
    return ShopRefundLine(
        line_gid=text(line["lineItem"]["id"]),
        quantity=int(line["quantity"]),
        subtotal=minor_of(line["subtotalSet"]),
        tax=minor_of(line["totalTaxSet"]),
        restocked=bool(line.get("restocked")),
    )


def _moved(node: Node) -> tuple[int, bool, bool]:
    """The refund's total, whether its money has moved, and whether it never will.

    A refund does not prove that money moved; its payments do.
    """
    total = minor_of(node["totalRefundedSet"])
    payments = [
        (one["status"], minor_of(one["amountSet"]))
        for one in node["transactions"]["nodes"]
        if one and one["kind"] == "REFUND"
    ]
    if not payments:
        return total, total == 0, False
    moved = sum(amount for status, amount in payments if status == "SUCCESS")
    if all(status == "SUCCESS" for status, _ in payments):
        return total or moved, True, False
    if all(status in _FAILED for status, _ in payments):
        return total or sum(amount for _, amount in payments), False, True
    if all(status == "SUCCESS" or status in _FAILED for status, _ in payments):
        return moved, True, False
    return total or sum(amount for _, amount in payments), False, False


def _holds_tax(
    total: int, parts: Sequence[ShopRefundLine], costs: Sequence[tuple[int, int]]
) -> bool:
    """Whether the subtotals hold the tax already: alone they are the total, with tax more."""
    net = sum(part.subtotal for part in parts) + sum(cost for cost, _ in costs)
    tax = sum(part.tax for part in parts) + sum(more for _, more in costs)
    return tax > 0 and net == total


def _without_tax(part: ShopRefundLine) -> ShopRefundLine:
    return ShopRefundLine(
        part.line_gid, part.quantity, part.subtotal - part.tax, part.tax, part.restocked
    )
