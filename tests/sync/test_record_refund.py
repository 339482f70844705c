"""Recording Amazon's refund in Shopify: one draft, one key, one refund."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.actions.retry import retry_tasks
from desktop.catalogue import refund_failure
from desktop.channels.shopify.refunds import KeySpent
from desktop.errors import NeedsPerson, OutcomeUnknown
from desktop.models import refunds, shop_state, task
from desktop.models.refunds import RefundRecord
from desktop.rows import TaskState
from desktop.sync.back import planning, recording
from desktop.sync.engine import Engine
from desktop.sync.progress import silent
from desktop.sync.tasks import record_refund, shop_order
from desktop.sync.tasks.record_refund import RECORD_REFUND, whole_lines
from desktop.trade import Charges, Order
from desktop.trade.returns import ShopLine, ShopRefund, ShopState
from tests.models.conftest import database, path
from tests.models.orders import line, order
from tests.sync.feed_world import Killed, Stand

__all__ = ["database", "path"]
S = TaskState
NOTE = "Refunded on Amazon: T1"
ITEM = line().item_id
SHOP_LINE = ShopLine("gid://L/1", "MUG-1", 1, 1, 0, 1, ITEM)


class Shop:
    """Shopify's side of one order: what it holds, and what it says to a refund."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: list[ShopRefund] = []
        self.drafts: list[Any] = []
        self.keys: list[str] = []
        self.says: list[Callable[[], None]] = []
        self.loses = False
        self.lines: tuple[ShopLine, ...] = (SHOP_LINE,)
        self.is_gone = False
        monkeypatch.setattr(shop_order, "read_state", self.state)
        monkeypatch.setattr(record_refund, "draft_refund", self._draft)
        monkeypatch.setattr(record_refund, "create_refund", self._create)

    def state(self, *_: Any) -> ShopState | None:
        given: Any = ("gid://shopify/Order/1", "1", "#1", 1, "EUR", None, "", "PAID", "FULFILLED")
        rest: Any = (False, self.lines, (), tuple(self.made))
        return None if self.is_gone else ShopState(*given, *rest)

    def _draft(
        self, client: Any, gid: str, currency: str, lines: Any, shipping: int, note: str,
        amount: int, processed_at: int,
    ) -> Any:  # fmt: skip
        self.drafts.append((lines, shipping, amount, processed_at))
        return {"note": note, "amount": amount, "currency": currency, "draft": len(self.drafts)}

    def _create(self, client: Any, draft: Any, key: str) -> ShopRefund:
        if self.says:
            self.says.pop(0)()
        if key not in self.keys:
            gid = f"gid://R/{len(self.made) + 1}"
            self.add(gid, draft["amount"], draft["note"])
        self.keys.append(key)
        if self.loses:
            self.loses = False
            raise OutcomeUnknown("lost")
        return self.made[-1]

    def add(self, gid: str, total: int, note: str = "") -> None:
        self.made.append(ShopRefund(gid, 50, 50, note, "EUR", total))


