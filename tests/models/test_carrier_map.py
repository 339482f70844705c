"""The seller's carrier map: exact before wildcard, a country before all."""

import pytest

from desktop.models import carrier_map
from desktop.models.carrier_map import Carrier
from tests.models.orders import connect_account


@pytest.mark.parametrize(
    ("company", "country", "found"),
    [
        ("DHL", "DE", ("DHL", "")),
        (" dhl ", "DE", ("DHL", "")),
        ("DHL Paket", "DE", ("Deutsche Post", "")),
        ("DHL Paket", "FR", ("DHL", "")),
        ("DHL Paket Plus", "FR", ("DHL", "")),
        ("Biker", "DE", ("Other", "Biker & Co")),
        ("Biker", "IT", ("Other", "Biker Italia")),
        ("Unknown [x]", "DE", None),
        ("", "DE", None),
    ],
)
def test_what_a_company_is_on_amazon(
    account_id: int, company: str, country: str, found: tuple[str, str] | None
) -> None:
    carrier_map.set_carrier(account_id, "DHL", "DHL")
    carrier_map.set_carrier(account_id, "DHL *", "DHL")
    carrier_map.set_carrier(account_id, "DHL *", "Deutsche Post", country="de")
    carrier_map.set_carrier(account_id, "Biker", "Other", "Biker & Co")
    carrier_map.set_carrier(account_id, "B*", "UPS")
    carrier_map.set_carrier(account_id, "Biker", "Other", "Biker Italia", country="IT")
    assert carrier_map.carrier(account_id, company, country) == found
    assert carrier_map.carrier(connect_account("Harbor"), company, country) is None


def test_the_longer_wildcard_wins_and_a_star_is_for_all_that_is_left(account_id: int) -> None:
    carrier_map.set_carrier(account_id, "*", "Other", "by road")
    carrier_map.set_carrier(account_id, "*post*", "Deutsche Post")
    assert carrier_map.carrier(account_id, "Die Post AG") == ("Deutsche Post", "")
    assert carrier_map.carrier(account_id, "") == ("Other", "by road")


def test_an_entry_is_changed_in_place_and_removed(account_id: int) -> None:
    carrier_map.set_carrier(account_id, "GLS", "GLS")
    carrier_map.set_carrier(account_id, "GLS", "Other", "GLS Italy")
    assert carrier_map.carriers(account_id) == (Carrier("GLS", "", "Other", "GLS Italy"),)
    assert carrier_map.prefill(account_id, [Carrier("GLS", "", "GLS"), Carrier("X", "", "Y")]) == 1
    assert carrier_map.carrier(account_id, "GLS") == ("Other", "GLS Italy")
    assert carrier_map.remove_carrier(account_id, "GLS")
    assert not carrier_map.remove_carrier(account_id, "GLS")
    for company, code in (("", "GLS"), ("GLS", " ")):
        with pytest.raises(ValueError, match="carrier"):
            carrier_map.set_carrier(account_id, company, code)
