"""The columns of the grid as data, and an order as what each of them shows.

A cell is one line of pills or text and a muted second line; `order_view` paints it and
`order_table` answers screen readers and tooltips from it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import partial

from desktop.rows import OrderRow, SortKey, Status, SyncStatus
from desktop.ui import theme
from desktop.ui.figures import day_text, full_time_text, money_text, time_text
from desktop.ui.ship_by import clock_time, ship_by_words, zone_name
from desktop.ui.stage_words import short_stage


class Column(IntEnum):
    """The columns from left to right, as they stand at first."""

    CHECK = 0
    ORDER = 1
    STATUS = 2
    SHIP_BY = 3
    SYNC = 4
    ITEMS = 5
    TOTAL = 6
    CREATED = 7
    TAGS = 8
    ACTIONS = 9


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """How a column is headed, sorted and sized.

    `samples` are first lines that always fit; `weight` is its share of what is left over.
    """

    key: str
    title: str
    short_title: str = ""
    sort: SortKey | None = None
    samples: tuple[str, ...] = ()
    pill_samples: tuple[tuple[str, ...], ...] = ()
    weight: int = 0
    is_right: bool = False
    is_bold: bool = False
    can_hide: bool = True
    starts_descending: bool = False


COLUMNS: dict[Column, ColumnFacts] = {
    Column.CHECK: ColumnFacts("check", "", can_hide=False),
    Column.ORDER: ColumnFacts(
        "order",
        "Order ID",
        sort=SortKey.ORDER_ID,
        samples=("000-0000000-0000000",),
        is_bold=True,
        can_hide=False,
    ),
    Column.STATUS: ColumnFacts(
        "status", "Status", sort=SortKey.STATUS, pill_samples=(("Partially Refunded",),)
    ),
    Column.SHIP_BY: ColumnFacts(
        "ship_by", "Ship by", sort=SortKey.SHIP_BY, samples=("overdue 23 h",)
    ),
    Column.SYNC: ColumnFacts(
        "sync",
        "Sync status",
        sort=SortKey.SYNC_STATUS,
        pill_samples=(("Failed Cancellation",),),
        weight=8,
    ),
    Column.ITEMS: ColumnFacts(
        "items",
        "Ordered items",
        "Items",
        SortKey.UNITS,
        samples=("MUG-RED-11",),
        weight=2,
        starts_descending=True,
    ),
    Column.TOTAL: ColumnFacts(
        "total",
        "Total price",
        sort=SortKey.PRICE,
        samples=("CA$9,999.99",),
        is_right=True,
        starts_descending=True,
    ),
    Column.CREATED: ColumnFacts(
        "created", "Created on Amazon", "Created", SortKey.CREATED, starts_descending=True
    ),
    Column.TAGS: ColumnFacts("tags", "Tags", pill_samples=(("FBM", "Business"),), weight=1),
    Column.ACTIONS: ColumnFacts("actions", "Actions", can_hide=False),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows. Tones are tokens of the theme; pills are (word, kind)."""

    first: str = ""
    tone: str = "text"
    is_bold: bool = False
    is_right: bool = False
    pills: tuple[tuple[str, str], ...] = ()
    second: str = ""
    second_tone: str = "muted"
    halves: tuple[str, ...] = ()  # instead of first and second where there is little room
    tip: str | Callable[[], str] = ""  # what takes long to word is worded when it is asked for
    spoken: str = ""

    def tip_words(self) -> str:
        """What the tooltip says; "" for none."""
        return self.tip if isinstance(self.tip, str) else self.tip()

    def words(self) -> str:
        """All of it as one text, for screen readers and the clipboard."""
        said = self.spoken or " ".join((*(word for word, _ in self.pills), self.first)).strip()
        return ", ".join(part for part in (said, self.second) if part)


@dataclass(frozen=True, slots=True)
class PreparedRow:
    """An order with its cells, made once and painted many times."""

    row: OrderRow
    cells: tuple[Cell, ...]
    buttons: tuple[str, ...]  # view, more, resolve

    @property
    def id(self) -> int:
        """The order's row id."""
        return self.row.id


def can_resolve(row: OrderRow) -> bool:
    """Whether something of it needs a person."""
    return bool(row.failures) and row.archived_at is None


def prepare(row: OrderRow, now: float) -> PreparedRow:
    """Every cell of an order, as things stand at that time."""
    cells = tuple(_CELLS[column](row, now) for column in Column)
    buttons = ("view", "more", "resolve") if can_resolve(row) else ("view", "more")
    return PreparedRow(row, cells, buttons)


def _check(row: OrderRow, now: float) -> Cell:
    return Cell(spoken=f"Select {row.amazon_order_id}")


