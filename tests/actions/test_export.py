"""The CSV file: what is in it, what never is, and what becomes of half a file."""

import csv
from pathlib import Path
from threading import Event

import pytest

from desktop.actions.export import BUYER_HEAD, HEAD, export, safe
from desktop.actions.list_orders import ListWords, list_orders, read_query
from desktop.errors import Cancelled
from desktop.models import order_store
from desktop.profile import Profile
from desktop.sandbox.run import Sandbox
from tests.actions.stand import connect_with, synced


@pytest.fixture
def shop(profile: Profile, sandbox: Sandbox) -> Profile:
    connect_with(profile, sandbox.connect)
    synced(profile)
    return profile


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_it_holds_what_the_filter_shows_in_its_order(shop: Profile, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    query = read_query(ListWords(tags=("fbm",)))
    told: list[int] = []
    assert export(query, path, tell=told.append) == len(list(list_orders(query)))
    rows = read(path)
    assert [row["amazon_order_id"] for row in rows] == [
        one.amazon_order_id for one in list_orders(query)
    ]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert set(rows[0]) == set(HEAD)
    priced = next(row for row in rows if row["total"])
    assert "." in priced["total"]
    assert priced["currency"] == "USD"


def test_buyers_are_in_it_only_when_asked_for(shop: Profile, tmp_path: Path) -> None:
    query = read_query(ListWords())
    names = {
        order.buyer_name
        for row in list_orders(query)
        if (order := order_store.order(row.id)).buyer_name
    }
    assert names
    export(query, tmp_path / "without.csv")
    text = (tmp_path / "without.csv").read_text(encoding="utf-8-sig")
    assert not [name for name in names if name in text]
    export(query, tmp_path / "with.csv", buyers=True)
    rows = read(tmp_path / "with.csv")
    assert {row["buyer"] for row in rows if row["buyer"]} == names
    assert set(rows[0]) == {*HEAD, *BUYER_HEAD}


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-5", "@SUM(A1)", "\t=1", "\r=1", " =1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe(text) == f"'{text}"


def test_plain_text_stays(shop: Profile) -> None:
    assert safe("MUG-1") == "MUG-1"
    assert safe("") == ""


def test_half_a_file_never_takes_the_place_of_a_whole_one(shop: Profile, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("older", encoding="utf-8")
    cancel = Event()
    cancel.set()
    with pytest.raises(Cancelled):
        export(read_query(ListWords()), path, cancel=cancel)
    assert path.read_text(encoding="utf-8") == "older"
    assert list(tmp_path.glob("*.part")) + list(tmp_path.glob(".*")) == []
    with pytest.raises(OSError, match="orders"):
        export(read_query(ListWords()), tmp_path / "no" / "orders.csv")
