"""What Shopify will get: the very order of a decision, in one line, and whole when asked for."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from desktop.rows import Decision, DraftPreview
from desktop.ui.background import Handle
from desktop.ui.error_words import words_of
from desktop.ui.figures import money_text
from desktop.ui.pieces import Card, Fold, clear, label, line, show_kind
from desktop.ui.work import Work

DEBOUNCE_MS = 300
_JSON_LINES = 12


class PreviewPanel(Card):
    """Follows a decision: `show_for` asks anew, and answers to older ones are dropped."""

    def __init__(self, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(name="previewPanel", parent=parent)
        self.title.setText(self.tr("What Shopify will get"))
        self.title.show()
        self._work = work
        self._decision: Decision | None = None
        self._handle: Handle | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._ask)
        self._all = QToolButton()
        self._all.setObjectName("previewAll")
        self._all.setProperty("role", "quiet")
        self._all.setCheckable(True)
        self._all.toggled.connect(self._on_all)
        self.head.addWidget(self._all)
        self._summary = label("", "secondary", name="previewSummary")
        self.body.addWidget(self._summary)
        self._whole = QWidget()
        self._whole.setObjectName("previewWhole")
        self._inside = QVBoxLayout(self._whole)
        self._inside.setContentsMargins(0, 6, 0, 0)
        self.body.addWidget(self._whole)
        self._on_all(False)
        self._all.hide()

    @property
    def text(self) -> str:
        """The one line."""
        return self._summary.text()

    def show_for(self, decision: Decision | None, missing: str) -> None:
        """Work it out for a decision, or say what is still missing."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        self._decision = decision
        if decision is None:
            self._timer.stop()
            self._say(missing)
            return
        if not self._all.isVisible():
            self._say(self.tr("Working it out…"))
        self._timer.start()

    def _say(self, text: str, role: str = "secondary") -> None:
        self._summary.setText(text)
        show_kind(self._summary, role=role)
        self._all.hide()
        self._whole.hide()

    @Slot()
    def _ask(self) -> None:
        decision, preview = self._decision, self._work.desk.errands.preview
        if decision is not None:
            self._handle = self._work.errands.run(
                lambda cancel: preview(decision, cancel), self._on_preview, self._on_trouble
            )

    def _on_trouble(self, error: Exception) -> None:
        words = words_of(error)
        self._say(f"{words.title} {words.cause}".strip(), "waiting")

    def _on_preview(self, shown: DraftPreview) -> None:
        self._summary.setText(summary(shown))
        show_kind(self._summary, role="secondary")
        self._fill(shown)
        self._all.show()
        self._whole.setVisible(self._all.isChecked())

    def _fill(self, shown: DraftPreview) -> None:
        clear(self._inside)
        lines = QWidget()
        lines.setObjectName("previewLines")
        _fill_lines(lines, shown)
        self._inside.addWidget(lines)
        for note in shown.notes:
            self._inside.addWidget(label(note, "secondary"))
        code = QPlainTextEdit(shown.json)
        code.setObjectName("previewJson")
        code.setAccessibleName(self.tr("The order as it is sent"))
        code.setProperty("role", "code")
        code.setReadOnly(True)
        code.setTabChangesFocus(True)
        code.setFixedHeight(code.fontMetrics().lineSpacing() * _JSON_LINES)
        self._inside.addWidget(Fold(self.tr("As it is sent (JSON)"), code, "previewJsonFold"))

    @Slot(bool)
    def _on_all(self, is_open: bool) -> None:
        words = self.tr("Show less ▴") if is_open else self.tr("Show all ▾")
        self._all.setText(words)
        self._all.setAccessibleName(words.rstrip(" ▴▾"))
        self._whole.setVisible(is_open)


def summary(shown: DraftPreview) -> str:
    """ "1 line · CA$39.99 incl. CA$4.60 tax · paid · takes stock · …"."""
    count = len(shown.lines)
    money = money_text(shown.total)
    if shown.tax.minor:
        money = f"{money} incl. {money_text(shown.tax)} tax"
    return " · ".join((f"{count} line{'' if count == 1 else 's'}", money, *shown.summary))


def _fill_lines(page: QWidget, shown: DraftPreview) -> None:
    grid = QGridLayout(page)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, 1)
    for column, head in enumerate(("Line", "Units", "Unit price", "Tax")):
        grid.addWidget(label(head, "column", wraps=False), 0, column, _side(column))
    grid.addWidget(line(), 1, 0, 1, 4)
    at = 2
    for one in shown.lines:
        words = f"{one.title} · {one.sku}" if one.sku else one.title
        cells = (words, str(one.quantity), money_text(one.unit_price), money_text(one.tax))
        for column, text in enumerate(cells):
            grid.addWidget(label(text, wraps=column == 0), at, column, _side(column))
        at += 1
    grid.addWidget(line(), at, 0, 1, 4)
    for name, value in _sums(shown):
        at += 1
        role = "strong" if name == "Total" else "secondary"
        grid.addWidget(label(name, role, wraps=False), at, 2, _side(2))
        grid.addWidget(label(value, role, wraps=False), at, 3, _side(3))


def _sums(shown: DraftPreview) -> Iterator[tuple[str, str]]:
    for name, amount in (("Shipping", shown.shipping), ("Discount", shown.discount)):
        if amount.minor:
            yield name, money_text(amount)
    if shown.tax.minor:
        yield "Tax", money_text(shown.tax)
    yield "Total", money_text(shown.total)


def _side(column: int) -> Qt.AlignmentFlag:
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    return Qt.AlignmentFlag.AlignVCenter if column == 0 else right
