"""Which orders are selected, by their ids: whatever rows come, go or move, it stays."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal


class OrderSelection(QObject):
    """A set of row ids; `anchor` is the row number where a range begins."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: dict[int, None] = {}  # in the order they were selected
        self.anchor = 0

    def ids(self) -> tuple[int, ...]:
        """The ids, in the order they were selected."""
        return tuple(self._ids)

    def __contains__(self, order_id: object) -> bool:
        return order_id in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    def only(self, ids: Iterable[int]) -> None:
        """Select these and nothing else."""
        wanted = dict.fromkeys(ids)
        if wanted != self._ids:
            self._ids = wanted
            self.changed.emit()

    def add(self, ids: Iterable[int]) -> None:
        """Select these too."""
        self.only([*self._ids, *ids])

    def toggle(self, order_id: int) -> None:
        """Select one, or no longer."""
        if order_id in self._ids:
            self.drop([order_id])
        else:
            self.add([order_id])

    def drop(self, ids: Iterable[int]) -> None:
        """These no longer."""
        gone = set(ids)
        self.only([one for one in self._ids if one not in gone])

    def clear(self) -> None:
        """Nothing is selected."""
        self.only(())
