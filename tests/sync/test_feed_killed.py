"""A feed killed before and after each of its effects: sent once, reported once, nothing lost."""

from pathlib import Path
from typing import Any

import pytest

from desktop.models import feeds, refunds, task
from desktop.rows import TaskState
from tests.models.conftest import database, path
from tests.sync.feed_world import Killed, Killer, Stand, lost

__all__ = ["database", "path"]
MOST = 80


@pytest.mark.parametrize("answer_is_lost", [False, True])
def test_refunds_leave_once_wherever_the_process_dies(
    database: Path, monkeypatch: pytest.MonkeyPatch, answer_is_lost: bool
) -> None:
    deaths = 0
    stand = Stand()
    for at in range(1, MOST):
        with monkeypatch.context() as patch:
            ids = [stand.refund(2 * at + one) for one in (0, 1)]
            stand.begin()
            if answer_is_lost:
                stand.world.late["createFeed"] = [lost]
            killer = Killer(patch, stand.world, at)
            try:
                stand.go()
            except Killed:
                deaths += 1
                killer.revive()
                stand.world.at += 20
                stand.begin()
                stand.go()
            orders = [task.task(one).amazon_order_id for one in ids]
            told = (at, [stand.world.done[one] for one in orders], stand.states(*ids))
            assert told == (at, [1, 1], [TaskState.DONE] * 2)
            assert not feeds.open_feeds(stand.account_id)
            record = refunds.of_order(task.task(ids[0]).order_id)
            assert [one.state for one in record] == ["accepted"]
            if killer.at == at:
                break
            stand.world.late.clear()
    assert deaths > 30, "the deaths end before the feed does"
    assert deaths < MOST - 2, "the feed is longer than the deaths reach"
    assert set(stand.world.done.values()) == {1}


def test_a_death_while_the_request_was_under_way_is_looked_up(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Amazon has it, and the process died before it knew: found, not sent again."""
    stand = Stand()
    refund = stand.refund()

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    stand.world.late["createFeed"] = [die]
    with monkeypatch.context() as patch:
        patch.setattr(feeds, "unknown", die)  # the dead write nothing
        with pytest.raises(Killed):
            stand.go()
    assert feeds.open_feeds(stand.account_id)[0].state == "UPLOADED"
    stand.begin()
    stand.go()
    assert stand.world.calls["createFeed"] == 1
    assert stand.states(refund) == [TaskState.DONE]
