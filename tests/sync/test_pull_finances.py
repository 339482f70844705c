"""Amazon's books: read over and over without harm, recorded only where it is safe."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.catalogue import account_problem
from desktop.channels.amazon import finances
from desktop.channels.amazon.finances import RefundPage
from desktop.channels.amazon.orders import PaginationExpired
from desktop.errors import AccountProblem
from desktop.models import cursor as cursors
from desktop.models import history, refunds, setting, shop_state, task
from desktop.models.refunds import RefundRecord
from desktop.rows import TaskState
from desktop.sync.back import recording
from desktop.sync.pull_finances import UNREADABLE, BooksCursor, FinancesPull
from desktop.trade.returns import AmazonRefund, ShopRefund, ShopState
from tests.models.conftest import database, path
from tests.models.orders import DAY, amazon_id
from tests.sync.feed_world import Killed, Stand

__all__ = ["database", "path"]
HOUR = 3600


def booked(number: int = 1, total: int = 500, key: str = "T1", at: int = 0) -> AmazonRefund:
    return AmazonRefund(key, amazon_id(number), at, "EUR", total, "RELEASED")


def shop(gid: str = "gid://S/1", total: int = 500, at: int = 0, **more: Any) -> ShopRefund:
    return ShopRefund(gid, at, at, more.pop("note", ""), "EUR", total, **more)


def state(*made: ShopRefund, **more: Any) -> ShopState:
    given: dict[str, Any] = {"cancelled_at": None, **more}
    return ShopState(
        "gid://shopify/Order/1", "1", "#1", 1, "EUR", given["cancelled_at"], "", "PAID",
        "FULFILLED", False, (), (), made,
    )  # fmt: skip


class Books:
    """The pages that Amazon gives, and how it was asked."""

    def __init__(self, stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pages: list[RefundPage | Exception] = []
        self.asked: list[tuple[int | None, str]] = []
        self.stand = stand
        self.by_order: dict[str, AmazonRefund] = {}
        self.one_by_one: list[str] = []
        monkeypatch.setattr(finances, "refunds", self._answer)
        self.pull = self.begin()

    def begin(self) -> FinancesPull:
        self.pull = FinancesPull(self.stand.connection, clock=self.stand.world.clock)
        return self.pull

    def _answer(
        self, client: Any, posted_after: int | None = None, order_id: Any = None, token: str = ""
    ) -> RefundPage:
        if order_id is not None:
            return RefundPage(self.of_order(order_id), "", 0)
        self.asked.append((posted_after, token))
        page = self.pages.pop(0) if self.pages else self.page()
        if isinstance(page, Exception):
            raise page
        return page

    def of_order(self, order_id: str) -> tuple[AmazonRefund, ...]:
        self.one_by_one.append(order_id)
        return (self.by_order[order_id],) if order_id in self.by_order else ()

    def page(self, *found: AmazonRefund, token: str = "", before: int = 0) -> RefundPage:
        until = before or int(self.stand.world.at) - 130
        return RefundPage(found, token, until, is_limited=before > 0)

    def read(self, *pages: RefundPage | Exception) -> list[int]:
        self.pages += pages
        return [order for _ in pages for order in self.pull.step()]


@pytest.fixture
def stand(database: Path) -> Stand:
    return Stand()


@pytest.fixture
def books(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> Books:
    return Books(stand, monkeypatch)


def automatic(stand: Stand) -> None:
    setting.set_setting("refund.to_shopify", "automatic", stand.account_id)


def planned(stand: Stand, order_id: int, key: str = "T1") -> bool:
    return task.latest(stand.account_id, order_id, "record_refund", key) is not None


def test_pages_are_read_to_the_end_and_the_next_look_reaches_back(
    stand: Stand, books: Books
) -> None:
    first, second = stand.order(1)[0], stand.order(2)[0]
    start = int(stand.world.at)
    assert books.pull.due_at == 0.0
    pages = (books.page(booked(1), token="a"), books.page(token="b"), books.page(booked(2)))
    assert books.read(*pages) == [first, second]
    assert books.pull.is_up_to_date
    since = start - 30 * DAY
    assert books.asked == [(since, ""), (since, "a"), (since, "b")]
    assert books.pull.due_at == start + 1800
    stand.world.at += 1800
    books.read(books.page(booked(1), booked(2)))
    assert books.asked[-1] == (start - 130 - 50 * HOUR, "")
    assert len(refunds.of_order(first)) == 1


def test_what_comes_again_is_not_new(stand: Stand, books: Books) -> None:
    order_id, _ = stand.order(1)
    assert books.read(books.page(booked(), booked())) == [order_id]
    assert books.read(books.page(booked())) == []
    assert books.read(books.page(booked(9))) == []  # of no order of ours


def test_a_long_past_is_read_window_by_window(stand: Stand, books: Books) -> None:
    at = int(stand.world.at)
    books.read(books.page(before=at - 10 * DAY))
    assert (books.pull.is_up_to_date, books.pull.due_at) == (False, 0.0)
    books.read(books.page())
    assert (books.pull.is_up_to_date, books.pull.due_at) == (True, at + 1800)
    assert books.asked[1][0] == at - 10 * DAY - 50 * HOUR


def test_a_process_that_dies_goes_on_with_its_page(stand: Stand, books: Books) -> None:
    books.read(books.page(token="a"))
    books.begin()
    books.read(books.page())
    assert [token for _, token in books.asked] == ["", "a"]


def test_a_death_within_a_page_keeps_none_of_it(
    stand: Stand, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    automatic(stand)
    order_id, _ = stand.order(1)

    def die(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(BooksCursor, "save", die)
        with pytest.raises(Killed):
            books.read(books.page(booked()))
    assert refunds.of_order(order_id) == ()
    assert not planned(stand, order_id)
    books.begin()
    assert books.read(books.page(booked())) == [order_id]
    assert planned(stand, order_id)


def test_a_token_that_ended_begins_the_window_anew(stand: Stand, books: Books) -> None:
    books.read(books.page(token="a"), PaginationExpired("old"), books.page())
    assert [token for _, token in books.asked] == ["", "a", ""]
    assert len({since for since, _ in books.asked}) == 1
    assert books.pull.is_up_to_date


def test_without_the_role_only_the_books_rest(stand: Stand, books: Books) -> None:
    problem = account_problem("amazon", "finance_role_missing")
    assert books.read(problem) == []
    assert (books.pull.notice, books.pull.is_up_to_date) == (problem, True)
    assert books.pull.due_at == stand.world.at + 1800
    assert BooksCursor.load(stand.account_id).problem == "finance_role_missing"
    stand.world.at += 1800
    books.read(books.page())
    assert (books.pull.notice, BooksCursor.load(stand.account_id).problem) == (None, "")


def test_any_other_problem_is_the_accounts(books: Books) -> None:
    with pytest.raises(AccountProblem):
        books.read(account_problem("amazon", "access_denied", operation="listTransactions"))


def test_offered_is_not_planned(stand: Stand, books: Books) -> None:
    order_id, _ = stand.order(1)
    books.read(books.page(booked()))
    assert not planned(stand, order_id)
    (record,) = refunds.of_order(order_id)
    task_id = recording.plan_recording(stand.account_id, record, due_at=1, at=1)
    assert task_id is not None
    assert task.task(task_id).plan["minor"] == 500
    assert recording.plan_recording(stand.account_id, record, due_at=1, at=1) is None


def test_what_is_only_amazons_is_recorded_by_itself_once(stand: Stand, books: Books) -> None:
    automatic(stand)
    order_id, _ = stand.order(1)
    shop_state.save(order_id, state(), 1)
    for _ in range(3):
        books.read(books.page(booked()))
    held = task.latest(stand.account_id, order_id, "record_refund", "T1")
    assert held is not None
    assert (held.state, held.revision) == (TaskState.READY, 0)
    assert held.due_at >= stand.world.at + recording.SETTLE_S


def test_what_the_merchant_refunded_as_well_is_not_recorded(stand: Stand, books: Books) -> None:
    automatic(stand)
    order_id, _ = stand.order(1)
    at = int(stand.world.at)
    shop_state.save(order_id, state(shop(at=at - DAY)), 1)
    books.read(books.page(booked(at=at)))
    assert not planned(stand, order_id)
    assert {one.state for one in refunds.of_order(order_id)} == {"paired"}


def test_a_second_equal_refund_asks(stand: Stand, books: Books) -> None:
    automatic(stand)
    order_id, _ = stand.order(1)
    at = int(stand.world.at)
    shop_state.save(order_id, state(shop(at=at)), 1)
    books.read(books.page(booked(at=at), booked(key="T2", at=at + 60)))
    assert not planned(stand, order_id, "T1")
    assert not planned(stand, order_id, "T2")
    assert [one.asks for one in refunds.of_order(order_id)].count(True) == 1


@pytest.mark.parametrize("where", ["outbox", "sent", "accepted"])
def test_what_may_be_our_own_feeds_doing_is_not_recorded(
    stand: Stand, books: Books, where: Any
) -> None:
    """Amazon's books show another amount than was sent: still no refund goes back to Shopify."""
    automatic(stand)
    order_id, _ = stand.order(1)
    record, _ = refunds.see(RefundRecord(0, order_id, "shopify", "gid://S/1", 500, "EUR", 1))
    refunds.set_state(record.id, where)
    books.read(books.page(booked(total=420)))
    assert not planned(stand, order_id)


