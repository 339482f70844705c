"""A history so long that its pages take days to read is read to its end, whole."""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from desktop.actions.connect import connect
from desktop.actions.connect_request import parse_connect
from desktop.clock import parse_iso
from desktop.models.database import close_database, open_database
from desktop.sandbox.faults import read_faults
from desktop.sync.pull_amazon import AmazonPull, PullCursor
from tests.actions.stand import opened_profile, running_sandbox, synced
from tests.benchmarks.canned_amazon import CannedHttp, add_made_account, canned_connection
from tests.benchmarks.samples import pages

START = 1_790_000_000
HOUR, DAY = 3600, 86_400
GOES_ON, ENDS = pages(200)
Searches = list[Mapping[str, str]]


@pytest.fixture
def account_id(tmp_path: Path) -> Iterator[int]:
    open_database(tmp_path / "crossdock.db", bytes(range(32)))
    yield add_made_account(speed=1.0)  # reaches back 730 days
    close_database()


def searches(account_id: int, answers: list[bytes], hours_a_page: float) -> Searches:
    """What is asked for, where so many hours lie between two pages."""
    at = float(START)
    with closing(canned_connection(account_id, answers)) as connection:
        pull = AmazonPull(connection, clock=lambda: at)
        for _ in answers:
            pull.step()
            at += hours_a_page * HOUR
        assert isinstance(connection.http, CannedHttp)
        return connection.http.searches


def days_from_start(told: str) -> float:
    return round((parse_iso(told) - START) / DAY, 2)


def test_a_token_ages_from_when_it_was_given(account_id: int) -> None:
    asked = searches(account_id, [*pages(400)], hours_a_page=20)
    tokens = [one.get("paginationToken", "") for one in asked]
    assert tokens == ["", "page-100", "page-200", "page-300"]
    assert all("createdBefore" not in one for one in asked)


FORGOTTEN = [GOES_ON, ENDS, ENDS, ENDS, ENDS, ENDS]  # the day after each is the end of its token


def test_a_window_that_is_forgotten_is_read_in_parts(account_id: int) -> None:
    asked = searches(account_id, FORGOTTEN, hours_a_page=25)
    assert all("paginationToken" not in one for one in asked)
    starts = [one["createdAfter"] for one in asked]
    ends = [one.get("createdBefore") for one in asked]
    assert starts[0] == starts[1]
    assert starts[2:] == ends[1:5]
    assert (ends[0], ends[5]) == (None, None)
    length = (730 * DAY + 25 * HOUR) / 4 / DAY
    edges = [-730 + n * length for n in range(5)]
    assert [days_from_start(one) for one in starts[1:]] == pytest.approx(edges, abs=0.02)


def test_the_next_window_begins_before_the_first_page_was_read(account_id: int) -> None:
    searches(account_id, FORGOTTEN, hours_a_page=25)
    cursor = PullCursor.load(account_id)
    assert cursor is not None
    told = parse_iso("2026-09-21T14:13:20Z")
    assert (cursor.phase, cursor.after) == ("watch", told - 300)
    assert (cursor.part_s, cursor.until, cursor.watermark, cursor.token) == (0, 0, 0, "")


def test_a_part_that_is_forgotten_as_well_is_cut_shorter(account_id: int) -> None:
    asked = searches(account_id, [GOES_ON, GOES_ON, GOES_ON], hours_a_page=25)
    ends = [days_from_start(one["createdBefore"]) + 730 for one in asked[1:]]
    assert ends == pytest.approx([730 / 4, 730 / 16], abs=0.5)
    assert len({one["createdAfter"] for one in asked}) == 1


def test_every_order_is_imported_where_amazon_forgets_the_place(profile_folder: Path) -> None:
    with running_sandbox(orders=450) as sandbox, opened_profile(profile_folder) as profile:
        forgets = {"operation": "amazon.searchOrders", "kind": "status", "status": 400}
        asked = {**sandbox.connect, "start": {"create": "none"}}
        assert connect(parse_connect(json.dumps(asked)), profile).is_connected
        sandbox.server.faults.put(*read_faults({"faults": [{**forgets, "skip": 1, "times": 1}]}))
        summary = synced(profile)
        assert (summary.imported, summary.problems) == (450, ())
        assert summary.calls["searchOrders"] > 8
