"""One item of a refund: ticked or not, how many units, why, and the amounts."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QWidget

from desktop.rows import GivenRow, LeftRow
from desktop.trade import Money
from desktop.ui.figures import money_text
from desktop.ui.money_edit import MoneyEdit
from desktop.ui.pieces import label, show_kind
from desktop.ui.reasons import REFUND_REASONS
from desktop.ui.units_box import UnitsBox

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_REASON_CHARS = 15


def reason_box(reasons: dict[str, str], chosen: str, name: str) -> QComboBox:
    """Amazon's reasons in words; the data is Amazon's word."""
    box = QComboBox()
    box.setObjectName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_REASON_CHARS)
    for word, text in reasons.items():
        box.addItem(text, word)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.view().setMinimumWidth(box.view().sizeHintForColumn(0) + 32)
    return box


class RefundLine(QObject):
    """Its fields stand in a row of a grid that is handed in."""

    changed = Signal()

    def __init__(
        self, left: LeftRow, given: GivenRow | None, currency: str, reason: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._left, self._currency = left, currency
        tail = left.item_id
        self.tick = QCheckBox(left.sku or left.item_id)
        self.tick.setObjectName(f"tick_{tail}")
        self.tick.setToolTip(left.title)
        self.tick.setAccessibleName(self.tr("Refund {}").format(left.sku or left.item_id))
        self.tick.setChecked(given is not None)
        self.units = UnitsBox(tail, left.quantity)
        self.units.setValue(given.quantity if given else left.quantity)
        self.reason = reason_box(
            REFUND_REASONS, given.reason if given else reason, f"reason_{tail}"
        )
        self.goods = MoneyEdit(currency, given.goods if given else left.goods)
        self.shipping = MoneyEdit(currency, given.shipping if given else 0)
        self.goods.setObjectName(f"goods_{tail}")
        self.shipping.setObjectName(f"shipping_{tail}")
        for field, words in (
            (self.units, self.tr("Units of {}")),
            (self.reason, self.tr("Reason for {}")),
            (self.goods, self.tr("Amount for {}, with tax")),
            (self.shipping, self.tr("Shipping for {}, with tax")),
        ):
            field.setAccessibleName(words.format(left.sku or left.item_id))
        self.tick.setEnabled(bool(left.goods or left.shipping))
        self._connect()
        self._enable()

    def _connect(self) -> None:
        self.tick.toggled.connect(self._on_tick)
        self.units.valueChanged.connect(self._on_units)
        self.reason.currentIndexChanged.connect(self.changed)
        self.goods.textChanged.connect(self._on_amount)
        self.shipping.textChanged.connect(self._on_amount)

    def put_into(self, grid: QGridLayout, at: int) -> None:
        """Stand in two rows of the grid: the fields, and what the item is."""
        grid.addWidget(self.tick, at, 0)
        about = label(self._left.title, "secondary", name="refundItem")
        about.setIndent(24)
        grid.addWidget(about, at + 1, 0)
        for column, field in enumerate((self.units, self.reason, self.goods, self.shipping), 1):
            grid.addWidget(field, at, column)
        for column, minor in ((3, self._left.goods), (4, self._left.shipping)):
            words = self.tr("{} left").format(money_text(Money(minor, self._currency)))
            grid.addWidget(label(words, "secondary", wraps=False), at + 1, column, _RIGHT)
        words = self.tr("of {}").format(self._left.quantity)
        grid.addWidget(label(words, "secondary", wraps=False), at + 1, 1, _RIGHT)

    @property
    def is_on(self) -> bool:
        """Whether something of it is given back."""
        return self.tick.isChecked()

    def fill(self) -> None:
        """Give back all that is left of it."""
        if self.tick.isEnabled():
            self.tick.setChecked(True)
            self.units.setValue(self._left.quantity)
            self.goods.show_minor(self._left.goods)
            self.shipping.show_minor(self._left.shipping)

    def problem(self) -> str:
        """What is wrong with it; empty where nothing is."""
        goods, shipping, name = self.goods.minor, self.shipping.minor, self.tick.text()
        if not self.is_on:
            return ""
        if goods is None or shipping is None:
            return self.tr("Enter the amounts of {}.").format(name)
        if goods > self._left.goods or shipping > self._left.shipping:
            return self.tr("That is more than what is left of {}.").format(name)
        if not goods + shipping:
            return self.tr("Nothing would be given back for {}.").format(name)
        return ""

    def given(self, *, tax_in_price: bool = False) -> GivenRow:
        """What is given back of it."""
        return GivenRow(
            self._left.item_id,
            self.units.value(),
            str(self.reason.currentData()),
            self.goods.minor or 0,
            self.shipping.minor or 0,
            tax_in_price,
        )

    @Slot()
    def _on_tick(self) -> None:
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        for field in (self.units, self.reason, self.goods):
            field.setEnabled(self.is_on)
        self.shipping.setEnabled(self.is_on and bool(self._left.shipping))

    @Slot(int)
    def _on_units(self, units: int) -> None:
        if units:
            self.goods.show_minor(self._left.goods * units // max(1, self._left.quantity))
        self.changed.emit()

    @Slot()
    def _on_amount(self) -> None:
        for field, left in ((self.goods, self._left.goods), (self.shipping, self._left.shipping)):
            minor = field.minor
            show_kind(field, invalid=minor is None or minor > left)
        self.changed.emit()
