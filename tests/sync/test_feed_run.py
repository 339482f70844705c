"""Feeds: what leaves together, what becomes of each message, and what a lost answer leads to."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.catalogue import account_problem
from desktop.errors import AccountProblem, Cancelled, TryLater
from desktop.models import feeds, refunds, shipments, task
from desktop.models.database import write
from desktop.models.shipments import ShipmentRecord
from desktop.rows import TaskState
from desktop.sync import feed_life
from desktop.sync.feed_kinds import KINDS
from desktop.trade.order import AmazonStatus
from tests.models.conftest import database, path
from tests.models.orders import NOW
from tests.sync.feed_world import Stand, lost, offline

__all__ = ["database", "path"]
S = TaskState
REFUNDS = "POST_PAYMENT_ADJUSTMENT_DATA"


@pytest.fixture
def stand(database: Path) -> Stand:
    return Stand()


def no_quota() -> None:
    raise TryLater(60, "quota", "Amazon's quota")


def error(task_id: int) -> str:
    return task.task(task_id).error_code


def test_many_refunds_leave_in_one_feed_and_each_is_told_of(stand: Stand) -> None:
    ids = [stand.refund(number) for number in range(1, 41)]
    bad = task.task(ids[3])
    stand.world.refused[bad.amazon_order_id] = "The amount exceeds what is left"
    stand.go()
    assert stand.world.calls["createFeed"] == 1
    done = [one for one in ids if one != bad.id]
    assert set(stand.states(*done)) == {S.DONE}
    assert (task.task(bad.id).state, error(bad.id)) == (S.FAILED, "amount_too_high")
    assert stand.run.settled == 39
    (record,) = refunds.of_order(bad.order_id)
    assert record.state == "not_sent"
    (other,) = refunds.of_order(task.task(ids[0]).order_id)
    assert other.state == "accepted"


def test_what_comes_within_two_minutes_goes_in_the_next_feed(stand: Stand) -> None:
    first = stand.refund(1)
    stand.run.step()
    later = [stand.refund(number) for number in range(2, 12)]
    began = stand.world.at
    stand.go()
    assert stand.world.calls["createFeed"] == 2
    assert stand.world.feeds[1]["at"] >= began + 120
    assert set(stand.states(first, *later)) == {S.DONE}


def test_a_feed_holds_five_hundred_messages(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.sync.feed_run.MOST_MESSAGES", 3)
    ids = [stand.refund(number) for number in range(1, 8)]
    stand.go()
    sizes = [body.count(b"<Message>") for body in stand.world.documents.values()]
    assert sizes == [3, 3, 1]
    assert set(stand.states(*ids)) == {S.DONE}


def test_two_refunds_of_an_order_leave_one_after_the_other(stand: Stand) -> None:
    order_id, made = stand.order()
    ids = [stand.refund_of(order_id, made, 300, gid) for gid in ("1", "2")]
    stand.go()
    assert stand.world.calls["createFeed"] == 2
    assert stand.world.done[made.amazon_order_id] == 2
    assert stand.states(*ids) == [S.DONE, S.DONE]


def test_a_lost_answer_is_found_once_it_can_no_longer_land(stand: Stand) -> None:
    refund = stand.refund()
    stand.world.late["createFeed"] = [lost]
    stand.run.step()
    assert stand.states(refund) == [S.CHECK]
    sent = stand.world.at
    due = stand.run.due_at
    assert due is not None
    assert due >= sent + feed_life.LANDS_S + feed_life.LIST_LAG_S
    stand.go()
    assert stand.world.calls["createFeed"] == 1
    assert stand.states(refund) == [S.DONE]


def test_an_answer_lost_with_the_request_leads_to_one_more(stand: Stand) -> None:
    refund = stand.refund()
    stand.world.faults["createFeed"] = [lost]
    stand.go()
    assert stand.world.calls["createFeed"] == 2
    assert len(stand.world.feeds) == 1
    assert stand.states(refund) == [S.DONE]


def test_several_feeds_that_fit_are_for_a_person_and_never_sent_again(stand: Stand) -> None:
    """Another program's feed came in the very minute in which our answer was lost."""
    refund = stand.refund()

    def another_comes() -> None:
        stand.world.put_feed(REFUNDS, "x")
        lost()

    stand.world.late["createFeed"] = [another_comes]
    stand.go()
    assert (stand.states(refund), error(refund)) == ([S.FAILED], "feed_undecided")
    assert stand.world.calls["createFeed"] == 1
    assert not feeds.open_feeds(stand.account_id)


