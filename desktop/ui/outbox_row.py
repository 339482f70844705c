"""One line of the outbox: what, to whom, why, when, and what a person may do about it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop import clock
from desktop.rows import OutboxRow, ToRecordRow
from desktop.ui import outbox_words as words
from desktop.ui.buttons import button
from desktop.ui.figures import money_text
from desktop.ui.pieces import label, pill

# Name, words, tooltip.
WAITING_ACTS = (
    ("withdraw", "Withdraw", "It will not leave"),
    ("send_now", "Send now", "It leaves at once, and can be withdrawn no more"),
)
_SEND_TIP = "It goes to the outbox, where it can be withdrawn for some minutes"
_IGNORE_TIP = "Leave both sides as they are"


class OutboxLine(QFrame):
    """Tells what a person wants: the name of the act, and the id it is about."""

    wanted = Signal(str, int)
    order_wanted = Signal(int)

    def __init__(
        self,
        key: int,
        order: tuple[int, str],
        title: str,
        facts: Sequence[str],
        acts: Sequence[tuple[str, str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key, self._order_id = key, order[0]
        self.setObjectName(f"line-{key}")
        self.setAccessibleName(f"{title}, {order[1]}")
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(label(title, "strong", wraps=False))
        link = button(order[1], f"order-{key}")
        link.setProperty("role", "inline")
        link.setToolTip(self.tr("View order"))
        link.clicked.connect(self._on_order)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(link)
        below.addWidget(label(" · ".join(one for one in facts if one), "secondary"), 1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(self.head)
        left.addLayout(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        row.addLayout(left, 1)
        self.when = label("", "waiting", wraps=False)
        self.when.setObjectName(f"when-{key}")
        self.when.hide()
        row.addWidget(self.when)
        for act, text, tip in acts:
            row.addWidget(self._act(act, text, tip, title))

    def _act(self, act: str, text: str, tip: str, title: str) -> QPushButton:
        made = button(text, f"{act}-{self._key}")
        made.setToolTip(tip)
        made.setAccessibleDescription(f"{title}. {tip}")
        made.setProperty("act", act)
        made.clicked.connect(self._on_act)
        return made

    def add_pill(self, text: str, kind: str) -> QLabel:
        """A word beside the title."""
        made = pill(text, kind)
        self.head.addWidget(made)
        return made

    @Slot()
    def _on_act(self) -> None:
        pressed = self.sender()
        if pressed is not None:
            self.wanted.emit(str(pressed.property("act")), self._key)

    @Slot()
    def _on_order(self) -> None:
        self.order_wanted.emit(self._order_id)


class WaitingLine(OutboxLine):
    """Counts down."""

    def __init__(self, row: OutboxRow, *, shows_account: bool) -> None:
        facts = (words.of_order(row, shows_account=shows_account), words.why(row))
        order = (row.order_id, row.amazon_order_id)
        super().__init__(row.task_id, order, words.what(row), facts, WAITING_ACTS)
        self._row = row
        self.add_pill(self.tr("to {}").format(words.side_of(row)), "info")
        self.head.addStretch(1)
        self.when.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.when.setMinimumWidth(self.when.fontMetrics().horizontalAdvance("leaves in 00:00 "))
        self.when.show()
        self.tick()

    def tick(self) -> None:
        """A second has passed."""
        self.when.setText(words.when(self._row, clock.now()))


def left_line(row: OutboxRow, *, shows_account: bool) -> OutboxLine:
    """What is not sent until a person decides."""
    acts = (
        ("send", "Send", _SEND_TIP),
        ("already", words.already(row), "Nothing is sent; it counts as told"),
        ("ignored", "Ignore", _IGNORE_TIP),
    )
    facts = (words.of_order(row, shows_account=shows_account), words.why(row))
    order = (row.order_id, row.amazon_order_id)
    line = OutboxLine(row.task_id, order, words.what(row), facts, acts)
    line.add_pill("withdrawn" if row.is_withdrawn else "not sent", "waiting")
    line.head.addStretch(1)
    return line


def record_line(row: ToRecordRow, *, shows_account: bool) -> OutboxLine:
    """A refund on Amazon that Shopify does not show."""
    acts = (("record", "Record", "Record it in Shopify: nothing restocked, no mail to the buyer"),)
    facts = (words.of_order(row, shows_account=shows_account), words.refunded_at(row))
    order = (row.order_id, row.amazon_order_id)
    title = f"Refund of {money_text(row.amount)}"
    line = OutboxLine(row.refund_id, order, title, facts, acts)
    if row.asks:
        line.add_pill("may be in Shopify already", "waiting")
    line.head.addStretch(1)
    return line
