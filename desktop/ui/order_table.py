"""The grid's table: it is given rows, page by page, and asks for those that it lacks by a signal.

It knows how many orders there are and holds a bounded number of pages; a row that is on its way has
no cells yet. New rows above shift the numbers of those below, they never replace them.
"""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, QTimer, Signal, Slot

from desktop import clock
from desktop.rows import OrderRow
from desktop.ui.order_columns import COLUMNS, Cell, Column, PreparedRow, prepare

PAGE = 60
MOST_PAGES = 120
_MOST_PREPARED = 2_000
_MOST_WANTED = 5  # pages in one question
_NO_INDEX = QModelIndex()
Index = Any  # QModelIndex or QPersistentModelIndex

# Qt compares roles some thousand times a repaint: plain numbers are several times cheaper.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LOADING = "loading"


class OrderTable(QAbstractTableModel):
    """Rows by their number in the question that is shown."""

    rows_wanted = Signal(int, int)  # offset, how many

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._total = 0
        self._pages: OrderedDict[int, dict[int, OrderRow]] = OrderedDict()
        self._prepared: dict[int, PreparedRow] = {}  # by order id: rows move, and come back
        self._missing: set[int] = set()
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(0)
        self._asking.timeout.connect(self._ask)

    # what the owner hands in

    def show(self, rows: Sequence[OrderRow], total: int) -> None:
        """Another question: its first rows, and how many there are as far as is known."""
        self.beginResetModel()
        self._forget()
        self._total = max(total, len(rows))
        self._keep(0, rows)
        self.endResetModel()

    def set_total(self, total: int) -> None:
        """The exact count; rows come or go at the end."""
        if total > self._total:
            self.beginInsertRows(_NO_INDEX, self._total, total - 1)
            self._total = total
            self.endInsertRows()
        elif total < self._total:
            self.beginRemoveRows(_NO_INDEX, total, self._total - 1)
            self._total = total
            self._drop_from(total)
            self.endRemoveRows()

    def take(self, offset: int, rows: Sequence[OrderRow]) -> None:
        """Rows that were asked for."""
        self._keep(offset, rows)
        if rows:
            self._tell_changed(offset, offset + len(rows) - 1)

    def update_rows(self, rows: Sequence[OrderRow]) -> None:
        """Orders that are others now, wherever they are shown."""
        fresh = {one.id: one for one in rows}
        for page in self._pages.values():
            for number, row in page.items():
                if row.id in fresh and row != fresh[row.id]:
                    page[number] = fresh[row.id]
                    self._tell_changed(number, number)

    def shift(self, by: int, offset: int, rows: Sequence[OrderRow]) -> None:
        """Rows came (or went) above: what had number n has n + `by` now; `rows` are fresh."""
        by = max(by, -self._total)
        if by > 0:
            self.beginInsertRows(_NO_INDEX, 0, by - 1)
            self._renumber(by)
            self.endInsertRows()
        elif by < 0:
            self.beginRemoveRows(_NO_INDEX, 0, -by - 1)
            self._renumber(by)
            self.endRemoveRows()
        self.set_total(max(self._total, offset + len(rows)))
        held = {at: row for page in self._pages.values() for at, row in page.items()}
        self._forget()
        self._keep(offset, rows)
        others = [at for at, row in enumerate(rows, offset) if held.get(at) != row]
        gone = [at for at in held if not offset <= at < offset + len(rows)]
        before, after = [at for at in gone if at < offset], [at for at in gone if at > offset]
        for numbers in (others, before, after):
            if numbers:
                self._tell_changed(min(numbers), max(numbers))

    def _renumber(self, by: int) -> None:
        held = [(at + by, row) for page in self._pages.values() for at, row in page.items()]
        self._forget()
        self._total += by
        for number, row in held:
            if 0 <= number < self._total:
                self._pages.setdefault(number // PAGE, {})[number] = row

    @Slot()
    def grow_old(self) -> None:
        """Time has passed: "today" and "overdue 2 h" are worked out anew when painted."""
        self._prepared.clear()
        if self._total:
            self._tell_changed(0, self._total - 1)

    # what the view asks

    def total(self) -> int:
        """How many orders there are, as far as is known."""
        return self._total

    def prepared(self, number: int) -> PreparedRow | None:
        """A row ready to paint; None while it is on its way, which is asked for."""
        row = self.row_at(number)
        if row is None:
            self._want(number)
            return None
        ready = self._prepared.get(row.id)
        if ready is None or ready.row is not row:
            if len(self._prepared) >= _MOST_PREPARED:
                self._prepared.clear()
            ready = self._prepared[row.id] = prepare(row, clock.now())
        return ready

    def row_at(self, number: int) -> OrderRow | None:
        """The order in a row, if it is here."""
        page = self._pages.get(number // PAGE)
        return None if page is None else page.get(number)

    def id_at(self, number: int) -> int | None:
        """The order's row id, if it is here."""
        row = self.row_at(number)
        return None if row is None else row.id

    def number_of(self, order_id: int) -> int | None:
        """In which row an order is, if it is here."""
        found = (
            number
            for page in self._pages.values()
            for number, row in page.items()
            if row.id == order_id
        )
        return next(found, None)

    def held_among(self, order_ids: Sequence[int]) -> list[int]:
        """Those of some orders that are here."""
        asked = set(order_ids)
        return [row.id for page in self._pages.values() for row in page.values() if row.id in asked]

    def row_of(self, order_id: int) -> OrderRow | None:
        """The order, if it is here."""
        number = self.number_of(order_id)
        return None if number is None else self.row_at(number)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role not in (_DISPLAY, _TIP, _SPOKEN, _ALIGN) or not index.isValid():
            return None
        ready = self.prepared(index.row())
        if ready is None:
            return _LOADING if role == _SPOKEN else None
        cell: Cell = ready.cells[index.column()]
        if role == _DISPLAY:
            return cell.words()
        if role == _TIP:
            return cell.tip_words() or None
        if role == _SPOKEN:
            return f"{COLUMNS[Column(index.column())].title}: {cell.words()}".lstrip(": ")
        return _RIGHT if cell.is_right else None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role not in (_DISPLAY, _SPOKEN):
            return None
        title = COLUMNS[Column(section)].title
        return title or (self.tr("Select") if role == _SPOKEN else "")

    # pages

    def _forget(self) -> None:
        self._pages.clear()
        self._missing.clear()

    def _keep(self, offset: int, rows: Sequence[OrderRow]) -> None:
        for number, row in enumerate(rows, offset):
            ready = self._prepared.get(row.id)
            self._pages.setdefault(number // PAGE, {})[number] = (
                row if ready is None or ready.row != row else ready.row
            )
        for page in range(offset // PAGE, (offset + len(rows) - 1) // PAGE + 1):
            if page in self._pages:
                self._pages.move_to_end(page)
        while len(self._pages) > MOST_PAGES:
            self._pages.popitem(last=False)

    def _drop_from(self, total: int) -> None:
        for page in [one for one in self._pages if (one + 1) * PAGE > total]:
            kept = {at: row for at, row in self._pages[page].items() if at < total}
            self._pages[page] = kept

    def _want(self, number: int) -> None:
        self._missing.add(number // PAGE)
        if not self._asking.isActive():
            self._asking.start()

    @Slot()
    def _ask(self) -> None:
        pages = sorted(self._missing)
        self._missing.clear()
        if not pages:
            return
        first, last = pages[0], min(pages[-1], pages[0] + _MOST_WANTED - 1)
        # One more on either side, so that going on scrolling shows no gap.
        first -= first > 0 and not self._is_whole(first - 1)
        last += (last + 1) * PAGE < self._total and not self._is_whole(last + 1)
        self.rows_wanted.emit(first * PAGE, (last - first + 1) * PAGE)

    def _is_whole(self, page: int) -> bool:
        return len(self._pages.get(page, ())) >= min(PAGE, self._total - page * PAGE)

    def _tell_changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))
