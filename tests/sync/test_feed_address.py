"""Addresses of documents that cannot be used: tried a few times, then told; nothing was sent."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.errors import TryLater
from desktop.models import feeds, task
from desktop.rows import TaskState
from desktop.sync import feed_life
from tests.models.conftest import database, path
from tests.sync.feed_world import Stand
from tests.sync.test_feed_run import error

__all__ = ["database", "path"]
S = TaskState


@pytest.fixture
def stand(database: Path) -> Stand:
    return Stand()


def bad_address(code: str) -> Callable[[], None]:
    def refuse() -> None:
        raise TryLater(30, code, "the address cannot be used")

    return refuse


@pytest.mark.parametrize("code", ["address_unusable", "document_expired"])
def test_no_address_that_can_be_used_is_told_after_some_tries(stand: Stand, code: str) -> None:
    """A proxy that rewrites them, say; nothing was submitted, so a retry is safe."""
    refund = stand.refund()
    stand.world.faults["upload"] = [bad_address(code)] * 50
    stand.go()
    assert (stand.states(refund), error(refund)) == ([S.FAILED], "feed_address")
    assert stand.world.calls["createFeedDocument"] == feed_life.ADDRESSES
    assert stand.world.calls["createFeed"] == 0
    assert not feeds.open_feeds(stand.account_id)
    stand.world.faults.clear()
    task.ask_again([refund])
    stand.world.at = max(stand.world.at, task.task(refund).due_at)
    stand.go()
    assert stand.states(refund) == [S.DONE]


def test_one_address_that_ended_is_followed_by_another(stand: Stand) -> None:
    refund = stand.refund()
    stand.world.faults["upload"] = [bad_address("document_expired")] * (feed_life.ADDRESSES - 1)
    stand.go()
    assert stand.states(refund) == [S.DONE]
    assert stand.world.calls["createFeed"] == 1
