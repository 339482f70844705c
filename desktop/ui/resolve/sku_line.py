"""One Amazon item and what it is to be in Shopify: a variant × quantity, several, or no product."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from desktop.rows import ItemRow, VariantRow
from desktop.ui.buttons import button, icon_button
from desktop.ui.pieces import label
from desktop.ui.variant_search import VariantSearch
from desktop.ui.work import Work

MOST_UNITS = 9999
ITEM_LETTERS = 25
Link = tuple[str, str, int]


def set_columns(grid: QGridLayout, of: QWidget) -> None:
    """Item, units, variant: the same widths in the head and in every row."""
    letter = of.fontMetrics().averageCharWidth()
    for column, letters in ((0, ITEM_LETTERS), (1, 6)):
        grid.setColumnMinimumWidth(column, letters * letter)
    grid.setColumnStretch(2, 1)


class Target(QWidget):
    """A variant and how many of it one Amazon unit is."""

    changed = Signal()
    removed = Signal(object)

    def __init__(self, work: Work, account_id: int, item: ItemRow, *, first: bool) -> None:
        super().__init__()
        self.search = VariantSearch(work, account_id, item.sku)
        self.times = QSpinBox()
        self.times.setObjectName("times")
        self.times.setRange(1, MOST_UNITS)
        self.times.setAccessibleName(self.tr("How many for one {}").format(item.sku or "item"))
        self.times.setToolTip(self.tr("How many of it one Amazon unit is, such as 2 for a pack"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        layout.addWidget(self.search, 1)
        self.times.setAlignment(Qt.AlignmentFlag.AlignCenter)
        sign = label("×", "muted", wraps=False)
        sign.setMinimumHeight(self.times.sizeHint().height())
        layout.addWidget(sign, 0, top)
        layout.addWidget(self.times, 0, top)
        if not first:
            away = icon_button("close", self.tr("Remove this variant"), "removeTarget")
            away.clicked.connect(self._on_remove)
            layout.addWidget(away, 0, top)
        self.search.chosen.connect(self._on_change)
        self.times.valueChanged.connect(self._on_change)

    @Slot()
    def _on_change(self) -> None:
        self.changed.emit()

    @Slot()
    def _on_remove(self) -> None:
        self.removed.emit(self)


class SkuLine(QWidget):
    """The row of one SKU; `changed` when what it will be sent as is another."""

    changed = Signal()

    def __init__(
        self,
        work: Work,
        account_id: int,
        item: ItemRow,
        units: int,
        *,
        can_link: bool,
        can_send: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """`can_send`: it may go as a custom line instead."""
        super().__init__(parent)
        self.setObjectName("skuLine")
        self.item = item
        self._work, self._account_id, self._can_link = work, account_id, can_link
        self._targets: list[Target] = []
        self.custom = QCheckBox(self.tr("Custom line instead (takes no stock)"))
        self.custom.setObjectName("customLine")
        self.custom.setAccessibleName(
            self.tr("Send {} as a custom line").format(item.sku or item.title)
        )
        self.custom.setChecked(not can_link)
        self.custom.toggled.connect(self._on_custom)
        self._add = button(self.tr(" Add a variant (set)"), "addTarget", icon="plus")
        self._add.setProperty("role", "quiet")
        self._add.clicked.connect(self._on_add)
        self._places = QVBoxLayout()
        self._places.setSpacing(6)
        self._lay_out(units)
        if can_link:
            self._on_add()
            self._ask_candidates()
        self.custom.setVisible(can_send)
        self._on_custom(self.custom.isChecked())

    def _lay_out(self, units: int) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 0, 6)
        grid.setHorizontalSpacing(16)
        set_columns(grid, self)
        top = Qt.AlignmentFlag.AlignTop
        cell = QWidget()
        cell.setMaximumWidth(ITEM_LETTERS * self.fontMetrics().averageCharWidth())
        what = QVBoxLayout(cell)
        what.setContentsMargins(0, 0, 0, 0)
        what.setSpacing(2)
        what.addWidget(label(self.item.sku or self.tr("(no SKU)"), "strong", name="itemSku"))
        facts = " · ".join(part for part in (self.item.title, self.item.asin) if part)
        what.addWidget(label(facts, "secondary"))
        what.addStretch(1)
        grid.addWidget(cell, 0, 0)
        grid.addWidget(label(str(units), wraps=False), 0, 1, top)
        choice = QVBoxLayout()
        choice.setSpacing(4)
        choice.addLayout(self._places)
        below = QHBoxLayout()
        below.setSpacing(12)
        if self._can_link:
            below.addWidget(self.custom)
        else:
            below.addWidget(
                label(self.tr("A custom line: without a SKU there is nothing to link.")), 1
            )
        below.addWidget(self._add)
        below.addStretch(1)
        choice.addLayout(below)
        grid.addLayout(choice, 0, 2)

    @property
    def links(self) -> tuple[Link, ...] | None:
        """What was decided; None while a variant is missing."""
        if self.custom.isChecked():
            return ((self.item.sku, "", 1),)
        made: dict[str, int] = {}
        for target in self._targets:
            variant = target.search.variant
            if variant is None:
                return None
            made[variant.gid] = made.get(variant.gid, 0) + target.times.value()
        return tuple((self.item.sku, gid, times) for gid, times in made.items()) or None

    @property
    def search(self) -> VariantSearch | None:
        """The first field, for the focus."""
        return self._targets[0].search if self._targets else None

    def _ask_candidates(self) -> None:
        account_id, sku, title = self._account_id, self.item.sku, self.item.title
        find = self._work.desk.errands.candidates
        self._work.errands.run(
            lambda cancel: find(account_id, sku, title, cancel),
            self._on_candidates,
            self._on_trouble,
        )

    def _on_candidates(self, found: tuple[VariantRow, ...]) -> None:
        if self._targets:
            self._targets[0].search.offer(found)

    def _on_trouble(self, error: Exception) -> None:
        if self._targets:
            self._targets[0].search.say_trouble(error)

    @Slot()
    def _on_add(self) -> None:
        target = Target(self._work, self._account_id, self.item, first=not self._targets)
        target.changed.connect(self._on_change)
        target.removed.connect(self._on_removed)
        self._targets.append(target)
        self._places.addWidget(target)
        if len(self._targets) > 1:
            target.search.setFocus()
        self.changed.emit()

    @Slot(object)
    def _on_removed(self, target: Target) -> None:
        self._targets.remove(target)
        target.hide()
        target.deleteLater()
        self.changed.emit()

    @Slot()
    def _on_change(self) -> None:
        self.changed.emit()

    @Slot(bool)
    def _on_custom(self, is_custom: bool) -> None:
        for target in self._targets:
            target.setEnabled(not is_custom)
        self._add.setVisible(self._can_link and not is_custom)
        self.changed.emit()
