"""The lease as one computer sees it: taken, renewed, lost, asked for; the other one is written in
the shop by hand, and the clock is a made-up one."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from desktop.actions.accounts import problems_of
from desktop.channels.shopify.lease import LeaseLost
from desktop.clock import Pace
from desktop.errors import TryLater
from desktop.models import account as accounts
from desktop.models import feeds, task
from desktop.rows import TaskState
from desktop.sync import lease
from desktop.sync.connection import Connection
from desktop.sync.lease import Kept, LeaseHeld, LeaseKeeper
from desktop.trade.returns import Lease
from tests.models.conftest import database, path
from tests.models.orders import NOW, connect_account
from tests.sync.feed_world import Stand, World

__all__ = ["database", "path"]
OTHER = Lease("other", "the office PC", NOW)


@dataclass
class Shop:
    """The one metafield."""

    at: float = float(NOW)
    kept: Lease | None = None
    reads: int = 0
    writes: int = 0
    lost: list[Callable[[], None]] = field(default_factory=list)
    version: int = 0

    def clock(self) -> float:
        return self.at

    def read(self, client: object, seller_id: str) -> Lease | None:
        self.reads += 1
        return self.kept

    def write(self, client: object, seller_id: str, wanted: Lease, digest: str) -> Lease:
        self.writes += 1
        if (self.kept.digest if self.kept else "") != digest:
            raise LeaseLost
        made = self.put(wanted)
        if self.lost:
            self.lost.pop()()
        return made

    def put(self, wanted: Lease) -> Lease:
        self.version += 1
        self.kept = replace(wanted, digest=f"d{self.version}")
        return self.kept


@pytest.fixture
def shop(database: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    made = Shop()
    monkeypatch.setattr(lease, "read_lease", made.read)
    monkeypatch.setattr(lease, "write_lease", made.write)
    connect_account("Main")
    return made


def keeper(shop: Shop) -> LeaseKeeper:
    """As a new run has it."""
    nothing: Any = None
    parts = (nothing, nothing, nothing, nothing)
    connection = Connection(accounts.account(1), *parts, Pace(), Event())
    return LeaseKeeper(connection, clock=shop.clock)


def taken_with_time_to_notice(shop: Shop) -> None:
    """Written at once, and used only when who had it must have seen that."""
    with pytest.raises(TryLater) as wait:
        keeper(shop).look()
    assert wait.value.seconds == 240
    shop.at += 240
    keeper(shop).look()


def mine(shop: Shop) -> Kept:
    kept = Kept.load(1)
    assert shop.kept is not None
    assert shop.kept.holder == kept.holder
    assert kept.is_ours
    return kept


def test_a_free_one_is_taken_and_believed_for_a_heartbeat(shop: Shop) -> None:
    one = keeper(shop)
    one.look()
    assert mine(shop).looks_before == 0
    assert (shop.reads, shop.writes) == (1, 1)
    shop.at += 119
    one.look()
    keeper(shop).look()
    one.leaving()
    assert (shop.reads, shop.writes) == (1, 1)
    shop.at += 1
    one.look()
    keeper(shop).look()
    assert (shop.reads, shop.writes) == (1, 2)
    assert shop.kept is not None
    assert shop.kept.renewed_at == NOW + 120


def test_where_nothing_is_sent_it_is_renewed_twice_before_it_lapses(shop: Shop) -> None:
    keeper(shop).keep_up()
    for _ in range(20):
        shop.at += 120
        keeper(shop).keep_up()
        assert shop.kept is not None
        assert shop.at - shop.kept.renewed_at <= lease.LAPSE_S - 3 * 120
    assert (shop.reads, shop.writes) == (1, 11)


def test_before_anything_is_sent_it_is_looked_at_all_the_same(shop: Shop) -> None:
    keeper(shop).keep_up()
    shop.at += 130
    one = keeper(shop)
    one.keep_up()
    assert shop.writes == 1
    assert not one.is_fresh
    with pytest.raises(TryLater):
        one.leaving()
    one.look()
    assert (shop.writes, one.is_fresh) == (2, True)


def test_one_that_is_not_ours_is_asked_for_in_every_run(shop: Shop) -> None:
    shop.put(OTHER)
    for reads in (1, 2, 3):
        with pytest.raises(LeaseHeld):
            keeper(shop).keep_up()
        assert shop.reads == reads
    lease.ask_for(accounts.account(1), shop.at)
    with pytest.raises(TryLater):  # taken, with time to notice
        keeper(shop).keep_up()
    assert mine(shop).is_ours


def test_the_shop_is_kept_with_it_as_long_as_it_is_the_same_shop(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def write(client: object, seller_id: str, wanted: Lease, digest: str) -> Lease:
        asked.append(wanted.owner)
        return replace(shop.write(client, seller_id, wanted, digest), owner="gid of the shop")

    monkeypatch.setattr(lease, "write_lease", write)
    for _ in range(3):
        keeper(shop).look()
        shop.at += 120
    replace(Kept.load(1), shop="another.myshopify.com").save(1)
    keeper(shop).look()
    assert asked == ["", "gid of the shop", "gid of the shop", ""]


def test_one_that_is_held_is_told_with_its_computer(shop: Shop) -> None:
    shop.put(OTHER)
    shop.at += 600
    with pytest.raises(LeaseHeld) as held:
        keeper(shop).look()
    assert "the office PC" in held.value.problem.title
    assert "2026-09-21" in held.value.problem.cause
    assert "take over" in held.value.problem.cure
    assert shop.writes == 0
    accounts.set_problem(1, "shopify", lease.HELD)
    (shown,) = problems_of(accounts.account(1))
    assert (shown.title, shown.cause) == (held.value.problem.title, held.value.problem.cause)


def test_one_that_lapsed_is_taken_and_what_it_did_is_looked_up(shop: Shop) -> None:
    shop.put(OTHER)
    shop.at += 601
    taken_with_time_to_notice(shop)
    assert mine(shop).looks_before == int(shop.at) + 1


def test_by_a_clock_that_is_ahead_one_in_use_seems_lapsed_and_its_holder_keeps_it(
    shop: Shop,
) -> None:
    """The other one finds its lease written over, and takes nothing more out of it."""
    theirs = keeper(shop)
    theirs.look()
    kept = mine(shop)
    Kept().save(1)  # as the other computer remembers nothing of it
    shop.at += 660
    with pytest.raises(TryLater):
        keeper(shop).look()
    kept.save(1)
    shop.at -= 660 - 120  # its own clock is right, and its heartbeat comes
    with pytest.raises(LeaseHeld):
        theirs.look()


def test_one_that_is_asked_for_is_taken_after_time_to_notice(shop: Shop) -> None:
    shop.put(OTHER)
    lease.ask_for(accounts.account(1), shop.at)
    one = keeper(shop)
    with pytest.raises(TryLater) as wait:
        one.look()
    assert not isinstance(wait.value, LeaseHeld)
    assert wait.value.seconds == 240
    shop.at += 239
    with pytest.raises(TryLater):
        keeper(shop).look()
    shop.at += 1
    keeper(shop).look()
    assert mine(shop).looks_before > NOW + 239
    shop.put(replace(OTHER, renewed_at=int(shop.at)))  # and taken back: the wish was fulfilled
    shop.at += 120
    with pytest.raises(LeaseHeld):
        keeper(shop).look()


def test_a_computer_that_slept_asks_before_it_sends(shop: Shop) -> None:
    one = keeper(shop)
    one.look()
    shop.at += 3600
    with pytest.raises(TryLater):
        one.leaving()
    shop.put(replace(OTHER, renewed_at=int(shop.at)))
    with pytest.raises(LeaseHeld):
        one.look()
    with pytest.raises(LeaseHeld):
        keeper(shop).look()


def test_a_clock_that_was_set_back_proves_nothing(shop: Shop) -> None:
    one = keeper(shop)
    one.look()
    shop.at -= 7200
    one.look()
    assert shop.writes == 2


def test_a_renewal_whose_answer_was_lost_is_recognised(shop: Shop) -> None:
    def offline() -> None:
        raise TryLater(5, "offline", "no network")

    for _ in range(3):
        shop.lost.append(offline)
        with pytest.raises(TryLater) as away:
            keeper(shop).look()
        assert away.value.code == "lease"
        shop.at += 60
    keeper(shop).look()
    assert mine(shop).looks_before == 0
    shop.at += 200
    shop.lost.append(offline)
    with pytest.raises(TryLater):
        keeper(shop).look()
    keeper(shop).look()
    assert mine(shop).looks_before == 0


def test_an_old_backup_finds_that_it_is_one(shop: Shop) -> None:
    keeper(shop).look()
    backup = mine(shop)
    for _ in range(4):
        shop.at += 300
        keeper(shop).look()
    backup.save(1)
    with pytest.raises(LeaseHeld):  # the one that it is a copy of may still be running
        keeper(shop).look()
    shop.at += 601
    taken_with_time_to_notice(shop)
    assert mine(shop).holder != backup.holder
    assert mine(shop).looks_before == int(shop.at) + 1


def test_a_copy_that_renews_in_the_same_second_is_another_computer(shop: Shop) -> None:
    keeper(shop).look()
    copied = mine(shop)
    shop.at += 130
    keeper(shop).look()
    copied.save(1)
    with pytest.raises(LeaseHeld):
        keeper(shop).look()


def test_a_copy_made_while_both_run_is_another_computer(shop: Shop) -> None:
    keeper(shop).look()
    copied = mine(shop)
    shop.at += 130
    keeper(shop).look()
    first = mine(shop)
    shop.at += 10
    copied.save(1)
    with pytest.raises(LeaseHeld):
        keeper(shop).look()
    first.save(1)
    keeper(shop).look()
    assert mine(shop) == first


def test_another_that_was_quicker_has_it(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.put(OTHER)
    shop.at += 700
    plain = shop.write

    def quicker(client: object, seller_id: str, wanted: Lease, digest: str) -> Lease:
        shop.put(replace(OTHER, holder="third", computer="a laptop", renewed_at=int(shop.at)))
        return plain(client, seller_id, wanted, digest)

    monkeypatch.setattr(lease, "write_lease", quicker)
    with pytest.raises(LeaseHeld) as held:
        keeper(shop).look()
    assert held.value.computer == "a laptop"


@pytest.mark.parametrize("there", [None, Lease("", "", 0)])
def test_another_that_was_quicker_to_take_a_free_one_has_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, there: Lease | None
) -> None:
    if there is not None:
        shop.put(there)
    plain = shop.write

    def quicker(client: object, seller_id: str, wanted: Lease, digest: str) -> Lease:
        shop.put(replace(OTHER, renewed_at=int(shop.at)))
        return plain(client, seller_id, wanted, digest)

    monkeypatch.setattr(lease, "write_lease", quicker)
    with pytest.raises(LeaseHeld):
        keeper(shop).look()
    assert shop.writes == 1


def test_what_is_no_lease_is_nobodys(shop: Shop) -> None:
    shop.put(Lease("", "", 0))
    keeper(shop).look()
    assert mine(shop).looks_before > 0


def test_unsent_feeds_of_before_are_looked_up(shop: Shop) -> None:
    stand = Stand.__new__(Stand)
    stand.account_id, stand.world = 1, World(at=float(NOW))
    ids = [stand.refund(number) for number in (1, 2)]
    row = feeds.intent(1, "POST_PAYMENT_ADJUSTMENT_DATA", b"x", ids, at=NOW)
    shop.put(OTHER)
    shop.at += 700
    taken_with_time_to_notice(shop)
    assert feeds.feed(row).state == "UNKNOWN"
    assert {task.task(one).state for one in ids} == {TaskState.CHECK}
