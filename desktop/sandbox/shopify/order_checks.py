"""What is wrong with the rest of a new order: texts, tags, customer, fulfilment, metafields."""

from typing import Any

from desktop.sandbox.shopify.address_checks import email_is_plausible
from desktop.sandbox.shopify.call import number_of
from desktop.sandbox.shopify.metafield_rules import (
    place_problem,
    resolve_type,
    taken_by_other,
    value_problem,
)
from desktop.sandbox.shopify.records import Customer, Location
from desktop.sandbox.shopify.refusals import Refusals
from desktop.sandbox.shopify.shop import Shop
from desktop.sandbox.shopify.tags import tag_problems, tidy

LONGEST_NOTE = 5000
RESERVED_SOURCES = frozenset(("web", "pos", "shopify_draft_order", "iphone", "android"))
_SHORT_TEXTS = ("name", "sourceIdentifier", "poNumber")

Planned = tuple[str, str, str, str]  # namespace, key, type, value


def check_texts(order: dict[str, Any], refusals: Refusals) -> None:
    """Lengths of texts and tags, and names that are reserved."""
    if len(order.get("note") or "") > LONGEST_NOTE:
        message = f"Note is too long (maximum is {LONGEST_NOTE} characters)"
        refusals.add(("order", "note"), message)
    for name in _SHORT_TEXTS:
        if len(order.get(name) or "") > 255:
            message = f"{name} is too long (maximum is 255 characters)"
            refusals.add(("order", name), message)
    for message in tag_problems(tidy(order.get("tags") or ())):
        refusals.add(("order", "tags"), message)
    if order.get("sourceName") in RESERVED_SOURCES:
        refusals.add(("order", "sourceName"), "Source name is reserved")


def check_customer(
    shop: Shop, order: dict[str, Any], refusals: Refusals
) -> Customer | dict[str, Any] | None:
    """The customer that is meant: one of the list, the data of a new one, or nobody."""
    given = order.get("customer")
    if given and order.get("customerId"):
        message = "Customer and customer ID cannot both be given"
        refusals.add(("order", "customerId"), message, "REDUNDANT_CUSTOMER_FIELDS")
        return None
    if order.get("customerId"):
        given = {"toAssociate": {"id": order["customerId"]}}
    if not given:
        return None
    kind, data = next((kind, data) for kind, data in given.items() if data is not None)
    if data.get("id"):
        number = number_of(data["id"], "Customer")
        held = shop.customers.get(number) if number else None
        if held is None:
            refusals.add(("order", "customer", kind, "id"), "Customer does not exist")
        return held
    email = data.get("email")
    if email and not email_is_plausible(email):
        refusals.add(("order", "customer", kind, "email"), "Email is invalid")
    by_email = [c for c in shop.customers.values() if email and c.email == email]
    if kind == "toAssociate" and not by_email:
        refusals.add(("order", "customer", kind, "email"), "Customer does not exist")
    return by_email[0] if by_email else dict(data)


def check_fulfillment(shop: Shop, order: dict[str, Any], refusals: Refusals) -> Location | None:
    """The place that the order is fulfilled from at once; None where it is not."""
    given = order.get("fulfillment")
    if given is None:
        return None
    number = number_of(given["locationId"], "Location")
    location = shop.locations.get(number) if number else None
    path = ("order", "fulfillment", "locationId")
    if location is None:
        refusals.add(path, "Location does not exist")
    elif not location.is_active:
        refusals.add(path, "Location is not active")
    return location


def check_metafields(shop: Shop, order: dict[str, Any], refusals: Refusals) -> list[Planned]:
    """The metafields to write; one with a taken value is refused, or left out by the knob."""
    planned = []
    for place, given in enumerate(order.get("metafields") or ()):
        path = ("order", "metafields", place)
        namespace, key = given.get("namespace") or "app--1", given.get("key") or ""
        value = given.get("value") or ""
        misplaced = place_problem(namespace, key)
        if misplaced:
            refusals.add((*path, misplaced[0]), misplaced[1])
            continue
        kind, problem = resolve_type(shop, "ORDER", namespace, key, given.get("type"))
        if problem:
            refusals.add((*path, "type"), problem[0])
            continue
        problem = value_problem(kind, value)
        if problem:
            refusals.add((*path, "value"), problem[0])
        elif not taken_by_other(shop, "ORDER", namespace, key, value, None):
            planned.append((namespace, key, kind, value))
        elif shop.knobs.text("id_metafield") == "refuse":
            refusals.add((*path, "value"), "Value has already been taken")
    return planned
