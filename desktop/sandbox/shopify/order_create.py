"""The mutation orderCreate: check everything, then make the order in one go."""

from typing import Any

from desktop.sandbox.shopify.address_checks import check_address, check_contact
from desktop.sandbox.shopify.call import as_received, require, shop_of
from desktop.sandbox.shopify.order_checks import (
    Planned,
    check_customer,
    check_fulfillment,
    check_metafields,
    check_texts,
)
from desktop.sandbox.shopify.order_lines import read_lines, read_shipping
from desktop.sandbox.shopify.order_money import (
    ZERO,
    Pair,
    Till,
    discount_code,
    financial_status,
    plus,
    work_out,
)
from desktop.sandbox.shopify.order_stock import check_stock, take_stock
from desktop.sandbox.shopify.packing import begin
from desktop.sandbox.shopify.records import Customer, Fulfillment, Location, Order, Transaction
from desktop.sandbox.shopify.refusals import Refusals
from desktop.sandbox.shopify.registry import Info, resolves
from desktop.sandbox.shopify.shop import Shop
from desktop.sandbox.shopify.tags import tidy

TOO_MANY = "Too many attempts. Please try again later."


@resolves("Mutation", "orderCreate")
def order_create(
    _root: Any, info: Info, *, order: dict[str, Any], options: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Make an order, or say with user errors why not; then nothing has changed."""
    require(info, "write_orders")
    shop = shop_of(info)
    refusals = Refusals()
    if not shop.may_create():
        refusals.add(None, TOO_MANY, None)
        return {"order": None, "userErrors": refusals.errors}
    if shop.knobs.flag("dormant"):
        refusals.add(None, "Shop is dormant", "SHOP_DORMANT")
        return {"order": None, "userErrors": refusals.errors}
    behaviour = (options or {}).get("inventoryBehaviour") or "BYPASS"
    made = _Maker(shop, order, behaviour, refusals).make()
    if made is None:
        return {"order": None, "userErrors": refusals.errors}
    made.input = as_received(info, "order") or {}
    made.options = as_received(info, "options") or {}
    shop.created_times.append(made.created_at)
    return {"order": made, "userErrors": []}


class _Maker:
    """One order in the making."""

    def __init__(
        self, shop: Shop, given: dict[str, Any], behaviour: str, refusals: Refusals
    ) -> None:
        self.shop = shop
        self.given = given
        self.behaviour = behaviour
        self.refusals = refusals
        self.till = Till(shop.facts, given, refusals)
        self.now = shop.now()

    def make(self) -> Order | None:
        """The order, kept in the shop; None where something was refused."""
        shop, given, refusals = self.shop, self.given, self.refusals
        check_texts(given, refusals)
        check_contact(given, refusals)
        addresses = {
            name: check_address(given.get(name), ("order", name), refusals)
            for name in ("shippingAddress", "billingAddress")
        }
        customer = check_customer(shop, given, refusals)
        location = check_fulfillment(shop, given, refusals)
        metafields = check_metafields(shop, given, refusals)
        order = self._priced()
        if not refusals:
            check_stock(shop, self.behaviour, order.lines, refusals)
        if refusals:
            return None
        order.shipping_address = self._placed(addresses["shippingAddress"])
        order.billing_address = self._placed(addresses["billingAddress"])
        order.customer = self._customer(customer)
        order.stock_moved = take_stock(shop, self.behaviour, order.lines)
        if location is not None:
            self._fulfil(order, location)
        elif self.given.get("fulfillmentStatus") == "FULFILLED":
            for line in order.lines:
                line.fulfilled_quantity = line.quantity
        self._number(order)
        self._keep(order, metafields)
        return order

    def _priced(self) -> Order:
        given, till, shop = self.given, self.till, self.shop
        lines = read_lines(shop, till, given)
        shipping = read_shipping(shop, till, given)
        zero_ok = shop.knobs.text("zero_tax_rate") == "accept"
        order_taxes, order_tax = till.taxes(
            given.get("taxLines"), lines.goods, ("order",), zero_rate_ok=zero_ok
        )
        tax = plus(lines.tax, shipping.tax, order_tax)
        totals = work_out(till, given, lines.goods, shipping.price, tax)
        payments, received, authorized = self._payments()
        return Order(
            0, 0, "", self.now, self.now,
            min(given.get("processedAt") or self.now, self.now),
            till.currency, till.presentment,
            totals.bags(till, received),
            lines.lines, shipping.lines, order_taxes, payments,
            financial_status(given, totals.total, received, authorized=authorized),
            {"FULFILLED": "FULFILLED", "PARTIAL": "PARTIALLY_FULFILLED", "RESTOCKED": "RESTOCKED"}
            .get(given.get("fulfillmentStatus") or "", "UNFULFILLED"),
            source_identifier=given.get("sourceIdentifier"),
            source_name=given.get("sourceName") or "Crossdock",
            note=given.get("note"),
            po_number=given.get("poNumber"),
            email=given.get("email"),
            phone=given.get("phone"),
            tags=tidy(given.get("tags") or ()),
            custom_attributes=[dict(entry) for entry in given.get("customAttributes") or ()],
            discount_code=discount_code(given),
            taxes_included=bool(given.get("taxesIncluded")),
            test=bool(given.get("test")),
            closed_at=given.get("closedAt"),
        )  # fmt: skip

    def _payments(self) -> tuple[list[Transaction], Pair, bool]:
        payments, received, authorized = [], ZERO, False
        for place, entry in enumerate(self.given.get("transactions") or ()):
            path = ("order", "transactions", place, "amountSet")
            amount = self.till.read(entry["amountSet"], path)
            kind, status = entry.get("kind") or "SALE", entry.get("status") or "SUCCESS"
            if status == "SUCCESS" and kind in ("SALE", "CAPTURE"):
                received = plus(received, amount)
            authorized = authorized or (status, kind) == ("SUCCESS", "AUTHORIZATION")
            payments.append(
                Transaction(
                    self.shop.number("OrderTransaction"), kind, status, entry.get("gateway"),
                    self.till.bag(amount), self.now, entry.get("processedAt") or self.now,
                    bool(entry.get("test")),
                )
            )  # fmt: skip
        return payments, received, authorized

    def _placed(self, address: dict[str, Any] | None) -> dict[str, Any] | None:
        if address is None:
            return None
        number = self.shop.number("MailingAddress")
        return {"__typename": "MailingAddress", "id": f"gid://shopify/MailingAddress/{number}",
                **address}  # fmt: skip

    def _customer(self, found: Customer | dict[str, Any] | None) -> Customer | None:
        if not isinstance(found, dict):
            return found
        made = Customer(
            self.shop.number("Customer"), found.get("firstName"), found.get("lastName"),
            found.get("email"), self.now,
        )  # fmt: skip
        self.shop.customers[made.legacy_resource_id] = made
        return made

    def _number(self, order: Order) -> None:
        order.legacy_resource_id = self.shop.number("Order")
        order.number = self.shop.next_order_number
        self.shop.next_order_number += 1
        order.name = self.given.get("name") or f"#{order.number}"
        for shipment in order.shipments:
            shipment.order_number = order.legacy_resource_id
            shipment.name = f"{order.name}-F1"
        order.log.append(
            {
                "__typename": "BasicEvent",
                "id": f"gid://shopify/BasicEvent/{self.shop.number('BasicEvent')}",
                "action": "placed",
                "message": "Crossdock created this order.",
                "createdAt": self.now,
                "attributeToApp": True,
                "attributeToUser": False,
            }
        )

    def _fulfil(self, order: Order, location: Location) -> None:
        given = self.given["fulfillment"]
        numbers = [given.get("trackingNumber"), *(given.get("trackingNumbers") or ())]
        tracking: list[dict[str, str | None]] = [
            {"company": given.get("trackingCompany"), "number": number, "url": None}
            for number in dict.fromkeys(filter(None, numbers))
        ]
        for line in order.lines:
            line.fulfilled_quantity = line.quantity
        delivered = given.get("shipmentStatus") == "DELIVERED"
        order.shipments.append(
            Fulfillment(
                self.shop.number("Fulfillment"), 0, "", location.legacy_resource_id,
                [(line, line.quantity) for line in order.lines], tracking, self.now, self.now,
                display_status=_display(given.get("shipmentStatus")),
                delivered_at=self.now if delivered else None,
                notified=bool(given.get("notifyCustomer")),
            )
        )  # fmt: skip
        order.display_fulfillment_status = "FULFILLED"

    def _keep(self, order: Order, metafields: list[Planned]) -> None:
        begin(self.shop, order)
        self.shop.keep(order)
        for namespace, key, kind, value in metafields:
            self.shop.put_metafield(("ORDER", order.id), namespace, key, kind, value)


def _display(shipment_status: str | None) -> str:
    return shipment_status or "FULFILLED"
