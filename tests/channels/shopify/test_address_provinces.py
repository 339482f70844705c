"""Province codes are Shopify's, whatever the writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.shopify.provinces import ZONE_COUNTRIES, is_no_province, province_code


@pytest.mark.parametrize(
    ("country", "text", "code"),
    [
        ("US", "ny", "NY"),
        ("US", "New York", "NY"),
        ("US", "  new   york ", "NY"),
        ("US", "US-NY", "NY"),
        ("US", "D.C.", "DC"),
        ("US", "Washington", "WA"),
        ("US", "West Virginia", "WV"),
        ("US", "Puerto Rico", "PR"),
        ("US", "Armed Forces Pacific", "AP"),
        ("CA", "Québec", "QC"),
        ("CA", "QUEBEC", "QC"),
        ("CA", "Colombie-Britannique", "BC"),
        ("AU", "nsw", "NSW"),
        ("AU", "Victoria", "VIC"),
        ("IT", "Milano", "MI"),
        ("IT", "mi", "MI"),
        ("IT", "NA", "NA"),
        ("IT", "Forli-Cesena", "FC"),
        ("ES", "Madrid", "M"),
        ("ES", "Comunidad de Madrid", "M"),
        ("ES", "Illes Balears", "PM"),
        ("ES", "Bizkaia", "BI"),
        ("ES", "NA", "NA"),
        ("JP", "東京都", "JP-13"),
        ("JP", "東京", "JP-13"),
        ("JP", "Tokyo", "JP-13"),
        ("JP", "Tōkyō-to", "JP-13"),
        ("JP", "JP-13", "JP-13"),
        ("JP", "Osaka Prefecture", "JP-27"),
        ("JP", "京都府", "JP-26"),
        ("JP", "北海道", "JP-01"),
        ("MX", "Ciudad de México", "DF"),
        ("MX", "CDMX", "DF"),
        ("MX", "MX-CMX", "DF"),
        ("MX", "Nuevo Leon", "NL"),
        ("MX", "Quintana Roo", "Q ROO"),
        ("MX", "Estado de México", "MEX"),
        ("BR", "São Paulo", "SP"),
        ("BR", "sao paulo", "SP"),
        ("IN", "KARNATAKA", "KA"),
        ("IN", "Telangana", "TS"),
        ("IN", "Uttarakhand", "UK"),
        ("IN", "Jammu and Kashmir", "JK"),
        ("IE", "Co. Dublin", "D"),
        ("IE", "County Cork", "CO"),
        ("AE", "Dubai", "DU"),
        ("AE", "دبي", "DU"),
        ("EG", "Cairo Governorate", "C"),
        ("ZA", "KwaZulu-Natal", "NL"),
        ("KR", "서울특별시", "KR-11"),
    ],
)
def test_every_writing_finds_shopifys_code(country: str, text: str, code: str) -> None:
    assert province_code(country, text) == code


@pytest.mark.parametrize(
    ("country", "text"),
    [
        ("US", "N/A"),
        ("US", ""),
        ("US", "Ontario"),
        ("US", "Greater London"),
        ("GB", "Greater London"),
        ("DE", "Bayern"),
        ("FR", "75"),
        ("IT", "SU"),  # Shopify has not taken over the province of 2016
        ("AU", "Jervis Bay Territory"),
        ("XX", "NY"),
    ],
)
def test_no_code_is_invented(country: str, text: str) -> None:
    assert province_code(country, text) == ""


@pytest.mark.parametrize("text", ["N/A", "n.a.", "-", "", "none", "NULL", "  ", "."])
def test_some_texts_say_nothing(text: str) -> None:
    assert is_no_province(text)


def test_a_name_says_something() -> None:
    assert not is_no_province("Bayern")


@given(st.sampled_from(sorted(ZONE_COUNTRIES)), st.text(max_size=30))
def test_any_text_is_survived(country: str, text: str) -> None:
    assert isinstance(province_code(country, text), str)
