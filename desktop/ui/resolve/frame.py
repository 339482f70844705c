"""The frame of Resolve: title, what failed and why, technical details, the footer's buttons."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.rows import Status
from desktop.ui.buttons import button, icon_button
from desktop.ui.figures import day_text, money_text, time_text
from desktop.ui.links import copy_text
from desktop.ui.pieces import Fold, Pairs, clear, label, pill
from desktop.ui.resolve.case import Case

TO_SHIP = (Status.PENDING, Status.UNSHIPPED, Status.PARTIALLY_SHIPPED)
_UNSURE = ("undecided", "several_found", "twin", "shop_total_mismatch")


class Head(QFrame):
    """Which order, its worth and its time, and the menu of what else can be done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("resolveHead")
        self.setProperty("role", "bar")
        self._title = label("", "title", name="resolveTitle", wraps=False)
        self._facts = label("", "secondary", name="resolveFacts")
        self._pills = QHBoxLayout()
        self._menu = QMenu(self)
        self.more = icon_button("more", self.tr("More"), "more")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self._menu)
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(self._title)
        first.addLayout(self._pills)
        first.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(first)
        words.addWidget(self._facts)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(22, 16, 22, 14)
        layout.addLayout(words, 1)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)

    def action(self, text: str, name: str) -> QAction:
        """An entry of the menu, not yet connected."""
        made = QAction(text, self)
        made.setObjectName(name)
        self._menu.addAction(made)
        return made

    def tell(self, case: Case) -> None:
        """Show the case."""
        first = case.first
        if case.count == 1:
            self._title.setText(self.tr("Resolve {}").format(first.amazon_order_id))
        else:
            self._title.setText(self.tr("Resolve {} orders").format(case.count))
        clear(self._pills)
        self._pills.addWidget(pill(case.failure.kind if case.failure else first.stage, _kind(case)))
        to_ship = [row for row in case.rows if (row.shipping or row.status) in TO_SHIP]
        due = [row.ship_by for row in to_ship if row.ship_by is not None]
        facts = [first.account, first.marketplace]
        if case.count == 1 and first.total:
            facts.append(money_text(first.total))
        if due:
            facts.append(self.tr("ship by {}").format(day_text(min(due))))
        if case.count > 1:
            facts.append(self.tr("shown: {}").format(first.amazon_order_id))
        if case.others:
            facts.append(
                self.tr("{} more failed for other reasons: resolve them next").format(case.others)
            )
        self._facts.setText(" · ".join(part for part in facts if part))


def _kind(case: Case) -> str:
    return "bad" if case.failure else "neutral"


class WhatFailed(QFrame):
    """What failed, why, and what it means for the order."""

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("whatFailed")
        self.setProperty("role", "alarm" if case.failure else "notice")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(3)
        failure = case.failure
        title = failure.title if failure else self.tr("This order was not sent to Shopify.")
        cause = failure.cause if failure else case.first.stage.capitalize()
        layout.addWidget(label(title, "strong", name="failureTitle"))
        layout.addWidget(label(f"{cause} {self._meaning(case)}".strip(), name="failureCause"))
        self.setAccessibleName(title)
        self.setAccessibleDescription(cause)

    def _meaning(self, case: Case) -> str:
        first = case.first
        if first.shopify_order_name:
            return self.tr("It stands in Shopify as {}.").format(first.shopify_order_name)
        if case.code in _UNSURE or case.back is not None:
            return ""
        if case.count > 1:
            return self.tr("These {} orders are not in Shopify.").format(case.count)
        return self.tr("The order is not in Shopify.")


class Technical(QWidget):
    """What the service itself said, folded, with a button that copies it."""

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        failure = case.failure
        said = [("code", case.code), *(failure.technical if failure else ())]
        at = time_text(failure.at) if failure and failure.at else ""
        self._text = "\n".join([f"{k}: {v}" for k, v in said] + ([f"at: {at}"] if at else []))
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(22, 0, 0, 0)
        body.addWidget(Pairs([(name, value.replace("\n", ", ")) for name, value in said]))
        copy = button(self.tr(" Copy"), "copyTechnical", icon="copy")
        copy.setAccessibleName(self.tr("Copy the technical details"))
        copy.clicked.connect(self._on_copy)
        body.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        request = case.technical.get("request", "")
        known = ", ".join(
            part for part in (f"request {request[:8]}…" if request else "", at) if part
        )
        words = self.tr("Technical details") + (f" ({known})" if known else "")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Fold(words, inside, "technicalFold"))

    @Slot()
    def _on_copy(self) -> None:
        copy_text(self._text)


class Foot(QFrame):
    """Fetch again, Cancel, and the primary button that says what it will do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("resolveFoot")
        self.setProperty("role", "bar")
        self.fetch = button(self.tr(" &Fetch again from Amazon"), "fetchAgain", icon="sync")
        self.fetch.setToolTip(self.tr("Ask Amazon for the order now, and try it again"))
        self.cancel = button(self.tr("Cancel"), "cancel")
        self.primary: QPushButton = button(self.tr("Retry"), "primary", primary=True)
        self.said = label("", "secondary", name="footSaid")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(22, 12, 22, 14)
        layout.setSpacing(10)
        layout.addWidget(self.fetch)
        layout.addWidget(self.said, 1)
        layout.addWidget(self.cancel)
        layout.addWidget(self.primary)
