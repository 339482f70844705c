"""Refused orders, row by row: which path, code and words mean what."""

from typing import Any

import pytest

from desktop.channels.shopify.errors import VariablesRefused, scrubbed
from desktop.channels.shopify.user_errors import (
    RULES,
    KeyTaken,
    SendWithout,
    UserError,
    meaning,
    of_variables,
    read_user_errors,
    refusal,
)
from desktop.clock import Pace
from desktop.errors import AccountProblem, NeedsPerson, Technical, TryLater

ORDER: dict[str, Any] = {
    "currency": "USD",
    "presentmentCurrency": "SEK",
    "processedAt": "2026-11-20T10:00:00Z",
    "email": "buyer@marketplace.example",
    "shippingAddress": {
        "lastName": "Nguyen",
        "phone": "+13474483190",
        "provinceCode": "NY",
        "countryCode": "US",
    },
    "lineItems": [
        {"variantId": "gid://shopify/ProductVariant/1", "quantity": 1},
        {"title": "Mug", "sku": "MUG-1", "quantity": 2},
    ],
    "discountCode": {"itemFixedDiscountCode": {"amountSet": {"shopMoney": {"amount": "1.50"}}}},
}
ASKED = Technical("CreateOrder", 200, request_id="req-9")

CASES = [
    ("", "Too many attempts. Please try again later.", "", "too_many"),
    ("order.metafields.0.value", "Value has already been taken", "INVALID", "key_taken"),
    ("order.metafields.0.value", "must be unique", "", "key_taken"),
    (
        "order.metafields.0",
        "Value is in use under this metafield definition: taken",
        "",
        "key_taken",
    ),
    ("order.metafields", "is refused", "", "key_taken"),
    ("order.metafields.0.type", "type does not fit the definition", "", "key_definition"),
    ("order", "Metafield value has already been taken", "", "key_taken"),
    ("", "must be unique", "", "key_taken"),
    ("order.lineItems", "Unable to reserve inventory", "INVENTORY_CLAIM_FAILED", "stock"),
    ("order.lineItems.0", "Not enough stock to reserve", "INVALID", "stock"),
    ("", "Inventory could not be claimed", "", "stock"),
    ("order.processedAt", "is invalid", "PROCESSED_AT_INVALID", "processed_at"),
    ("order.processedAt", "is invalid", "INVALID", "processed_at"),
    ("order.lineItems.0.taxLines.0.rate", "is missing", "TAX_LINE_RATE_MISSING", "tax_rate"),
    ("order.shippingLines.0.taxLines.0", "rate must be positive", "", "tax_rate"),
    ("order.lineItems.0.fulfillmentService", "x", "", "fulfillment_service"),
    ("order", "x", "FULFILLMENT_SERVICE_INVALID", "fulfillment_service"),
    ("order.customer", "x", "REDUNDANT_CUSTOMER_FIELDS", "customer"),
    ("order.customer.toUpsert.phone", "Phone has already been taken", "", "customer"),
    ("order.customer.toUpsert.firstName", "is too long", "", "customer"),
    ("order", "Customer could not be saved", "", "customer"),
    ("", "This shop is dormant", "SHOP_DORMANT", "dormant"),
    ("order.email", "contains an invalid domain name", "INVALID", "email"),
    ("order", "Email is invalid", "", "email"),
    ("order.phone", "is invalid", "INVALID", "phone"),
    ("order.shippingAddress.phone", "is invalid", "", "phone"),
    ("order.shippingAddress", "Phone is invalid", "", "phone"),
    ("order", "Phone is invalid", "", "phone"),
    ("order.shippingAddress.provinceCode", "is not valid", "INVALID", "province"),
    ("order.shippingAddress.province", "is not a valid province in United States", "", "province"),
    ("order.billingAddress", "State is invalid", "", "province"),
    ("order.shippingAddress.countryCode", "is not supported", "", "country_unknown"),
    ("order.shippingAddress", "Country is not supported", "", "country_unknown"),
    ("order.shippingAddress.zip", "is not valid for New York", "", "address_refused"),
    ("order.shippingAddress.zip", "is not valid for the province", "", "address_refused"),
    ("order.shippingAddress.address1", "is too long", "", "address_refused"),
    ("order.shippingAddress", "is incomplete", "", "address_refused"),
    ("order.billingAddress.lastName", "can't be blank", "", "address_refused"),
    ("order.presentmentCurrency", "is not enabled", "", "currency_not_enabled"),
    ("order.currency", "must match", "", "currency_not_enabled"),
    ("order.lineItems.0.priceSet.shopMoney.currencyCode", "x", "", "currency_not_enabled"),
    ("order", "The currency SEK is not enabled for this shop", "", "currency_not_enabled"),
    ("order.fulfillment.locationId", "is unknown", "", "location"),
    ("order.fulfillment", "Location cannot fulfill", "", "location"),
    ("order", "Location is not active", "", "location"),
    ("order.discountCode.itemFixedDiscountCode.amountSet", "too high", "", "discount"),
    ("order.lineItems.0.variantId", "does not exist", "INVALID", "variant_gone"),
    ("order.lineItems.0", "Product variant does not exist", "", "variant_gone"),
    ("order.lineItems.1.title", "of the product can't be blank", "", "input_refused"),
    ("order.lineItems.1.quantity", "must be greater than 0", "", "input_refused"),
    ("order", "A variant is no longer available", "", "variant_gone"),
    ("order", "Province is not valid", "", "province"),
    ("", "Country is not supported", "", "country_unknown"),
    ("order.tags", "is too long", "", "input_refused"),
    ("options.inventoryBehaviour", "is invalid", "", "input_refused"),
    ("order", "is not possible", "INVALID", "refused"),
    ("", "Something else", "", "refused"),
]


