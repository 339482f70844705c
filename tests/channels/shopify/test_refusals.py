"""Refused fulfilments, refunds and cancellations, row by row, and what a person is told."""

from collections.abc import Sequence
from typing import Any

import pytest

from desktop.catalogue import (
    CANCELLATION_FAILURES,
    REFUND_FAILURES,
    SHIPMENT_FAILURES,
    cancellation_failure,
    refund_failure,
    shipment_failure,
)
from desktop.channels.shopify import refusals
from desktop.channels.shopify.errors import VariablesRefused
from desktop.channels.shopify.refusals import meaning, of_variables, refusal
from desktop.channels.shopify.user_errors import Rule, UserError
from desktop.clock import Pace
from desktop.errors import NeedsPerson, OutcomeUnknown, Technical, TryLater

ASKED = Technical("CreateRefund", 200, request_id="req-9")
ORDERS = "fulfillment.lineItemsByFulfillmentOrder.0"

PASSING = [
    ("", "Too many attempts. Please try again later.", "", "too_many"),
    ("", "The order is currently being edited", "", "again"),
    ("", "Something broke, please try again later", "", "again"),
    ("", "This request is currently in progress, please try again.", "", "again"),
]

CASES: dict[str, list[tuple[str, str, str, str]]] = {
    "FULFILLMENT_RULES": [
        *PASSING,
        ("fulfillment.trackingInfo.url", "Url is invalid", "", "shop_tracking"),
        ("fulfillment", "Access denied for this location", "", "shop_access"),
        (
            ORDERS,
            "The api client does not have access to the fulfillment order.",
            "",
            "shop_access",
        ),
        (ORDERS, "Fulfillment order 1 is on hold", "", "shop_on_hold"),
        (ORDERS, "Fulfillment order is in an unfulfillable state: ON_HOLD", "", "shop_on_hold"),
        (ORDERS, "Fulfillment order is scheduled", "", "shop_scheduled"),
        (ORDERS, "Fulfillment order has request status submitted", "", "shop_at_service"),
        ("", "All fulfillment orders must be assigned to the same location.", "", "shop_locations"),
        (ORDERS + ".fulfillmentOrderLineItems.0.quantity", "is wrong", "", "shop_quantity"),
        ("", "Invalid fulfillment order line item quantity requested.", "", "shop_quantity"),
        ("", "Cannot fulfill more than remains", "", "shop_quantity"),
        (ORDERS, "Fulfillment order 1 has an unfulfillable status= closed", "", "shop_not_open"),
        ("", "The order was cancelled", "", "shop_not_open"),
        ("", "Order does not exist", "", "shop_order_gone"),
        ("", "Fulfillment order does not exist.", "", "shop_not_open"),
        ("fulfillment.originAddress", "is odd", "", "shop_input_refused"),
        ("", "Something else", "", "refused"),
    ],
    "TRACKING_RULES": [
        *PASSING,
        ("fulfillmentId", "You do not have permission", "", "shop_access"),
        ("fulfillmentId", "Fulfillment not found", "", "shop_fulfillment_gone"),
        ("", "The fulfillment has been canceled", "", "shop_fulfillment_gone"),
        ("trackingInfoInput.url", "is invalid", "", "shop_tracking"),
        ("", "Tracking number is too long", "", "shop_tracking"),
        ("", "Something else", "", "refused"),
    ],
    "MOVE_RULES": [
        *PASSING,
        (
            "id",
            "no",
            "CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS",
            "shop_in_progress",
        ),
        ("id", "The fulfillment order has progress reported", "", "shop_in_progress"),
        ("id", "Not authorized", "", "shop_access"),
        ("id", "The fulfillment order's request must be cancelled first", "", "shop_at_service"),
        ("newLocationId", "is odd", "", "shop_location"),
        ("id", "None of the items are stocked at the new location.", "", "shop_location"),
        ("id", "Cannot move a closed fulfillment order", "", "shop_not_open"),
        ("id", "Fulfillment order not found", "", "shop_not_open"),
        ("id", "odd", "", "shop_input_refused"),
        ("", "Something else", "", "refused"),
    ],
    "HOLD_RULES": [
        *PASSING,
        ("", "x", "DUPLICATE_FULFILLMENT_HOLD_HANDLE", "held"),
        ("", "x", "TAKEN", "held"),
        ("fulfillmentHold.handle", "The handle is already in use by this app", "", "held"),
        ("", "You do not have permission", "", "shop_permission"),
        ("", "x", "FULFILLMENT_ORDER_NOT_FOUND", "shop_hold_refused"),
        ("", "x", "FULFILLMENT_ORDER_HOLD_LIMIT_REACHED", "shop_hold_refused"),
    ],
    "RELEASE_RULES": [
        *PASSING,
        ("id", "x", "FULFILLMENT_ORDER_NOT_FOUND", "released"),
        ("id", "x", "INVALID_ACCESS", "shop_hold_foreign"),
        ("id", "Access denied", "", "shop_hold_foreign"),
        ("holdIds", "The fulfillment order is not on hold", "", "released"),
        ("holdIds", "Fulfillment hold not found", "", "released"),
        ("", "Something else", "", "refused"),
    ],
    "REFUND_RULES": [
        ("", "x", "IDEMPOTENCY_CONCURRENT_REQUEST", "key_busy"),
        ("", "x", "IDEMPOTENCY_KEY_PARAMETER_MISMATCH", "shop_key_mismatch"),
        ("", "x", "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED", "shop_key_spent"),
        (
            "",
            "The same idempotency key cannot be used with different operation parameters.",
            "",
            "shop_key_mismatch",
        ),
        ("", "A previous request with this idempotency key failed.", "", "shop_key_spent"),
        ("", "A request with this idempotency key is in progress", "", "key_busy"),
        *PASSING,
        ("", "The app does not have permission to refund", "", "shop_permission"),
        (
            "refundLineItems",
            "Cannot refund more items than were purchased",
            "",
            "shop_quantity",
        ),
        ("refundLineItems.0.quantity", "must be positive", "", "shop_quantity"),
        ("", "Quantity cannot be refunded", "", "shop_quantity"),
        ("refundLineItems.0.locationId", "is required", "", "shop_restock"),
        ("", "Restock type is not accepted", "", "shop_restock"),
        ("currency", "is required", "", "shop_currency"),
        ("", "The currency does not match", "", "shop_currency"),
        ("shipping.amount", "is too much", "", "shop_shipping"),
        ("", "Shipping cannot be refunded more than once", "", "shop_shipping"),
        ("processedAt", "is in the past", "", "shop_date"),
        (
            "transactions.0.amount",
            "Refund amount is greater than the refundable amount",
            "",
            "shop_more_than_paid",
        ),
        ("", "Over-refunding is not allowed", "", "shop_more_than_paid"),
        ("transactions.0.parentId", "is invalid", "", "shop_payment"),
        ("", "Gateway cannot refund", "", "shop_payment"),
        ("refundLineItems.0.lineItemId", "is invalid", "", "shop_line_gone"),
        ("", "Line item does not belong to this one", "", "shop_line_gone"),
        ("orderId", "is invalid", "", "shop_order_gone"),
        ("", "Order could not be found", "", "shop_order_gone"),
        ("note", "is too long", "", "shop_input_refused"),
        ("", "Something else", "", "refused"),
    ],
    "CANCEL_RULES": [
        *PASSING,
        ("", "x", "INTERNAL_ERROR", "unknown"),
        ("orderId", "Order has already been cancelled", "INVALID", "already_cancelled"),
        ("orderId", "Order has been canceled", "INVALID", "already_cancelled"),
        ("orderId", "x", "NOT_FOUND", "shop_order_gone"),
        ("", "x", "NO_REFUND_PERMISSION", "shop_permission"),
        ("", "x", "NO_REFUND_TO_STORE_CREDIT_PERMISSION", "shop_permission"),
        ("", "x", "STORE_CREDIT_REFUND_B2B_NOT_SUPPORTED", "shop_store_credit"),
        ("", "x", "STORE_CREDIT_REFUND_EXPIRATION_IN_PAST", "shop_store_credit"),
        ("", "x", "STORE_CREDIT_REFUND_MISSING_CUSTOMER", "shop_store_credit"),
        ("", "You do not have permission to cancel", "", "shop_permission"),
        (
            "orderId",
            "Cannot cancel an order with pending authorizations",
            "INVALID",
            "shop_payment_open",
        ),
        ("orderId", "Cannot cancel an order with active returns", "INVALID", "shop_return_open"),
        ("orderId", "Cannot cancel a fulfilled order", "INVALID", "shop_fulfilled"),
        (
            "orderId",
            "Cannot cancel an order with outstanding fulfillments",
            "INVALID",
            "shop_fulfilled",
        ),
        ("", "Order does not exist", "", "shop_order_gone"),
        ("staffNote", "is too long", "INVALID", "shop_input_refused"),
        ("", "Something else", "INVALID", "refused"),
    ],
}
ENTRIES = {
    "FULFILLMENT_RULES": SHIPMENT_FAILURES,
    "TRACKING_RULES": SHIPMENT_FAILURES,
    "MOVE_RULES": SHIPMENT_FAILURES,
    "HOLD_RULES": CANCELLATION_FAILURES,
    "RELEASE_RULES": CANCELLATION_FAILURES,
    "REFUND_RULES": REFUND_FAILURES,
    "CANCEL_RULES": CANCELLATION_FAILURES,
}
SIGNALS = {"again", "too_many", "unknown", "key_busy", "held", "released", "already_cancelled"}


