"""Archive, restore and retry from the grid: done at once, told in a line, archive with Undo.

Archiving orders that are still to be shipped is asked for twice.
"""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from desktop.rows import OrderRow, Status
from desktop.ui.archive_dialog import ArchiveDialog
from desktop.ui.snackbar import Snackbar
from desktop.ui.work import Work

_TO_SHIP = (Status.UNSHIPPED, Status.PARTIALLY_SHIPPED)
_MOST = 500  # so many are looked at before archiving; more are asked for in any case


class OrderDeeds(QObject):
    """Does what the tabs ask for."""

    def __init__(self, work: Work, snackbar: Snackbar, window: QWidget) -> None:
        super().__init__(window)
        self._work, self._snackbar, self._window = work, snackbar, window
        self._asked: tuple[int, ...] = ()
        snackbar.undo_wanted.connect(self._on_undo)

    @Slot(object)
    def archive(self, ids: Sequence[int]) -> None:
        """Archive, after a question where some are still to ship."""
        self._asked = tuple(ids)
        looked_at, questions = tuple(ids[:_MOST]), self._work.desk.questions
        self._work.reader.ask(
            "to archive", lambda: questions.rows_by_id(looked_at), self._on_looked, urgent=True
        )

    @Slot(object)
    def _on_looked(self, rows: Sequence[OrderRow]) -> None:
        to_ship = sum(one.status in _TO_SHIP for one in rows)
        if not to_ship:
            self._archive()
            return
        question = ArchiveDialog(to_ship, len(self._asked), self._window)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.accepted.connect(self._archive)
        question.open()

    @Slot()
    def _archive(self) -> None:
        ids, deeds = self._asked, self._work.desk.deeds

        def deed() -> tuple[int, tuple[int, ...]]:
            return deeds.archive(ids), ids

        self._work.writer.do(deed, self._on_archived)

    @Slot(object)
    def _on_archived(self, done: tuple[int, tuple[int, ...]]) -> None:
        count, ids = done
        self._snackbar.tell(self._words(count, self.tr("archived")), ids)

    @Slot(object)
    def restore(self, ids: Sequence[int]) -> None:
        """Bring back from the archive."""
        wanted, deeds = tuple(ids), self._work.desk.deeds
        self._work.writer.do(lambda: deeds.restore(wanted), self._on_restored)

    @Slot(object)
    def _on_restored(self, count: int) -> None:
        self._snackbar.tell(self._words(count, self.tr("restored")))

    @Slot(object)
    def retry(self, ids: Sequence[int]) -> None:
        """Try again with what is held."""
        wanted, deeds = tuple(ids), self._work.desk.deeds
        self._work.writer.do(lambda: deeds.retry(wanted), self._on_retried)

    @Slot(object)
    def _on_retried(self, count: int) -> None:
        self._snackbar.tell(self._words(count, self.tr("tried again")))

    @Slot(object)
    def _on_undo(self, ids: object) -> None:
        if isinstance(ids, tuple):
            self.restore(ids)

    def _words(self, count: int, what: str) -> str:
        if count == 1:
            return self.tr("1 order {}").format(what)
        return self.tr("{} orders {}").format(QLocale().toString(count), what)