def entry(field: str, message: str, code: str) -> UserError:
    return UserError(tuple(field.split(".")) if field else (), message, code)


@pytest.mark.parametrize(("field", "message", "code", "means"), CASES)
def test_a_refusal_is_told_apart(field: str, message: str, code: str, means: str) -> None:
    assert meaning(entry(field, message, code), ORDER) == means


def test_every_row_of_the_table_is_needed_by_a_case() -> None:
    deciding = {
        next(i for i, rule in enumerate(RULES) if rule.fits(entry(field, message, code)))
        for field, message, code, _ in CASES
    }
    assert [RULES[i] for i in range(len(RULES)) if i not in deciding] == []


@pytest.mark.parametrize(
    ("field", "left", "means"),
    [
        ("order.shippingAddress.phone", {"shippingAddress": {"city": "x"}}, "address_refused"),
        ("order.shippingAddress.provinceCode", {"shippingAddress": {}}, "address_refused"),
        ("order.email", {}, "input_refused"),
        ("order.phone", {}, "input_refused"),
    ],
)
def test_what_was_not_sent_cannot_be_left_out(field: str, left: Any, means: str) -> None:
    assert meaning(entry(field, "is invalid", ""), left) == means


def judged(*errors: UserError) -> Exception:
    return refusal(errors, ORDER, Pace(), ASKED)


def test_a_taken_key_is_a_signal_of_its_own() -> None:
    assert isinstance(judged(entry("order.metafields", "taken", "")), KeyTaken)


@pytest.mark.parametrize(
    ("field", "part"),
    [
        ("order.shippingAddress.phone", "phone"),
        ("order.shippingAddress.provinceCode", "province"),
        ("order.email", "email"),
    ],
)
def test_a_part_that_can_be_left_out_is_named(field: str, part: str) -> None:
    problem = judged(entry(field, "is invalid", "INVALID"))
    assert isinstance(problem, SendWithout)
    assert problem.part == part
    assert problem.technical.field == field
    assert problem.technical.request_id == "req-9"


def test_too_many_attempts_wait_a_minute_of_the_service() -> None:
    problem = refusal([entry("", "Too many attempts.", "")], ORDER, Pace(10), ASKED)
    assert isinstance(problem, TryLater)
    assert (problem.code, problem.seconds) == ("too_many", 6.0)