def rules_of(table: str) -> Sequence[Rule]:
    rules: Sequence[Rule] = getattr(refusals, table)
    return rules


def entry(field: str, message: str, code: str) -> UserError:
    return UserError(tuple(field.split(".")) if field else (), message, code)


@pytest.mark.parametrize(
    ("table", "field", "message", "code", "means"),
    [(table, *case) for table, cases in CASES.items() for case in cases],
)
def test_a_refusal_is_told_apart(
    table: str, field: str, message: str, code: str, means: str
) -> None:
    assert meaning(rules_of(table), [entry(field, message, code)])[0] == means


@pytest.mark.parametrize("table", sorted(CASES))
def test_every_row_of_a_table_is_needed_by_a_case(table: str) -> None:
    rules = rules_of(table)
    deciding = {
        next(i for i, rule in enumerate(rules) if rule.fits(entry(field, message, code)))
        for field, message, code, _ in CASES[table]
    }
    assert [rules[i] for i in range(len(rules)) if i not in deciding] == []


@pytest.mark.parametrize("table", sorted(CASES))
def test_every_meaning_is_a_signal_or_stands_in_the_catalogue(table: str) -> None:
    means = {rule.means for rule in rules_of(table)}
    assert means - SIGNALS <= set(ENTRIES[table])


