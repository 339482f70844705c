"""Ships an order: what goes into the parcel, the carrier and the number."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from desktop.rows import OrderDetail, ShipmentCase
from desktop.ui.carrier_box import CarrierBox
from desktop.ui.carrier_guess import CarrierGuess
from desktop.ui.form import Form
from desktop.ui.order.begin_dialog import Begin, BeginDialog
from desktop.ui.units_box import UnitsBox
from desktop.ui.work import Work

_LONGEST = 100


class ShipDialog(BeginDialog):
    """Shopify is fulfilled first; Amazon is told right after."""

    def __init__(self, work: Work, detail: OrderDetail, parent: QWidget | None = None) -> None:
        super().__init__(work, detail, "Ship", parent)
        self._left: dict[str, UnitsBox] = {}
        self._number = QLineEdit()
        self._number.setObjectName("number")
        self._number.setMaxLength(_LONGEST)
        self._number.setAccessibleName(self.tr("Tracking number"))
        self._carrier: CarrierBox | None = None
        self._guess = CarrierGuess()
        self._codes: tuple[str, ...] = ()
        self._anyway = QCheckBox(self.tr("Send the number as it &stands, whatever it looks like"))
        self._anyway.setObjectName("asItStands")
        self._anyway.setAccessibleName(self._anyway.text().replace("&", ""))
        self.resize(680, 500)
        self.ask_shop()

    def read(self) -> None:
        order_id, questions = self.detail.row.id, self.work.desk.questions
        self.work.reader.ask(
            f"ship-{id(self)}",
            lambda: questions.shipment_case(order_id, 0),
            self._on_case,
            self.on_no_case,
        )

    def starts(self) -> tuple[str, str]:
        return (
            self.tr("This starts in Shopify."),
            self.tr(
                "The order is fulfilled there with this carrier and number, without mail to the"
                " buyer; Amazon is told right after."
            ),
        )

    def _on_case(self, case: ShipmentCase) -> None:
        form = Form()
        self._carrier = CarrierBox(case.carriers)
        self._carrier.setAccessibleName(self.tr("Carrier"))
        form.row(self.tr("Tracking number"), self._number)
        form.row(self.tr("Carrier"), self._carrier)
        form.below(self._guess)
        self._guess.chosen.connect(self._carrier.setEditText)
        skus = {one.item_id: one.sku or one.item_id for one in self.detail.items}
        for item, units in case.left:
            spin = UnitsBox(item, units)
            spin.setSuffix(self.tr(" of {}").format(units))
            spin.setAccessibleName(self.tr("Units of {}").format(skus.get(item, item)))
            spin.valueChanged.connect(self.check)
            form.row(skus.get(item, item), spin)
            self._left[item] = spin
        self.card.body.addWidget(form)
        self.card.body.addWidget(self._anyway)
        self._number.textChanged.connect(self._on_number)
        self._carrier.editTextChanged.connect(self._on_carrier)
        QTimer.singleShot(0, self._number, self._number.setFocus)
        self.fill()

    @Slot()
    def _on_number(self) -> None:
        number, questions = self._number.text().strip(), self.work.desk.questions
        self.work.reader.ask(
            f"guess-{id(self)}", lambda: questions.guess_carriers(number), self._on_guess
        )
        self.check()

    def _on_guess(self, codes: tuple[str, ...]) -> None:
        self._codes, carrier = codes, self._carrier
        if carrier is not None and not carrier.currentText().strip() and len(codes) == 1:
            carrier.setEditText(codes[0])
        self._tell_guess()

    @Slot()
    def _on_carrier(self) -> None:
        self._tell_guess()
        self.check()

    def _tell_guess(self) -> None:
        if self._carrier is not None:
            self._guess.tell(self._codes, self._carrier.currentText().strip())

    def missing(self) -> str:
        if not any(spin.value() for spin in self._left.values()):
            return self.tr("Nothing is left to ship, or no unit is chosen.")
        if (
            self._number.text().strip()
            and self._carrier
            and not self._carrier.currentText().strip()
        ):
            return self.tr("Choose the carrier.")
        return ""

    def button_words(self) -> str:
        return self.tr("Ship")

    def begin(self) -> Begin:
        deeds, order_id = self.work.desk.deeds, self.detail.row.id
        carrier = self._carrier.currentText().strip() if self._carrier else ""
        number, anyway = self._number.text().strip(), self._anyway.isChecked()
        items = tuple((item, spin.value()) for item, spin in self._left.items() if spin.value())
        return lambda: deeds.ship(order_id, carrier, number, items, anyway)
