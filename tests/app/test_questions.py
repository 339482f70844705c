"""The window's questions on a real database: answers, settings as pages show them, interruption."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.app.questions import WindowQuestions
from desktop.errors import Cancelled
from desktop.models import setting
from desktop.models.database import close_database, interrupter, open_database, read
from desktop.rows import OrderFilter, SortKey, Status
from desktop.ui.desk import GridQuery
from tests.models.orders import KEY, connect_account, order, store

NEWEST = GridQuery(OrderFilter(), SortKey.CREATED, True)
_ENDLESS = """
WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n
"""


@pytest.fixture
def questions(tmp_path: Path) -> Iterator[WindowQuestions]:
    open_database(tmp_path / "crossdock.db", KEY)
    account_id = connect_account("Lumen")
    store(account_id, *(order(number) for number in range(1, 31)))
    yield WindowQuestions()
    close_database()


def test_rows_ids_places_and_counts_agree(questions: WindowQuestions) -> None:
    questions.prepare(NEWEST)
    rows = questions.rows(NEWEST, 10, 5)
    ids = questions.ids(NEWEST, 10, 5)
    assert tuple(row.id for row in rows) == ids == (20, 19, 18, 17, 16)
    assert questions.place(NEWEST, 18) == 12
    assert questions.place(NEWEST, 99) is None
    assert questions.count(OrderFilter(statuses=(Status.UNSHIPPED,))) == 30
    assert questions.tabs(None).all_orders == 30
    assert questions.rows_by_id([3]) == questions.rows(NEWEST, 27, 1)
    assert questions.currencies(None) == ("EUR",)
    assert questions.causes(None) == ()


def test_what_is_written_is_seen(questions: WindowQuestions) -> None:
    assert questions.count(OrderFilter()) == 30
    (newest,) = store(1, order(31)).imported
    assert questions.count(OrderFilter()) == 31
    assert questions.ids(NEWEST, 0, 1) == (newest,)


def test_details_accounts_and_plan(questions: WindowQuestions) -> None:
    detail = questions.detail(7)
    assert detail is not None
    assert detail.row.id == 7
    assert detail.amazon_url.startswith("https://")
    assert questions.detail(99) is None
    (account,) = questions.accounts()
    assert (account.name, account.orders, account.waiting) == ("Lumen", 30, 30)
    assert account.is_sandbox
    assert not account.is_started
    assert account.marketplaces == ("DE",)
    assert (questions.plan().used, questions.plan().limit) == (0, 0)


def test_settings_say_what_they_take(questions: WindowQuestions) -> None:
    setting.set_setting("order.unlinked", "custom_line")
    found = {one.key: one for one in questions.settings(None, "")}
    unlinked = found["order.unlinked"]
    assert (unlinked.kind, unlinked.allowed) == ("choice", ("fail", "custom_line"))
    assert (json.loads(unlinked.value), unlinked.level) == ("custom_line", "app")
    kinds = {found[key].kind for key in ("order.create", "order.tags", "order.fixed_rates")}
    assert kinds == {"bool", "list", "map"}
    assert found["order.order_name"].kind == "text"
    assert json.loads(found["order.order_name"].default) == ""


def test_a_running_question_ends_when_interrupted(questions: WindowQuestions) -> None:
    questions.count(OrderFilter())
    stop = interrupter()
    timer = threading.Timer(0.05, questions.interrupt)
    timer.start()
    with pytest.raises(Cancelled), read() as connection:
        connection.execute(_ENDLESS).fetchall()
    timer.join()
    close_database()
    stop()
    questions.interrupt()
