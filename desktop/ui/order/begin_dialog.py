"""The frame of what a person starts from an order: which side is told first, and the deed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.rows import OrderDetail, StartedRow
from desktop.ui.buttons import button
from desktop.ui.inline_error import InlineError
from desktop.ui.pieces import Card, label, line, scrolled
from desktop.ui.work import Work

Begin = Callable[[], StartedRow]


class BeginDialog(QDialog):
    """Base of Ship, Cancel and Refund; what it holds goes into `card`."""

    def __init__(
        self, work: Work, detail: OrderDetail, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("beginDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heading = f"{title} {detail.row.amazon_order_id}"
        self.setWindowTitle(heading)
        self.work, self.detail = work, detail
        self._is_busy = False
        self._error = InlineError()
        area, self.page = scrolled("beginPage")
        self.page.addWidget(_first_side(*self.starts()))
        self.card = Card(name="beginCard")
        self.page.addWidget(self.card)
        self.page.addStretch(1)
        head = QFrame()
        head.setProperty("role", "bar")
        words = QVBoxLayout(head)
        words.setContentsMargins(22, 14, 22, 12)
        words.setSpacing(2)
        words.addWidget(label(heading, "title", name="beginTitle", wraps=False))
        facts = (detail.row.shopify_order_name, detail.row.account, detail.row.marketplace)
        words.addWidget(label(" · ".join(one for one in facts if one), "secondary"))
        inset = QVBoxLayout()
        inset.setContentsMargins(22, 0, 22, 8)
        inset.addWidget(self._error)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.setSpacing(0)
        outside.addWidget(head)
        outside.addWidget(line())
        outside.addWidget(area, 1)
        outside.addLayout(inset)
        outside.addWidget(line())
        outside.addWidget(self._foot())

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "bar")
        self.said = label("", "secondary", name="footSaid")
        self.primary = button("", "primary", primary=True)
        end = button(self.tr("Close"), "close")
        row = QHBoxLayout(foot)
        row.setContentsMargins(22, 12, 22, 14)
        row.setSpacing(10)
        row.addWidget(self.said, 1)
        row.addWidget(end)
        row.addWidget(self.primary)
        end.clicked.connect(self.reject)
        self.primary.clicked.connect(self._on_primary)
        return foot

    def starts(self) -> tuple[str, str]:
        """The side that is told first, and what follows."""
        return "", ""

    def missing(self) -> str:
        """What is still to be filled in."""
        return ""

    def button_words(self) -> str:
        """What the primary button does."""
        return ""

    def begin(self) -> Begin:
        """The work of the primary button, on the writer's thread."""
        return lambda: StartedRow("", "")

    @Slot()
    def check(self) -> None:
        """Tell the button again what it does, and whether it may."""
        missing = self.missing()
        self.primary.setText(self.button_words())
        self.primary.setAccessibleName(self.button_words())
        self.primary.setEnabled(not missing and not self._is_busy)
        self.primary.setToolTip(missing)
        if not self._is_busy:
            self.said.setText(missing)

    @property
    def error_text(self) -> str:
        """What went wrong, as it is shown."""
        return self._error.text if self._error.isVisible() else ""

    @Slot()
    def _on_primary(self) -> None:
        if self.missing() or self._is_busy:
            return
        self._is_busy = True
        self._error.hide()
        self.check()
        self.said.setText(self.tr("Saving…"))
        self.work.writer.do(self.begin(), self._on_begun, self.tell_trouble)

    def _on_begun(self, started: StartedRow) -> None:
        tell_begun(self.work, self.detail.row.id, started)
        self.accept()

    def tell_trouble(self, error: Exception) -> None:
        """Shown in place; what was filled in stays."""
        self._is_busy = False
        self.check()
        self._error.tell(error)


def tell_begun(work: Work, order_id: int, started: StartedRow) -> None:
    """Say what was begun, on which side, and have the order read anew."""
    work.signals.notice.emit(f"{started.words} {started.warning}".strip())
    work.signals.orders_changed.emit([order_id])


def _first_side(side: str, words: str) -> QFrame:
    box = QFrame()
    box.setObjectName("firstSide")
    box.setProperty("role", "notice")
    layout = QVBoxLayout(box)
    layout.setContentsMargins(16, 10, 16, 10)
    layout.setSpacing(2)
    layout.addWidget(label(side, "strong", name="startsOn"))
    layout.addWidget(label(words, name="startsWords"))
    box.setAccessibleName(f"{side} {words}")
    return box
