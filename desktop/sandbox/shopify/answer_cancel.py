"""The mutation orderCancel, and the jobs that it starts."""

from typing import Any

from desktop.sandbox.shopify.call import number_of, require, shop_of
from desktop.sandbox.shopify.cancelling import (
    LONGEST_NOTE,
    Wish,
    cancel_later,
    cancel_problem,
)
from desktop.sandbox.shopify.records import Order
from desktop.sandbox.shopify.refusals import Path
from desktop.sandbox.shopify.registry import Info, resolves
from desktop.sandbox.shopify.shop import Shop

Refused = tuple[Path | None, str, str]


@resolves("QueryRoot", "job")
def job(_root: Any, info: Info, id: str) -> Any:
    """A job, done or not; null where there is none."""
    number = number_of(id, "Job")
    return shop_of(info).jobs.get(number) if number else None


@resolves("Job", "query")
def job_query(_source: Any, _info: Info) -> dict[str, Any]:
    """The root again."""
    return {}


@resolves("Mutation", "orderCancel")
def order_cancel(
    _root: Any,
    info: Info,
    *,
    orderId: str,  # noqa: N803
    **given: Any,
) -> dict[str, Any]:
    """Begin to cancel; the order itself says when it is done."""
    require(info, "write_orders")
    shop = shop_of(info)
    number = number_of(orderId, "Order")
    order = shop.find_order(number) if number else None
    if order is None:
        return _refused((("orderId",), "Order does not exist", "NOT_FOUND"))
    order.cancel_asked += 1
    wish = _wish(given)
    refused = _refusal(shop, order, wish, given)
    if refused is not None:
        return _refused(refused)
    return {"job": cancel_later(shop, order, wish), "orderCancelUserErrors": []}


def _wish(given: dict[str, Any]) -> Wish:
    method = given.get("refundMethod") or {}
    credit = method.get("storeCreditRefund") is not None
    return Wish(
        given["reason"],
        given["restock"],
        bool(method.get("originalPaymentMethodsRefund")) or credit,
        "shopify_store_credit" if credit else "",
        given.get("staffNote"),
    )


def _refusal(shop: Shop, order: Order, wish: Wish, given: dict[str, Any]) -> Refused | None:
    if shop.knobs.flag("cancel_fails"):
        return None, "An unexpected error occurred", "INTERNAL_ERROR"
    if len(wish.note or "") > LONGEST_NOTE:
        message = f"Staff note is too long (maximum is {LONGEST_NOTE} characters)"
        return ("staffNote",), message, "INVALID"
    problem = cancel_problem(shop, order, wish)
    if problem is not None:
        return ("orderId",), problem, "INVALID"
    if wish.refund and shop.knobs.flag("no_refund_permission"):
        store = "_TO_STORE_CREDIT" if wish.gateway else ""
        message = "You do not have permission to refund orders"
        return ("refundMethod",), message, f"NO_REFUND{store}_PERMISSION"
    return _credit_refusal(shop, order, given.get("refundMethod") or {})


def _credit_refusal(shop: Shop, order: Order, method: dict[str, Any]) -> Refused | None:
    credit = method.get("storeCreditRefund")
    path = ("refundMethod", "storeCreditRefund")
    if credit is None:
        return None
    if order.customer is None:
        message = "Store credit cannot be given for an order without a customer"
        return path, message, "STORE_CREDIT_REFUND_MISSING_CUSTOMER"
    expires = credit.get("expiresAt")
    if expires is not None and expires < shop.now():
        message = "Store credit cannot expire in the past"
        return (*path, "expiresAt"), message, "STORE_CREDIT_REFUND_EXPIRATION_IN_PAST"
    return None


def _refused(refused: Refused) -> dict[str, Any]:
    path, message, code = refused
    where = None if path is None else [str(step) for step in path]
    error = {"field": where, "message": message, "code": code}
    return {"job": None, "orderCancelUserErrors": [error]}
