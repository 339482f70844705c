"""Rows at any offset agree with going through all of them, whatever was asked before."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.models import archive, order_pages, task
from desktop.models.database import close_database, open_database, write
from desktop.models.order_pages import Asked, OrderPages
from desktop.models.task_find import tasks_of
from desktop.rows import OrderFilter, SortKey, Status, Tab
from desktop.trade import Package, Window
from tests.models.orders import DAY, KEY, NOW, amazon_id, connect_account, line, order, store
from tests.models.test_order_list import emptied, filters, make, orders, prices, walk


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("grid") / "pages.db"
    open_database(path, KEY)
    connect_account("Lumen")
    connect_account("Harbor")
    yield path
    close_database()


@pytest.fixture
def short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_pages, "STEP", 3)
    monkeypatch.setattr(order_pages, "FEW", 4)


asks = st.lists(
    st.one_of(
        st.tuples(st.just("rows"), st.integers(0, 16), st.integers(1, 6)),
        st.tuples(st.just("prepare"), st.just(0), st.just(0)),
        st.tuples(st.just("count"), st.just(0), st.just(0)),
        st.tuples(st.just("place"), st.integers(0, 15), st.just(0)),
        st.tuples(st.just("write"), st.integers(0, 15), st.just(0)),
    ),
    min_size=4,
    max_size=14,
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    st.lists(orders, max_size=14),
    st.lists(
        st.tuples(
            filters,
            prices,
            st.sampled_from(list(Tab)),
            st.sampled_from(list(SortKey)),
            st.booleans(),
            asks,
        ),
        min_size=3,
        max_size=6,
    ),
)
def test_any_way_through_the_pages_gives_the_same_rows(
    shared: Path,
    short_steps: None,
    wanted: list[dict[str, Any]],
    questions: list[
        tuple[dict[str, Any], dict[str, Any], Tab, SortKey, bool, list[tuple[str, int, int]]]
    ],
) -> None:
    open_database(shared, KEY)
    emptied()
    made = [make(number, one).row.id for number, one in enumerate(wanted, 1)]
    pages = OrderPages()
    for parts, price, tab, sort, down, ways in questions:
        asked = Asked(OrderFilter(tab=tab, **parts, **price), sort, down)
        whole = walk(asked.filter, sort, down, 50)
        ids = [row.id for row in whole]
        for what, first, second in ways:
            if what == "rows":
                assert pages.rows(asked, first, second) == tuple(whole[first : first + second])
                assert pages.ids(asked, first, second) == tuple(ids[first : first + second])
            elif what == "prepare":
                pages.prepare(asked)
            elif what == "count":
                assert pages.count(asked.filter) == len(ids)
            elif what == "place" and first < len(made):
                place = ids.index(made[first]) if made[first] in ids else None
                assert pages.place(asked, made[first]) == place
            elif what == "write" and first < len(made):
                with write() as connection:
                    connection.execute(
                        "UPDATE orders SET created_at = created_at + 1, units = units + 1"
                        " WHERE id = ?",
                        (made[first],),
                    )
                whole = walk(asked.filter, sort, down, 50)
                ids = [row.id for row in whole]


def test_what_the_seller_has_to_ship(account_id: int) -> None:
    first, second, third, fourth = store(
        account_id,
        order(1, ship_by=Window(None, NOW + 100)),
        order(2, ship_by=Window(None, NOW + 2 * DAY)),
        order(3, ship_by=Window(None, NOW + 50), fulfilled_by="AMAZON"),
        order(4, ship_by=Window(None, NOW - 50)),
    ).imported
    pages = OrderPages()

    def shown(**parts: Any) -> tuple[int, ...]:
        asked = Asked(OrderFilter(to_ship=True, **parts), SortKey.SHIP_BY, False)
        ids = pages.ids(asked, 0, 10)
        assert pages.count(asked.filter) == len(ids)
        return ids

    assert shown() == (fourth, first, second)
    assert shown(ship_by_before=NOW) == (fourth,)
    assert shown(ship_by_from=NOW, ship_by_before=NOW + DAY) == (first,)
    archive.archive([first], NOW)
    assert shown(ship_by_from=NOW, ship_by_before=NOW + DAY) == ()
    assert shown(tab=Tab.ARCHIVE) == (first,)
    assert third not in shown(statuses=(Status.UNSHIPPED,))


def test_what_is_about_to_be_sent(account_id: int) -> None:
    first, second = store(account_id, order(1), order(2)).imported
    (creation,) = tasks_of([first])
    asked = Asked(OrderFilter(to_send=True), SortKey.CREATED, True)
    pages = OrderPages()
    assert pages.ids(asked, 0, 9) == (second, first)
    task.claim(creation.id, NOW)
    assert pages.ids(asked, 0, 9) == (second, first)
    archive.archive([first], NOW)
    assert pages.ids(asked, 0, 9) == (second,)
    assert pages.count(asked.filter) == 1


def test_rows_tell_programs_and_shipping(account_id: int) -> None:
    parcel = Package("1", status="SHIPPED", shipped_at=NOW - 9)
    store(account_id, order(1, programs=("PRIME", "AMAZON_BUSINESS", "X"), packages=(parcel,)))
    (row,) = OrderPages().rows(Asked(OrderFilter(), SortKey.CREATED, True), 0, 5)
    assert row.tags == ("FBM", "Prime", "Business")
    assert row.shipped_at == NOW - 9


def test_a_search_that_finds_many_is_paged_without_finding_all(
    account_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_pages, "FEW", 3)
    store(account_id, *(order(number, lines=(line("MUG-1"),)) for number in range(1, 9)))
    pages = OrderPages()
    for text, numbers in (
        ("mug", range(8, 0, -1)),
        (f"mug {amazon_id(4)}", (4,)),
        ("302-", (8, 7)),
    ):
        asked = Asked(OrderFilter(text=text), SortKey.CREATED, True)
        rows = pages.rows(asked, 0, 2 if text == "302-" else 20)
        assert [one.amazon_order_id for one in rows] == [amazon_id(one) for one in numbers]
    asked = Asked(OrderFilter(order_ids=("302", amazon_id(2))), SortKey.CREATED, True)
    assert len(pages.ids(asked, 0, 20)) == 8


def test_keys_lead_on_after_a_write_and_are_exact_when_walked_again(
    account_id: int, monkeypatch: pytest.MonkeyPatch, short_steps: None
) -> None:
    monkeypatch.setattr(order_pages, "NEAR", 1)
    monkeypatch.setattr(order_pages, "_ABOVE", 2)
    store(account_id, *(order(number) for number in range(1, 41)))
    asked = Asked(OrderFilter(), SortKey.CREATED, True)
    pages = OrderPages()
    pages.prepare(asked)
    pages.rows(asked, 20, 4)
    store(account_id, order(41), order(42))
    whole = [row.id for row in walk(asked.filter, SortKey.CREATED, True, 50)]
    for offset in (9, 20, 27):
        found = [row.id for row in pages.rows(asked, offset, 4)]
        start = whole.index(found[0])
        assert found == whole[start : start + 4]
        assert offset <= start <= offset + 2
    assert whole.index(pages.rows(asked, 20, 4)[0].id) == 22
    assert pages.ids(asked, 20, 4) == tuple(whole[20:24])
    for offset in (0, 1, 39):
        assert [row.id for row in pages.rows(asked, offset, 4)] == whole[offset : offset + 4]
    place = pages.place(asked, whole[30])
    assert place == 30
    assert [row.id for row in pages.rows(asked, 29, 4)] == whole[29:33]
    pages.prepare(asked)
    for offset in range(40):
        assert [row.id for row in pages.rows(asked, offset, 4)] == whole[offset : offset + 4]
