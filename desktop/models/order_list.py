"""What the grid asks: a page of orders, exact counts, counts by tab."""

from desktop.models.database import Connection, read
from desktop.models.order_query import (
    SORTS,
    Key,
    Question,
    count_question,
    page_question,
    rest_question,
)
from desktop.models.order_rows import rows_of
from desktop.rows import Counts, OrderFilter, OrderPage, OrderRow, SortKey, Tab

_HAS_VALUE, _HAS_NONE = 0, 1  # the first part of a page's key


def default_sort(tab: Tab) -> tuple[SortKey, bool]:
    """What a tab is sorted by at first, and whether descending."""
    return (SortKey.SHIP_BY, False) if tab is Tab.ERRORS else (SortKey.CREATED, True)


def page(
    asked: OrderFilter,
    sort: SortKey | None = None,
    descending: bool | None = None,
    after: Key | None = None,
    limit: int = 60,
) -> OrderPage:
    """The next rows after the key `after`; without a sort, that of the tab.

    Prices are sorted within their currency. Raises ValueError for a price range without currency.
    """
    by, down = default_sort(asked.tab)
    by = by if sort is None else sort
    down = down if descending is None else descending
    with read() as connection:
        keys = _keys(connection, asked, by, down, after, limit)
        rows = rows_of(connection, [int(key[-1] or 0) for key in keys])
    return OrderPage(rows, keys[-1] if len(keys) == limit else None)


def _keys(
    connection: Connection,
    asked: OrderFilter,
    by: SortKey,
    down: bool,
    after: Key | None,
    limit: int,
) -> list[Key]:
    """The keys of the rows of a page: first those with a sort value, then those without."""
    keys: list[Key] = []
    if after is None or after[0] == _HAS_VALUE:
        values = None if after is None else after[1:]
        question = page_question(asked, by, descending=down, after=values, limit=limit)
        keys = [(_HAS_VALUE, *row) for row in _ask(connection, question)]
        after = None
    if len(keys) < limit and SORTS[by].nullable:
        last = None if after is None else int(after[-1] or 0)
        question = rest_question(asked, by, descending=down, after_id=last, limit=limit - len(keys))
        keys += [(_HAS_NONE, *row) for row in _ask(connection, question)]
    return keys


def _ask(connection: Connection, question: Question) -> list[tuple[int | str | None, ...]]:
    return connection.execute(question.sql, question.values).fetchall()


def count(asked: OrderFilter) -> int:
    """How many orders the filter shows, exactly. Raises ValueError like `page`."""
    question = count_question(asked)
    with read() as connection:
        return int(connection.execute(question.sql, question.values).fetchone()[0])


def counts(account_id: int | None = None) -> Counts:
    """How many orders each tab holds."""
    by_tab = {tab: count(OrderFilter(tab=tab, account_id=account_id)) for tab in Tab}
    return Counts(by_tab[Tab.ALL], by_tab[Tab.ERRORS], by_tab[Tab.ARCHIVE])


def rows(order_ids: list[int]) -> tuple[OrderRow, ...]:
    """The rows of these orders as they stand, in the order of the ids."""
    with read() as connection:
        return rows_of(connection, order_ids)


def currencies(account_id: int | None = None) -> tuple[str, ...]:
    """The currencies that orders are in, by name, for the choice of the price filter."""
    with read() as connection:
        found = connection.execute(
            "SELECT DISTINCT currency FROM orders INDEXED BY orders_price"
            " WHERE currency <> '' AND (? IS NULL OR account_id = ?) ORDER BY currency",
            (account_id, account_id),
        ).fetchall()
    return tuple(one for (one,) in found)
