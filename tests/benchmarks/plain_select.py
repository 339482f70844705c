"""The grid's questions as one would write them at first: planner's choice, LIKE, OFFSET."""

from desktop.models.order_status import STATUS_CODE, SYNC_CODE
from desktop.rows import OrderFilter, SortKey, Tab

Where = tuple[str, list[object]]
_TABS = {
    Tab.ALL: "archived_at IS NULL",
    Tab.ERRORS: "archived_at IS NULL AND failed = 1",
    Tab.ARCHIVE: "archived_at IS NOT NULL",
}
_SORTS = {
    SortKey.CREATED: "created_at {0}, orders.id {0}",
    SortKey.ORDER_ID: "amazon_order_id {0}, orders.id {0}",
    SortKey.STATUS: "status {0}, created_at {0}, orders.id {0}",
    SortKey.SYNC_STATUS: "sync_status {0}, created_at {0}, orders.id {0}",
    SortKey.UNITS: "units {0}, orders.id {0}",
    SortKey.PRICE: "total IS NULL, currency {0}, total {0}, orders.id {0}",
    SortKey.SHIP_BY: "ship_by IS NULL, ship_by {0}, orders.id {0}",
}
_TEXT = """orders.id IN (SELECT order_id FROM order_text WHERE body LIKE ? UNION
    SELECT order_id FROM order_line JOIN product ON product.id = product_id
    WHERE product.body LIKE ?)"""


def plain_count(asked: OrderFilter) -> tuple[str, list[object]]:
    """How many."""
    sql, values = _where(asked)
    return f"SELECT count(*) FROM orders WHERE {sql}", values


def plain_page(
    asked: OrderFilter, sort: SortKey, *, descending: bool, offset: int = 0
) -> tuple[str, list[object]]:
    """Sixty whole rows."""
    sql, values = _where(asked)
    order = _SORTS[sort].format("DESC" if descending else "ASC")
    return (
        f"SELECT orders.*, account.name FROM orders JOIN account ON account.id = account_id"
        f" WHERE {sql} ORDER BY {order} LIMIT 60 OFFSET {offset}",
        values,
    )


def _where(asked: OrderFilter) -> Where:
    parts: list[Where] = [(_TABS[asked.tab], [])]
    parts += _several("status", [STATUS_CODE[one] for one in asked.statuses])
    parts += _several("sync_status", [SYNC_CODE[one] for one in asked.sync_statuses])
    parts += _several("fba", [int(one == "FBA") for one in asked.tags])
    for sql, value in (
        ("currency = ?", asked.currency or None),
        ("total >= ?", asked.price_from),
        ("total <= ?", asked.price_to),
        ("created_at >= ?", asked.created_from),
        ("created_at <= ?", asked.created_to),
        ("ship_by < ?", asked.ship_by_before),
        ("cancel_wish = ?", 1 if asked.cancel_wish else None),
    ):
        if value is not None:
            parts.append((sql, [value]))
    if asked.order_ids:
        likes = " OR ".join(["amazon_order_id LIKE ?"] * len(asked.order_ids))
        parts.append((f"({likes})", [f"%{one}%" for one in asked.order_ids]))
    parts += [(_TEXT, [f"%{word}%"] * 2) for word in asked.text.lower().split()]
    return " AND ".join(sql for sql, _ in parts), [v for _, values in parts for v in values]


def _several(column: str, codes: list[int]) -> list[Where]:
    marks = ",".join("?" * len(codes))
    return [(f"{column} IN ({marks})", [*codes])] if codes else []
