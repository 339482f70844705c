"""The grid's questions at several sizes, each beside a plain SELECT that must answer the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from desktop.models import order_list
from desktop.models.database import close_database, open_database, read
from desktop.models.order_pages import Asked as Rows
from desktop.models.order_pages import OrderPages
from desktop.rows import OrderFilter, SortKey, Status, SyncStatus, Tab
from tests.benchmarks.canned_amazon import AT
from tests.benchmarks.made_database import KEY, made_database
from tests.benchmarks.measure import Figure, Run, figure, timed
from tests.benchmarks.plain_select import plain_count, plain_page

COUNT_GOAL_MS, PAGE_GOAL_MS = 150, 16  # ARCHITECTURE section 8
PLAIN_REPEATS = 3
YEAR = 365 * 86_400
_EVERYTHING = OrderFilter(
    statuses=(Status.SHIPPED, Status.FULFILLED),
    sync_statuses=(SyncStatus.SHIPPED, SyncStatus.ORDER_CREATED),
    tags=("FBM",),
    currency="USD",
    price_from=2_000,
    price_to=12_000,
    created_from=AT - YEAR,
    created_to=AT,
    text="müller",
    order_ids=("45",),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Ours and the plain one; both answer the ids, or the number, that they found."""

    what: str
    ours: Callable[[], Any]
    plain: Callable[[], Any]
    goal: float


def run(asked: Run) -> list[Figure]:
    """Every question at every size."""
    figures = []
    for size in asked.scale.list_sizes:
        path = made_database(asked, size)
        open_database(path, KEY)
        try:
            for question in questions():
                figures.append(_measure(f"order_list: {size:,} orders", question, asked))
        finally:
            close_database()
    return figures


def _measure(benchmark: str, question: Asked, asked: Run) -> Figure:
    """Take turns; the plain one fewer times, it may take seconds. Raises where they differ."""
    ours, plain = question.ours(), question.plain()
    if ours != plain:
        raise AssertionError(f"{question.what}: {str(ours)[:200]} is not {str(plain)[:200]}")
    repeats = asked.scale.list_repeats
    mine: list[float] = []
    theirs: list[float] = []
    for number in range(repeats):
        mine.append(timed(question.ours) * 1000)
        if number < PLAIN_REPEATS:
            theirs.append(timed(question.plain) * 1000)
    return figure(
        benchmark,
        question.what,
        "ms",
        mine,
        beside=("plain SELECT", theirs),
        goal=question.goal,
        with_p99=True,
    )


def filters() -> dict[str, OrderFilter]:
    """One of each filter, and all of them together."""
    return {
        "all": OrderFilter(),
        "one status": OrderFilter(statuses=(Status.UNSHIPPED,)),
        "three statuses": OrderFilter(
            statuses=(Status.PENDING, Status.UNSHIPPED, Status.CANCELLED)
        ),
        "sync status": OrderFilter(sync_statuses=(SyncStatus.FAILED_ORDER,)),
        "tag": OrderFilter(tags=("FBA",)),
        "price range": OrderFilter(currency="USD", price_from=2_000, price_to=6_000),
        "date range": OrderFilter(created_from=AT - YEAR, created_to=AT - YEAR + 30 * 86_400),
        "ship by": OrderFilter(ship_by_before=AT - YEAR),
        "cancel wish": OrderFilter(cancel_wish=True),
        "part of an ID, 4567": OrderFilter(order_ids=("4567",)),
        "part of an ID, 45": OrderFilter(order_ids=("45",)),
        "twenty whole IDs": OrderFilter(order_ids=_whole_ids()),
        "text, a name (1 %)": OrderFilter(text="müller"),
        "text, a SKU (5 %)": OrderFilter(text="mug-350"),
        "text, two words": OrderFilter(text="müller 112-45"),
        "text, two letters": OrderFilter(text="45"),
        "status, tag, price, date": OrderFilter(
            statuses=(Status.SHIPPED,),
            tags=("FBM",),
            currency="USD",
            price_from=2_000,
            price_to=6_000,
            created_from=AT - YEAR,
        ),
        "all filters": _EVERYTHING,
        "errors": OrderFilter(tab=Tab.ERRORS),
        "archive": OrderFilter(tab=Tab.ARCHIVE),
    }


