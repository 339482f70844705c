"""One order item in our words."""

from desktop.channels.amazon.line_money import LineMoney
from desktop.channels.amazon.records import (
    CancellationExecution,
    CancellationRequest,
    Condition,
    GiftOption,
    ItemFulfillment,
    OrderItem,
    Product,
)
from desktop.trade import OrderLine

_NO_PRODUCT = Product()
_NO_FULFILLMENT = ItemFulfillment()
_NO_GIFT = GiftOption()
_NO_EXECUTION = CancellationExecution()


def read_line(item: OrderItem, money: LineMoney) -> OrderLine:
    """The item with its money."""
    product = item.product or _NO_PRODUCT
    fulfillment = item.fulfillment or _NO_FULFILLMENT
    gift = (fulfillment.packing and fulfillment.packing.gift_option) or _NO_GIFT
    cancellation = item.cancellation
    wish = cancellation.cancellation_request if cancellation else None
    execution = (cancellation and cancellation.cancellation_execution) or _NO_EXECUTION
    return OrderLine(
        item_id=item.order_item_id,
        sku=product.seller_sku or "",
        asin=product.asin or "",
        title=product.title or "",
        quantity=item.quantity_ordered,
        charges=money.charges,
        quantity_fulfilled=fulfillment.quantity_fulfilled or 0,
        tax_by_marketplace=_is_facilitated(item),
        tax_estimated=money.tax_estimated,
        condition=_condition(product.condition),
        gift_message=gift.gift_message or "",
        gift_wrap_level=gift.gift_wrap_level or "",
        customization_url=(product.customization and product.customization.customized_url) or "",
        ioss_number=_ioss(fulfillment),
        cancel_wish=_reason(wish),
        cancelled_by=execution.cancelled_by or "",
        cancel_reason=execution.cancel_reason or "",
        programs=tuple(item.programs or ()),
        has_cancel_wish=wish is not None,
    )


def _reason(wish: CancellationRequest | None) -> str:
    return (wish.cancel_reason or "") if wish else ""


def _is_facilitated(item: OrderItem) -> bool:
    collections = item.tax.tax_collections if item.tax else None
    return any(one.model == "MARKETPLACE_FACILITATOR" for one in collections or ())


def _ioss(fulfillment: ItemFulfillment) -> str:
    shipping = fulfillment.shipping
    international = shipping.international_shipping if shipping else None
    return (international.ioss_number or "") if international else ""


def _condition(given: Condition | None) -> str:
    """Kind and grade, such as "USED GOOD"; the grade is left out where it says the same."""
    if given is None:
        return ""
    kind, grade = given.condition_type or "", given.condition_subtype or ""
    return kind if grade in ("", kind) else f"{kind} {grade}".strip()
