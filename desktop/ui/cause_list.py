"""Errors grouped by cause: a card each, with how many, since when it presses, worth and cure."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop import clock
from desktop.rows import CauseGroup
from desktop.ui.buttons import button
from desktop.ui.figures import money_text
from desktop.ui.pieces import clear, label, pill, scrolled
from desktop.ui.ship_by import due_words


def resolve_words(group: CauseGroup) -> str:
    """What the button says: one, both or all."""
    if group.orders == 1:
        return "Resolve"
    return "Resolve both" if group.orders == 2 else f"Resolve all {group.orders}"


class CauseCard(QFrame):
    """One cause. Enter or R resolves, V views its orders."""

    resolve_wanted = Signal(object)  # row ids
    view_wanted = Signal(object)  # CauseGroup

    def __init__(self, group: CauseGroup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("causeCard")
        self.setProperty("role", "cause")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.group = group
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(6)
        layout.addLayout(self._head())
        cause = label(group.cause, "muted", name="causeWords")
        layout.addWidget(cause)
        if group.cause == group.title:
            cause.hide()
        layout.addLayout(self._foot())
        self.setAccessibleName(self._spoken())

    def _title(self) -> str:
        words = self.group.title.rstrip(".")
        subject = self.group.subject
        return f"{words}: {subject}" if subject and subject not in words else words

    def _head(self) -> QHBoxLayout:
        group, row = self.group, QHBoxLayout()
        row.setSpacing(10)
        title = label(self._title(), "heading", name="causeTitle")
        words, tone = due_words(group.earliest_ship_by, clock.now())
        shown = self.tr("ship by {}").format(words) if tone != "bad" and words != "–" else words
        due = label(shown, tone, name="causeShipBy", wraps=False)
        due.setAccessibleName(self.tr("Earliest ship by: {}").format(words))
        due.setToolTip(self.tr("Earliest ship-by time"))
        worth = label(" + ".join(money_text(one) for one in group.worth), name="causeWorth")
        worth.setWordWrap(False)
        worth.setToolTip(self.tr("What these orders are worth"))
        count = QLocale().toString(group.orders)
        orders = label(
            self.tr("1 order") if group.orders == 1 else self.tr("{} orders").format(count),
            "heading",
            name="causeOrders",
            wraps=False,
        )
        row.addWidget(pill(group.kind.value, "bad"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(title, 1)
        for widget in (due, worth, orders):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        cure = label(self.group.cure, name="causeCure")
        view = button(self.tr("View orders"), "causeView")
        view.clicked.connect(self._on_view)
        resolve = button(resolve_words(self.group), "causeResolve", primary=True)
        resolve.setDefault(False)
        resolve.clicked.connect(self._on_resolve)
        row.addWidget(cure, 1)
        row.addWidget(view, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(resolve, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _spoken(self) -> str:
        words, _ = due_words(self.group.earliest_ship_by, clock.now())
        worth = ", ".join(money_text(one) for one in self.group.worth)
        return f"{self._title()}, {self.group.orders} orders, ship by {words}, worth {worth}"

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_R, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_resolve()
        elif event.key() == Qt.Key.Key_V:
            self._on_view()
        else:
            event.ignore()

    @Slot()
    def _on_resolve(self) -> None:
        self.resolve_wanted.emit(self.group.order_ids)

    @Slot()
    def _on_view(self) -> None:
        self.view_wanted.emit(self.group)


class CauseList(QWidget):
    """The cards, the most urgent first; J and K go from one to the next."""

    resolve_wanted = Signal(object)
    view_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("causes")
        self.cards: list[CauseCard] = []
        area, self._body = scrolled("causesArea")
        self._area: QScrollArea = area
        self._body.setContentsMargins(0, 0, 0, 16)
        self._body.setSpacing(10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def show_causes(self, groups: Sequence[CauseGroup]) -> None:
        """The groups as they stand; what has the focus keeps it, by its cause."""
        if [one.group for one in self.cards] == list(groups):
            return
        focused = next(
            ((one.group.code, one.group.subject) for one in self.cards if one.hasFocus()), None
        )
        at = self._area.verticalScrollBar().value()
        clear(self._body)
        self.cards = [CauseCard(group) for group in groups]
        for card in self.cards:
            card.resolve_wanted.connect(self.resolve_wanted)
            card.view_wanted.connect(self.view_wanted)
            self._body.addWidget(card)
            if (card.group.code, card.group.subject) == focused:
                card.setFocus()
        self._body.addStretch(1)
        self._area.verticalScrollBar().setValue(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        steps = {Qt.Key.Key_J: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_K: -1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self.cards:
            super().keyPressEvent(event)
            return
        now = next((at for at, one in enumerate(self.cards) if one.hasFocus()), -step)
        card = self.cards[max(0, min(len(self.cards) - 1, now + step))]
        card.setFocus()
        self._area.ensureWidgetVisible(card)
