"""Two profiles on one seller and one shop, against the sandbox: only one of them sends."""

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

import pytest

from desktop import clock
from desktop.actions.take_over import take_over
from desktop.channels.shopify.lease import read_lease, write_lease
from desktop.models import account as accounts
from desktop.models import reconciliation, setting
from desktop.models.database import close_database, open_database
from desktop.profile import open_profile
from desktop.rows import RunSummary
from desktop.sync import lease
from desktop.sync.account_run import AccountRun
from desktop.sync.connection import open_connection
from desktop.sync.progress import Progress
from desktop.sync.report import RunReport
from desktop.trade.returns import Lease
from tests.bad_days.sales import Json, order_id, sale
from tests.bad_days.stand import Day, a_day, codes
from tests.crash.seller import Seller

LATER = 4 * 3600.0
BOOKS = {"finances_lag_h": 0.0, "deferred_share": 1.0, "deferred_h": 0.01}
SETTINGS = (
    ("refund.to_amazon", "true"),
    ("refund.to_shopify", "automatic"),
    ("cancel.to_amazon", "true"),
    ("outbox.minutes", "0"),
)


@contextmanager
def at(folder: Path, day: Day) -> Iterator[Day]:
    """Sit down at another computer; the first one's profile is closed meanwhile."""
    folder.mkdir(exist_ok=True)
    close_database()
    profile = open_profile(folder)
    open_database(profile.database_path, profile.key)
    try:
        yield Day(profile, day.sandbox)
    finally:
        close_database()
        open_database(day.profile.database_path, day.profile.key)


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """A heartbeat of half a second."""
    monkeypatch.setattr(lease, "SHORTEST_HEARTBEAT_S", 0.5)


def amazon(day: Day, number: int) -> Json:
    orders: list[Json] = day.sandbox.ledger()["amazon"]["orders"]
    (found,) = [one for one in orders if one["amazon_order_id"] == order_id(number)]
    return found


def created(day: Day) -> Counter[str]:
    return Counter(one["source_identifier"] for one in day.shop())


def test_of_two_that_run_at_once_one_sends(
    profile_folder: Path, child_environment: dict[str, str], tmp_path: Path
) -> None:
    sales = [sale(n) for n in range(1, 31)]
    with a_day(profile_folder, sales, connected=False) as day:
        sellers = []
        for name in ("one", "two"):
            environment = dict(child_environment)
            environment["CROSSDOCK_TEST_KEYRING"] = str(tmp_path / f"{name}.json")
            seller = Seller(tmp_path / name, environment)
            done = seller.run("connect", "--from", "-", given=json.dumps(day.sandbox.connect))
            assert done.returncode == 0, done.stderr
            sellers.append(seller)
        running = [
            subprocess.Popen(
                one.command("sync", "--once", "--json"),
                env=one.environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
            )
            for one in sellers
        ]
        ends = [one.communicate(timeout=120) for one in running]
        assert all(said for said, _ in ends), [error for _, error in ends]
        told = [json.loads(said) for said, _ in ends]
        assert sorted(one["created"] for one in told) == [0, 30]
        assert [one["imported"] for one in told] == [30, 30]
        (reader,) = [one for one in told if not one["created"]]
        assert [one["code"] for one in reader["problems"]] == ["lease_held"]
        assert set(created(day).values()) == {1}
        assert len(created(day)) == 30


def test_the_lease_is_taken_over_and_the_first_only_reads_then(
    profile_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "SHORTEST_HEARTBEAT_S", 1.5)
    with a_day(profile_folder, [sale(1), sale(2)]) as day:
        assert day.sync().created == 2
        with at(tmp_path / "two", day) as two:
            two.connect()
            assert codes(two.sync()) == ["lease_held"]
            day.event("amazon.new_order", order=sale(3))
            assert take_over() == (accounts.account(1).name,)
            summary = two.sync(LATER)
            assert codes(summary) == []
            assert two.problem("shopify") == ""
            two.made(1, 2, 3)
        day.event("amazon.new_order", order=sale(4))
        summary = day.sync()
        assert codes(summary) == ["lease_held"]
        assert day.problem("shopify") == "lease_held"
        assert (summary.imported, summary.created) == (2, 0)
        take_over()
        assert codes(day.sync(LATER)) == []
        assert created(day) == {order_id(n): 1 for n in range(1, 5)}


