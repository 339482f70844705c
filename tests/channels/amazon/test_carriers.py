"""Carriers: codes, numbers, and names that look like one."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desktop.channels.amazon.carriers import (
    CARRIERS,
    OTHER,
    PREFILLED,
    fits,
    guess,
    prefilled,
    resemble,
)


def test_what_is_prefilled_is_a_code_of_amazons() -> None:
    assert set(PREFILLED.values()) <= set(CARRIERS) - {OTHER}
    assert len(set(CARRIERS)) == len(CARRIERS)


@pytest.mark.parametrize(
    ("company", "country", "expected"),
    [
        ("FedEx", "", "FedEx"),
        ("FedEx", "US", "FedEx"),
        ("FedEx", "JP", "FEDEX_JP"),
        ("Deutsche Post (DE)", "DE", "Deutsche Post"),
        ("Evri", "GB", None),
        ("fedex", "", None),
        ("", "", None),
    ],
)
def test_a_company_as_shopify_names_it(company: str, country: str, expected: str | None) -> None:
    assert prefilled(company, country) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1Z999AA10123456784", ("UPS",)),
        ("1z 999 aa1 01 2345 6784", ("UPS",)),
        ("9400100000000000000000", ("USPS",)),
        ("RR123456785GB", ("Royal Mail",)),
        ("RR123456785JP", ("JP_EXPRESS",)),
        ("00340434292135100186", ("DHL",)),
        ("JJD000390007882", ("DHL",)),
        ("D10011354453707", ("OnTrac",)),
        ("", ()),
        ("no number at all", ()),
    ],
)
def test_a_number_tells_its_carrier(number: str, expected: tuple[str, ...]) -> None:
    assert guess(number) == expected


def test_a_number_that_several_may_have() -> None:
    assert {"FedEx", "UPS", "DHL"} <= set(guess("123456789012"))


@pytest.mark.parametrize(
    ("code", "number", "expected"),
    [
        ("UPS", "1Z999AA10123456784", True),
        ("UPS", "1Z999", False),
        ("UPS", "RR123456785GB", False),
        ("FedEx", "1234 5678 9012", True),
        ("FedEx", "1Z999AA10123456784", False),
        ("USPS", "RR123456785US", True),
        ("YAMATO", "1234-5678-9012", True),
        ("Aramex", "whatever", True),
        (OTHER, "whatever", True),
        ("nobody", "whatever", True),
        ("Aramex", "  ", False),
    ],
)
def test_a_number_that_fits(code: str, number: str, expected: bool) -> None:
    assert fits(code, number) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("UPS", "UPS"),
        ("ups", "UPS"),
        ("U.P.S.", "UPS"),
        ("Fedex", "FedEx"),
        ("fedex ground", "FedEx"),
        ("FedEx SmartPost", "FedEx SmartPost"),
        ("Royal Mail Tracked 24", "Royal Mail"),
        ("Royel Mail", "Royal Mail"),
        ("Deutsche post AG", "Deutsche Post"),
        ("Evri", None),
        ("Upside Logistics", None),
        ("Speedy", None),
        ("", None),
        ("!?", None),
    ],
)
def test_a_name_that_resembles_a_listed_one(name: str, expected: str | None) -> None:
    assert resemble(name) == expected


@given(some.text(max_size=40))
def test_any_text_is_taken(text: str) -> None:
    assert set(guess(text)) <= set(CARRIERS)
    assert resemble(text) in (None, *CARRIERS)
    assert prefilled(text, text) in (None, *CARRIERS)
    for code in guess(text):
        assert fits(code, text)


class TestAgainstTheLists:
    """Collected only where both services' lists are at hand."""

    __test__ = bool(os.environ.get("CROSSDOCK_CONTRACTS"))

    def test_the_prefilled_names_are_those_of_shopify(self) -> None:
        folder = Path(os.environ["CROSSDOCK_CONTRACTS"]) / "shopify"
        told = json.loads((folder / "tracking-companies-2026-10.json").read_text("utf-8"))
        lines = [line.rpartition("**: ")[2] for line in told["supported"]]
        known = {name.strip() for line in lines for name in [line, *line.split(",")]}
        assert len(known) > 130
        # Written by hand where the shop has its own name for it.
        assert set(PREFILLED) - known == {"Aramex", "La Poste"}

    def test_every_code_of_the_document_is_listed(self) -> None:
        path = Path(os.environ["CROSSDOCK_CONTRACTS"]).parent / "amazon-sp-api.md"
        text = path.read_text("utf-8")
        listed = text.partition("Classic list: ")[2].partition(" (the live list")[0]
        codes = {code.strip() for code in listed.split(",")}
        assert len(codes) > 45
        assert codes <= set(CARRIERS)
