"""Amazon's address in Shopify's fields, nothing lost on the way."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.shopify.address import LONGEST, ShopAddress, shop_address, split_name
from desktop.channels.shopify.countries import COUNTRIES
from desktop.errors import NeedsPerson
from tests.channels.shopify.sales import NEW_YORK

ALL: frozenset[str] = frozenset()


def made(without: frozenset[str] = ALL, **changes: str) -> ShopAddress:
    return shop_address(replace(NEW_YORK, **changes), "Buyer Fallback", without)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Jordan Example", "Jordan", "Example"),
        ("Anna Maria von Beispiel", "Anna Maria von", "Beispiel"),
        ("  Prince  ", "", "Prince"),
        ("Zoë\u00a0Ünal", "Zoë", "Ünal"),
        ("משה כהן", "משה", "כהן"),
        ("😀 𝒥ordan", "😀", "𝒥ordan"),
        ("山田 太郎", "太郎", "山田"),
        ("山田\u3000太郎", "太郎", "山田"),
        ("山田太郎", "", "山田太郎"),
        ("김 민수", "민수", "김"),
        ("", "", ""),
    ],
)
def test_names_are_split(name: str, first: str, last: str) -> None:
    assert split_name(name) == (first, last)


def test_a_plain_address_is_taken_over() -> None:
    assert made() == ShopAddress(
        {
            "firstName": "Jordan",
            "lastName": "Example",
            "address1": "1 Test St",
            "city": "New York",
            "provinceCode": "NY",
            "countryCode": "US",
            "zip": "10001",
        }
    )


def test_without_a_recipient_the_buyers_name_stands_in() -> None:
    assert made(name=" ").fields["lastName"] == "Fallback"


def test_all_lines_and_places_find_a_place() -> None:
    fields = made(
        company="Unit Ltd",
        line1="  ",
        line2="Building  7",
        line3="Floor 3",
        district="Manhattan",
        municipality="new york",
    ).fields
    assert fields["address1"] == "Building 7"
    assert fields["address2"] == "Floor 3, Manhattan"
    assert fields["company"] == "Unit Ltd"


def test_a_municipality_stands_in_for_a_missing_city() -> None:
    fields = made(city=" ", district="Centre", municipality="Springfield").fields
    assert fields["city"] == "Springfield"
    assert fields["address2"] == "Centre"


@pytest.mark.parametrize(("given_", "code"), [("UK", "GB"), ("gb", "GB"), (" De ", "DE")])
def test_countries_are_shopifys(given_: str, code: str) -> None:
    assert made(country=given_, state="").fields["countryCode"] == code


@pytest.mark.parametrize("country", ["", "XX", "USA", "ZZ", "Germany"])
def test_an_unknown_country_needs_a_person(country: str) -> None:
    with pytest.raises(NeedsPerson) as refused:
        made(country=country)
    assert refused.value.code == "country_unknown"


def test_the_countries_are_those_of_the_schema() -> None:
    assert len(COUNTRIES) == 244
    assert "GB" in COUNTRIES
    assert "UK" not in COUNTRIES


def test_a_province_without_a_code_moves_into_the_second_line() -> None:
    fields = made(country="GB", city="Croydon", state="Greater London", line2="Flat 2").fields
    assert "provinceCode" not in fields
    assert fields["address2"] == "Flat 2, Greater London"


@pytest.mark.parametrize("state", ["N/A", "n/a", "-", "None", " ", "NA"])
def test_a_province_that_says_nothing_is_dropped(state: str) -> None:
    fields = made(state=state).fields
    assert "provinceCode" not in fields
    assert "address2" not in fields


def test_a_province_that_repeats_the_city_is_not_written_twice() -> None:
    fields = made(country="DE", city="Berlin", state="BERLIN").fields
    assert "address2" not in fields


def test_a_refused_province_moves_and_is_noted() -> None:
    address = made(frozenset({"province"}), state="ny", city="Albany")
    assert "provinceCode" not in address.fields
    assert address.fields["address2"] == "ny"
    assert any("province" in note for note in address.notes)


@pytest.mark.parametrize(
    ("phone", "country", "number"),
    [
        ("+1 347-448-3190", "US", "+13474483190"),
        ("(347) 448-3190", "US", "+13474483190"),
        ("030 901820", "DE", "+4930901820"),
        ("+44 20 7946 0018", "GB", "+442079460018"),
    ],
)
def test_phones_become_e164(phone: str, country: str, number: str) -> None:
    address = made(phone=phone, country=country, state="")
    assert address.fields["phone"] == number
    assert address.note_lines == ()
    assert address.notes == ()


def test_an_extension_goes_into_the_note() -> None:
    address = made(phone="+1 347-448-3190 ext. 12345")
    assert address.fields["phone"] == "+13474483190"
    assert address.note_lines == ("Phone extension: 12345",)


@pytest.mark.parametrize("phone", ["12", "call me", "+999 1", "0000000000"])
def test_an_invalid_phone_is_left_out_and_kept_in_the_note(phone: str) -> None:
    address = made(phone=phone)
    assert "phone" not in address.fields
    assert address.note_lines == (f"Phone (not a valid number): {phone}",)
    assert len(address.notes) == 1


def test_a_refused_phone_is_left_out_and_noted_without_the_number() -> None:
    address = made(frozenset({"phone"}), phone="+1 347-448-3190")
    assert "phone" not in address.fields
    assert address.note_lines == ("Phone (refused by Shopify): +1 347-448-3190",)
    assert not any("347" in note for note in address.notes)


def test_long_lines_flow_on_instead_of_being_cut() -> None:
    words = " ".join(f"word{i:03}" for i in range(100))  # 799 characters
    address = made(line1=words)
    line1, line2 = address.fields["address1"], address.fields["address2"]
    rest = address.note_lines[0].removeprefix("Address, continued: ")
    assert max(len(line1), len(line2)) <= LONGEST
    assert f"{line1} {line2} {rest}" == words
    assert len(address.notes) == 1


text = st.text(max_size=400).filter(lambda value: "\r" not in value)


@given(text, text, text, text, text)
def test_no_character_of_the_street_is_lost(
    one: str, two: str, three: str, district: str, city: str
) -> None:
    address = made(
        line1=one, line2=two, line3=three, district=district, city=city, state="NY", company=""
    )
    fields = address.fields
    assert all(len(value) <= LONGEST for value in fields.values())
    sent = "".join((*fields.values(), *address.note_lines)).replace(" ", "")
    for part in (one, two, three):
        for word in part.split():
            if len(word) < 50 and len("".join((one, two, three, district, city))) < LONGEST:
                assert word in sent