def test_no_entry_for_shopify_is_left_without_a_cause() -> None:
    """An entry that nothing leads to would be a promise nobody keeps."""
    elsewhere = {
        "shop_order_gone",
        "shop_input_refused",
        "shop_not_cancelled",
        "shop_maybe_there",
    }
    for entries in (SHIPMENT_FAILURES, REFUND_FAILURES, CANCELLATION_FAILURES):
        written = {code for code in entries if code.startswith("shop_")}
        tables = [table for table, known in ENTRIES.items() if known is entries]
        meant = {rule.means for table in tables for rule in rules_of(table)}
        assert written - elsewhere <= meant


@pytest.mark.parametrize("entries", [SHIPMENT_FAILURES, REFUND_FAILURES, CANCELLATION_FAILURES])
def test_every_entry_for_shopify_can_be_opened_or_marked(entries: dict[str, Any]) -> None:
    for code, one in entries.items():
        if code.startswith("shop_"):
            assert "mark_done" in one.fixes
            assert "retry" in one.fixes


def test_of_several_refusals_what_is_unknown_or_passes_decides_first() -> None:
    fulfilled = entry("", "Cannot cancel a fulfilled order", "INVALID")
    busy = entry("", "try again later", "")
    broken = entry("", "x", "INTERNAL_ERROR")
    rules = refusals.CANCEL_RULES
    assert meaning(rules, [fulfilled, busy, broken]) == ("unknown", broken)
    assert meaning(rules, [fulfilled, busy]) == ("again", busy)
    assert meaning(rules, [fulfilled])[0] == "shop_fulfilled"
    assert meaning(rules, [])[0] == "refused"


def test_a_failure_names_what_shopify_said_without_a_buyers_data() -> None:
    error = entry("fulfillment.trackingInfo.url", "Bad for ana@example.com, +1 347 448 3190", "X")
    made = refusal(shipment_failure, "shop_on_hold", error, Pace(), ASKED)
    assert isinstance(made, NeedsPerson)
    assert made.code == "shop_on_hold"
    assert made.technical.request_id == "req-9"
    assert (made.technical.code, made.technical.field) == ("X", "fulfillment.trackingInfo.url")
    for text in (made.technical.words, made.cause):
        assert "ana@" not in text
        assert "448" not in text
        assert "Bad for" in text


def test_facts_are_filled_in() -> None:
    facts = {"currency": "SEK", "order_currency": "USD"}
    error = entry("currency", "no", "")
    made = refusal(refund_failure, "shop_currency", error, Pace(), ASKED, facts)
    assert isinstance(made, NeedsPerson)
    assert "SEK" in made.cause
    assert "USD" in made.cause


@pytest.mark.parametrize(
    ("means", "code", "seconds"),
    [
        ("too_many", "too_many", 6.0),
        ("again", "unavailable", 3.0),
        ("key_busy", "unavailable", 3.0),
    ],
)
def test_what_passes_waits_in_the_accounts_own_time(means: str, code: str, seconds: float) -> None:
    made = refusal(refund_failure, means, entry("", "x", ""), Pace(10), ASKED)
    assert isinstance(made, TryLater)
    assert (made.code, made.seconds) == (code, seconds)


def test_what_may_have_been_done_is_unknown() -> None:
    made = refusal(cancellation_failure, "unknown", entry("", "x", ""), Pace(), ASKED)
    assert isinstance(made, OutcomeUnknown)
    assert made.technical.request_id == "req-9"


def test_refused_variables_are_this_tasks_failure() -> None:
    refused = VariablesRefused("shopify", "request_refused", "t", "c", "c", technical=ASKED)
    refused.paths = (("input", "transactions", "0", "amount"),)
    made = of_variables(refund_failure, refused)
    assert made.code == "shop_input_refused"
    assert "input.transactions.0.amount" in made.cause
    refused.paths = ()
    assert "order" in of_variables(cancellation_failure, refused).cause
