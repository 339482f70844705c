"""Whatever order refunds come in on the two sides: never more than was paid, and no false pairs."""

import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from defusedxml.ElementTree import fromstring
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.actions.retry import retry_tasks
from desktop.models import refunds, task
from desktop.models.database import close_database, open_database
from desktop.models.refund_pairs import is_same_goods
from desktop.models.refunds import RefundRecord
from desktop.models.task_find import tasks_of
from desktop.rows import TaskState
from desktop.trade import Charges
from tests.models.orders import KEY, line
from tests.sync.feed_world import Stand

PAID = {"MUG-1": 1000, "CUP-1": 700}
HOUR = 3600

steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("shop"), st.sampled_from(sorted(PAID)), st.sampled_from([100, 300, 500, 700])
        ),
        st.tuples(
            st.just("amazon"), st.sampled_from(sorted(PAID)), st.sampled_from([100, 300, 500])
        ),
        st.tuples(st.just("send"), st.sampled_from([1, 7]), st.booleans()),
        st.tuples(st.just("books"), st.booleans(), st.none()),
        st.tuples(st.just("retry"), st.none(), st.none()),
    ),
    min_size=1,
    max_size=14,
)


class Ledger:
    """One order of two items, and what truly was given back of it."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        lines = tuple(line(sku, charges=Charges(item=minor)) for sku, minor in PAID.items())
        self.order_id, self.order = stand.order(lines=lines, total=sum(PAID.values()))
        self.items = {one.sku: one.item_id for one in lines}
        self.own: list[tuple[str, str, int]] = []  # made on Amazon by others: key, SKU, amount
        self.made = 0
        self.booked: set[str] = set()

    def do(self, what: str, one: Any, other: Any) -> None:
        """A step of the story."""
        self.stand.world.at += HOUR
        if what == "shop":
            self._in_shopify(one, other)
        elif what == "amazon":
            self._on_amazon(one, other)
        elif what == "send":
            self.stand.go(one)
        elif what == "books":
            self._book(in_parts=one)
        else:
            failed = tasks_of([self.order_id], "send_refund")
            retry_tasks([each for each in failed if each.state is TaskState.FAILED])
            self._let_go()

    def _in_shopify(self, sku: str, minor: int) -> None:
        self.made += 1
        gid = f"gid://shopify/Refund/{self.made}"
        given: dict[str, Any] = {
            "side": "shopify",
            "foreign_id": gid,
            "items": json.dumps([[sku, 0, minor]]),
        }
        self._see(minor, **given)
        refunds.pair(self.order_id)
        task_id = self.stand.refund_of(self.order_id, self.order, minor, str(self.made))
        plan = task.task(task_id).plan
        items = [{**plan["items"][0], "item_id": self.items[sku]}]
        task.replace_plan(task_id, {**plan, "items": items})
        held = next(one for one in refunds.of_order(self.order_id) if one.foreign_id == gid)
        if held.pair_id is not None:  # as planning does it: what stands there is not sent
            task.skip([task_id], "already", at=int(self.stand.world.at))

    def _on_amazon(self, sku: str, minor: int) -> None:
        if sum(self.given(sku)) + minor > PAID[sku]:
            return  # Amazon does not give back more than was paid either
        key = f"own-{len(self.own)}"
        self.own.append((key, sku, minor))
        self.stand.book(self.order_id, minor, key, sku)

    def _book(self, *, in_parts: bool) -> None:
        """Amazon's books show what the feeds brought about."""
        for reference, sku, minor in self.accepted():
            if reference in self.booked:
                continue
            self.booked.add(reference)
            parts = (minor - 1, 1) if in_parts and minor > 1 else (minor,)
            for n, part in enumerate(parts):
                self.stand.book(self.order_id, part, f"{reference}-{n}", sku)

    def _see(self, minor: int, **more: Any) -> None:
        at = int(self.stand.world.at)
        given = {"id": 0, "order_id": self.order_id, "minor": minor, "at": at, "seen_at": at}
        refunds.see(RefundRecord(**{**given, "currency": self.order.currency, **more}))

    def _let_go(self) -> None:
        for one in tasks_of([self.order_id], "send_refund"):
            if one.state is TaskState.WAITING:
                task.replace_plan(
                    one.id, one.plan, state=TaskState.READY, due_at=int(self.stand.world.at)
                )

    def accepted(self) -> list[tuple[str, str, int]]:
        """(reference, SKU, amount) of what Amazon took of feeds."""
        skus = {item: sku for sku, item in self.items.items()}
        found = []
        self.stand.world.work()
        for feed in self.stand.world.feeds:
            if "report" not in feed:
                continue
            for one in fromstring(self.stand.world.documents[feed["document"]]).iter(
                "AdjustedItem"
            ):
                amount = sum(Decimal(each.text or "0") for each in one.iter("Amount"))
                reference = one.findtext("MerchantAdjustmentItemID") or ""
                sku = skus[one.findtext("AmazonOrderItemCode") or ""]
                found.append((reference, sku, int(amount * 100)))
        return found

    def given(self, sku: str) -> list[int]:
        """Everything that the buyer got back for an item."""
        own = [minor for _, of, minor in self.own if of == sku]
        return own + [minor for _, of, minor in self.accepted() if of == sku]


@contextmanager
def ledger() -> Iterator[Ledger]:
    with tempfile.TemporaryDirectory() as folder:
        open_database(Path(folder) / "refunds.db", KEY)
        try:
            yield Ledger(Stand())
        finally:
            close_database()


@settings(max_examples=60, deadline=None)
@example([("shop", "CUP-1", 100), ("shop", "CUP-1", 100), ("amazon", "MUG-1", 100)])
@given(steps)
def test_no_story_gives_back_more_than_was_paid(story: list[tuple[str, Any, Any]]) -> None:
    with ledger() as case:
        for step in story:
            case.do(*step)
        case.stand.go(60)
        for sku, most in PAID.items():
            assert sum(case.given(sku)) <= most, story
        sent = Counter(reference for reference, _, _ in case.accepted())
        assert max(sent.values(), default=1) == 1
        held = {one.id: one for one in refunds.of_order(case.order_id)}
        for one in held.values():
            if one.pair_id is None or one.side == "shopify":
                continue
            shopify = held[one.pair_id]
            parts = [each for each in held.values() if each.pair_id == shopify.id]
            assert sum(each.minor for each in parts) == shopify.minor
            assert is_same_goods(one, shopify)
