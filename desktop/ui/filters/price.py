"""Filter by price: from, to, in one currency; currencies are never mixed."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QWidget

from desktop.rows import OrderFilter
from desktop.trade import Money
from desktop.ui.figures import system_locale
from desktop.ui.filters.ids import PAUSE_MS
from desktop.ui.filters.popover import Popover


def read_price(text: str, currency: str) -> int | None:
    """Minor units of what was typed, with the system's decimal sign or a point.

    Raises ValueError for what is no amount.
    """
    locale = system_locale()
    plain = text.strip().replace(locale.groupSeparator(), "").replace(" ", "")
    plain = plain.replace(locale.decimalPoint(), ".")
    return Money.parse(plain, currency).minor if plain else None


class PricePopover(Popover):
    """Two fields, and the currency where there are several."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("price", parent)
        self.currency = QComboBox()
        self.currency.setObjectName("priceCurrency")
        self.currency.setAccessibleName(self.tr("Currency"))
        self.low, self.high = (self._field(name) for name in (self.tr("From"), self.tr("To")))
        self._form = QFormLayout()
        self._form.addRow(self.tr("Currency"), self.currency)
        self._form.addRow(self.tr("From"), self.low)
        self._form.addRow(self.tr("To"), self.high)
        self._said = QLabel()
        self._said.setObjectName("priceSaid")
        self._said.setProperty("role", "bad")
        self._said.hide()
        self.body.addLayout(self._form)
        self.body.addWidget(self._said)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.low.textEdited.connect(self._pause.start)
        self.high.textEdited.connect(self._pause.start)
        self.currency.activated.connect(self._tell)
        self.show_currencies(())

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(f"price{name}")
        field.setAccessibleName(f"{name} price")
        field.setClearButtonEnabled(True)
        return field

    def show_currencies(self, currencies: Sequence[str]) -> None:
        """What there is to choose from; one alone is not asked for."""
        shown = [self.currency.itemText(at) for at in range(self.currency.count())]
        if shown != list(currencies):
            chosen = self.currency.currentText()
            self.currency.clear()
            self.currency.addItems(list(currencies))
            self.currency.setCurrentIndex(max(0, self.currency.findText(chosen)))
        self._form.setRowVisible(self.currency, len(currencies) > 1)

    def show_filter(self, asked: OrderFilter) -> None:
        if asked.currency and self.currency.findText(asked.currency) >= 0:
            self.currency.setCurrentText(asked.currency)
        for field, minor in ((self.low, asked.price_from), (self.high, asked.price_to)):
            text = "" if minor is None else str(Money(minor, asked.currency).decimal)
            if not field.hasFocus():
                field.setText(text.replace(".", system_locale().decimalPoint()))

    def cleared(self) -> dict[str, object]:
        return {"currency": "", "price_from": None, "price_to": None}

    def first_field(self) -> QWidget | None:
        return self.low

    @Slot()
    def _tell(self) -> None:
        currency = self.currency.currentText()
        self._said.hide()
        try:
            low, high = (read_price(one.text(), currency) for one in (self.low, self.high))
        except ValueError:
            self._said.setText(self.tr("Give an amount such as {}.").format("19.99"))
            self._said.show()
            self.adjustSize()
            return
        if low is None and high is None:
            self.changed.emit(self.cleared())
        else:
            self.changed.emit({"currency": currency, "price_from": low, "price_to": high})