def _whole_ids() -> tuple[str, ...]:
    with read() as connection:
        rows = connection.execute("SELECT amazon_order_id FROM orders WHERE id % 17 = 3 LIMIT 20")
        return tuple(row[0] for row in rows)


def questions() -> Iterator[Asked]:
    """Counts and first pages of every filter, every sort, the middle and the end."""
    for name, asked in filters().items():
        yield Asked(
            f"count, {name}",
            lambda asked=asked: order_list.count(asked),  # type: ignore[misc]
            lambda asked=asked: _rows(*plain_count(asked))[0][0],  # type: ignore[misc]
            COUNT_GOAL_MS,
        )
        sort, descending = order_list.default_sort(asked.tab)
        yield _page(f"page, {name}", asked, sort, descending)
        if asked.text or asked.order_ids:
            yield _grid_page(f"grid, {name}", Rows(asked, sort, descending))
    for sort in SortKey:
        yield _page(f"page sorted by {sort}", OrderFilter(), sort, False)
        yield _page(f"page sorted by {sort}, down", OrderFilter(), sort, True)
    yield from _far_pages()
    yield from _grid_far(order_list.count(OrderFilter()))


def _page(what: str, asked: OrderFilter, sort: SortKey, descending: bool) -> Asked:
    def ours() -> list[int]:
        return [row.id for row in order_list.page(asked, sort, descending).rows]

    def plain() -> list[int]:
        return _ids(*plain_page(asked, sort, descending=descending))

    return Asked(what, ours, plain, PAGE_GOAL_MS)


def _far_pages() -> Iterator[Asked]:
    """By keyset from the row before, and from the other end; beside OFFSET."""
    everything, sort = OrderFilter(), SortKey.CREATED
    count = order_list.count(everything)
    middle = max(0, count // 2 - 60)
    sql, values = plain_page(everything, sort, descending=True, offset=middle - 1)
    before = _rows(sql.replace("orders.*, account.name", "created_at, orders.id"), values)[0]
    key = (0, *before)

    def in_the_middle() -> list[int]:
        return [row.id for row in order_list.page(everything, sort, True, after=key).rows]

    def at_the_end() -> list[int]:
        return [row.id for row in order_list.page(everything, sort, False).rows][::-1]

    yield Asked(
        "page in the middle",
        in_the_middle,
        lambda: _ids(*plain_page(everything, sort, descending=True, offset=middle)),
        PAGE_GOAL_MS,
    )
    yield Asked(
        "last page",
        at_the_end,
        lambda: _ids(*plain_page(everything, sort, descending=True, offset=count - 60)),
        PAGE_GOAL_MS,
    )


def _grid_page(what: str, rows: Rows) -> Asked:
    """The window's way to its first rows, with nothing known of the question."""
    return Asked(
        what,
        lambda: [row.id for row in OrderPages().rows(rows, 0, 60)],
        lambda: _ids(*plain_page(rows.filter, rows.sort, descending=rows.descending)),
        PAGE_GOAL_MS,
    )


def _grid_far(count: int) -> Iterator[Asked]:
    """The window's way to rows far off, once it has walked there."""
    everything, known = Rows(OrderFilter(), SortKey.CREATED, True), OrderPages()
    known.prepare(everything)
    for what, offset in (("in the middle", count // 2 + 7), ("at the end", max(0, count - 60))):
        yield Asked(
            f"grid, {what}",
            lambda offset=offset: list(known.ids(everything, offset, 60)),  # type: ignore[misc]
            lambda offset=offset: _ids(  # type: ignore[misc]
                *plain_page(OrderFilter(), SortKey.CREATED, descending=True, offset=offset)
            ),
            PAGE_GOAL_MS,
        )
    yield Asked(
        "grid, the walk (in the background)",
        lambda: OrderPages().prepare(everything),
        lambda: _rows(*plain_count(OrderFilter()))[1:] or None,
        1_000,
    )


def _ids(sql: str, values: list[object]) -> list[int]:
    return [row[0] for row in _rows(sql, values)]


def _rows(sql: str, values: list[object]) -> list[Any]:
    with read() as connection:
        return connection.execute(sql, values).fetchall()
