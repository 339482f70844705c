"""The outbox and the carrier map of the desk in memory: deeds change what is shown next."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from desktop.rows import CarrierRow, OutboxContent, OutboxRow, ToRecordRow
from desktop.trade import Money

LEAVES_IN_S = 600


def outbox_row(task_id: int, **changes: Any) -> OutboxRow:
    """A refund made in Shopify, of the order with the same number."""
    made = OutboxRow(
        task_id=task_id,
        order_id=task_id,
        amazon_order_id=f"111-{task_id:07d}-0000000",
        account_id=1,
        account="Main",
        verb="send_refund",
        words="refund of 12.00 USD to Amazon: CustomerReturn",
        leaves_at=None,
        hold="not_sent",
        amount=Money(1200 + task_id, "USD"),
        shopify_order_name=f"#{1000 + task_id}",
        why="CustomerReturn",
    )
    return replace(made, **changes)


def record_row(refund_id: int, **changes: Any) -> ToRecordRow:
    """A refund of Amazon's books."""
    name = f"#{1000 + refund_id}"
    amazon_order_id = f"222-{refund_id:07d}-0000000"
    made = ToRecordRow(
        refund_id, refund_id, amazon_order_id, "Main", name, Money(500, "USD"), 1_795_000_000
    )
    return replace(made, **changes)


class FakeOutboxQuestions:
    """Answers with `content`."""

    content: OutboxContent = OutboxContent()
    carrier_rows: tuple[CarrierRow, ...] = ()

    def outbox(self, account_id: int | None) -> OutboxContent:
        return self.content

    def carriers(self, account_id: int) -> tuple[CarrierRow, ...]:
        return self.carrier_rows


class FakeOutboxDeeds:
    """Takes out what was dealt with."""

    questions: FakeOutboxQuestions
    leaves_at: int = 0

    def _note(self, *what: Any) -> None:
        raise AssertionError("the whole fake notes it")

    def _without(self, task_id: int) -> OutboxRow | None:
        now = self.questions.content
        rows = [*now.waiting, *now.not_sent]
        self.questions.content = replace(
            now,
            waiting=tuple(one for one in now.waiting if one.task_id != task_id),
            not_sent=tuple(one for one in now.not_sent if one.task_id != task_id),
        )
        return next((one for one in rows if one.task_id == task_id), None)

    def withdraw(self, task_id: int) -> int:
        self._note("withdraw", task_id)
        row = self._without(task_id)
        if row is not None:
            left = replace(row, leaves_at=None, hold="", is_withdrawn=True)
            now = self.questions.content
            self.questions.content = replace(now, not_sent=(*now.not_sent, left))
        return 1

    def send_now(self, task_id: int) -> int:
        self._note("send_now", task_id)
        self._without(task_id)
        return 1

    def send_after_all(self, task_id: int) -> int:
        self._note("send_after_all", task_id)
        row = self._without(task_id)
        if row is not None:
            going = replace(row, leaves_at=self.leaves_at, hold="outbox", is_withdrawn=False)
            now = self.questions.content
            self.questions.content = replace(now, waiting=(*now.waiting, going))
        return self.leaves_at

    def settle_not_sent(self, task_id: int, how: str) -> int:
        self._note("settle_not_sent", task_id, how)
        self._without(task_id)
        return 1

    def record_refunds(self, refund_ids: Sequence[int]) -> int:
        self._note("record_refunds", tuple(refund_ids))
        now = self.questions.content
        kept = tuple(one for one in now.to_record if one.refund_id not in refund_ids)
        self.questions.content = replace(now, to_record=kept)
        return len(refund_ids)

    def remove_carrier(self, account_id: int, company: str, country: str) -> int:
        self._note("remove_carrier", account_id, company, country)
        return 1