def _order(row: OrderRow, now: float) -> Cell:
    if row.shopify_order_name:
        second = row.shopify_order_name
    elif row.sync_status is SyncStatus.FAILED_ORDER or row.stage.startswith(("skip", "import")):
        second = "Not in Shopify"
    else:
        second = "Waiting for Shopify"
    tip = f"Amazon {row.amazon_order_id}\nShopify {row.shopify_order_name or '–'}"
    return Cell(row.amazon_order_id, is_bold=True, second=second, tip=tip)


def _status(row: OrderRow, now: float) -> Cell:
    word = row.status.value
    tip = f"{word}. Amazon says: {row.amazon_status}" if row.amazon_status else word
    return Cell(pills=((word, theme.STATUS_KIND[row.status]),), tip=tip)


def _ship_by(row: OrderRow, now: float) -> Cell:
    words, tone = ship_by_words(row, now)
    return Cell(words, tone, is_bold=tone in ("waiting", "bad"), tip=partial(_ship_by_tip, row))


def _ship_by_tip(row: OrderRow) -> str:
    full = full_time_text(row.ship_by)
    tip = f"Ship by {full}" if full else ""
    if row.shipped_at:
        tip = f"{tip}\nShipped {full_time_text(row.shipped_at)}".strip()
    return tip


def _sync(row: OrderRow, now: float) -> Cell:
    word, kind = row.sync_status.value, theme.SYNC_KIND[row.sync_status]
    second, tone, tip = short_stage(row.stage), "muted", row.stage
    if row.failures:
        gravest = row.failures[0]
        second, tone = _reason(gravest.title, gravest.cause), "bad"
        tip = "\n\n".join(f"{one.title}\n{one.cause}\n{one.cure}" for one in row.failures)
    elif row.cancel_wish and row.status is not Status.CANCELLED:
        second, tone = "buyer asks to cancel", "money"
        tip = f"The buyer asks to cancel this order.\n{row.stage}".strip()
    elif row.oversold:
        is_at_rest = row.stage == "in Shopify"
        second, tone = f"oversold · {second}" if is_at_rest else second, "bad"
        tip = f"It took stock that was not there.\n{row.stage}".strip()
    return Cell(pills=((word, kind),), second=second, second_tone=tone, tip=tip or word)


def _reason(title: str, cause: str) -> str:
    """The cause says more than the title, and the second line has room for one sentence."""
    return (cause.split(". ")[0] or title).rstrip(".")


def _items(row: OrderRow, now: float) -> Cell:
    more = f" +{row.lines - 1}" if row.lines > 1 else ""
    units = "unit" if row.units == 1 else "units"
    tip = f"{row.units} {units} of {row.first_sku or '–'}"
    if row.lines > 1:
        tip += f" and {row.lines - 1} more"
    return Cell(str(row.units), second=f"{row.first_sku}{more}", tip=tip)


def _total(row: OrderRow, now: float) -> Cell:
    tip = "" if row.total is None else str(row.total)
    return Cell(money_text(row.total), is_right=True, tip=tip)


def _created(row: OrderRow, now: float) -> Cell:
    halves = (day_text(row.created_at), clock_time(row.created_at))
    return Cell(time_text(row.created_at), halves=halves, tip=partial(_created_tip, row))


def _created_tip(row: OrderRow) -> str:
    return f"{full_time_text(row.created_at)} ({zone_name(row.created_at)})"


def place_of(marketplace: str) -> str:
    """A marketplace in two letters, as sellers write it: Amazon.com is US, Amazon.co.uk is UK."""
    end = marketplace.removeprefix("Amazon.").rpartition(".")[2]
    return "US" if end == "com" else end.upper()


def _tags(row: OrderRow, now: float) -> Cell:
    pills = tuple((tag, theme.TAG_KIND.get(tag, "neutral")) for tag in row.tags)
    place = place_of(row.marketplace)
    second = " · ".join(part for part in (place, row.account) if part)
    return Cell(pills=pills, second=second, tip=f"{', '.join(row.tags)}\n{second}")


def _actions(row: OrderRow, now: float) -> Cell:
    words = "View, Resolve, more" if can_resolve(row) else "View, more"
    return Cell(spoken=words)


_CELLS: dict[Column, Callable[[OrderRow, float], Cell]] = {
    Column.CHECK: _check,
    Column.ORDER: _order,
    Column.STATUS: _status,
    Column.SHIP_BY: _ship_by,
    Column.SYNC: _sync,
    Column.ITEMS: _items,
    Column.TOTAL: _total,
    Column.CREATED: _created,
    Column.TAGS: _tags,
    Column.ACTIONS: _actions,
}