def test_feeds_known_to_be_ours_and_those_of_other_times_do_not_fit(stand: Stand) -> None:
    stand.refund(1)
    stand.run.step()  # an earlier feed of ours, moments before
    stand.world.at += 121
    refund = stand.refund(2)
    stand.world.late["createFeed"] = [lost]
    stand.run.step()
    stand.world.at += feed_life.LIST_LAG_S + feed_life.LANDS_S + 10
    stand.world.put_feed(REFUNDS, "later")
    stand.go()
    assert stand.states(refund) == [S.DONE]
    assert stand.world.calls["createFeed"] == 2


def test_while_one_is_looked_up_no_other_of_its_type_leaves(stand: Stand) -> None:
    first = stand.refund(1)
    stand.world.late["createFeed"] = [lost]
    stand.run.step()
    second, cancel = stand.refund(2), stand.cancel(3)
    stand.go(hours=0.1)
    assert stand.states(first, second, cancel) == [S.CHECK, S.READY, S.DONE]
    stand.go()
    assert stand.states(first, second) == [S.DONE, S.DONE]


def test_a_stuck_feed_is_told_and_watched_and_never_sent_again(stand: Stand) -> None:
    refund, retried = stand.refund(1), stand.refund(2)
    stand.world.takes_s = 10 * 3600
    stand.go(hours=7)
    assert (stand.states(refund), error(refund)) == ([S.FAILED], "feed_stuck")
    task.ask_again([retried], at=int(stand.world.at))
    stand.go(hours=1)
    assert (stand.states(retried), error(retried)) == ([S.FAILED], "feed_stuck")
    stand.go(hours=6)
    assert stand.states(refund, retried) == [S.DONE, S.DONE]
    assert stand.world.calls["createFeed"] == 1


def test_what_a_person_settled_of_a_stuck_feed_stays(stand: Stand) -> None:
    done, skipped, refused = (stand.refund(number) for number in (1, 2, 3))
    stand.world.takes_s = 10 * 3600
    stand.world.refused[task.task(refused).amazon_order_id] = "Currency"
    stand.go(hours=7)
    task.done_by_hand(done, "seen in Seller Central")
    task.skip([skipped], "not needed")
    stand.go(hours=6)
    assert stand.states(done, skipped, refused) == [S.DONE, S.SKIPPED, S.FAILED]
    assert error(refused) == "currency_refused"


@pytest.mark.parametrize(
    ("end", "code"), [("FATAL", "feed_fatal"), ("CANCELLED", "feed_cancelled")]
)
def test_a_feed_that_ends_badly_needs_a_person(stand: Stand, end: str, code: str) -> None:
    refund = stand.refund()
    stand.world.end = end
    stand.go()
    assert (stand.states(refund), error(refund)) == ([S.FAILED], code)
    assert stand.world.calls["createFeed"] == 1
    assert not feeds.open_feeds(stand.account_id)


