"""Whose trouble it is: a part rests by itself, and only what concerns a side stops the side."""

from pathlib import Path

import pytest

from desktop.catalogue import ACCOUNT_PROBLEMS, WHOLE_SIDE, account_problem
from desktop.errors import AccountProblem, Side, TryLater
from desktop.models import account as accounts
from desktop.sync import retry
from desktop.sync.lease import LeaseUnread
from desktop.sync.notices import Notices
from desktop.sync.part import Part
from desktop.sync.progress import silent
from desktop.sync.report import RunReport
from desktop.sync.troubles import REST_S, Troubles
from tests.models.conftest import database, path
from tests.sync.feed_world import Stand

__all__ = ["database", "path"]

OFFLINE = TryLater(1.0, "offline", "not there")


class Idle:
    """Work that is never due by itself."""

    not_before = 0.0
    due_at: float | None = None
    is_up_to_date = True


class Run:
    """The troubles of one run, and what was told of them."""

    def __init__(self, stand: Stand) -> None:
        self.world = stand.world
        self.report = RunReport()
        notices = Notices("Main", self.report, silent)
        self.troubles = Troubles(stand.connection, notices, self.world.clock)

    def part(self, side: Side, *, is_core: bool = False) -> Part:
        return Part(side, Idle(), lambda: None, is_core=is_core)

    def told(self) -> list[tuple[str, str, bool]]:
        return [(one.side, one.code, one.is_notice) for one in self.report.problems]

    def problem(self, side: str) -> str:
        first = accounts.accounts()[0]
        return first.amazon_problem if side == "amazon" else first.shopify_problem


@pytest.fixture
def run(database: Path) -> Run:
    return Run(Stand())


def refusal(side: Side, code: str) -> AccountProblem:
    return account_problem(side, code)


ALL = sorted(ACCOUNT_PROBLEMS)


def test_what_concerns_a_whole_side_is_in_the_catalogue() -> None:
    assert set(ALL) >= WHOLE_SIDE


@pytest.mark.parametrize(("side", "code"), [one for one in ALL if one not in WHOLE_SIDE])
def test_what_another_part_is_refused_never_stops_a_side(run: Run, side: Side, code: str) -> None:
    core, books = run.part(side, is_core=True), run.part(side)
    run.troubles.refused(books, refusal(side, code))
    assert run.troubles.is_open(core)
    assert not run.troubles.is_open(books)
    assert run.told() == [(side, code, True)]
    assert run.problem(side) == ""
    run.world.at += REST_S
    assert run.troubles.is_open(books)


@pytest.mark.parametrize(("side", "code"), sorted(WHOLE_SIDE))
def test_credentials_and_closed_shops_stop_the_side_whoever_meets_them(
    run: Run, side: Side, code: str
) -> None:
    core = run.part(side, is_core=True)
    other = run.part("shopify" if side == "amazon" else "amazon", is_core=True)
    run.troubles.refused(run.part(side), refusal(side, code))
    assert not run.troubles.is_open(core)
    assert run.troubles.is_open(other)
    assert run.told() == [(side, code, False)]
    assert run.problem(side) == code


@pytest.mark.parametrize("code", ["request_refused", "scope_missing", "forbidden"])
def test_what_the_core_is_refused_stops_its_side(run: Run, code: str) -> None:
    run.troubles.refused(run.part("shopify", is_core=True), refusal("shopify", code))
    assert not run.troubles.is_open(run.part("shopify"))
    assert run.told() == [("shopify", code, False)]
    assert run.problem("shopify") == code


def test_a_part_that_meets_trouble_of_the_other_side_rests(run: Run) -> None:
    feeds = run.part("amazon")
    run.troubles.refused(feeds, refusal("shopify", "forbidden"))
    assert not run.troubles.is_open(feeds)
    assert run.troubles.is_open(run.part("shopify"))
    assert run.troubles.is_open(run.part("amazon"))


def test_tries_are_each_parts_own(run: Run) -> None:
    core, books = run.part("amazon", is_core=True), run.part("amazon")
    for _ in range(retry.OFFLINE_TRIES - 1):
        run.troubles.later(core, OFFLINE)
    for _ in range(retry.OFFLINE_TRIES):
        run.troubles.later(books, OFFLINE)
    assert run.troubles.is_open(core)
    assert not run.troubles.is_open(books)
    run.troubles.works(core)
    for _ in range(retry.OFFLINE_TRIES - 1):
        run.troubles.later(core, OFFLINE)
    assert run.troubles.is_open(core)
    run.troubles.later(core, OFFLINE)
    assert not run.troubles.is_open(core)


@pytest.mark.parametrize("is_core", [True, False])
def test_what_reached_nobody_is_told_once_a_side(run: Run, is_core: bool) -> None:
    parts = [run.part("amazon", is_core=is_core), run.part("amazon"), run.part("amazon")]
    for part in parts:
        for _ in range(retry.OFFLINE_TRIES):
            run.troubles.later(part, OFFLINE)
        run.troubles.sum_up(part)
    assert run.told() == [("amazon", "offline", False)]


def test_where_others_reach_the_side_it_is_a_notice(run: Run) -> None:
    pull, books = run.part("amazon", is_core=True), run.part("amazon")
    run.troubles.works(pull)
    run.troubles.later(books, TryLater(1.0, "unavailable", "busy"))
    run.troubles.sum_up(books)
    assert run.told() == [("amazon", "unavailable", True)]


def test_a_quota_uses_up_no_tries(run: Run) -> None:
    part = run.part("amazon")
    for _ in range(20):
        run.troubles.later(part, TryLater(7.0, "quota", "used up"))
        assert part.work.not_before == run.world.clock() + 7.0
    run.troubles.sum_up(part)
    assert run.troubles.is_open(part)
    assert run.told() == []
    assert run.troubles.words(part) == "used up"


@pytest.mark.parametrize(("reason", "is_open"), [("offline", False), ("throttled", True)])
def test_a_lease_that_cannot_be_read_is_the_shops_trouble(
    run: Run, reason: str, is_open: bool
) -> None:
    shipments = run.part("amazon")
    for _ in range(retry.OFFLINE_TRIES):
        run.troubles.later(shipments, LeaseUnread(1.0, TryLater(1.0, reason, "away")))
    assert run.troubles.is_open(shipments) is is_open
    assert run.told() == ([] if is_open else [("shopify", "offline", False)])


def test_what_was_a_notice_and_then_stops_the_side_is_told_as_that(run: Run) -> None:
    refused = refusal("shopify", "request_refused")
    run.troubles.noticed(refused)
    assert run.told() == [("shopify", "request_refused", True)]
    run.troubles.refused(run.part("shopify", is_core=True), refused)
    run.troubles.noticed(refused)
    assert run.told() == [("shopify", "request_refused", False)]


def test_a_bug_in_a_part_rests_it_and_is_logged(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    part = run.part("shopify")
    run.troubles.bug(part, KeyError("x"))
    assert not run.troubles.is_open(part)
    assert run.told() == []
    assert "bug in a part of a run: KeyError" in caplog.text
