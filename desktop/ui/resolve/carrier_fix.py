"""A carrier that Amazon does not know: said once, remembered, and all that waits for it goes."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QLabel, QLineEdit, QRadioButton, QWidget

from desktop.rows import ShipmentCase
from desktop.ui.carrier_box import OTHER, CarrierBox
from desktop.ui.carrier_guess import CarrierGuess
from desktop.ui.form import Form
from desktop.ui.pieces import Card, label
from desktop.ui.resolve.case import Case
from desktop.ui.resolve.fix import Deed, Fix
from desktop.ui.work import Work

_LONGEST = 60


class CarrierFix(Fix):
    """Amazon's name for the carrier that Shopify has."""

    previews = False

    def __init__(self, case: Case, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(case, work, parent)
        held = case.back.shipment if case.back else None
        self._held = held or ShipmentCase("", "", "", ())
        card = Card(name="carrierCard")
        form = Form()
        form.row(self.tr("Shopify's carrier"), _strong(self._held.company))
        if self._held.number:
            form.row(self.tr("Tracking number"), label(self._held.number, name="numberSaid"))
        self._carrier = CarrierBox(self._held.carriers, self._held.suggested)
        self._carrier.setAccessibleName(self.tr("Carrier on Amazon"))
        form.row(self.tr("Carrier on Amazon"), self._carrier)
        self._guess = CarrierGuess()
        self._guess.chosen.connect(self._carrier.setEditText)
        form.below(self._guess)
        self._name = QLineEdit(self._held.company)
        self._name.setObjectName("carrierName")
        self._name.setAccessibleName(self.tr("Name told to Amazon"))
        self._name.setMaxLength(_LONGEST)
        self._name_label = form.row(self.tr("Name told to Amazon"), self._name)
        card.body.addWidget(form)
        self._everywhere = QRadioButton(self.tr("In &all countries"))
        self._here = QRadioButton(self.tr("For Amazon in {} &only").format(self._held.country))
        self._add_scope(card)
        words = self.tr("Remembered for the account {}; later shipments need no asking.")
        card.body.addWidget(label(words.format(case.first.account), "secondary"))
        self.body.addWidget(card)
        self.setFocusProxy(self._carrier)
        self._carrier.editTextChanged.connect(self._on_carrier)
        self._name.textChanged.connect(self._on_typed)
        self._on_carrier()

    def _add_scope(self, card: Card) -> None:
        self._scope = QButtonGroup(self)
        for radio, name in ((self._everywhere, "everywhere"), (self._here, "hereOnly")):
            radio.setObjectName(name)
            radio.setVisible(bool(self._held.country))
            self._scope.addButton(radio)
            card.body.addWidget(radio, 0, Qt.AlignmentFlag.AlignLeft)
        self._everywhere.setChecked(True)
        self._scope.buttonToggled.connect(self._on_typed)

    @Slot()
    def _on_carrier(self) -> None:
        self._guess.tell(self._held.from_number, self._carrier.code)
        is_other = self._carrier.code == OTHER
        self._name.setVisible(is_other)
        self._name_label.setVisible(is_other)
        self.changed.emit()

    @Slot()
    def _on_typed(self) -> None:
        self.changed.emit()

    @property
    def _country(self) -> str:
        return self._held.country if self._here.isChecked() else ""

    def missing(self) -> str:
        if not self._carrier.code:
            return self.tr("Choose the carrier on Amazon.")
        if self._carrier.code == OTHER and not self._name.text().strip():
            return self.tr("Enter the name that is told to Amazon.")
        return ""

    def heals(self) -> tuple[int, ...]:
        waiting = self._held.waiting_here if self._country else self._held.waiting
        return tuple(one for one in waiting if one not in self.case.ids)

    def button_words(self) -> str:
        more = len(self.heals())
        words = self.tr("Map and send {}").format(self.case.count)
        return words + (self.tr(" (+{} waiting)").format(more) if more else "")

    def deed(self) -> Deed:
        deeds, account_id = self.work.desk.deeds, self.case.first.account_id
        code, company, country = self._carrier.code, self._held.company, self._country
        name = self._name.text().strip() if code == OTHER else ""
        return lambda: deeds.map_carrier(account_id, company, code, name, country)

    def done_words(self, count: int) -> str:
        if count == 1:
            return self.tr("Carrier remembered; 1 order's shipment is on its way.")
        words = self.tr("Carrier remembered; the shipments of {} orders are on their way.")
        return words.format(count)


def _strong(text: str) -> QLabel:
    return label(text, "strong", name="company")