@pytest.mark.parametrize("told", [b"<not xml", b"", b"<AmazonEnvelope/>"])
def test_a_report_that_tells_nothing_is_no_success(
    stand: Stand, told: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    refund = stand.refund()
    monkeypatch.setattr("tests.sync.feed_world.report", lambda *_: told)
    stand.go()
    assert (stand.states(refund), error(refund)) == ([S.FAILED], "feed_report")


@pytest.mark.parametrize("operation", ["createFeedDocument", "upload", "createFeed"])
def test_without_a_network_it_leaves_later_and_once(stand: Stand, operation: str) -> None:
    refund = stand.refund()
    stand.world.faults[operation] = [offline, offline]
    stand.go()
    assert stand.states(refund) == [S.DONE]
    assert len(stand.world.feeds) == 1


def test_what_could_not_leave_for_long_is_looked_at_anew(stand: Stand) -> None:
    refund = stand.refund()
    stand.world.faults["upload"] = [offline]
    stand.go(hours=0)
    stand.world.at += 2 * feed_life.FRESH_S
    held = task.task(refund)
    stand.book(held.order_id, 500)
    stand.begin()
    stand.go()
    assert (stand.states(refund), error(refund)) == ([S.FAILED], "already_refunded")
    assert not stand.world.feeds


def test_a_backup_of_the_moment_before_it_left_sends_nothing_again(stand: Stand) -> None:
    """The row says that nothing left; Amazon's list says that it did."""
    refund = stand.refund()
    stand.world.faults["upload"] = [offline]
    with pytest.raises(TryLater):
        stand.run.step()
    assert feeds.open_feeds(stand.account_id)[0].state == "DOCUMENT"
    stand.world.documents["D1"] = feeds.open_feeds(stand.account_id)[0].body
    stand.world.put_feed(REFUNDS, "D1")  # by the process that went on after the backup
    stand.begin()
    stand.go()
    assert stand.world.calls["createFeed"] == 0
    assert stand.states(refund) == [S.DONE]


def test_looks_that_the_quota_delays_keep_the_others_back_for_minutes_only(stand: Stand) -> None:
    ids = [stand.refund(number) for number in range(1, 5)]
    free = [lambda: None, lambda: None]
    stand.world.faults["listTransactions"] = [*free, *[no_quota] * 6]
    stand.go()
    sizes = [body.count(b"<Message>") for body in stand.world.documents.values()]
    assert sizes == [2, 2]
    assert set(stand.states(*ids)) == {S.DONE}
    assert stand.world.calls["listTransactions"] == 4 + 6
    began = stand.world.feeds[0]["at"]
    assert 300 <= began - NOW < 420


def test_the_shop_says_what_is_about_to_leave_before_it_leaves(stand: Stand) -> None:
    refund, cancel = stand.refund(1), stand.cancel(2)
    seen: list[int] = []
    notes = stand.world.notes
    stand.world.faults["createFeed"] = [lambda: seen.append(len(notes))]
    stand.go()
    assert seen[0] >= 1
    gid = f"gid://shopify/Order/{task.task(refund).order_id}"
    assert json.loads(notes[gid]["refund-7"])["attempt"] == 1
    gid = f"gid://shopify/Order/{task.task(cancel).order_id}"
    assert json.loads(notes[gid]["cancel"])["attempt"] == 1


def test_what_another_computer_may_have_sent_is_for_a_person(stand: Stand) -> None:
    """An old backup: the shop knows of an attempt that this profile has never made."""
    refund = stand.refund()
    gid = f"gid://shopify/Order/{task.task(refund).order_id}"
    stand.world.notes[gid] = {"refund-7": json.dumps({"attempt": 1, "at": "2026-09-01"})}
    stand.go()
    assert (stand.states(refund), error(refund)) == ([S.FAILED], "undecided")
    assert not stand.world.feeds
    task.ask_again([refund], at=int(stand.world.at))  # a person looked, and wants it sent
    stand.go()
    assert stand.states(refund) == [S.DONE]


def test_what_another_computer_sent_after_our_refusal_is_for_a_person(stand: Stand) -> None:
    """Both count their own attempts: it is the first of each, and not the same one."""
    refund = stand.refund()
    one = task.task(refund)
    stand.world.refused[one.amazon_order_id] = "The amount exceeds what is left"
    stand.go()
    assert error(refund) == "amount_too_high"
    stand.world.refused.clear()
    notes = stand.world.notes[f"gid://shopify/Order/{one.order_id}"]
    ours = notes["refund-7"]
    notes["refund-7"] = json.dumps({"attempt": 1, "at": "2026-09-21T12:00:00Z"})
    task.ask_again([refund], at=int(stand.world.at))
    stand.go()
    assert (stand.states(refund), error(refund)) == ([S.FAILED], "undecided")
    assert stand.world.calls["createFeed"] == 1
    notes["refund-7"] = ours  # the same question with our own refused attempt in the shop
    task.ask_again([refund], at=int(stand.world.at))
    stand.go()
    assert stand.states(refund) == [S.DONE]


@pytest.mark.parametrize("make", [Stand.refund, Stand.cancel])
def test_what_waited_for_half_a_day_asks_again(stand: Stand, make: Callable[[Stand], int]) -> None:
    waits = make(stand)
    stand.world.at += 13 * 3600
    stand.go()
    assert (stand.states(waits), error(waits)) == ([S.FAILED], "waited_too_long")
    assert not stand.world.feeds
    task.ask_again([waits], at=int(stand.world.at))
    stand.go()
    assert stand.states(waits) == [S.DONE]


def test_a_cancellation_of_what_is_cancelled_needs_no_feed(stand: Stand) -> None:
    cancel = stand.cancel(1, status=AmazonStatus.CANCELLED, raw_status="CANCELLED")
    stand.go()
    assert stand.states(cancel) == [S.DONE]
    assert not stand.world.feeds
    assert not stand.world.notes


@pytest.mark.parametrize(
    ("status", "code"),
    [(AmazonStatus.PENDING, "pending"), (AmazonStatus.SHIPPED, "already_shipped")],
)
def test_a_cancellation_that_amazon_would_refuse_does_not_leave(
    stand: Stand, status: AmazonStatus, code: str
) -> None:
    cancel = stand.cancel(1, status=status, raw_status=status.value)
    stand.go()
    assert (stand.states(cancel), error(cancel)) == ([S.FAILED], code)
    assert not stand.world.feeds


def test_a_shipment_without_a_number_goes_by_feed(stand: Stand) -> None:
    order_id, made = stand.order(status=AmazonStatus.UNSHIPPED)
    record = ShipmentRecord(
        0, order_id, "shopify", "gid://F/1", "1", "", "", int(stand.world.at), "seen", (), "other"
    )
    shipments.save(record)
    at = int(stand.world.at)
    plan = {"items": [[made.lines[0].item_id, 1]], "company": "", "number": "", "shipped_at": at}
    sent = task.plan_task(
        stand.account_id, order_id, "ship_by_feed", foreign_id="gid://F/1", plan=plan,
        state=S.READY, due_at=at, at=at,
    )  # fmt: skip
    assert sent is not None
    stand.go()
    assert stand.states(sent) == [S.DONE]
    assert shipments.of_order(order_id)[0].state == "sent"
    (body,) = stand.world.documents.values()
    assert b"<MerchantFulfillmentID>1<" in body
    assert b"Tracking" not in body


def test_a_plan_that_is_no_message_fails_alone(stand: Stand) -> None:
    good, broken = stand.refund(1), stand.cancel(2, plan={"items": [""]})
    bad_reason = stand.cancel(3, plan={"reason": "Whatever"})
    stand.go()
    assert stand.states(good, broken, bad_reason) == [S.DONE, S.FAILED, S.FAILED]
    assert (error(broken), error(bad_reason)) == ("bug", "reason_unmapped")


def test_a_stop_while_it_is_under_way_is_looked_up(stand: Stand) -> None:
    refund = stand.refund()

    def stop() -> None:
        raise Cancelled

    stand.world.late["createFeed"] = [stop]
    with pytest.raises(Cancelled):
        stand.run.step()
    assert stand.states(refund) == [S.CHECK]
    stand.begin()
    stand.go()
    assert stand.world.calls["createFeed"] == 1
    assert stand.states(refund) == [S.DONE]


def test_trouble_in_the_shop_makes_the_feeds_wait(stand: Stand) -> None:
    def refuse() -> None:
        raise account_problem("shopify", "request_refused", operation="WriteMetafield")

    refund = stand.refund()
    stand.world.faults["WriteMetafield"] = [refuse]
    with pytest.raises(AccountProblem):
        stand.run.step()
    assert stand.run.not_before > stand.world.at
    stand.go()
    assert stand.states(refund) == [S.DONE]


def test_nothing_leaves_before_the_account_is_started(stand: Stand) -> None:
    stand.refund()
    with write() as connection:
        connection.execute("UPDATE account SET started_at = NULL")
    assert stand.begin().due_at is None


def test_every_kind_has_a_verb_and_a_type_of_its_own() -> None:
    assert len({kind.verb for kind in KINDS}) == len({kind.feed_type for kind in KINDS}) == 3
