"""Feeds the grid's table: asks the reader for first rows, the count, pages, and what changed.

First rows are asked for at once and before everything else; count and keys follow. An answer to a
question that is no longer asked never arrives (background.Reader).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.rows import OrderRow
from desktop.ui.background import Reader
from desktop.ui.desk import GridQuery, Questions
from desktop.ui.order_table import PAGE, OrderTable
from desktop.ui.throttle import Throttle

_MOST_IDS = 50_000  # selected at once
QUIET_MS = 1_500  # keys are made anew when nothing has changed for so long
COUNT_MS = 1_000  # while orders keep changing they are counted so often


@dataclass(frozen=True, slots=True)
class _Page:
    offset: int
    rows: tuple[OrderRow, ...]


@dataclass(frozen=True, slots=True)
class _Look:
    """What stands around the place that is looked at: rows from `page` on, moved by `shift`."""

    shift: int
    page: _Page


def _page(questions: Questions, query: GridQuery, offset: int, limit: int) -> _Page:
    return _Page(offset, questions.rows(query, offset, limit))


def _look(
    questions: Questions,
    query: GridQuery,
    anchors: Sequence[tuple[int, int]],
    offset: int,
    limit: int,
) -> _Look:
    shift = 0
    for number, order_id in anchors:
        place = questions.place(query, order_id)
        if place is not None:
            shift = place - number
            break
    start = max(0, offset + shift)
    return _Look(shift, _page(questions, query, start, limit))


class OrderFeed(QObject):
    """One grid's questions, under a kind of its own."""

    shown = Signal()  # first rows of a new question are in the table
    counted = Signal(int)
    paged = Signal()  # rows that were lacking are here
    outdated = Signal()  # orders changed while it was looked again
    moved = Signal(int)  # rows came above: what is looked at has moved down by so many
    selectable = Signal(object)  # ids that were asked for
    trouble = Signal(object)

    def __init__(
        self, questions: Questions, reader: Reader, table: OrderTable, kind: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._questions, self._reader, self._table = questions, reader, table
        self._kind = f"grid/{kind}/"
        self._query: GridQuery | None = None
        self._is_looking, self._looks_again = False, False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._ask_keys)
        self._painted = QTimer(self)  # of no length, and so after what is to be painted
        self._painted.setSingleShot(True)
        self._painted.timeout.connect(self._count_first)
        self._changes = Throttle(COUNT_MS, self)
        self._changes.fired.connect(self._count_again)
        table.rows_wanted.connect(self.more)

    def ask(self, query: GridQuery) -> None:
        """Another question: its first rows, then the count, then keys for every offset."""
        self._query = query
        self._is_looking = self._looks_again = False
        for one in (self._quiet, self._painted, self._changes):
            one.stop()
        self._reader.forget(self._kind)
        first = partial(_page, self._questions, query, 0, PAGE)
        self._ask("first", first, self._on_first, urgent=True)

    def refresh(
        self, ids: Sequence[int], anchors: Sequence[tuple[int, int]], offset: int, limit: int
    ) -> None:
        """Orders changed: look again at what is shown; anchors are (row number, id)."""
        if self._query is None:
            return
        if ids:
            rows = partial(self._questions.rows_by_id, tuple(ids))
            self._ask("changed", rows, self._on_changed)
        look = partial(_look, self._questions, self._query, tuple(anchors), offset, limit)
        if self._is_looking:  # begun anew at every change, it would never come to its end
            self._looks_again = True
            return
        self._is_looking = True
        # A place far down has to be counted out: that must keep nobody waiting who asks for rows.
        self._ask("look", look, self._on_look, urgent=not anchors)

    def ids(self, first: int, last: int) -> None:
        """The ids of a range of rows, for `selectable`; `last` -1: to the end."""
        if self._query is not None:
            count = _MOST_IDS if last < 0 else min(last - first + 1, _MOST_IDS)
            question = partial(self._questions.ids, self._query, first, count)
            self._ask("ids", question, self.selectable.emit)

    @Slot(int, int)
    def more(self, offset: int, limit: int) -> None:
        """Rows that the view lacks."""
        if self._query is not None:
            page = partial(_page, self._questions, self._query, offset, limit)
            self._ask("page", page, self._on_page, urgent=True)

    def _ask(self, kind: str, question: object, answer: object, *, urgent: bool = False) -> None:
        self._reader.ask(
            self._kind + kind,
            question,  # type: ignore[arg-type]
            answer,  # type: ignore[arg-type]
            self._on_trouble,
            urgent=urgent,
        )

    def _on_trouble(self, error: Exception) -> None:
        self._is_looking = False
        self.trouble.emit(error)

    def _on_first(self, page: _Page) -> None:
        self._table.show(page.rows, len(page.rows))
        self.shown.emit()
        if len(page.rows) < PAGE:
            self.counted.emit(len(page.rows))
        else:
            self._painted.start()

    @Slot()
    def _count_first(self) -> None:
        self._count(self._on_first_count)

    @Slot()
    def _count_again(self) -> None:
        self._count(self._on_count)

    def _count(self, answer: Callable[[int], None]) -> None:
        if self._query is not None:
            self._ask("count", partial(self._questions.count, self._query.filter), answer)

    def _on_first_count(self, total: int) -> None:
        self._on_count(total)
        self._quiet.stop()
        self._ask_keys()

    def _on_count(self, total: int) -> None:
        self._table.set_total(total)
        self.counted.emit(total)
        self._quiet.start()

    @Slot()
    def _ask_keys(self) -> None:
        if self._query is not None:
            self._ask("keys", partial(self._questions.prepare, self._query), self._on_keys)

    def _on_keys(self, _: None) -> None:
        """Nothing to show."""

    def _on_page(self, page: _Page) -> None:
        self._table.take(page.offset, page.rows)
        self.paged.emit()

    def _on_changed(self, rows: tuple[OrderRow, ...]) -> None:
        self._table.update_rows(rows)

    def _on_look(self, look: _Look) -> None:
        self._table.shift(look.shift, look.page.offset, look.page.rows)
        if look.shift:
            self.moved.emit(look.shift)
        self._quiet.start()
        self._changes.ask()
        self._is_looking = False
        if self._looks_again:
            self._looks_again = False
            self.outdated.emit()
