"""Made-up rows, and filtering and sorting them the naive way."""

from dataclasses import replace
from typing import Any

from desktop.rows import (
    AccountState,
    CauseGroup,
    FailureRow,
    OrderFilter,
    OrderRow,
    SortKey,
    Status,
    SyncStatus,
    Tab,
)
from desktop.trade import Money

NOW = 1_795_000_000  # within November 2026
DAY = 86_400
_STATUSES = tuple(Status)
_SKUS = ("MUG-RED-11", "TRAY-OAK-M", "LAMP-S", "POT-CAST-24", "MUG-BLU-11", "LAMP-L")
_TOTALS = ((34072, "USD"), (3999, "CAD"), (11850, "EUR"), (1850, "GBP"), (8497, "USD"))


_MORE_TAGS: tuple[tuple[str, ...], ...] = ((), ("Prime",), (), ("Business",), ())


def failure(code: str = "sku_unlinked", sku: str = "MUG-BLU-11") -> FailureRow:
    """A failed order as the catalogue would word it."""
    return FailureRow(
        SyncStatus.FAILED_ORDER,
        code,
        f"SKU {sku} has no Shopify product",
        f"No variant in Shopify has the SKU {sku}.",
        "Link the SKU to a variant, or send it as a custom line.",
        ("link", "custom_line", "retry"),
        task_id=1,
        at=NOW - 3600,
    )


def make_row(number: int, **changes: Any) -> OrderRow:
    """The order of that number: the higher, the newer. Every thirteenth has failed."""
    status = _STATUSES[number % len(_STATUSES)]
    is_failed = number % 13 == 12
    minor, currency = _TOTALS[number % len(_TOTALS)]
    row = OrderRow(
        id=number + 1,
        amazon_order_id=f"{100 + number % 900:03d}-{number:07d}-{number * 7919 % 10**7:07d}",
        shopify_order_id="" if is_failed else str(5_000_000 + number),
        shopify_order_name="" if is_failed else f"#{1000 + number}",
        account_id=1,
        account="Main",
        status=status,
        amazon_status=status.name,
        sync_status=SyncStatus.FAILED_ORDER if is_failed else SyncStatus.ORDER_CREATED,
        stage="" if is_failed else "in Shopify",
        units=1 + number % 4,
        lines=1 + number % 2,
        first_sku=_SKUS[number % len(_SKUS)],
        total=Money(minor + number % 97, currency),
        created_at=NOW - 400 * DAY + number * 60,
        ship_by=NOW + (number % 9 - 2) * 40_000 if status is Status.UNSHIPPED else None,
        tags=("FBA" if number % 4 == 3 else "FBM", *_MORE_TAGS[number % len(_MORE_TAGS)]),
        marketplace=("US", "CA", "DE", "UK")[number % 4],
        cancel_wish=number % 50 == 1,
        archived_at=NOW - DAY if number % 10 == 9 else None,
        failures=(failure(),) if is_failed else (),
        shipped_at=NOW - DAY if status in (Status.SHIPPED, Status.FULFILLED) else None,
    )
    return replace(row, **changes)


def make_rows(count: int) -> list[OrderRow]:
    """Rows 0 to count - 1."""
    return [make_row(number) for number in range(count)]


def account(**changes: Any) -> AccountState:
    """An account that works."""
    state = AccountState(
        id=1,
        name="Main",
        seller="A1SELLER",
        region="na",
        marketplaces=("US", "CA"),
        shop="main.myshopify.com",
        is_started=True,
        is_sandbox=False,
        amazon_checked_at=NOW - 40,
        shopify_checked_at=NOW - 12,
        amazon_problem=None,
        shopify_problem=None,
        orders=0,
        waiting=0,
    )
    return replace(state, **changes)


def shows(asked: OrderFilter, row: OrderRow) -> bool:
    """Whether a row passes a filter, condition by condition."""
    minor = None if row.total is None else row.total.minor
    text = f"{row.amazon_order_id} {row.shopify_order_name} {row.first_sku}".lower()
    has_price = asked.price_from is not None or asked.price_to is not None
    return all(
        (
            (row.archived_at is not None) == (asked.tab is Tab.ARCHIVE),
            asked.tab is not Tab.ERRORS or bool(row.failures),
            asked.account_id in (None, row.account_id),
            not asked.order_ids or any(one in row.amazon_order_id for one in asked.order_ids),
            not asked.statuses or row.status in asked.statuses,
            not asked.sync_statuses or row.sync_status in asked.sync_statuses,
            not asked.tags or bool(set(asked.tags) & set(row.tags)),
            not asked.currency or (row.total is not None and row.total.currency == asked.currency),
            not has_price or minor is not None,
            asked.price_from is None or (minor or 0) >= asked.price_from,
            asked.price_to is None or (minor or 0) <= asked.price_to,
            asked.created_from is None or row.created_at >= asked.created_from,
            asked.created_to is None or row.created_at <= asked.created_to,
            not asked.cancel_wish or row.cancel_wish,
            asked.ship_by_before is None
            or (row.ship_by is not None and row.ship_by < asked.ship_by_before),
            asked.ship_by_from is None
            or (row.ship_by is not None and row.ship_by >= asked.ship_by_from),
            not asked.to_ship
            or (row.status in (Status.UNSHIPPED, Status.PARTIALLY_SHIPPED) and "FBM" in row.tags),
            not asked.to_send or row.stage == "waiting",
            not asked.not_sent or row.stage == "refund not sent",
            not asked.oversold or row.oversold,
            all(word in text for word in asked.text.lower().split()),
        )
    )


def sort_value(row: OrderRow, by: SortKey) -> tuple[Any, ...]:
    """What rows are ordered by; ids settle ties."""
    values: dict[SortKey, tuple[Any, ...]] = {
        SortKey.CREATED: (row.created_at,),
        SortKey.ORDER_ID: (row.amazon_order_id,),
        SortKey.STATUS: (_STATUSES.index(row.status), row.created_at),
        SortKey.SYNC_STATUS: (tuple(SyncStatus).index(row.sync_status), row.created_at),
        SortKey.UNITS: (row.units,),
        SortKey.PRICE: (row.total.currency, row.total.minor) if row.total else (),
        SortKey.SHIP_BY: () if row.ship_by is None else (row.ship_by,),
    }
    return (*values[by], row.id)


def cause_of(rows: list[OrderRow]) -> CauseGroup:
    one = rows[0].failures[0]
    worth: dict[str, int] = {}
    for row in rows:
        if row.total:
            worth[row.total.currency] = worth.get(row.total.currency, 0) + row.total.minor
    dates = [row.ship_by for row in rows if row.ship_by is not None]
    return CauseGroup(
        code=one.code,
        subject="MUG-BLU-11" if one.code == "sku_unlinked" else "",
        kind=one.kind,
        title=one.title,
        cause=one.cause,
        cure=one.cure,
        fixes=one.fixes,
        orders=len(rows),
        earliest_ship_by=min(dates, default=None),
        worth=tuple(Money(minor, currency) for currency, minor in sorted(worth.items())),
        order_ids=tuple(row.id for row in rows),
    )
