"""A lost answer to createFeed: ours is told from another program's, or a person is asked."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.amazon.feeds import FeedState
from desktop.models import feeds, refunds, task
from desktop.models.refunds import RefundRecord
from desktop.rows import TaskState
from desktop.sync import feed_life, feed_search
from desktop.sync.feed_search import Verdict, judge
from desktop.trade.returns import FeedReport, FeedResult
from tests.models.conftest import database, path
from tests.models.orders import amazon_id
from tests.sync.feed_world import Stand, lost, report

__all__ = ["database", "path"]
S = TaskState
REFUNDS = "POST_PAYMENT_ADJUSTMENT_DATA"
CANCELS = "POST_ORDER_ACKNOWLEDGEMENT_DATA"
OURS = ("111-1", "111-2")


@pytest.fixture
def stand(database: Path) -> Stand:
    return Stand()


def refused(number: int, order_id: str = "") -> FeedResult:
    return FeedResult(number, True, "8000", "no", order_id)


def told(*results: FeedResult, count: int = 2) -> FeedReport:
    wrong = len([one for one in results if one.message_id])
    return FeedReport(count, count - wrong, wrong, results)


def test_a_report_that_names_our_order_is_ours():
    assert judge(told(refused(2, "111-2")), OURS) is Verdict.OURS


@pytest.mark.parametrize(
    "report",
    [
        told(refused(1, "111-2")),  # our order, but not that message
        told(refused(1, "999-9")),
        told(refused(3)),
        told(count=1),
        told(count=3),
        FeedReport(0, 0, 0, (refused(0),)),  # the whole file: nothing of it was done
    ],
)
def test_a_report_that_cannot_be_of_ours(report):
    assert judge(report, OURS) is Verdict.NOT_OURS


@pytest.mark.parametrize("report", [told(), told(refused(1)), FeedReport(0, 0, 0, ())])
def test_a_report_that_may_be_of_any(report):
    assert judge(report, OURS) is Verdict.UNCLEAR


@given(st.lists(st.integers(1, 6), unique=True), st.integers(1, 6), st.booleans())
def test_the_report_on_our_own_feed_never_rules_it_out(wrong, count, named):
    """Whatever Amazon refuses of it: else it would be sent a second time."""
    orders = [f"111-{number}" for number in range(1, count + 1)]
    results = tuple(
        refused(number, orders[number - 1] if named else "") for number in wrong if number <= count
    )
    assert judge(told(*results, count=count), orders) is not Verdict.NOT_OURS


def another(stand: Stand, kind: str, document: bytes, *, ours_lands: bool) -> Callable[[], None]:
    """A feed of another program comes in the very minute in which our answer is lost."""

    def comes() -> None:
        name = f"foreign-{len(stand.world.feeds)}"
        stand.world.documents[name] = document
        stand.world.put_feed(kind, name)
        lost()

    where = stand.world.late if ours_lands else stand.world.faults
    where["createFeed"] = [comes]
    return comes


def foreign(*orders: str) -> bytes:
    messages = "".join(
        f"<Message><MessageID>{number}</MessageID><A><AmazonOrderID>{one}</AmazonOrderID></A>"
        "</Message>"
        for number, one in enumerate(orders, 1)
    )
    return f"<AmazonEnvelope>{messages}</AmazonEnvelope>".encode()


def end(stand: Stand, task_id: int) -> tuple[TaskState, str]:
    held = task.task(task_id)
    return held.state, held.error_code


def test_one_with_another_count_is_not_ours(stand: Stand) -> None:
    refund = stand.refund()
    another(stand, REFUNDS, foreign("9-1", "9-2"), ours_lands=True)
    stand.go()
    assert end(stand, refund) == (S.DONE, "")
    assert stand.world.calls["createFeed"] == 1
    assert stand.world.done[amazon_id(1)] == 1


def test_only_a_foreign_one_came_so_ours_is_sent_once_more(stand: Stand) -> None:
    refund = stand.refund()
    another(stand, REFUNDS, foreign("9-1", "9-2"), ours_lands=False)
    stand.go()
    assert end(stand, refund) == (S.DONE, "")
    assert stand.world.done[amazon_id(1)] == 1
    assert stand.world.calls["createFeed"] == 2


def test_two_alike_are_for_a_person(stand: Stand) -> None:
    refund = stand.refund()
    another(stand, REFUNDS, foreign("9-1"), ours_lands=True)
    stand.go()
    assert end(stand, refund) == (S.FAILED, "feed_undecided")
    assert stand.world.calls["createFeed"] == 1
    assert not feeds.open_feeds(stand.account_id)


def test_two_alike_and_the_books_show_the_refund(stand: Stand) -> None:
    refund = stand.refund()
    one = task.task(refund)
    at = int(stand.world.at)
    refunds.see(RefundRecord(0, one.order_id, "shopify", one.foreign_id, 500, "EUR", at))
    another(stand, REFUNDS, foreign("9-1"), ours_lands=True)
    stand.run.step()
    stand.world.at += 60
    stand.book(task.task(refund).order_id, 500)
    stand.go()
    assert end(stand, refund) == (S.DONE, "")
    assert stand.world.calls["createFeed"] == 1
    assert all(one.pair_id for one in refunds.of_order(task.task(refund).order_id))


def test_books_from_before_do_not_speak_for_it(stand: Stand) -> None:
    """An equal refund that stood there earlier asks already before anything leaves."""
    refund = stand.refund()
    stand.book(task.task(refund).order_id, 500)
    stand.go()
    assert end(stand, refund) == (S.FAILED, "already_refunded")
    assert stand.world.calls["createFeed"] == 0


def test_a_foreign_one_like_ours_is_caught_by_the_books(stand: Stand) -> None:
    """Ours never came, and one with a single message was taken for it: the books will tell."""
    refund = stand.refund()
    another(stand, REFUNDS, foreign("9-1"), ours_lands=False)
    stand.go()
    assert end(stand, refund) == (S.DONE, "")
    one = task.task(refund)
    waits = task.latest(stand.account_id, one.order_id, "confirm_refund", one.foreign_id)
    assert waits is not None
    assert waits.hold == "books"


def test_a_cancellation_is_ours_only_where_the_order_shows_it(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancel = stand.cancel()
    seen: list[int] = []

    def stands(*_: object) -> bool:
        seen.append(1)
        return len(seen) > 2

    monkeypatch.setattr(feed_search, "stands", stands)
    stand.world.late["createFeed"] = [lost]
    stand.go()
    assert end(stand, cancel) == (S.DONE, "")
    assert len(seen) == 3
    assert stand.world.calls["createFeed"] == 1


def test_a_cancellation_that_never_shows_is_for_a_person(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A foreign feed with one message came, and ours did not."""
    monkeypatch.setattr(feed_search, "stands", lambda *_: False)
    cancel = stand.cancel()
    another(stand, CANCELS, foreign("9-1"), ours_lands=False)
    stand.go(hours=4)
    assert end(stand, cancel) == (S.FAILED, "feed_undecided")
    assert stand.world.done[amazon_id(1)] == 0
    assert stand.world.calls["createFeed"] == 1


