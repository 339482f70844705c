"""The second line of the sync status has room in a narrow window."""

import pytest

from desktop.models.order_stage import NOUNS, TaskFact, back_words
from desktop.rows import TaskState
from desktop.ui.order_columns import Column, prepare
from desktop.ui.stage_words import short_stage
from tests.gui.fake_rows import make_row

MOST = 23
_GOING = (TaskState.READY, TaskState.SENDING, TaskState.CHECK, TaskState.SUBMITTED)


@pytest.mark.parametrize("verb", list(NOUNS))
@pytest.mark.parametrize("state", _GOING)
def test_what_is_under_way_fits(verb: str, state: TaskState) -> None:
    assert len(short_stage(back_words(TaskFact(verb, state)))) <= MOST


@pytest.mark.parametrize("hold", ["outbox", "asks", "not_sent", "no_tracking", "lease"])
def test_what_waits_fits(hold: str) -> None:
    fact = TaskFact("send_refund", TaskState.WAITING, hold=hold, due_at=1_795_000_000)
    assert len(short_stage(back_words(fact))) <= MOST


def test_words_that_fit_stay() -> None:
    assert short_stage("in Shopify") == "in Shopify"
    assert short_stage("refund not sent") == "refund not sent"
    assert short_stage("waits in the outbox until 14:05") == "outbox until 14:05"
    assert short_stage("fulfilment in Shopify waiting") == "fulfilment waiting"


def test_an_oversold_order_says_so() -> None:
    row = make_row(0, oversold=True, stage="in Shopify", cancel_wish=False, failures=())
    cell = prepare(row, 0.0).cells[Column.SYNC]
    assert (cell.second, cell.second_tone) == ("oversold · in Shopify", "bad")