def test_while_our_feed_is_under_way_nothing_is_recorded(stand: Stand, books: Books) -> None:
    automatic(stand)
    sent = stand.refund(1, 500)
    assert task.claim(sent, int(stand.world.at))
    order_id = task.task(sent).order_id
    books.read(books.page(booked(total=420)))
    assert not planned(stand, order_id)


def test_what_our_feed_caused_is_its_pair(stand: Stand, books: Books) -> None:
    automatic(stand)
    sent = stand.refund(1, 500)
    stand.go()
    order_id = task.task(sent).order_id
    books.begin()
    books.read(books.page(booked(at=refunds.of_order(order_id)[0].at + 9)))
    assert not planned(stand, order_id)
    states = {one.side: one.state for one in refunds.of_order(order_id)}
    assert states == {"shopify": "confirmed", "amazon": "paired"}


def test_a_cancelled_order_gave_its_money_back_already(stand: Stand, books: Books) -> None:
    automatic(stand)
    order_id, _ = stand.order(1)
    shop_state.save(order_id, state(cancelled_at=5), 1)
    books.read(books.page(booked()))
    assert not planned(stand, order_id)


def test_refunds_that_bear_our_note_are_ours_on_any_computer(stand: Stand, books: Books) -> None:
    order_id, _ = stand.order(1)
    ours = shop(note="Refunded on Amazon: T9", at=9)
    pending, failed = shop("gid://S/2", is_settled=False), shop("gid://S/3", is_failed=True)
    shop_state.save(order_id, state(ours, pending, failed), 1)
    books.read(books.page(booked(total=120)))
    held = [one for one in refunds.of_order(order_id) if one.side == "shopify"]
    assert [(one.foreign_id, one.made_by, one.state) for one in held] == [
        ("gid://S/1", "app", "recorded")
    ]
    assert not [one for one in history.of_order(order_id) if one.what == "failed"]


