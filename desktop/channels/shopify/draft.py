"""An Amazon order as the variables of one orderCreate call. Pure; money exact or refused."""

from collections.abc import Mapping
from typing import Any

from desktop.catalogue import order_failure
from desktop.channels.shopify.address import ShopAddress, shop_address, split_name
from desktop.channels.shopify.countries import (
    country_code,
    marketplace_country,
    seller_central_url,
)
from desktop.channels.shopify.draft_types import KEY_NAME, KEY_NAMESPACE, KEY_TYPE, OrderDraft
from desktop.channels.shopify.lines import Catalogue
from desktop.channels.shopify.links import resolve_links
from desktop.channels.shopify.money import sides_of
from desktop.channels.shopify.pricing import money_fields, sums_of
from desktop.channels.shopify.sale import Sale, sale_of
from desktop.channels.shopify.tax import TaxRules, lacks_vat, seller_rate, with_derived_tax
from desktop.channels.shopify.texts import attributes, note, order_name, rate_text, tags
from desktop.clock import to_iso
from desktop.trade import Address, Money, Order, OrderRules, ShopFacts, SkuLink, Variant
from desktop.trade.order import AmazonStatus, Package
from desktop.trade.rules import ExchangeRate

__all__ = ["draft_order", "resolve_links"]

_UNIQUE_KEY = {"namespace": KEY_NAMESPACE, "key": KEY_NAME, "type": KEY_TYPE}
_BEHAVIOURS = {
    "ignore_policy": "DECREMENT_IGNORING_POLICY",
    "obey_policy": "DECREMENT_OBEYING_POLICY",
    "bypass": "BYPASS",
}
_NOTHING: tuple[object, ...] = ("", None, {}, [])


def draft_order(
    order: Order,
    *,
    rules: OrderRules,
    facts: ShopFacts,
    links: Mapping[str, SkuLink],
    variants: Mapping[str, Variant],
    rate: ExchangeRate | None = None,
    without: frozenset[str] = frozenset(),
    address: Address | None = None,
    stock_anyway: bool = False,
    source_url: str = "",
) -> OrderDraft:
    """What to send for an order; it adds up to Amazon's total to the minor unit.

    `links` are by SKU (see `resolve_links`), `variants` by gid, `rate` is needed where Amazon's
    currency is not the shop's, `without` names parts to leave out (address, phone, province,
    email), `address` replaces Amazon's, `stock_anyway` takes stock below zero.

    Raises NeedsPerson: money_missing, currencies_mixed, no_items, too_many_items, total_mismatch,
    currency_no_rate, sku_unknown, sku_missing, variant_gone, address_missing, country_unknown,
    location.
    """
    sale = sale_of(order, facts.currency)
    target = _target(order, address, rules, without)
    money, tax_notes = _money(
        order, sale, rules, facts, rate, Catalogue(links, variants), _country(order, target)
    )
    used_rate = None if sale.currency == facts.currency else rate
    told = (*_rate_notes(used_rate), *target.notes, *tax_notes, *_line_notes(order, without))
    behaviour = _behaviour(order, rules, stock_anyway)
    fields = {
        **money,
        **_identity(order, rules, source_url),
        **_people(order, rules, target),
        **_words(order, rules, facts, used_rate, told, target),
        "fulfillment": _fulfillment(order, rules, facts),
    }
    return _draft(order, _filled(fields), behaviour, told, facts)


def _draft(
    order: Order,
    fields: dict[str, Any],
    behaviour: str,
    told: tuple[str, ...],
    facts: ShopFacts,
) -> OrderDraft:
    items = fields["lineItems"]
    has_variant = any("variantId" in item for item in items)
    return OrderDraft(
        amazon_order_id=order.amazon_order_id,
        variables={"order": fields, "options": _options(behaviour)},
        total=_shop_total(fields, facts),
        lines=len(items),
        notes=told,
        takes_stock=has_variant and behaviour != "BYPASS",
        fulfilled="fulfillment" in fields,
    )


def _country(order: Order, target: ShopAddress) -> str:
    """Whose tax applies: where it goes, as far as that is known, else where it was sold."""
    known = order.address.country if order.address else ""
    return (
        str(target.fields.get("countryCode", ""))
        or country_code(known)
        or marketplace_country(order.marketplace_id)
    )


