"""The grid's answers agree with a naive reading of the same orders."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.catalogue import order_failure
from desktop.models import archive, order_list, task
from desktop.models.database import close_database, open_database, write
from desktop.models.order_query import page_question
from desktop.models.order_status import STATUSES, SYNC_STATUSES
from desktop.models.task_find import tasks_of
from desktop.rows import OrderFilter, OrderRow, SortKey, Status, SyncStatus, Tab
from desktop.trade import Window
from desktop.trade.order import AmazonStatus
from tests.models.orders import (
    DAY,
    KEY,
    NOW,
    amazon_id,
    connect_account,
    line,
    order,
    shop_order,
    status,
    store,
)

SKUS = ("MUG-1", "mug 2/L", 'he said "hi"', "ТЕСТ-1", "x")
NAMES = ("Zoë Müller", "Ann", "李 小龙", "O'Neil (50%_)")


@dataclass(frozen=True)
class Made:
    """One order as the test made it, and the row the grid should show."""

    row: OrderRow
    texts: tuple[str, ...]


orders = st.fixed_dictionaries(
    {
        "created": st.integers(0, 5),
        "status": st.sampled_from(list(AmazonStatus)[:6]),
        "fba": st.booleans(),
        "currency": st.sampled_from(("EUR", "GBP", "JPY")),
        "total": st.none() | st.integers(-2, 6),
        "units": st.integers(1, 3),
        "ship_by": st.none() | st.integers(0, 4),
        "sku": st.sampled_from(SKUS),
        "buyer": st.sampled_from(NAMES),
        "account": st.integers(0, 1),
        "fate": st.sampled_from(("plain", "failed", "created", "archived", "failed+archived")),
        "wish": st.booleans(),
    }
)
some = st.lists
filters = st.fixed_dictionaries(
    {},
    optional={
        "account_id": st.sampled_from((1, 2, None)),
        "statuses": some(st.sampled_from(list(Status)), max_size=3).map(tuple),
        "sync_statuses": some(st.sampled_from(list(SyncStatus)), max_size=2).map(tuple),
        "tags": some(st.sampled_from(("FBA", "FBM")), max_size=2).map(tuple),
        "created_from": st.integers(NOW, NOW + 6),
        "created_to": st.integers(NOW, NOW + 6),
        "cancel_wish": st.booleans(),
        "ship_by_before": st.integers(NOW, NOW + 5),
        "order_ids": some(
            st.integers(1, 12).map(amazon_id)
            | st.sampled_from(("302", "00", "-0", "000001", "zz", " ")),
            max_size=3,
        ).map(tuple),
        "text": st.sampled_from(
            (
                "",
                " ",
                "mug",
                "MÜLLER",
                "#1",
                "#100",
                "9000",
                "mug-1 zoë",
                'hi"',
                '"',
                "(50%_)",
                "тест",
                "李",
                "x",
                "title of",
                "302-",
                "NOT AND",
                "a*",
            )
        ),
    },
)
nothing: dict[str, Any] = {}
prices: st.SearchStrategy[dict[str, Any]] = st.just(nothing) | st.fixed_dictionaries(
    {"currency": st.sampled_from(("EUR", "GBP", "JPY"))},
    optional={"price_from": st.integers(-2, 6), "price_to": st.integers(-2, 6)},
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("grid") / "grid.db"
    open_database(path, KEY)
    connect_account("Lumen")
    connect_account("Harbor")
    yield path
    close_database()


EMPTY = """
INSERT INTO order_fts (order_fts) VALUES ('delete-all');
INSERT INTO product_fts (product_fts) VALUES ('delete-all');
DELETE FROM history; DELETE FROM plan_use; DELETE FROM task; DELETE FROM order_line;
DELETE FROM order_text; DELETE FROM order_payload; DELETE FROM product; DELETE FROM orders
"""


def emptied() -> None:
    with write() as connection:
        for statement in EMPTY.split(";"):
            connection.execute(statement)


def make(number: int, wanted: dict[str, Any]) -> Made:
    account_id = wanted["account"] + 1
    one = order(
        number,
        created_at=NOW + wanted["created"],
        fulfilled_by="AMAZON" if wanted["fba"] else "MERCHANT",
        currency=wanted["currency"],
        total=wanted["total"],
        ship_by=Window(None, None if wanted["ship_by"] is None else NOW + wanted["ship_by"]),
        deliver_by=Window(None, None),
        buyer_name=wanted["buyer"],
        lines=(line(wanted["sku"], wanted["units"], has_cancel_wish=wanted["wish"]),),
        **status(wanted["status"]),
    )
    (order_id,) = store(account_id, one).imported
    (creation,) = tasks_of([order_id])
    if wanted["fate"] != "plain":
        task.claim(creation.id, NOW)
    if "failed" in wanted["fate"]:
        task.failed(creation.id, order_failure("sku_unknown", sku="x"), NOW)
    elif wanted["fate"] == "created":
        task.done(creation.id, shop_order(number), adopted=False, at=NOW)
    if "archived" in wanted["fate"]:
        archive.archive([order_id], NOW)
    (row,) = order_list.rows([order_id])
    texts = (one.amazon_order_id, row.shopify_order_name, row.shopify_order_id, wanted["buyer"])
    return Made(row, (*texts, wanted["sku"], f"Title of {wanted['sku']}"))


def is_shown(made: Made, asked: OrderFilter) -> bool:
    row = made.row
    in_tab = {
        Tab.ALL: row.archived_at is None,
        Tab.ERRORS: row.archived_at is None and bool(row.failures),
        Tab.ARCHIVE: row.archived_at is not None,
    }[asked.tab]
    minor = None if row.total is None else row.total.minor
    ids = [part.strip().lower() for part in asked.order_ids if part.strip()]
    priced = asked.price_from is not None or asked.price_to is not None
    texts = [text.lower() for text in made.texts]
    checks = (
        in_tab,
        asked.account_id in (None, row.account_id),
        not asked.statuses or row.status in asked.statuses,
        not asked.sync_statuses or row.sync_status in asked.sync_statuses,
        not asked.tags or row.tags[0] in asked.tags,
        asked.created_from is None or row.created_at >= asked.created_from,
        asked.created_to is None or row.created_at <= asked.created_to,
        not asked.cancel_wish or row.cancel_wish,
        asked.ship_by_before is None
        or (row.ship_by is not None and row.ship_by < asked.ship_by_before),
        not ids or any(part in row.amazon_order_id for part in ids),
        all(any(word in text for text in texts) for word in asked.text.lower().split()),
        not asked.currency or CURRENCY[row.id] == asked.currency,
        not priced or minor is not None,
        asked.price_from is None or (minor is not None and minor >= asked.price_from),
        asked.price_to is None or (minor is not None and minor <= asked.price_to),
    )
    return all(checks)


CURRENCY: dict[int, str] = {}


def in_order(rows: list[OrderRow], sort: SortKey, down: bool) -> list[int]:
    def value(row: OrderRow) -> tuple[Any, ...] | None:
        if sort is SortKey.PRICE:
            return None if row.total is None else (row.total.currency, row.total.minor)
        if sort is SortKey.SHIP_BY:
            return None if row.ship_by is None else (row.ship_by,)
        return {
            SortKey.CREATED: (row.created_at,),
            SortKey.ORDER_ID: (row.amazon_order_id,),
            SortKey.STATUS: (STATUSES.index(row.status), row.created_at),
            SortKey.SYNC_STATUS: (SYNC_STATUSES.index(row.sync_status), row.created_at),
            SortKey.UNITS: (row.units,),
        }[sort]

    with_value = [row for row in rows if value(row) is not None]
    without = [row for row in rows if value(row) is None]
    first = sorted(with_value, key=lambda row: (value(row), row.id), reverse=down)
    last = sorted(without, key=lambda row: row.id, reverse=down)
    return [row.id for row in (*first, *last)]


def walk(asked: OrderFilter, sort: SortKey, down: bool, size: int) -> list[OrderRow]:
    rows: list[OrderRow] = []
    key = None
    while True:
        page = order_list.page(asked, sort, down, key, size)
        rows += page.rows
        key = page.next_key
        if key is None:
            return rows
        assert len(page.rows) == size


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(orders, max_size=12),
    st.lists(
        st.tuples(
            filters,
            prices,
            st.sampled_from(list(Tab)),
            st.sampled_from(list(SortKey)),
            st.booleans(),
            st.integers(1, 5),
        ),
        min_size=8,
        max_size=12,
    ),
)
def test_pages_and_counts_agree_with_a_naive_reading(
    shared: Path,
    wanted: list[dict[str, Any]],
    questions: list[tuple[dict[str, Any], dict[str, Any], Tab, SortKey, bool, int]],
) -> None:
    open_database(shared, KEY)
    emptied()
    made = [make(number, one) for number, one in enumerate(wanted, 1)]
    CURRENCY.clear()
    CURRENCY.update({one.row.id: want["currency"] for one, want in zip(made, wanted, strict=True)})
    for parts, price, tab, sort, down, size in questions:
        asked = OrderFilter(tab=tab, **parts, **price)
        shown = [one.row for one in made if is_shown(one, asked)]
        rows = walk(asked, sort, down, size)
        assert [row.id for row in rows] == in_order(shown, sort, down), (asked, sort, down)
        assert rows == sorted(shown, key=lambda row: [one.id for one in rows].index(row.id))
        assert order_list.count(asked) == len(shown), asked
    for account_id in (None, 1, 2):
        numbers = [
            sum(is_shown(one, OrderFilter(tab=tab, account_id=account_id)) for one in made)
            for tab in Tab
        ]
        counts = order_list.counts(account_id)
        assert [counts.all_orders, counts.errors, counts.archive] == numbers


def test_a_price_range_needs_a_currency(account_id: int) -> None:
    store(account_id, order(1))
    with pytest.raises(ValueError, match="currency"):
        order_list.page(OrderFilter(price_from=1))
    with pytest.raises(ValueError, match="currency"):
        order_list.count(OrderFilter(price_to=1))


def test_errors_come_soonest_ship_by_first(account_id: int) -> None:
    ids = store(
        account_id,
        order(1, ship_by=Window(None, NOW + 9)),
        order(2, ship_by=Window(None, NOW + 3)),
        order(3, ship_by=Window(None, None)),
    ).imported
    for one in tasks_of(ids):
        task.claim(one.id, NOW)
        task.failed(one.id, order_failure("sku_unknown", sku="MUG-1"), NOW)
    page = order_list.page(OrderFilter(tab=Tab.ERRORS))
    assert [row.amazon_order_id for row in page.rows] == [amazon_id(2), amazon_id(1), amazon_id(3)]
    failure = page.rows[0].failures[0]
    assert failure.code == "sku_unknown"
    assert failure.kind is SyncStatus.FAILED_ORDER
    assert "MUG-1" in failure.cause
    assert failure.fixes[0] == "link"
    assert page.rows[0].stage == "A product is not linked"


@pytest.mark.parametrize("sort", list(SortKey))
@pytest.mark.parametrize("tab", list(Tab))
def test_first_pages_are_read_from_an_index(account_id: int, sort: SortKey, tab: Tab) -> None:
    question = page_question(OrderFilter(tab=tab), sort, descending=True, after=None, limit=60)
    with write() as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {question.sql}", question.values).fetchall()
    words = " ".join(row[3] for row in plan)
    assert "INDEX orders_" in words
    if tab is Tab.ALL:
        assert "TEMP B-TREE FOR ORDER BY" not in words


def test_currencies(account_id: int) -> None:
    store(account_id, order(1), order(2, currency="GBP"), order(3, currency="", total=None))
    assert order_list.currencies() == ("EUR", "GBP")
    assert order_list.currencies(account_id + 1) == ()


def test_created_at_bounds_are_inclusive(account_id: int) -> None:
    store(account_id, order(1, created_at=NOW - DAY))
    for low, high, number in ((0, 0, 1), (1, 1, 0), (-1, -1, 0)):
        asked = OrderFilter(created_from=NOW - DAY + low, created_to=NOW - DAY + high)
        assert order_list.count(asked) == number