def test_one_that_only_reads_costs_two_calls(profile_folder: Path, tmp_path: Path) -> None:
    with a_day(profile_folder, [sale(1)]) as day:
        first = _lease_calls(day.sync())
        assert first == 2  # that there is none, and then ours
        with at(tmp_path / "two", day) as two:
            two.connect()
            summary = two.sync()
            assert codes(summary) == ["lease_held"]
            assert (summary.imported, summary.created) == (1, 0)
            assert _lease_calls(summary) == 1
        assert _lease_calls(day.sync()) <= 2


def _lease_calls(summary: RunSummary) -> int:
    return sum(summary.calls.get(name, 0) for name in ("ReadLease", "WriteMetafield"))


def test_a_computer_that_slept_finds_that_it_lost_it(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(n) for n in range(1, 6)]) as day:
        account = accounts.account(1)
        slept = 0.0
        report = RunReport()
        vault, profile_id = day.profile.vault, day.profile.profile_id
        with closing(open_connection(account, vault, profile_id, Event())) as connection:

            def sleep(news: Progress) -> None:
                nonlocal slept
                if news.phase != "send" or slept:
                    return
                slept = 3600.0
                seller = account.amazon.seller_id
                mine = read_lease(connection.shopify, seller)
                assert mine is not None
                theirs = Lease("other", "the office PC", int(clock.now() + slept))
                write_lease(connection.shopify, seller, theirs, mine.digest)

            run = AccountRun(connection, report, sleep)
            run._lease._clock = lambda: clock.now() + slept
            run.run(60.0)
        assert [one.code for one in report.problems] == ["lease_held"]
        assert "the office PC" in report.problems[0].title
        assert len(day.shop()) == 1
        assert reconciliation.reconcile().adds_up


@pytest.mark.parametrize("is_lost", [False, True])
def test_an_old_backup_does_nothing_twice(
    profile_folder: Path, tmp_path: Path, brief: None, is_lost: bool
) -> None:
    """The shop went on: orders, a refund, a cancellation and packages were sent since. Where all is
    lost, the seller connects anew."""
    with a_day(profile_folder, [sale(n, units=2) for n in range(1, 5)]) as day:
        _settle(day)
        day.sync()
        backup = tmp_path / "backup"
        close_database()
        shutil.copytree(profile_folder, backup)
        open_database(day.profile.database_path, day.profile.key)
        _go_on(day)
        before = _both(day)
        assert [len(amazon(day, n)["packages"]) for n in (1, 2)] == [1, 1]
        assert [len(amazon(day, n)["refunds"]) for n in (1, 3)] == [1, 0]
        assert amazon(day, 3)["cancelled"]["via"].startswith("feed ")
        assert len(day.shop(5)) == 1
        place = tmp_path / "new" if is_lost else backup
        with at(place, day) as restored:
            if is_lost:
                restored.connect()
                _settle(restored)
            _until_taken(restored)
            for _ in range(3):
                restored.sync(LATER)
            assert _both(restored) == before


def _until_taken(day: Day) -> None:
    """Until the lease of what the backup was made of has lapsed."""
    for _ in range(20):
        day.sync(LATER)
        if lease.looks_before(accounts.account(1)):
            return
        Event().wait(1.0)
    pytest.fail("the lease was never taken")


def _settle(day: Day) -> None:
    for key, value in SETTINGS:
        setting.set_setting(key, value)
    day.faults(amazon=BOOKS)


def _go_on(day: Day) -> None:
    """What happened after the backup was made."""
    day.event("amazon.new_order", order=sale(5))
    for number in (1, 2):
        day.event("shopify.fulfil", order=order_id(number), company="UPS",
                  number=f"1Z999AA1012345678{3 + number}")  # fmt: skip
    day.event("shopify.cancel", order=order_id(3), reason="INVENTORY")
    for _ in range(3):
        day.sync(LATER)
    day.event("shopify.refund", order=order_id(1), lines={"MUG": 1})
    day.event("amazon.refund", order_id=order_id(2), amount="7.50")
    for _ in range(4):
        day.sync(LATER)


def _both(day: Day) -> Json:
    """Everything that must never be there twice."""
    told: Json = {"created": created(day)}
    for number in range(1, 6):
        there = amazon(day, number)
        told[order_id(number)] = (
            there["packages"],
            there["refunds"],
            there.get("cancelled"),
            [(one["refunds"], one["fulfillments"]) for one in day.shop(number)],
        )
    return told
