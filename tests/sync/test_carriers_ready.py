"""The carrier map is filled once, and never over what the seller mapped or removed."""

from pathlib import Path

import pytest

from desktop.channels.amazon.carriers import CARRIERS, OTHER, PREFILLED
from desktop.models import account as accounts
from desktop.models import carrier_map, cursor
from desktop.models.carrier_map import carrier, carriers, remove_carrier, set_carrier
from desktop.sync import carriers_ready
from tests.bad_days.stand import a_day
from tests.models.conftest import database, path
from tests.models.orders import connect_account

__all__ = ["database", "path"]


@pytest.fixture
def account_id(database: Path) -> int:
    return connect_account("Main")


def test_both_services_lists_are_in_it(account_id: int) -> None:
    assert carriers_ready.prefill(account_id) == len(carriers(account_id))
    for company, code in PREFILLED.items():
        assert carrier(account_id, company) == (code, "")
    for code in CARRIERS:
        if code != OTHER:
            assert carrier(account_id, code) is not None
    assert carrier(account_id, "FedEx", "JP") == ("FEDEX_JP", "")
    assert carrier(account_id, "FedEx", "US") == ("FedEx", "")
    assert carrier(account_id, "osm") == ("OSM", "")  # only Amazon lists it
    assert carrier(account_id, "Somebody Else") is None


def test_a_second_time_adds_nothing(account_id: int) -> None:
    carriers_ready.prefill(account_id)
    remove_carrier(account_id, "UPS")
    set_carrier(account_id, "DHL Express", "Other", "My DHL")
    assert carriers_ready.prefill(account_id) == 0
    assert carrier(account_id, "UPS") is None
    assert carrier(account_id, "DHL Express") == ("Other", "My DHL")


@pytest.mark.parametrize("company", ["DHL Express", "dhl express", "DHL*"])
def test_what_the_seller_mapped_before_stays(account_id: int, company: str) -> None:
    set_carrier(account_id, company, "Other", "Mine")
    carriers_ready.prefill(account_id)
    assert carrier(account_id, "DHL Express") == ("Other", "Mine")


def test_another_spelling_takes_the_place_of_the_filled_one(account_id: int) -> None:
    carriers_ready.prefill(account_id)
    set_carrier(account_id, "dhl express", "Other", "Mine")
    assert carrier(account_id, "DHL Express") == ("Other", "Mine")
    spelt = [one.company for one in carriers(account_id) if one.company.lower() == "dhl express"]
    assert spelt == ["dhl express"]


def test_a_longer_list_adds_only_what_is_new(
    account_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    carriers_ready.prefill(account_id)
    set_carrier(account_id, "UPS", "Other", "Mine")
    monkeypatch.setattr(carriers_ready, "LISTS", 2)
    new = [*carriers_ready.listed(), carrier_map.Carrier("New One", "", "UPS")]
    monkeypatch.setattr(carriers_ready, "listed", lambda: iter(new))
    assert carriers_ready.prefill(account_id) == 1
    assert carrier(account_id, "UPS") == ("Other", "Mine")


def test_a_connected_account_has_it_and_an_old_one_gets_it(profile_folder: Path) -> None:
    with a_day(profile_folder) as day:
        first = accounts.accounts()[0].id
        assert carrier(first, "UPS") == ("UPS", "")
        for one in carriers(first):
            remove_carrier(first, one.company, one.country)
        cursor.save_cursor(first, carriers_ready.CURSOR, {})
        day.sync()
        assert carrier(first, "UPS") == ("UPS", "")
