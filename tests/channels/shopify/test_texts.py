"""Tags, note, attributes and name of the Shopify order."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.shopify.countries import marketplace_country, seller_central_url
from desktop.channels.shopify.texts import (
    LONGEST_NOTE,
    LONGEST_TAG,
    MOST_TAGS,
    attributes,
    moment,
    note,
    order_name,
    service,
    tags,
)
from desktop.trade import Order, OrderRules, Window
from desktop.trade.rules import ExchangeRate
from tests.channels.shopify.sales import line, order

DEFAULT = OrderRules().tags
RATE = ExchangeRate("EUR", "USD", "1.0813700000", "2026-11-20", "ECB")


def full(of: Order, **changes: object) -> str:
    told = changes.get("told", ())
    extra = changes.get("extra", ())
    return note(of, told=told, extra=extra, full=True, zone="UTC")  # type: ignore[arg-type]


def rows(of: Order, **changes: object) -> dict[str, str]:
    given_ = {"rate": None, "full": True, "zone": "UTC", **changes}
    made = attributes(of, **given_)  # type: ignore[arg-type]
    return {row["key"]: row["value"] for row in made}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ["amazon", "fbm", "us"]),
        ({"fulfilled_by": "AMAZON", "programs": ("PRIME",)}, ["amazon", "fba", "us", "prime"]),
        (
            {"programs": ("AMAZON_BUSINESS", "PRIME", "INVOICE_BY_AMAZON")},
            ["amazon", "fbm", "us", "business", "prime"],
        ),
        ({"marketplace_id": "A1F83G8C2ARO7P"}, ["amazon", "fbm", "gb"]),
        ({"marketplace_id": "unknown"}, ["amazon", "fbm"]),
    ],
)
def test_tags_by_the_default_templates(fields: dict[str, Any], expected: list[str]) -> None:
    assert tags(order(line(), **fields), DEFAULT) == expected


def test_tags_are_clean_short_and_unlike() -> None:
    templates = ("A,B", "a b", "x" * 60, "  ", "FBM", "{tag}", "{amazon_id}")
    assert tags(order(line()), templates) == ["A B", "x" * 40, "FBM", "112-4409386-7215402"]


@given(st.lists(st.text(max_size=60), max_size=300))
def test_tags_keep_shopifys_limits(templates: list[str]) -> None:
    made = tags(order(line()), templates)
    assert len(made) <= MOST_TAGS
    assert all(0 < len(tag) <= LONGEST_TAG and "," not in tag for tag in made)
    assert len({tag.casefold() for tag in made}) == len(made)


@pytest.mark.parametrize(
    ("template", "name"),
    [("", ""), ("AMZ-{amazon_id}", "AMZ-112-4409386-7215402"), ("#{marketplace}", "#us")],
)
def test_the_name_follows_its_template(template: str, name: str) -> None:
    assert order_name(order(line()), template) == name


def test_the_note_tells_what_has_no_field() -> None:
    of = order(
        line("A", gift_message="Happy birthday 🎂", customization_url="https://example.test/c"),
        line("B", ioss_number="IM123", gift_wrap_level="Classic"),
        ship_by=Window(latest=1_790_000_000),
        service_level="SECOND_DAY",
        purchase_order_number="PO-88",
        tax_numbers=(("BUYER VAT", "DE123"),),
        delivery_note="Ring twice",
        replaces="111-0000000-0000000",
    )
    assert full(of, told=("The phone was left out.",), extra=("Phone extension: 7",)).split(
        "\n"
    ) == [
        "Amazon order: 112-4409386-7215402",
        "Ship by: 2026-09-21 14:13 UTC",
        "Service level: Second day",
        "PO number: PO-88",
        "Replaces Amazon order: 111-0000000-0000000",
        "Delivery note: Ring twice",
        "Tax number (BUYER VAT): DE123",
        "IOSS number: IM123",
        "The phone was left out.",
        "Phone extension: 7",
        "Gift message (A): Happy birthday 🎂",
        "Customisation (A): https://example.test/c",
        "Gift wrap (B): Classic",
    ]


def test_without_the_setting_only_changes_are_noted() -> None:
    of = order(line(gift_message="Hi"), service_level="STANDARD")
    made = note(of, told=("Converted.",), extra=("Phone: 1",), full=False, zone="UTC")
    assert made == "Converted.\nPhone: 1"
    assert rows(of, full=False, rate=RATE) == {
        "Amazon order ID": of.amazon_order_id,
        "Exchange rate": "1 EUR = 1.0813700000 USD (ECB, 2026-11-20)",
    }


def test_a_long_note_keeps_its_beginning() -> None:
    made = full(order(line(gift_message="x" * 9000)), told=("First the facts.",))
    assert len(made) == LONGEST_NOTE
    assert "First the facts." in made
    assert made.endswith("…")


def test_attributes_have_a_value_and_a_key_of_their_own() -> None:
    of = order(
        line("A", ioss_number="IM1"),
        line("B", ioss_number="IM2"),
        line("C", ioss_number="IM1"),
        deliver_by=Window(latest=1_790_000_000),
    )
    assert rows(of) == {
        "Amazon order ID": of.amazon_order_id,
        "Deliver by": "2026-09-21 14:13 UTC",
        "IOSS number": "IM1",
        "IOSS number 2": "IM2",
    }


@pytest.mark.parametrize(
    ("seconds", "zone", "text"),
    [
        (None, "UTC", ""),
        (1_790_000_000, "America/New_York", "2026-09-21 10:13 EDT"),
        (1_790_000_000, "Asia/Tokyo", "2026-09-21 23:13 JST"),
        (1_790_000_000, "No/Such_Zone", "2026-09-21 14:13 UTC"),
        (1_790_000_000, "", "2026-09-21 14:13 UTC"),
    ],
)
def test_times_are_the_shops(seconds: int | None, zone: str, text: str) -> None:
    assert moment(seconds, zone) == text


def test_a_fixed_rate_is_the_sellers() -> None:
    fixed = ExchangeRate("EUR", "USD", "1.1", "2026-11-20", "fixed")
    assert rows(order(line()), rate=fixed)["Exchange rate"].endswith(
        "(set by the seller, 2026-11-20)"
    )


def test_a_service_level_reads_as_words() -> None:
    assert service(order(line(), service_level="FREE_ECONOMY")) == "Free economy"


@pytest.mark.parametrize(
    ("marketplace", "country", "host"),
    [
        ("ATVPDKIKX0DER", "US", "sellercentral.amazon.com"),
        ("A1F83G8C2ARO7P", "GB", "sellercentral.amazon.co.uk"),
        ("A1VC38T7YXB528", "JP", "sellercentral.amazon.co.jp"),
    ],
)
def test_marketplaces_are_known(marketplace: str, country: str, host: str) -> None:
    assert marketplace_country(marketplace) == country
    assert seller_central_url(marketplace, "1") == f"https://{host}/orders-v3/order/1"


def test_an_unknown_marketplace_has_no_address() -> None:
    assert seller_central_url("X", "1") == ""