def _money(
    order: Order,
    sale: Sale,
    rules: OrderRules,
    facts: ShopFacts,
    rate: ExchangeRate | None,
    catalogue: Catalogue,
    country: str,
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The fields that hold money, and what to tell about the tax."""
    sellers = seller_rate(rules.tax_rates, country)
    derived = bool(sellers) and lacks_vat(sale, country)
    notes = _vat_notes(sale, country, sellers)
    if derived:
        sale = with_derived_tax(sale, sellers)
    sides = sides_of(sums_of(sale), facts, rate)
    tax_rules = TaxRules(country, sale.included, sellers)
    fields = money_fields(order, sale, sides, catalogue, tax_rules=tax_rules, derived=derived)
    return fields, notes


def _shop_total(money: Mapping[str, Any], facts: ShopFacts) -> Money:
    """What the payment amounts to in the shop's currency; nothing is paid without one."""
    for payment in money.get("transactions", ()):
        return Money.parse(payment["amountSet"]["shopMoney"]["amount"], facts.currency)
    return Money(0, facts.currency)


def _words(
    order: Order,
    rules: OrderRules,
    facts: ShopFacts,
    rate: ExchangeRate | None,
    told: tuple[str, ...],
    target: ShopAddress,
) -> dict[str, Any]:
    """What people read."""
    zone, full = facts.timezone, rules.note
    return {
        "note": note(order, told=told, extra=target.note_lines, full=full, zone=zone),
        "customAttributes": attributes(order, rate=rate, full=full, zone=zone),
    }


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something."""
    return {key: value for key, value in fields.items() if value not in _NOTHING}


def _identity(order: Order, rules: OrderRules, source_url: str) -> dict[str, Any]:
    """By what the order is known on both sides."""
    return {
        "name": order_name(order, rules.order_name),
        "processedAt": to_iso(order.created_at),
        "sourceIdentifier": order.amazon_order_id,
        "sourceUrl": source_url or seller_central_url(order.marketplace_id, order.amazon_order_id),
        "poNumber": order.purchase_order_number.strip()[:255],
        "tags": tags(order, rules.tags),
        "metafields": [{**_UNIQUE_KEY, "value": order.amazon_order_id}],
    }


def _target(
    order: Order, edited: Address | None, rules: OrderRules, without: frozenset[str]
) -> ShopAddress:
    """Where it goes; no fields where there is no address and none is needed."""
    if "address" in without:
        return ShopAddress({}, notes=("Created without an address, as a person decided.",))
    address = edited or order.address
    if address is not None and address.has_street:
        return shop_address(address, order.buyer_name, without)
    if order.is_fba:
        return ShopAddress({})
    if rules.without_address == "create":
        return ShopAddress({}, notes=("Amazon gave no address; the order has none.",))
    raise order_failure("address_missing")


def _people(order: Order, rules: OrderRules, target: ShopAddress) -> dict[str, Any]:
    """The address, and a customer where the seller wants one; never an e-mail or a phone."""
    people: dict[str, Any] = {"shippingAddress": target.fields}
    if rules.customer == "create":
        fallback = order.address.name if order.address else ""
        first, last = split_name(order.buyer_name.strip() or fallback)
        names = _filled({"firstName": first[:255], "lastName": last[:255]})
        if names:
            people["customer"] = {"toUpsert": names}
    return people


def _vat_notes(sale: Sale, country: str, rate: str) -> tuple[str, ...]:
    """What to tell where Amazon sends no tax for an EU or UK sale."""
    if not lacks_vat(sale, country):
        return ()
    if not rate:
        return (f"Amazon sent no tax for this sale to {country}.",)
    return (f"Amazon sent no tax; {rate} for {country} is taken to be in the prices.",)


def _rate_notes(rate: ExchangeRate | None) -> tuple[str, ...]:
    return () if rate is None else (f"Converted at {rate_text(rate)}.",)


def _line_notes(order: Order, without: frozenset[str]) -> tuple[str, ...]:
    notes = []
    if any(line.tax_estimated for line in order.lines):
        notes.append("Amazon did not say how its tax divides; it stands on the items.")
    if any(line.quantity <= 0 for line in order.lines):
        notes.append("Items with a quantity of 0 were left out.")
    if "email" in without:
        notes.append("Shopify refused the e-mail; the order has none.")
    return tuple(notes)


def _behaviour(order: Order, rules: OrderRules, stock_anyway: bool) -> str:
    """Amazon's stock and what has left already never touch the shop's stock."""
    if order.is_fba or order.status == AmazonStatus.SHIPPED:
        return "BYPASS"
    behaviour = _BEHAVIOURS[rules.fbm_stock]
    if stock_anyway and behaviour == "DECREMENT_OBEYING_POLICY":
        return "DECREMENT_IGNORING_POLICY"
    return behaviour


def _options(behaviour: str) -> dict[str, Any]:
    return {
        "inventoryBehaviour": behaviour,
        "sendReceipt": False,
        "sendFulfillmentReceipt": False,
    }


def _fulfillment(order: Order, rules: OrderRules, facts: ShopFacts) -> dict[str, Any]:
    """The shipment that Amazon knows of already, without a mail to the buyer; else nothing.

    Raises NeedsPerson (location) where the shop has no location to book it on.
    """
    if order.status != AmazonStatus.SHIPPED:
        return {}
    chosen = rules.fba_location if order.is_fba else ""
    location = chosen or next((gid for gid, _ in facts.locations), "")
    if not location:
        raise order_failure("location")
    package = _first_package(order)
    return {
        "locationId": location,
        "notifyCustomer": False,
        **_filled({"trackingCompany": package.carrier, "trackingNumber": package.tracking_number}),
    }


def _first_package(order: Order) -> Package:
    """The first package with a tracking number that was not cancelled."""
    sent = (package for package in order.packages if package.status != "CANCELLED")
    return next((package for package in sent if package.tracking_number), Package(""))
