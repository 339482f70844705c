"""A shipment's number and carrier, typed or corrected, or sent without a number."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from desktop.rows import ShipmentCase
from desktop.ui.carrier_box import CarrierBox
from desktop.ui.carrier_guess import CarrierGuess
from desktop.ui.form import Form
from desktop.ui.resolve.case import Case
from desktop.ui.resolve.choice_fix import ChoiceFix
from desktop.ui.resolve.fix import Deed
from desktop.ui.work import Work

TYPE, WITHOUT = "type_tracking", "send_without_tracking"
_LONGEST = 100


class TrackingFix(ChoiceFix):
    """Another number or carrier for Amazon; Shopify's own shipment stays as it is."""

    previews = False

    def __init__(self, case: Case, work: Work, parent: QWidget | None = None) -> None:
        held = case.back.shipment if case.back else None
        self._held = held or ShipmentCase("", "", "", ())
        super().__init__(case, work, parent)
        self._number = QLineEdit(self._held.number)
        self._number.setObjectName("number")
        self._number.setMaxLength(_LONGEST)
        self._number.setAccessibleName(self.tr("Tracking number"))
        self._carrier = CarrierBox(self._held.carriers, self._held.from_number)
        self._carrier.setAccessibleName(self.tr("Carrier"))
        self._carrier.setEditText(self._held.company or self._carrier.currentText())
        self._form = Form()
        self._form.row(self.tr("Tracking number"), self._number)
        self._form.row(self.tr("Carrier"), self._carrier)
        self._guess = CarrierGuess()
        self._guess.chosen.connect(self._carrier.setEditText)
        self._codes: tuple[str, ...] = self._held.from_number
        self._form.below(self._guess)
        self._anyway = QCheckBox(self.tr("Send the number as it &stands, whatever it looks like"))
        self._anyway.setObjectName("asItStands")
        self._anyway.setAccessibleName(self._anyway.text().replace("&", ""))
        self._fields = (self._form, self._anyway)
        for at, each in enumerate(self._fields):
            self._card.body.insertWidget(at + (1 if self.ways() else 0), each)
        self.setFocusProxy(self._number)
        self._number.textChanged.connect(self._on_number)
        self._carrier.editTextChanged.connect(self._on_typed)
        self.changed.connect(self._on_way)
        self._on_number()
        self._on_way()

    def ways(self) -> tuple[tuple[str, str, str], ...]:
        fixes = self.case.failure.fixes if self.case.failure else ()
        is_confirmed = self.case.back is not None and self.case.back.verb == "confirm_shipment"
        if WITHOUT not in fixes or not is_confirmed:
            return ()
        return (
            (TYPE, self.tr("&Enter the tracking number"), ""),
            (
                WITHOUT,
                self.tr("Send it &without a number"),
                self.tr("Amazon counts that against the valid tracking rate."),
            ),
        )

    @Slot()
    def _on_way(self) -> None:
        for each in self._fields:
            each.setEnabled(self.way != WITHOUT)

    @Slot()
    def _on_number(self) -> None:
        number, questions = self._number.text().strip(), self.work.desk.questions
        self.work.reader.ask(
            f"guess-{id(self)}", lambda: questions.guess_carriers(number), self._on_guess
        )
        self.changed.emit()

    def _on_guess(self, codes: tuple[str, ...]) -> None:
        self._codes = codes
        if not self._carrier.currentText().strip() and len(codes) == 1:
            self._carrier.setEditText(codes[0])
        self._guess.tell(codes, self._carrier.currentText().strip())

    @Slot()
    def _on_typed(self) -> None:
        self._guess.tell(self._codes, self._carrier.currentText().strip())
        self.changed.emit()

    def missing(self) -> str:
        if self.way == WITHOUT:
            return ""
        if not self._number.text().strip():
            return self.tr("Enter the tracking number.")
        return "" if self._carrier.currentText().strip() else self.tr("Choose the carrier.")

    def button_words(self) -> str:
        if self.way == WITHOUT:
            return self.tr("Send without a number")
        return self.tr("Send with this number")

    def deed(self) -> Deed:
        deeds, order_id, task_id = self.work.desk.deeds, self.case.first.id, self.case.task_ids[0]
        if self.way == WITHOUT:
            return lambda: deeds.send_without_tracking(order_id, task_id)
        number, carrier = self._number.text().strip(), self._carrier.currentText().strip()
        anyway = self._anyway.isChecked()
        return lambda: deeds.type_tracking(order_id, task_id, number, carrier, anyway)

    def done_words(self, count: int) -> str:
        return self.tr("The shipment is on its way.")