class Bench:
    """An Amazon refund to record, and the engine."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.stand = Stand()
        self.shop = Shop(monkeypatch)
        self.order_id, self.order = self.stand.order(1)
        given: Any = (0, self.order_id, "amazon", "T1", 1000, "EUR", 40)
        self.record, _ = refunds.see(RefundRecord(*given))
        at = int(self.stand.world.at)
        task_id = recording.plan_recording(self.stand.account_id, self.record, due_at=at, at=at)
        assert task_id is not None
        self.task_id = task_id
        self.engine = Engine(
            self.stand.connection, (RECORD_REFUND,), silent, clock=self.stand.world.clock
        )

    def go(self) -> None:
        for _ in range(30):
            due = self.engine.due_at
            if due is None:
                return
            self.stand.world.at = max(self.stand.world.at, due)
            self.engine.step()
        raise AssertionError("it never comes to rest")

    @property
    def held(self) -> task.DueTask:
        return task.task(self.task_id)

    def states(self) -> list[tuple[str, str, str]]:
        found = refunds.of_order(self.order_id)
        return sorted((one.side, one.state, one.made_by) for one in found)


BOTH = [("amazon", "recorded", "other"), ("shopify", "recorded", "app")]


@pytest.fixture
def bench(database: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(monkeypatch)


def test_it_is_drafted_once_kept_and_recorded(bench: Bench) -> None:
    bench.engine.step()
    drafted = bench.held
    assert drafted.state is S.READY
    assert drafted.plan["draft"]["note"] == NOTE
    assert bench.shop.made == []
    bench.go()
    assert bench.held.state is S.DONE
    assert bench.shop.keys == [drafted.plan["key"]]
    assert bench.shop.drafts == [((), 0, 1000, 40)]
    assert bench.states() == BOTH
    assert refunds.of_order(bench.order_id)[0].pair_id is not None


def test_a_lost_answer_is_found_by_its_note(bench: Bench) -> None:
    bench.shop.loses = True
    bench.go()
    assert bench.held.state is S.DONE
    assert len(bench.shop.made) == 1
    assert len(bench.shop.keys) == 1
    assert bench.states() == BOTH


def test_a_lost_request_is_sent_again_with_the_same_draft_and_key(bench: Bench) -> None:
    def lose() -> None:
        raise OutcomeUnknown("lost")

    bench.shop.says = [lose]
    bench.go()
    assert bench.held.state is S.DONE
    assert len(bench.shop.drafts) == len(bench.shop.keys) == len(bench.shop.made) == 1


@pytest.mark.parametrize("is_made", [True, False])
def test_a_death_while_it_is_made_leads_to_one_refund(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, is_made: bool
) -> None:
    def die(client: Any, draft: Any, key: str) -> ShopRefund:
        if is_made:
            bench.shop._create(client, draft, key)
        raise Killed

    bench.engine.step()
    with monkeypatch.context() as patch:
        patch.setattr(record_refund, "create_refund", die)
        with pytest.raises(Killed):
            bench.engine.step()
    assert bench.stand.states(bench.task_id) == [S.SENDING]
    bench.engine.recover()
    bench.go()
    assert bench.held.state is S.DONE
    assert len(bench.shop.made) == len(bench.shop.keys) == len(bench.shop.drafts) == 1
    assert bench.states() == BOTH


def test_after_a_refusal_a_retry_has_a_new_key(bench: Bench) -> None:
    def refuse() -> None:
        raise refund_failure("shop_payment")

    def spent() -> None:
        error = refund_failure("shop_key_spent")
        raise KeySpent(error.code, error.title, error.cause, error.cure)

    bench.shop.says = [refuse, spent]
    bench.go()
    assert (bench.held.state, bench.held.error_code) == (S.FAILED, "shop_payment")
    first = bench.held.plan["key"]
    task.ask_again([bench.task_id], at=int(bench.stand.world.at))
    bench.go()
    assert bench.held.state is S.DONE
    assert len(bench.shop.drafts) == 2
    assert bench.shop.keys != [first]


@pytest.mark.parametrize(("code", "answers"), [("shop_payment", False), ("shop_maybe_there", True)])
def test_only_who_was_asked_says_by_a_retry_that_it_is_another_one(
    bench: Bench, code: str, answers: bool
) -> None:
    at = int(bench.stand.world.at)
    task.claim(bench.task_id, at)
    task.failed(bench.task_id, refund_failure(code, amount="10.00 EUR"), at)
    retry_tasks([bench.held])
    assert bench.held.state is S.READY
    assert bench.held.plan.get(recording.IS_ANOTHER, False) is answers


def test_what_another_computer_recorded_is_not_recorded_again(bench: Bench) -> None:
    bench.shop.add("gid://R/9", 1000, NOTE)
    bench.go()
    assert bench.held.state is S.DONE
    assert bench.shop.keys == []
    assert bench.states() == BOTH


def test_what_the_merchant_made_meanwhile_is_the_same(bench: Bench) -> None:
    bench.shop.add("gid://R/9", 1000, "sorry")
    bench.go()
    assert bench.held.state is S.DONE
    assert bench.shop.keys == []
    assert bench.states() == [("amazon", "paired", "other"), ("shopify", "paired", "other")]


def test_another_refund_of_the_merchants_is_another(bench: Bench) -> None:
    bench.shop.add("gid://R/9", 300, "sorry")
    bench.go()
    assert len(bench.shop.made) == 2
    assert ("shopify", "not_sent", "other") in bench.states()


def test_an_order_that_is_gone_needs_a_person(bench: Bench) -> None:
    bench.shop.is_gone = True
    bench.go()
    assert (bench.held.state, bench.held.error_code) == (S.FAILED, "shop_order_gone")


def test_what_was_recorded_is_never_planned_for_amazon(bench: Bench) -> None:
    bench.go()
    state = bench.shop.state()
    assert state is not None
    planning.keep(bench.stand.connection, bench.order_id, state.gid, state, bench.stand.world.at)
    assert shop_state.load(bench.order_id) == state
    sent = task.latest(bench.stand.account_id, bench.order_id, "send_refund", "gid://R/1")
    assert sent is None


SOLD = order(lines=(line(quantity=2),))
FULL = '[["MUG-1", 1, 1000]]'


@pytest.mark.parametrize(
    ("items", "shop_line", "minor", "expected"),
    [
        (FULL, {}, 1000, (("gid://L/1", 1),)),
        ('[["MUG-1", 2, 2000]]', {"refundable": 6, "pack": 3}, 1000, (("gid://L/1", 6),)),
        ('[["MUG-1", 1, 999]]', {}, 1000, ()),  # a part of the price
        ('[["MUG-1", 3, 3000]]', {"refundable": 3}, 1000, ()),  # more than were sold
        ('[["OTHER", 1, 1000]]', {}, 1000, ()),
        (FULL, {"refundable": 0}, 1000, ()),
        (FULL, {"unfulfilled": 1}, 1000, ()),  # it is still to be packed
        (FULL, {"item_id": "8"}, 1000, ()),
        (FULL, {}, 900, ()),  # a person lowered the amount
        ("[]", {}, 1000, ()),
    ],
)
def test_lines_are_named_only_where_they_were_given_back_whole(
    items: str, shop_line: dict[str, Any], minor: int, expected: Any
) -> None:
    given: dict[str, Any] = {"refundable": 2, "unfulfilled": 0, "pack": 1, "item_id": ITEM}
    given |= shop_line
    one = ShopLine("gid://L/1", "MUG-1", 2, 2, given.pop("unfulfilled"), **given)
    arguments: Any = (
        "gid://O/1",
        "1",
        "#1",
        1,
        "EUR",
        None,
        "",
        "PAID",
        "FULFILLED",
        False,
        (one,),
    )
    record = RefundRecord(1, 1, "amazon", "T1", 1000, "EUR", 1, items)
    assert whole_lines(SOLD, ShopState(*arguments), record, minor) == expected


def test_two_items_of_one_sku_are_not_told_apart() -> None:
    lines = (line(), line(item_id="2", charges=Charges(item=1000)))
    sold: Order = order(lines=lines)
    arguments: Any = ("gid://O/1", "1", "#1", 1, "EUR", None, "", "PAID", "FULFILLED", False, ())
    record = RefundRecord(1, 1, "amazon", "T1", 1000, "EUR", 1, FULL)
    assert whole_lines(sold, ShopState(*arguments), record, 1000) == ()


def test_the_failures_are_refunds(bench: Bench) -> None:
    failure: NeedsPerson = RECORD_REFUND.undecided(bench.held)
    assert failure.code == "undecided"
    assert RECORD_REFUND.SIDE == "shopify"