def test_a_refusal_that_names_our_order_needs_no_more_proof(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "tests.sync.feed_world.report",
        lambda count, errors: report(count, errors).replace(
            b"</Result>",
            f"<AdditionalInfo><AmazonOrderID>{amazon_id(1)}</AmazonOrderID></AdditionalInfo>"
            "</Result>".encode(),
        ),
    )
    refund = stand.refund()
    stand.world.refused[amazon_id(1)] = "The amount exceeds what is left"
    another(stand, REFUNDS, foreign("9-1"), ours_lands=True)
    stand.go()
    assert end(stand, refund) == (S.FAILED, "amount_too_high")
    assert stand.world.calls["createFeed"] == 1


def test_while_a_feed_that_fits_is_at_work_nothing_is_concluded(stand: Stand) -> None:
    refund = stand.refund()
    stand.world.takes_s = 3 * 3600.0
    another(stand, REFUNDS, foreign("9-1", "9-2"), ours_lands=False)
    stand.go(hours=2.5)
    assert end(stand, refund) == (S.CHECK, "")
    assert stand.world.calls["createFeed"] == 1
    stand.go(hours=2)
    stand.world.takes_s = 60.0
    stand.go()
    assert end(stand, refund) == (S.DONE, "")
    assert stand.world.calls["createFeed"] == 2


def test_one_that_never_ends_is_watched_and_told(stand: Stand) -> None:
    refund = stand.refund()
    stand.world.takes_s = 20 * 3600.0
    stand.world.late["createFeed"] = [lost]
    stand.go(hours=2 * feed_life.STUCK_S / 3600 + 2)
    assert end(stand, refund) == (S.FAILED, "feed_stuck")
    stand.world.takes_s = 60.0
    stand.go()
    assert end(stand, refund)[0] is S.DONE
    assert stand.world.calls["createFeed"] == 1


def test_a_feed_of_other_marketplaces_is_not_ours(stand: Stand) -> None:
    refund = stand.refund()
    listed = [FeedState("F9", "IN_PROGRESS", marketplaces=("A1PA6795UKMFR9",))]
    one = task.task(refund)
    found = feed_search.search(stand.connection, listed, [one], ("ATVPDKIKX0DER",))
    assert found.is_absent
    same = [FeedState("F9", "IN_PROGRESS", marketplaces=("ATVPDKIKX0DER",))]
    assert feed_search.search(stand.connection, same, [one], ("ATVPDKIKX0DER",)).waits
