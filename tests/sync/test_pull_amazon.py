"""A history so long that its pages take days to read is read to its end."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop.models.database import close_database, open_database
from desktop.sync.pull_amazon import AmazonPull
from tests.benchmarks.canned_amazon import CannedHttp, add_made_account, canned_connection
from tests.benchmarks.samples import pages

HOUR = 3600.0


@pytest.fixture
def account_id(tmp_path: Path) -> Iterator[int]:
    open_database(tmp_path / "crossdock.db", bytes(range(32)))
    yield add_made_account(speed=1.0)
    close_database()


def tokens_asked_for(account_id: int, hours_a_page: float, pages_read: int) -> list[str]:
    at = 1_790_000_000.0
    with closing(canned_connection(account_id, pages(400))) as connection:
        pull = AmazonPull(connection, clock=lambda: at)
        for _ in range(pages_read):
            pull.step()
            at += hours_a_page * HOUR
        assert isinstance(connection.http, CannedHttp)
        return [one.get("paginationToken", "") for one in connection.http.searches]


def test_a_token_ages_from_when_it_was_given(account_id: int) -> None:
    asked = tokens_asked_for(account_id, 20, 4)
    assert asked == ["", "page-100", "page-200", "page-300"]


def test_a_token_that_is_too_old_opens_the_window_anew(account_id: int) -> None:
    assert tokens_asked_for(account_id, 25, 2) == ["", ""]