def old(stand: Stand, number: int, days: int = 20) -> int:
    """An order that is imported now, long after it was made and refunded."""
    return stand.order(number, created_at=int(stand.world.at) - days * DAY)[0]


def until_rest(books: Books) -> list[int]:
    """Every step that is due now."""
    found: list[int] = []
    while (due := books.pull.due_at) is not None and due <= books.stand.world.at:
        found += books.pull.step()
    return found


def test_an_order_that_came_late_is_asked_for_by_itself(stand: Stand, books: Books) -> None:
    stand.order(1)
    until_rest(books)
    late = old(stand, 2)
    books.by_order[amazon_id(2)] = booked(2, key="T2")
    stand.world.at += 1800
    assert until_rest(books) == [late]
    assert books.one_by_one == [amazon_id(2)]
    assert [one.minor for one in refunds.of_order(late)] == [500]
    stand.world.at += 1800
    until_rest(books)
    assert books.one_by_one == [amazon_id(2)]  # once is enough: the windows meet the rest


def test_an_order_older_than_the_first_look_is_asked_for(stand: Stand, books: Books) -> None:
    late = old(stand, 1, days=300)
    books.by_order[amazon_id(1)] = booked(1)
    assert until_rest(books) == [late]


def test_what_is_imported_while_a_window_is_read_is_not_missed(stand: Stand, books: Books) -> None:
    """Its refund stood on a page that was read before the order was known."""
    stand.order(1)
    books.read(books.page(booked(2), token="a"))
    late = old(stand, 2)
    books.by_order[amazon_id(2)] = booked(2)
    books.read(books.page())
    stand.world.at += 1800
    assert until_rest(books) == [late]


def test_many_that_came_late_are_met_by_one_longer_look(stand: Stand, books: Books) -> None:
    stand.order(1)
    until_rest(books)
    for number in range(2, 25):
        old(stand, number, days=20 + number)
    stand.world.at += 1800
    until_rest(books)
    assert books.one_by_one == []
    assert books.asked[-1] == (int(stand.world.at) - 1800 - 44 * DAY, "")
    stand.world.at += 1800
    until_rest(books)
    assert books.asked[-1][0] is not None
    assert books.asked[-1][0] > stand.world.at - 60 * HOUR


def test_a_death_between_reading_and_keeping_reads_it_again(
    stand: Stand, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand.order(1)
    until_rest(books)
    late = old(stand, 2)
    books.by_order[amazon_id(2)] = booked(2)
    stand.world.at += 1800

    def die(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(BooksCursor, "save", die)
        with pytest.raises(Killed):
            books.pull.step()
    assert refunds.of_order(late) == ()
    books.begin()
    assert late in until_rest(books)


def test_during_the_first_import_the_late_ones_wait(stand: Stand, books: Books) -> None:
    stand.order(1)
    until_rest(books)
    for number in range(2, 25):
        old(stand, number, days=20)
    cursors.save_cursor(stand.account_id, "amazon", {"phase": "first", "after": 0})
    stand.world.at += 1800
    until_rest(books)
    assert books.asked[-1][0] > stand.world.at - 60 * HOUR  # type: ignore[operator]
    cursors.save_cursor(stand.account_id, "amazon", {"phase": "watch", "after": 0})
    stand.world.at += 1800
    until_rest(books)
    assert books.asked[-1][0] < stand.world.at - 19 * DAY  # type: ignore[operator]


def test_an_entry_that_cannot_be_read_is_told_of_once_and_keeps_no_other_back(
    stand: Stand, books: Books
) -> None:
    (bad, made), (good, _) = stand.order(1), stand.order(2)
    odd = replace(books.page(booked(2)), unreadable=1, unreadable_of=(made.amazon_order_id,))
    assert books.read(odd, odd) == [good]
    (told,) = [one for one in history.of_order(bad) if one.what == UNREADABLE]
    assert told.by == "amazon"
    assert len(refunds.of_order(good)) == 1
