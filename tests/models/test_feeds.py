"""Feeds: crash-safe from intent to report, and never out of step with the tasks they carry."""

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.models import feeds, task, task_find
from desktop.models.database import close_database, open_database, read, write
from desktop.models.feeds import FeedRow
from desktop.models.integrity import faults
from desktop.rows import TaskState
from desktop.trade.returns import FeedReport, FeedResult
from tests.models.orders import KEY, NOW, connect_account, order, store

S = TaskState
TYPE = "POST_PAYMENT_ADJUSTMENT_DATA"
REPORT = FeedReport(2, 1, 1, (FeedResult(2, True, "8058", "refused"),))


def refund_tasks(account_id: int, count: int = 2) -> list[int]:
    found = []
    for number in range(1, count + 1):
        (order_id,) = store(account_id, order(number)).imported
        task_id = task.plan_task(
            account_id, order_id, "send_refund", plan={}, state=S.READY, due_at=NOW, at=NOW
        )
        found.append(task_id or 0)
    return found


def states(task_ids: list[int]) -> set[TaskState]:
    return {task.task(one).state for one in task_ids}


def carried(account_id: int) -> tuple[int, list[int]]:
    ids = refund_tasks(account_id)
    return feeds.intent(account_id, TYPE, b"<xml/>", ids, at=NOW), ids


def test_a_feed_from_intent_to_report(account_id: int) -> None:
    row, ids = carried(account_id)
    assert states(ids) == {S.SENDING}
    assert feeds.messages(row) == {1: ids[0], 2: ids[1]}
    feeds.document_made(row, "doc-1")
    feeds.document_made(row, "doc-2")
    feeds.uploaded(row)
    assert states(ids) == {S.SENDING}
    feeds.submitted(row, "feed-1", due_at=NOW + 60, at=NOW)
    assert states(ids) == {S.SUBMITTED}
    (open_one,) = feeds.open_feeds(account_id)
    assert open_one == FeedRow(
        row, account_id, TYPE, "SUBMITTED", "doc-2", "feed-1", b"<xml/>", NOW, NOW, None
    )
    with write():
        feeds.finished(row, REPORT)
        task.settled(ids[0], NOW + 90, "accepted by Amazon")
    assert feeds.open_feeds(account_id) == ()
    held = feeds.feed(row)
    assert (held.state, held.report) == ("DONE", REPORT)
    found = feeds.feed_of(ids[1])
    assert found is not None
    assert found.id == row
    assert feeds.feed_of(999) is None


def test_an_intent_takes_all_tasks_or_none(account_id: int) -> None:
    ids = refund_tasks(account_id)
    task.skip([ids[1]], "withdrawn", at=NOW)
    with pytest.raises(ValueError, match="not ready"):
        feeds.intent(account_id, TYPE, b"", ids, at=NOW)
    assert states(ids) == {S.READY, S.SKIPPED}
    assert feeds.open_feeds(account_id) == ()
    with pytest.raises(ValueError, match="at least one"):
        feeds.intent(account_id, TYPE, b"", [], at=NOW)


def test_a_lost_answer_is_looked_up_first(account_id: int) -> None:
    row, ids = carried(account_id)
    feeds.document_made(row, "doc")
    feeds.uploaded(row)
    feeds.unknown(row, due_at=NOW + 120)
    assert states(ids) == {S.CHECK}
    assert {task.task(one).due_at for one in ids} == {NOW + 120}
    feeds.submitted(row, "found", due_at=NOW + 180, at=NOW)
    assert states(ids) == {S.SUBMITTED}
    with pytest.raises(ValueError, match="submitted"):
        feeds.abandon(row, "it is not there")


