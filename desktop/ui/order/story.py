"""What happened to an order, what failed, its parcels, and the raw facts."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.rows import FailureRow, HistoryRow, OrderDetail, ShopSide
from desktop.ui.buttons import button
from desktop.ui.figures import full_time_text, time_text
from desktop.ui.pieces import SELECTABLE, Card, Fold, Pairs, label

_MS_SHOWN = 100  # below it a tenth of a second says nothing
_BY = {"app": "", "seller": "by you", "amazon": "by Amazon", "shopify": "by Shopify"}

# What was skipped, and why, in words of its own.
_TOLD = {
    ("skipped", "withdrawn"): ("withdrawn from the outbox", ""),
    ("skipped", "already"): ("not sent", "it stands on the other side already"),
    ("skipped", "ignored"): ("not sent", "ignored"),
    ("skipped", "superseded"): ("replaced", "a newer one takes its place"),
    ("skipped", "wish declined"): ("not put on hold", "the wish was declined"),
}


class FailuresCard(QFrame):
    """Everything that needs a person, each with its cause and cure."""

    def __init__(self, failures: Sequence[FailureRow]) -> None:
        super().__init__()
        self.setObjectName("failuresCard")
        self.setProperty("role", "alarm")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(3)
        for one in failures:
            layout.addWidget(label(f"{one.kind}: {one.title}", "strong"))
            layout.addWidget(label(f"{one.cause} {one.cure}".strip()))


class ParcelsCard(Card):
    """Packages as Amazon knows them, and tracking as Shopify has it."""

    def __init__(self, detail: OrderDetail, side: ShopSide | None) -> None:
        super().__init__("Packages", "parcelsCard")
        theirs = [("Shopify", carrier, number) for carrier, number in side.tracking] if side else []
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setColumnStretch(2, 1)
        for at, (reference, carrier, number) in enumerate([*detail.packages, *theirs]):
            for column, text in enumerate((reference, carrier or "–", number or "no number")):
                made = label(text, "secondary" if column == 0 else "", wraps=False)
                made.setTextInteractionFlags(SELECTABLE)
                grid.addWidget(made, at, column)
        self.body.addLayout(grid)


class TimelineCard(Card):
    """The whole story, oldest first."""

    def __init__(self, history: Sequence[HistoryRow], stage: str) -> None:
        super().__init__("Timeline", "timelineCard")
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        for at, one in enumerate(history):
            when = label(time_text(one.at), "secondary", wraps=False)
            when.setToolTip(full_time_text(one.at))
            grid.addWidget(when, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_Entry(one), at, 1)
        if stage:
            grid.addWidget(label(stage[:1].upper() + stage[1:], "muted"), len(history), 1)
        self.body.addLayout(grid)


def _span(took_ms: int) -> str:
    return f"{took_ms} ms" if took_ms < _MS_SHOWN else f"{took_ms / 1000:.1f} s"


class _Entry(QWidget):
    """One thing that happened; what was sent for it opens below."""

    def __init__(self, one: HistoryRow) -> None:
        super().__init__()
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.setSpacing(2)
        outside.addWidget(_facts(one, self._link(one)))
        self._sent = label(one.payload, "code", name="sentText")
        self._sent.setTextInteractionFlags(SELECTABLE)
        self._sent.hide()
        outside.addWidget(self._sent)

    def _link(self, one: HistoryRow) -> QPushButton | None:
        if not one.payload:
            return None
        made = button("what was sent", "whatWasSent")
        made.setProperty("role", "inline")
        made.setAccessibleDescription(one.what)
        made.setCheckable(True)
        made.toggled.connect(self._on_toggled)
        return made

    @Slot(bool)
    def _on_toggled(self, is_open: bool) -> None:
        self._sent.setVisible(is_open)


def _facts(one: HistoryRow, link: QPushButton | None) -> QWidget:
    what, detail = _TOLD.get((one.what, one.detail), (one.what, one.detail))
    facts = [detail, _BY.get(one.by, one.by)]
    if one.took_ms is not None:
        facts.append(_span(one.took_ms))
    if one.request_id:
        facts.append(f"request {one.request_id}")
    cell = QWidget()
    row = QHBoxLayout(cell)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(label(what[:1].upper() + what[1:], wraps=False), 0, Qt.AlignmentFlag.AlignTop)
    rest = label(" · ".join(part for part in facts if part), "muted")
    rest.setTextInteractionFlags(SELECTABLE)
    rest.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    row.addWidget(rest, 0 if link else 1)
    if link is not None:
        rest.setWordWrap(False)
        row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
    return cell


def facts_fold(detail: OrderDetail) -> Fold:
    """Everything else that is known, folded: Amazon's facts, the tasks, what a service said."""
    inside = QWidget()
    body = QVBoxLayout(inside)
    body.setContentsMargins(22, 0, 0, 0)
    row = detail.row
    told = [
        ("Amazon's status", row.amazon_status),
        ("Account", row.account),
        ("Shopify order ID", row.shopify_order_id),
        *detail.facts,
        ("Tax", detail.tax_mode.replace("_", " ")),
    ]
    for task in detail.tasks:
        words = ", ".join(part for part in (task.hold, task.reason) if part)
        tried = f"attempt {task.attempt}" if task.attempt else "not tried yet"
        told.append((task.verb.replace("_", " "), f"{task.state.lower()}, {tried} {words}".strip()))
    for failure in row.failures:
        told += [(name, value.replace("\n", ", ")) for name, value in failure.technical]
    body.addWidget(Pairs(told))
    return Fold("Technical details and raw facts", inside, "factsFold")
