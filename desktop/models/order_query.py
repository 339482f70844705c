"""The grid's question as SQL: conditions, sort, page, and the index that answers it. Pure.

Pages go by keyset: the sort values and the id of the last row. Rows without a sort value stand last
in both directions. The planner errs here (a price range by the wrong index took 545 ms
instead of 0.06), so the index is named.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.models.order_search import Search, id_searches, text_searches
from desktop.models.order_status import STATUS_CODE, SYNC_CODE
from desktop.rows import OrderFilter, SortKey, Status, Tab

Key = tuple[int | str | None, ...]
_TAG_CODE = {"FBM": 0, "FBA": 1}
_NONE: frozenset[str] = frozenset()
# Each from its own partial index: the planner would rather merge walks over all tasks.
_TO_SEND = """id IN (
    SELECT order_id FROM task INDEXED BY task_ready WHERE state = 'READY'
    UNION ALL SELECT order_id FROM task INDEXED BY task_sending WHERE state = 'SENDING'
    UNION ALL SELECT order_id FROM task INDEXED BY task_check WHERE state = 'CHECK'
    UNION ALL SELECT order_id FROM task INDEXED BY task_hold
        WHERE state = 'WAITING' AND hold IN ('outbox', 'asks', 'not_sent'))"""
_NOT_SENT = """id IN (
    SELECT order_id FROM task INDEXED BY task_hold
    WHERE state = 'WAITING' AND hold = 'not_sent' AND verb = 'send_refund')"""
# Found by where shipping stands, so that a refund does not hide what is still to ship.
_TO_SHIP = (Status.UNSHIPPED, Status.PARTIALLY_SHIPPED)


@dataclass(frozen=True, slots=True)
class Sort:
    """The columns of a sort, which of them may be missing, and the index in that order."""

    columns: tuple[str, ...]
    index: str
    nullable: str = ""


SORTS = {
    SortKey.CREATED: Sort(("created_at",), "orders_grid"),
    SortKey.ORDER_ID: Sort(("amazon_order_id",), "orders_amazon"),
    SortKey.STATUS: Sort(("status", "created_at"), "orders_status"),
    SortKey.SYNC_STATUS: Sort(("sync_status", "created_at"), "orders_sync"),
    SortKey.UNITS: Sort(("units",), "orders_units"),
    SortKey.PRICE: Sort(("currency", "total"), "orders_price", "total"),
    SortKey.SHIP_BY: Sort(("ship_by",), "orders_ship_by", "ship_by"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """SQL with its values."""

    sql: str
    values: tuple[object, ...]


def _in(column: str, codes: Sequence[object]) -> tuple[str, list[object]]:
    return f"{column} IN ({','.join('?' * len(codes))})", [*codes]


def _split(asked: OrderFilter) -> tuple[list[int], list[int]]:
    """The codes to look for among shipping states, and those among shown statuses."""
    shipping = [STATUS_CODE[one] for one in asked.statuses if one in _TO_SHIP]
    return shipping, [STATUS_CODE[one] for one in asked.statuses if one not in _TO_SHIP]


def _statuses(asked: OrderFilter) -> tuple[str, list[object]]:
    shipping, shown = _split(asked)
    if not shipping:
        return _in("status", shown)
    by_shipping, values = _in("ship_status", shipping)
    if not shown:
        return by_shipping, values
    by_status, more = _in("status", shown)
    return f"({by_shipping} OR {by_status})", [*values, *more]


def _range(column: str, low: object, high: object) -> list[tuple[str, list[object]]]:
    ends = ((">=", low), ("<=", high))
    return [(f"{column} {sign} ?", [end]) for sign, end in ends if end is not None]


def _tab(tab: Tab) -> list[tuple[str, list[object]]]:
    if tab is Tab.ARCHIVE:
        return [("archived_at IS NOT NULL", [])]
    shown: tuple[str, list[object]] = ("archived_at IS NULL", [])
    return [shown] if tab is Tab.ALL else [("failed = 1", []), shown]


def _conditions(
    asked: OrderFilter, common: frozenset[str] = _NONE, *, counting: bool = False
) -> list[tuple[str, list[object]]]:
    if not asked.currency and (asked.price_from is not None or asked.price_to is not None):
        raise ValueError("a price range needs one currency")
    parts = _tab(asked.tab)
    if asked.account_id is not None:
        parts.append(("account_id = ?", [asked.account_id]))
    if asked.statuses:
        parts.append(_statuses(asked))
    if asked.sync_statuses:
        parts.append(_in("sync_status", [SYNC_CODE[one] for one in asked.sync_statuses]))
    if asked.tags:
        parts.append(_in("fba", [_TAG_CODE.get(one.upper(), -1) for one in asked.tags]))
    if asked.currency:
        parts.append(("currency = ?", [asked.currency]))
    parts += _range("total", asked.price_from, asked.price_to)
    parts += _range("created_at", asked.created_from, asked.created_to)
    if asked.cancel_wish:
        parts.append(("cancel_wish = 1", []))
    if asked.ship_by_before is not None:
        parts.append(("ship_by < ?", [asked.ship_by_before]))
    if asked.ship_by_from is not None:
        parts.append(("ship_by >= ?", [asked.ship_by_from]))
    if asked.to_ship:
        parts += [("ship_status IN (1, 2)", []), ("fba = 0", [])]
    if asked.to_send:
        parts.append((_TO_SEND, []))
    if asked.not_sent:
        parts.append((_NOT_SENT, []))
    if asked.oversold:
        parts.append(("oversold = 1", []))
    parts += [(one.sql, [*one.values]) for one in _searches(asked, common, counting=counting)]
    return parts


def _searches(asked: OrderFilter, common: frozenset[str], *, counting: bool) -> list[Search]:
    return [
        *id_searches(asked.order_ids, counting=counting, common=common),
        *text_searches(asked.text, counting=counting, common=common),
    ]


def looks_into_each(asked: OrderFilter, common: frozenset[str] = _NONE) -> bool:
    """Whether every order has to be looked into, for what was typed."""
    return any(not one.finds for one in _searches(asked, common, counting=False))


def finds_few(asked: OrderFilter, common: frozenset[str] = _NONE) -> bool:
    """Whether a page is found by ids, from what was typed or waits to be sent; not by an index."""
    if asked.to_send or asked.not_sent:
        return True
    return any(one.finds for one in _searches(asked, common, counting=False))


def _active(asked: OrderFilter) -> set[str]:
    """Which parts beyond tab and account filter."""
    prices = asked.price_from is not None or asked.price_to is not None
    dates = asked.created_from is not None or asked.created_to is not None
    parts = {
        "status": bool(asked.statuses),
        "sync": bool(asked.sync_statuses),
        "tag": bool(asked.tags),
        "price": bool(asked.currency) or prices,
        "created": dates,
        "ship_by": asked.ship_by_before is not None or asked.ship_by_from is not None,
    }
    return {name for name, is_set in parts.items() if is_set}


def index_for(asked: OrderFilter, sort: SortKey | None, common: frozenset[str] = _NONE) -> str:
    """The index clause for a question; no sort means that it only counts."""
    searches = _searches(asked, common, counting=sort is None)
    if asked.to_send or asked.not_sent or any(one.finds for one in searches):
        return "NOT INDEXED"  # by id, from what the text index found
    return f"INDEXED BY {_index(asked, sort)}"


def _index(asked: OrderFilter, sort: SortKey | None) -> str:
    if asked.tab is Tab.ERRORS:
        return "orders_failed"
    if asked.cancel_wish:
        return "orders_wish"
    if asked.oversold:
        return "orders_oversold"
    if asked.to_ship and asked.tab is Tab.ALL:
        return "orders_to_ship"
    newest = sort in (None, SortKey.CREATED)
    if asked.tab is Tab.ARCHIVE and newest:
        return "orders_archive"
    active = _active(asked)
    if active == {"status"}:
        return _status_index(asked, sort)
    if active == {"sync"} and _by_value(sort, SortKey.SYNC_STATUS, len(asked.sync_statuses)):
        return "orders_sync"
    if active == {"price"} and sort in (None, SortKey.PRICE):
        return "orders_price"
    if active == {"ship_by"} and sort in (None, SortKey.SHIP_BY):
        return "orders_ship_by"
    if not active and sort is not None:
        return SORTS[sort].index
    return "orders_grid"


def _status_index(asked: OrderFilter, sort: SortKey | None) -> str:
    shipping, shown = _split(asked)
    if not shipping and _by_value(sort, SortKey.STATUS, len(shown)):
        return "orders_status"
    if not shown and _by_value(sort, SortKey.STATUS, len(shipping)):
        return "orders_shipping"
    return "orders_grid"


def _by_value(sort: SortKey | None, own: SortKey, values: int) -> bool:
    """Whether an index by one column first answers: any count, a page only from one value."""
    return sort is None or (values == 1 and sort in (SortKey.CREATED, own))


def _where(parts: Sequence[tuple[str, list[object]]]) -> tuple[str, tuple[object, ...]]:
    sql = " AND ".join(part for part, _ in parts)
    return sql, tuple(value for _, values in parts for value in values)


def count_question(asked: OrderFilter) -> Question:
    """How many orders the filter shows, exactly. Raises ValueError for prices without currency."""
    return _count(index_for(asked, None), _conditions(asked, counting=True))


def page_question(
    asked: OrderFilter,
    sort: SortKey,
    *,
    descending: bool,
    after: Key | None,
    limit: int,
    skip: int = 0,
    common: frozenset[str] = _NONE,
) -> Question:
    """The next rows that have a sort value: their sort values and id.

    `after` is the sort values and id of the last row seen. Raises ValueError like `count_question`.
    """
    columns = (*SORTS[sort].columns, "id")
    parts = _with_value(asked, sort, common)
    if after is not None:
        parts.append(_beyond(columns, after, descending=descending))
    index = index_for(asked, sort, common)
    return _page(index, parts, columns, descending=descending, limit=limit, skip=skip)


def rest_question(
    asked: OrderFilter,
    sort: SortKey,
    *,
    descending: bool,
    after_id: int | None,
    limit: int,
    skip: int = 0,
    common: frozenset[str] = _NONE,
) -> Question:
    """The next rows that have no sort value, by id."""
    parts = [*_conditions(asked, common), (f"{SORTS[sort].nullable} IS NULL", [])]
    if after_id is not None:
        parts.append((f"id {'<' if descending else '>'} ?", [after_id]))
    index = _rest_index(asked, sort, common)
    return _page(index, parts, ("id",), descending=descending, limit=limit, skip=skip)


def shown_question(
    asked: OrderFilter, sort: SortKey, order_id: int, common: frozenset[str] = _NONE
) -> Question:
    """The sort values and id of one order, if the filter shows it."""
    where, values = _where([*_conditions(asked, common), ("id = ?", [order_id])])
    names = ", ".join((*SORTS[sort].columns, "id"))
    return Question(f"SELECT {names} FROM orders NOT INDEXED WHERE {where}", values)  # noqa: S608


def before_question(
    asked: OrderFilter,
    sort: SortKey,
    key: Key | None,
    *,
    descending: bool,
    common: frozenset[str] = _NONE,
) -> Question:
    """How many rows with a sort value come before these sort values and id; None: all of them."""
    parts = _with_value(asked, sort, common)
    if key is not None:
        parts.append(_beyond((*SORTS[sort].columns, "id"), key, descending=not descending))
    return _count(index_for(asked, sort, common), parts)


def rest_before_question(
    asked: OrderFilter,
    sort: SortKey,
    order_id: int,
    *,
    descending: bool,
    common: frozenset[str] = _NONE,
) -> Question:
    """How many rows without a sort value come before this one."""
    parts = [*_conditions(asked, common), (f"{SORTS[sort].nullable} IS NULL", [])]
    parts.append((f"id {'>' if descending else '<'} ?", [order_id]))
    return _count(_rest_index(asked, sort, common), parts)


def _rest_index(asked: OrderFilter, sort: SortKey, common: frozenset[str]) -> str:
    """Rows without a price have an index of their own: in that of prices they lie scattered."""
    index = index_for(asked, sort, common)
    is_own = sort is SortKey.PRICE and index.startswith("INDEXED")
    return "INDEXED BY orders_unpriced" if is_own else index


def _with_value(
    asked: OrderFilter, sort: SortKey, common: frozenset[str]
) -> list[tuple[str, list[object]]]:
    parts = _conditions(asked, common)
    if SORTS[sort].nullable:
        parts.append((f"{SORTS[sort].nullable} IS NOT NULL", []))
    return parts


def _beyond(columns: tuple[str, ...], key: Key, *, descending: bool) -> tuple[str, list[object]]:
    names, marks = ", ".join(columns), ",".join("?" * len(columns))
    return f"({names}) {'<' if descending else '>'} ({marks})", [*key]


def _count(index: str, parts: Sequence[tuple[str, list[object]]]) -> Question:
    where, values = _where(parts)
    return Question(f"SELECT count(*) FROM orders {index} WHERE {where}", values)  # noqa: S608


def _page(
    index: str,
    parts: Sequence[tuple[str, list[object]]],
    columns: tuple[str, ...],
    *,
    descending: bool,
    limit: int,
    skip: int,
) -> Question:
    where, values = _where(parts)
    names = ", ".join(columns)
    order = ", ".join(f"{name} DESC" if descending else name for name in columns)
    sql = f"SELECT {names} FROM orders {index} WHERE {where}"  # noqa: S608
    return Question(f"{sql} ORDER BY {order} LIMIT ? OFFSET ?", (*values, limit, skip))