def test_what_never_arrived_frees_its_tasks(account_id: int) -> None:
    row, ids = carried(account_id)
    feeds.document_made(row, "doc")
    feeds.uploaded(row)
    feeds.unknown(row, due_at=NOW)
    assert feeds.abandon(row, "no feed since then", due_at=NOW) == 2
    assert states(ids) == {S.READY}
    assert feeds.open_feeds(account_id) == ()
    second = feeds.intent(account_id, TYPE, b"", ids, at=NOW + 1)
    found = feeds.feed_of(ids[0])
    assert found is not None
    assert found.id == second
    assert task.task(ids[0]).attempt == 2


@pytest.mark.parametrize(
    ("done", "refused"),
    [
        ([], ["uploaded", "submitted", "unknown", "finished"]),
        (["document"], ["submitted", "unknown", "finished"]),
        (["document", "uploaded", "submitted"], ["document", "uploaded", "unknown", "submitted"]),
        (["document", "uploaded", "submitted", "finished"], ["finished", "fatal", "abandon"]),
    ],
)
def test_no_step_is_left_out(account_id: int, done: list[str], refused: list[str]) -> None:
    row, ids = carried(account_id)
    steps = {
        "document": lambda: feeds.document_made(row, "doc"),
        "uploaded": lambda: feeds.uploaded(row),
        "submitted": lambda: feeds.submitted(row, "feed", due_at=NOW, at=NOW),
        "unknown": lambda: feeds.unknown(row, due_at=NOW),
        "finished": lambda: feeds.finished(row, None),
        "fatal": lambda: feeds.finished(row, None, fatal=True),
        "abandon": lambda: feeds.abandon(row, ""),
    }
    for name in done:
        steps[name]()
    before = (feeds.feed(row), [task.task(one) for one in ids])
    for name in refused:
        with pytest.raises(ValueError, match="feed"):
            steps[name]()
        assert (feeds.feed(row), [task.task(one) for one in ids]) == before
    with pytest.raises(LookupError):
        feeds.document_made(99, "doc")
    with pytest.raises(LookupError):
        feeds.feed(99)


SENDER = """
import sys
from pathlib import Path
from desktop.models import feeds, task
from desktop.models.database import open_database, write
open_database(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
print("ready", flush=True)
while True:
    due = [one.id for one in task.due_tasks(1, "send_refund", 1 << 40, limit=3)
           if one.state == "READY"]
    row = feeds.intent(1, "T", b"x", due)
    feeds.document_made(row, "doc")
    feeds.uploaded(row)
    feeds.unknown(row)
    feeds.submitted(row, f"feed-{row}")
    with write():
        feeds.finished(row, None)
        for one in due:
            task.settled(one, 1)
"""
FITTING = {
    "NEW": {S.SENDING},
    "DOCUMENT": {S.SENDING},
    "UPLOADED": {S.SENDING},
    "UNKNOWN": {S.CHECK},
    "SUBMITTED": {S.SUBMITTED},
    "DONE": {S.DONE},
}


def test_feeds_and_tasks_agree_after_every_kill(path: Path) -> None:
    open_database(path, KEY)
    refund_tasks(connect_account("Lumen"), 240)
    close_database()
    ended = 0
    for seconds in (0.01, 0.05, 0.023, 0.037):
        sent_until_killed(path, seconds)
        open_database(path, KEY)
        with read() as connection:
            rows = [one for (one,) in connection.execute("SELECT id FROM feed ORDER BY id")]
        for row in rows:
            held = feeds.feed(row)
            ids = list(feeds.messages(row).values())
            assert states(ids) <= FITTING[held.state], held.state
            ended += held.state == "DONE"
        sending = task_find.tasks_in(1, S.SENDING)
        in_feeds = {one for row in rows for one in feeds.messages(row).values()}
        assert {one.id for one in sending} <= in_feeds
        assert faults() == ()
        close_database()
    assert ended


def sent_until_killed(path: Path, seconds: float) -> None:
    command = [sys.executable, "-c", SENDER, str(path), KEY.hex()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        if process.stdout is None:
            raise AssertionError("no output to read")
        assert process.stdout.readline().strip() == "ready"
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