def test_a_dormant_shop_pauses_the_side() -> None:
    problem = judged(entry("", "Dormant", "SHOP_DORMANT"))
    assert isinstance(problem, AccountProblem)
    assert problem.code == "shop_frozen"


def test_a_key_of_another_type_pauses_the_side() -> None:
    problem = judged(entry("order.metafields.0.type", "Type must be consistent", ""))
    assert isinstance(problem, AccountProblem)
    assert problem.code == "key_definition"
    assert "crossdock.amazon_order_id" in problem.cause


@pytest.mark.parametrize(
    ("field", "message", "code", "named"),
    [
        ("order.shippingAddress.zip", "bad", "address_refused", "shippingAddress.zip"),
        ("order.presentmentCurrency", "bad", "currency_not_enabled", "SEK"),
        ("order.processedAt", "bad", "processed_at", "2026-11-20T10:00:00Z"),
        ("order.discountCode", "bad", "discount", "1.50"),
        ("order.lineItems.1.variantId", "bad", "variant_gone", "MUG-1"),
        ("order.lineItems.0.variantId", "bad", "variant_gone", "ProductVariant/1"),
        ("order.shippingAddress.countryCode", "bad", "country_unknown", "US"),
        ("order.tags", "bad", "input_refused", "tags"),
    ],
)
def test_a_failure_names_what_it_is_about(field: str, message: str, code: str, named: str) -> None:
    problem = judged(entry(field, message, "INVALID"))
    assert isinstance(problem, NeedsPerson)
    assert problem.code == code
    assert named in problem.cause
    assert "unknown)" not in problem.cause + problem.cure
    assert problem.technical == Technical("CreateOrder", 200, "INVALID", message, "req-9", field)


def test_of_several_refusals_the_existing_order_decides_then_the_wait_then_the_person() -> None:
    phone = entry("order.shippingAddress.phone", "is invalid", "")
    stock = entry("order.lineItems", "x", "INVENTORY_CLAIM_FAILED")
    wait = entry("", "Too many attempts.", "")
    taken = entry("order.metafields", "taken", "")
    assert isinstance(judged(phone, stock, wait, taken), KeyTaken)
    assert isinstance(judged(phone, stock, wait), TryLater)
    assert isinstance(judged(phone, stock), NeedsPerson)
    assert isinstance(judged(phone), SendWithout)


def test_a_misshapen_list_still_counts_as_a_refusal() -> None:
    assert read_user_errors(None) == ()
    read = read_user_errors([None, {"field": "x", "message": 7}, {"field": [0, "a"]}])
    assert len(read) == 3
    assert read[2].path == ("0", "a")
    problem = judged(*read[:1])
    assert isinstance(problem, NeedsPerson)
    assert problem.code == "refused"


def test_words_are_kept_without_what_may_be_a_buyers() -> None:
    words = "The phone \"+1 347\" of ana@example.com, 347-448-3190, isn't valid for 'Ana N'"
    kept = scrubbed(words)
    for secret in ("347", "ana", "Ana", "448"):
        assert secret not in kept
    assert kept.startswith("The phone … of")
    assert "isn't valid" in kept
    assert len(scrubbed("word " * 500)) <= 300


@pytest.mark.parametrize(
    ("path", "code", "named"),
    [
        (("shippingAddress", "countryCode"), "country_unknown", "US"),
        (("order", "shippingAddress", "countryCode"), "country_unknown", "US"),
        (("presentmentCurrency",), "currency_not_enabled", "SEK"),
        (("lineItems", "0", "taxLines", "0", "rate"), "tax_rate", "rate"),
        (("lineItems", "0", "quantity"), "input_refused", "order.lineItems.0.quantity"),
        ((), "input_refused", "order"),
    ],
)
def test_refused_variables_become_this_orders_failure(
    path: tuple[str, ...], code: str, named: str
) -> None:
    refused = VariablesRefused("shopify", "request_refused", "t", "c", "c", technical=ASKED)
    refused.paths = (path,) if path else ()
    problem = of_variables(refused, ORDER)
    assert problem.code == code
    assert named in problem.cause
    assert problem.technical.request_id == "req-9"
