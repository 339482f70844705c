"""How wide the columns are: what their texts need, what the window has, what a person set."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from PySide6.QtGui import QFontMetrics

from desktop.ui import theme
from desktop.ui.figures import day_text, time_text
from desktop.ui.order_columns import COLUMNS, Column
from desktop.ui.ship_by import clock_time, month_and_day

PAD = 8  # on either side of a cell
PILL_PAD, PILL_GAP = 8, 4
CHECK_PX = 36
MOST_SQUEEZE = 2
_REASON_PX = 190
_GIVE_WAY = (Column.TAGS, Column.ITEMS, Column.CREATED)  # in a narrow window, in this order
BUTTON_PAD, BUTTON_GAP, MORE_PX = 10, 4, 30
# A day and an hour of two figures each, whatever the time zone.
_LONGEST_TIME = int(datetime(2026, 12, 28, 22, 58).timestamp())  # noqa: DTZ001
_EACH_MONTH = tuple(_LONGEST_TIME + month * 2_629_800 for month in range(12))


@lru_cache(maxsize=8)
def metrics(px: int, bold: bool = False) -> QFontMetrics:
    """The measures of a font of the grid."""
    return QFontMetrics(theme.font(px, bold=bold))


def pill_width(word: str) -> int:
    """How wide a pill is."""
    return metrics(theme.SECONDARY_PX).horizontalAdvance(word) + 2 * PILL_PAD


def button_width(word: str) -> int:
    """How wide a button of a row is."""
    return metrics(theme.SECONDARY_PX, True).horizontalAdvance(word) + 2 * BUTTON_PAD


def actions_width(*, tight: bool) -> int:
    """View, more and Resolve beside one another; in a tight grid View is an icon."""
    view = MORE_PX if tight else button_width("View")
    return view + MORE_PX + button_width("Resolve") + 2 * BUTTON_GAP + 2 * PAD


def title_of(column: Column, squeeze: int) -> str:
    """The head of a column; short where there is little room."""
    facts = COLUMNS[column]
    return facts.short_title if squeeze and facts.short_title else facts.title


@lru_cache(maxsize=64)
def needed(column: Column, squeeze: int = 0) -> int:
    """What a column needs so that no first line and no title is cut."""
    if column is Column.CHECK:
        return CHECK_PX
    if column is Column.ACTIONS:
        return actions_width(tight=squeeze > 0)
    facts = COLUMNS[column]
    body = metrics(theme.BODY_PX, facts.is_bold)
    samples = facts.samples
    if column is Column.CREATED:
        samples = ((day_text if squeeze > 1 else time_text)(_LONGEST_TIME),)
    lines = [body.horizontalAdvance(one) for one in samples]
    for pills in facts.pill_samples:
        lines.append(sum(map(pill_width, pills)) + PILL_GAP * (len(pills) - 1))
    if column is Column.SHIP_BY:
        bold = metrics(theme.BODY_PX, True)
        days = [f"today {clock_time(_LONGEST_TIME - hours * 3600)}" for hours in (0, 12)]
        lines += [bold.horizontalAdvance(one) for one in (*samples, *days)]
        lines += [body.horizontalAdvance(f"shipped {month_and_day(day)}") for day in _EACH_MONTH]
    arrow = metrics(theme.SECONDARY_PX).horizontalAdvance("  ↓") if facts.sort else 0
    lines.append(
        metrics(theme.SECONDARY_PX, True).horizontalAdvance(title_of(column, squeeze)) + arrow
    )
    return max(lines) + 2 * PAD


def squeezed(available: int, shown: tuple[Column, ...]) -> int:
    """How much the shown columns must be squeezed to fit: 0, 1, at most MOST_SQUEEZE."""
    # A reason that is cut after three words says nothing: rather two lines for a date.
    reason = max(0, _REASON_PX - needed(Column.SYNC)) if Column.SYNC in shown else 0
    for squeeze in range(MOST_SQUEEZE):
        if sum(needed(one, squeeze) for one in shown) + reason <= available:
            return squeeze
    return MOST_SQUEEZE


def with_room(available: int, shown: tuple[Column, ...]) -> tuple[Column, ...]:
    """Those of the columns that fit when squeezed; the least needed ones give way."""
    fitting = shown
    for column in _GIVE_WAY:
        if sum(map(_least, fitting)) <= available:
            break
        fitting = tuple(one for one in fitting if one is not column)
    return fitting


def _least(column: Column) -> int:
    """What a column can do with: of several tags the first one is enough."""
    if column is Column.TAGS:
        return pill_width("FBM") + 2 * PAD
    return needed(column, MOST_SQUEEZE)


def total_width(words: str) -> int:
    """How wide the price column has to be for an amount."""
    return metrics(theme.BODY_PX).horizontalAdvance(words) + 2 * PAD


def fitted(
    available: int,
    shown: tuple[Column, ...],
    chosen: Mapping[Column, int],
    least: Mapping[Column, int],
) -> dict[Column, int]:
    """Widths that fill what is available: as chosen, else as needed plus a share of the rest.

    `least` is what the rows at hand need beyond the usual.
    """
    squeeze = squeezed(available, shown)
    widths = {one: chosen.get(one, max(needed(one, squeeze), least.get(one, 0))) for one in shown}
    rest = available - sum(widths.values())
    if rest < 0 and Column.TAGS in widths and Column.TAGS not in chosen:
        widths[Column.TAGS] = max(_least(Column.TAGS), widths[Column.TAGS] + rest)
    weights = {one: COLUMNS[one].weight for one in shown if one not in chosen}
    whole = sum(weights.values())
    if rest > 0 and whole:
        for one, weight in weights.items():
            widths[one] += rest * weight // whole
        widest = max(weights, key=lambda one: weights[one])
        widths[widest] += available - sum(widths.values())
    return widths
