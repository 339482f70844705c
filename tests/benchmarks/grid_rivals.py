"""The plain ways to a table of orders: a proxy over Python objects, and QSqlTableModel."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QSortFilterProxyModel, Qt
from PySide6.QtSql import QSqlDatabase, QSqlTableModel
from PySide6.QtWidgets import QAbstractItemView, QTableView

from desktop.models.database import close_database, keyed_connection, open_database, read
from tests.benchmarks.grid_window import SIZE, Painted, application, until
from tests.benchmarks.made_database import KEY
from tests.benchmarks.measure import timed

COLUMNS = (
    "amazon_order_id",
    "status",
    "ship_by",
    "sync_status",
    "units",
    "total",
    "created_at",
    "fba",
    "stage",
)
ID, STATUS, TOTAL, CREATED = (COLUMNS.index(one) for one in (
    "amazon_order_id", "status", "total", "created_at"))  # fmt: skip
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM orders WHERE archived_at IS NULL"
_NO_INDEX = QModelIndex()


class ObjectTable(QAbstractTableModel):
    """Rows as Python tuples, as most programs have them."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        super().__init__()
        self.rows = rows

    def rowCount(self, parent: Any = _NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Any = _NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[index.row()][index.column()]
        return None

    def add(self, row: tuple[Any, ...]) -> None:
        """One more at the end."""
        self.beginInsertRows(_NO_INDEX, len(self.rows), len(self.rows))
        self.rows.append(row)
        self.endInsertRows()


class ObjectFilter(QSortFilterProxyModel):
    """Filters in Python, one row after the other."""

    def __init__(self, source: ObjectTable) -> None:
        super().__init__()
        self._rows = source.rows
        self._accepts: Callable[[tuple[Any, ...]], bool] = lambda _: True
        self.setSourceModel(source)

    def show(self, accepts: Callable[[tuple[Any, ...]], bool]) -> None:
        """Another filter."""
        self._accepts = accepts
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Any) -> bool:  # noqa: N802
        return self._accepts(self._rows[row])


class Rival:
    """A QTableView as wide and high as ours; `close` frees it."""

    def __init__(self) -> None:
        self.app = application()
        self.view = QTableView()
        self.view.resize(*SIZE)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.painted = Painted(self.view)

    def acted(self, act: Callable[[], object]) -> float:
        """Seconds from an act to the next paint."""

        def whole() -> None:
            before = self.painted.count
            act()
            self.view.viewport().update()
            until(self.app, lambda: self.painted.count > before)

        return timed(whole)

    def scrolled(self, part: float) -> float:
        """Seconds to a place; what fetches rows piecemeal has to fetch up to there first."""
        bar, model = self.view.verticalScrollBar(), self.view.model()

        def act() -> None:
            while model.canFetchMore(_NO_INDEX) and part > 0:
                model.fetchMore(_NO_INDEX)
            bar.setValue(round(bar.maximum() * part))

        return self.acted(act)

    def close(self) -> None:
        """Let go of the rows."""
        self.view.close()
        self.view.setModel(None)
        self.view.deleteLater()
        self.app.processEvents()


class ProxyRival(Rival):
    """QSortFilterProxyModel over Python objects."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        open_database(path, KEY)
        with read() as connection:
            self.source = ObjectTable(connection.execute(_SELECT).fetchall())
        close_database()
        self.proxy = ObjectFilter(self.source)
        self.view.setModel(self.proxy)
        self.view.show()

    def status(self) -> float:
        """Unshipped only."""
        return self.acted(lambda: self.proxy.show(lambda row: row[STATUS] == 1))

    def search(self, text: str) -> float:
        """A part of the order ID."""
        return self.acted(lambda: self.proxy.show(lambda row: text in row[ID]))

    def clear(self) -> float:
        """Everything again."""
        return self.acted(lambda: self.proxy.show(lambda _: True))

    def sort(self) -> float:
        """By price."""
        return self.acted(lambda: self.proxy.sort(TOTAL, Qt.SortOrder.DescendingOrder))

    def arrive(self) -> float:
        """One more order."""
        row = self.source.rows[0]
        return self.acted(lambda: self.source.add(row))


def plain_copy(path: Path, target: Path) -> None:
    """The shown columns in a plain file, with the indexes that one would think of."""
    target.unlink(missing_ok=True)
    with closing(keyed_connection(path, KEY)) as connection:
        connection.execute(f"ATTACH DATABASE '{target}' AS plain KEY ''")
        connection.execute(f"CREATE TABLE plain.orders AS {_SELECT}")
        for name in ("created_at", "status", "total"):
            connection.execute(f"CREATE INDEX plain.by_{name} ON orders ({name})")
        connection.execute("DETACH DATABASE plain")


class SqlRival(Rival):
    """QSqlTableModel, which knows the first 256 rows and no count."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._base = QSqlDatabase.addDatabase("QSQLITE", "rival")
        self._base.setDatabaseName(str(path))
        self._base.open()
        self._keeper = QObject()
        self.model = QSqlTableModel(self._keeper, self._base)
        self.model.setTable("orders")
        self.model.setSort(CREATED, Qt.SortOrder.DescendingOrder)
        self.model.select()
        self.view.setModel(self.model)
        self.view.show()

    def _filter(self, words: str) -> float:
        def act() -> None:
            self.model.setFilter(words)
            self.model.select()

        return self.acted(act)

    def status(self) -> float:
        """Unshipped only."""
        return self._filter("status = 1")

    def search(self, text: str) -> float:
        """A part of the order ID."""
        return self._filter(f"amazon_order_id LIKE '%{text}%'")

    def clear(self) -> float:
        """Everything again."""
        return self._filter("")

    def sort(self) -> float:
        """By price."""

        def act() -> None:
            self.model.setSort(TOTAL, Qt.SortOrder.DescendingOrder)
            self.model.select()

        return self.acted(act)

    def close(self) -> None:
        """Close the plain file as well."""
        super().close()
        self.model.deleteLater()
        self._keeper.deleteLater()
        self.app.processEvents()
        del self.model, self._keeper
        self._base.close()
        self._base = QSqlDatabase()
        QSqlDatabase.removeDatabase("rival")
