"""Reads a RefundInput: every number held against the order, each refusal with its path."""

from decimal import Decimal
from typing import Any

from desktop.sandbox.shopify.call import number_of
from desktop.sandbox.shopify.order_money import rounded
from desktop.sandbox.shopify.records import Order, Transaction
from desktop.sandbox.shopify.refund_sums import shipping_left, sources
from desktop.sandbox.shopify.refunding import Goods, Payment, Plan, is_over
from desktop.sandbox.shopify.refusals import Path, Refusals
from desktop.sandbox.shopify.shop import Shop

TOO_MUCH = "Refund amount is greater than the amount available to refund"
_LONGEST_NOTE = 5000


class RefundReader:
    """One input for one order; what is wrong goes to `refusals`."""

    def __init__(self, shop: Shop, order: Order, given: dict[str, Any]) -> None:
        self.shop = shop
        self.order = order
        self.given = given
        self.refusals = Refusals()

    def read(self, key: str) -> Plan | None:
        """The refund that is meant; None where it cannot be."""
        given = self.given
        self._currency()
        self._rest()
        plan = Plan(
            self._goods(), self._shipping(), self._payments(), given.get("note"),
            given.get("processedAt"), "app", key, bool(given.get("notify")),
            self.shop.knobs.text("refund_status"), given.get("discrepancyReason"),
        )  # fmt: skip
        if not (plan.goods or plan.payments or plan.shipping):
            self._no(("transactions",), "Refund must have line items, shipping or transactions")
        return None if self.refusals else plan

    def _no(self, path: Path, message: str) -> None:
        self.refusals.add(("input", *path), message)

    def _amount(self, value: Decimal, path: Path) -> Decimal:
        exact = rounded(value, self.order.presentment_currency_code)
        if exact != value:
            self._no(path, "Amount has more decimal places than its currency")
        if value < 0:
            self._no(path, "Amount must be greater than or equal to 0")
        return exact

    def _currency(self) -> None:
        order, given = self.order, self.given.get("currency")
        if given not in (None, order.presentment_currency_code):
            self._no(("currency",), "Currency must be the order's presentment currency")
        if given is None and order.currency_code != order.presentment_currency_code:
            self._no(("currency",), "Currency is required for orders in several currencies")

    def _rest(self) -> None:
        moment = self.given.get("processedAt")
        if moment is not None and moment > self.shop.now():
            self._no(("processedAt",), "Processed at can't be in the future")
        if len(self.given.get("note") or "") > _LONGEST_NOTE:
            self._no(("note",), f"Note is too long (maximum is {_LONGEST_NOTE} characters)")
        if self.given.get("refundDuties"):
            self._no(("refundDuties",), "Duty does not exist")
        if self.given.get("refundMethods"):
            self._no(("refundMethods",), "Store credit is not enabled on this shop")

    def _goods(self) -> tuple[Goods, ...]:
        lines = {line.id: line for line in self.order.lines}
        asked: dict[str, int] = {}
        found = []
        for place, each in enumerate(self.given.get("refundLineItems") or ()):
            path: Path = ("refundLineItems", place)
            line, units = lines.get(each["lineItemId"]), each["quantity"]
            if line is None:
                self._no((*path, "lineItemId"), "Line item does not exist")
                continue
            asked[line.id] = asked.get(line.id, 0) + units
            if units < 1:
                self._no((*path, "quantity"), "Quantity must be greater than 0")
            elif asked[line.id] > line.refundable_quantity:
                message = "Quantity cannot refund more items than were purchased"
                self._no((*path, "quantity"), message)
            restock = each.get("restockType") or "NO_RESTOCK"
            location = self._location(each, restock, path)
            left = line.fulfilled_quantity - line.returned_quantity
            if restock == "CANCEL" and units > line.unfulfilled_quantity:
                self._no((*path, "restockType"), "Fulfilled items cannot be restocked as canceled")
            if restock == "RETURN" and units > left:
                self._no((*path, "restockType"), "Only fulfilled items can be restocked as return")
            found.append(Goods(line, units, restock, location))
        return tuple(found)

    def _location(self, each: dict[str, Any], restock: str, path: Path) -> int | None:
        if restock == "LEGACY_RESTOCK":
            self._no((*path, "restockType"), "Restock type legacy_restock is not accepted")
        if restock not in ("CANCEL", "RETURN"):
            return None
        wanted = each.get("locationId")
        if wanted is None:
            self._no((*path, "locationId"), "Location is required to restock items")
            return None
        number = number_of(wanted, "Location")
        location = self.shop.locations.get(number) if number else None
        if location is None or not location.is_active:
            self._no((*path, "locationId"), "Location does not exist or is not active")
            return None
        return location.legacy_resource_id

    def _shipping(self) -> Decimal:
        given = self.given.get("shipping") or {}
        left = shipping_left(self.order)[1]
        amount, whole = given.get("amount"), given.get("fullRefund")
        if amount is not None and whole:
            self._no(("shipping",), "Shipping amount and full refund can't both be given")
        if whole:
            return left
        exact = self._amount(amount or Decimal(0), ("shipping", "amount"))
        if exact > left:
            self._no(("shipping", "amount"), "Shipping refund is more than was paid for shipping")
        return exact

    def _payments(self) -> tuple[Payment, ...]:
        left = {parent.id: rest[1] for parent, rest in sources(self.order)}
        over, total, found = bool(self.given.get("allowOverRefunding")), Decimal(0), []
        for place, each in enumerate(self.given.get("transactions") or ()):
            path: Path = ("transactions", place)
            amount = self._amount(each["amount"], (*path, "amount"))
            parent = self._parent(each, path)
            total += amount
            if parent is not None:
                left[parent.id] -= amount
                if left[parent.id] < 0 and not over:
                    self._no((*path, "amount"), TOO_MUCH)
            found.append(Payment(amount, each["gateway"], parent))
        if is_over(self.order, total) and not over and not self.refusals:
            self._no(("transactions",), TOO_MUCH)
        return tuple(each for each in found if each.amount)

    def _parent(self, each: dict[str, Any], path: Path) -> Transaction | None:
        if each["kind"] != "REFUND":
            self._no((*path, "kind"), "Transaction kind must be refund")
        if each["orderId"] != self.order.id:
            self._no((*path, "orderId"), "Transaction belongs to another order")
        payments = {parent.id: parent for parent, _ in sources(self.order)}
        wanted = each.get("parentId")
        if wanted is not None and wanted not in payments:
            self._no((*path, "parentId"), "Parent transaction does not exist")
        known = [each.gateway for each in payments.values()] if wanted is None else []
        parent = payments.get(wanted) if wanted is not None else None
        gateways = known if wanted is None else [parent.gateway] if parent else [each["gateway"]]
        if each["gateway"] not in gateways:
            self._no((*path, "gateway"), "Gateway must be the parent transaction's gateway")
        return parent


def refund_order(shop: Shop, given: dict[str, Any]) -> Order | None:
    """The order that a RefundInput names."""
    number = number_of(given["orderId"], "Order")
    return shop.find_order(number) if number else None
