"""The frame of what a person starts from an order: which side is told first, and the deed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import TryLater
from desktop.rows import OrderDetail, StartedRow
from desktop.ui.background import Handle
from desktop.ui.buttons import button
from desktop.ui.error_words import Words, words_of
from desktop.ui.inline_error import InlineError
from desktop.ui.pieces import Card, label, line, scrolled
from desktop.ui.work import Work

Begin = Callable[[], StartedRow]


class BeginDialog(QDialog):
    """Base of Ship, Cancel and Refund; what it holds goes into `card`.

    `ask_shop` has Shopify asked how the order stands; then `read` is called once.
    """

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
        self._handle: Handle | None = None
        self.waits_for = ""  # what is asked before anything can be filled in
        self._error = InlineError()
        self._error.again.connect(self.ask_shop)
        area, self.page = scrolled("beginPage")
        self._side = _FirstSide()
        self._side.tell(*self.starts())
        self.page.addWidget(self._side)
        self.card = Card(name="beginCard")
        self.card.hide()
        self.page.addWidget(self.card)
        self.page.addStretch(1)
        inset = QVBoxLayout()
        inset.setContentsMargins(22, 0, 22, 8)
        inset.addWidget(self._error)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.setSpacing(0)
        outside.addWidget(_head(heading, detail))
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

    @Slot()
    def ask_shop(self) -> None:
        """Ask in the background; where Shopify is away, say so, with Retry."""
        order_id, errands = self.detail.row.id, self.work.desk.errands
        self._error.hide()
        self.waits_for = self.tr("Asking Shopify…")
        self.check()
        self._handle = self.work.errands.run(
            lambda cancel: errands.ask_shop(order_id, cancel), self._on_asked, self.on_no_answer
        )

    def _on_asked(self, _: None) -> None:
        self.waits_for = self.tr("Reading the order…")
        self.check()
        self.read()

    def read(self) -> None:
        """Ask the database for what is to be filled in; calls `fill` or `on_no_case`."""
        self.fill()

    def fill(self) -> None:
        """Everything is known: show the card."""
        self.waits_for = ""
        self._side.tell(*self.starts())
        self.card.show()
        self.check()

    def on_no_answer(self, error: Exception) -> None:
        """Shopify could not be asked, and nothing was known before."""
        self.waits_for = self.tr("Shopify has to be asked first.")
        self.check()
        words = words_of(error)
        if isinstance(error, TryLater):
            title = self.tr("Shopify cannot be asked how this order stands.")
            words = Words(title, words.cause, words.cure, words.code)
        self._error.say(words, retries=True)

    def on_no_case(self, error: Exception) -> None:
        """It cannot be done, as the order stands now."""
        self.waits_for = words_of(error).title
        self.check()
        self._error.tell(error)

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
        missing = self.waits_for or self.missing()
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
        if self.waits_for or self.missing() or self._is_busy:
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

    def done(self, result: int) -> None:
        """Closed: nobody waits for Shopify any more."""
        if self._handle is not None:
            self._handle.cancel()
        super().done(result)


def tell_begun(work: Work, order_id: int, started: StartedRow) -> None:
    """Say what was begun, on which side, and have the order read anew."""
    work.signals.notice.emit(f"{started.words} {started.warning}".strip())
    work.signals.orders_changed.emit([order_id])


def _head(heading: str, detail: OrderDetail) -> QFrame:
    head = QFrame()
    head.setProperty("role", "bar")
    words = QVBoxLayout(head)
    words.setContentsMargins(22, 14, 22, 12)
    words.setSpacing(2)
    words.addWidget(label(heading, "title", name="beginTitle", wraps=False))
    facts = (detail.row.shopify_order_name, detail.row.account, detail.row.marketplace)
    words.addWidget(label(" · ".join(one for one in facts if one), "secondary"))
    return head


class _FirstSide(QFrame):
    """Which side is told first, and what travels next."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("firstSide")
        self.setProperty("role", "notice")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(2)
        self._title = label("", "strong", name="startsOn")
        self._words = label("", name="startsWords")
        layout.addWidget(self._title)
        layout.addWidget(self._words)

    def tell(self, side: str, words: str) -> None:
        """Say it."""
        self._title.setText(side)
        self._words.setText(words)
        self.setAccessibleName(f"{side} {words}")
