"""The head of the order dialog: both IDs, where it was sold and when, pills, previous and next."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.rows import OrderDetail
from desktop.ui import theme
from desktop.ui.buttons import icon_button, with_key
from desktop.ui.figures import day_text, full_time_text, time_text
from desktop.ui.links import copy_text
from desktop.ui.pieces import SELECTABLE, clear, label, pill

_PROGRAMS = {"PRIME": "Prime", "BUSINESS": "Business", "AMAZON_BUSINESS": "Business"}


class IdLabel(QLabel):
    """An ID that Ctrl+C copies whole, unless a part of it is marked."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.matches(QKeySequence.StandardKey.Copy) and not self.hasSelectedText():
            copy_text(self.text())
            event.accept()
            return
        super().keyPressEvent(event)


class OrderHead(QFrame):
    """`moved` carries -1 or 1 for the order before or after this one."""

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("orderHead")
        self.setProperty("role", "bar")
        self._amazon_id = ""
        self._title = IdLabel()
        self._title.setObjectName("orderTitle")
        self._title.setProperty("role", "title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setTextInteractionFlags(SELECTABLE)
        self._title.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title.setToolTip(self.tr("Ctrl+C copies the Amazon order ID"))
        self._facts = label("", "secondary", name="orderFacts")
        self._facts.setTextInteractionFlags(SELECTABLE)
        self._pills = QHBoxLayout()
        self._pills.setSpacing(6)
        self.copy = icon_button("copy", self.tr("Copy the Amazon order ID"), "copyId")
        self.copy.clicked.connect(self.copy_id)
        self.before = icon_button("chevron-up", self.tr("Previous order"), "previousOrder")
        self.after = icon_button("chevron-down", self.tr("Next order"), "nextOrder")
        for keys, one in (("Alt+Up", self.before), ("Alt+Down", self.after)):
            one.setToolTip(with_key(one.toolTip(), keys))
        self.before.clicked.connect(self.go_before)
        self.after.clicked.connect(self.go_after)
        self._lay_out()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(self._title)
        first.addWidget(self.copy)
        first.addLayout(self._pills)
        first.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(first)
        words.addWidget(self._facts)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(22, 14, 22, 12)
        layout.addLayout(words, 1)
        for each in (self.before, self.after):
            layout.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)

    def tell(self, detail: OrderDetail) -> None:
        """Show an order."""
        row = detail.row
        self._amazon_id = row.amazon_order_id
        self._title.setText(row.amazon_order_id)
        self._title.setAccessibleName(self.tr("Amazon order {}").format(row.amazon_order_id))
        in_shop = " ".join(part for part in (row.shopify_order_name, row.shopify_order_id) if part)
        facts = [
            self.tr("Shopify {}").format(in_shop) if in_shop else self.tr("not in Shopify"),
            row.account,
            row.marketplace,
            self.tr("placed {}").format(time_text(row.created_at)),
        ]
        if row.ship_by is not None:
            facts.append(self.tr("ship by {}").format(day_text(row.ship_by)))
        delivered = dict(detail.facts).get("delivered", "")
        if delivered:
            facts.append(self.tr("delivered: {}").format(delivered))
        self._facts.setText(" · ".join(part for part in facts if part))
        self._facts.setToolTip(full_time_text(row.created_at))
        clear(self._pills)
        for text, kind in _pills(detail):
            self._pills.addWidget(pill(text, kind))

    @Slot()
    def copy_id(self) -> None:
        """Put the Amazon order ID on the clipboard."""
        copy_text(self._amazon_id)

    @Slot()
    def go_before(self) -> None:
        """Show the order before this one."""
        self.moved.emit(-1)

    @Slot()
    def go_after(self) -> None:
        """Show the order after this one."""
        self.moved.emit(1)


def _pills(detail: OrderDetail) -> list[tuple[str, str]]:
    row = detail.row
    found = [
        (str(row.status), theme.STATUS_KIND[row.status]),
        (str(row.sync_status), theme.SYNC_KIND[row.sync_status]),
        *((tag, theme.TAG_KIND.get(tag, "neutral")) for tag in row.tags),
    ]
    for word in dict(detail.facts).get("programs", "").split(","):
        name = _PROGRAMS.get(word.strip().upper())
        if name and name not in [text for text, _ in found]:
            found.append((name, theme.TAG_KIND[name]))
    if row.cancel_wish:
        found.append(("Cancel wish", "bad"))
    if row.archived_at is not None:
        found.append(("Archived", "neutral"))
    return found
