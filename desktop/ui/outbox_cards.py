"""The cards of the outbox: their lines, how many are not shown, and recording all at once."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.rows import ToRecordRow
from desktop.ui import outbox_words as words
from desktop.ui.buttons import button
from desktop.ui.outbox_row import OutboxLine
from desktop.ui.pieces import Card, clear, label, line

MOST_LINES = 100


class LinesCard(Card):
    """A heading with its count, a sentence, and lines."""

    wanted = Signal(str, int)
    order_wanted = Signal(int)

    def __init__(self, title: str, says: str, empty: str, name: str) -> None:
        super().__init__(title, name)
        self._empty = empty
        self._count = QLabel("0")
        self._count.setObjectName(f"{name}Count")
        self._count.setProperty("role", "badge")
        self.head.insertWidget(1, self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addWidget(label(says, "secondary"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.body.addLayout(self._lines)
        self.lines: list[OutboxLine] = []

    def show_lines(self, lines: Sequence[OutboxLine], count: int) -> None:
        """These instead of what was there; `count` with those that are not among them."""
        clear(self._lines)
        self.lines = list(lines)
        self._count.setText(str(count))
        self._count.setAccessibleName(f"{self.title.text()}: {count}")
        for at, one in enumerate(lines):
            one.wanted.connect(self.wanted)
            one.order_wanted.connect(self.order_wanted)
            if at:
                self._lines.addWidget(line())
            self._lines.addWidget(one)
        if count > len(lines):
            more = self.tr("and {} more, shown as these are done").format(count - len(lines))
            self._lines.addWidget(label(more, "muted"))
        if not lines:
            self._lines.addWidget(label(self._empty, "muted"))


class RecordCard(LinesCard):
    """Refunds on Amazon that Shopify lacks; all at once after a look at what that means."""

    all_wanted = Signal(object)  # refund ids

    def __init__(self) -> None:
        super().__init__(
            self.tr("Refunds on Amazon, not yet in Shopify"),
            self.tr("Recording one shows it on the Shopify order; no money moves there."),
            self.tr("Shopify shows every refund that Amazon made."),
            "toRecord",
        )
        self._rows: tuple[ToRecordRow, ...] = ()
        self.all = button(self.tr("Record all…"), "recordAll")
        self.all.clicked.connect(self._on_all)
        self.head.addWidget(self.all)
        self.preview = self._make_preview()
        self.body.insertWidget(1, self.preview)

    def _make_preview(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("recordPreview")
        frame.setProperty("role", "notice")
        self._told = label("", name="recordPreviewText")
        no = button(self.tr("Not now"), "recordNot")
        no.clicked.connect(frame.hide)
        self.yes = button(self.tr("Record"), "recordYes")
        self.yes.clicked.connect(self._on_yes)
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 8, 8, 8)
        for widget, stretch in ((self._told, 1), (no, 0), (self.yes, 0)):
            row.addWidget(widget, stretch)
        frame.hide()
        return frame

    def show_refunds(self, rows: tuple[ToRecordRow, ...], lines: Sequence[OutboxLine]) -> None:
        """Show these; a preview of others is closed."""
        self._rows = rows
        self.preview.hide()
        self.all.setVisible(len(self._ids()) > 1)
        self.show_lines(lines, len(rows))

    def _ids(self) -> tuple[int, ...]:
        return tuple(one.refund_id for one in self._rows if not one.asks)

    @Slot()
    def _on_all(self) -> None:
        self._told.setText(words.record_words(self._rows))
        self.yes.setText(self.tr("Record {}").format(len(self._ids())))
        self.preview.show()
        self.yes.setFocus()

    @Slot()
    def _on_yes(self) -> None:
        self.preview.hide()
        self.all_wanted.emit(self._ids())


def column(*cards: QWidget) -> QWidget:
    """Cards one below the other."""
    content = QWidget()
    content.setObjectName("content")
    layout = QVBoxLayout(content)
    layout.setContentsMargins(0, 0, 8, 0)
    layout.setSpacing(12)
    for card in cards:
        layout.addWidget(card)
    layout.addStretch(1)
    return content
