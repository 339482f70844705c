"""Corrects the delivery address, or sends the order without one."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QWidget

from desktop.rows import Decision
from desktop.ui.pieces import Card, label, show_kind
from desktop.ui.resolve.case import Case
from desktop.ui.resolve.fix import Fix
from desktop.ui.work import Work

# Field of trade.Address, its label, a hint.
_FIELDS = (
    ("name", "Name", ""),
    ("company", "Company", ""),
    ("line1", "Street", ""),
    ("line2", "Address line 2", ""),
    ("line3", "Address line 3", ""),
    ("postal_code", "Postal code", ""),
    ("city", "City", ""),
    ("state", "State or province", "Code or name, such as ME or Maine"),
    ("country", "Country", "Two letters, such as US or DE"),
    ("phone", "Phone", "May be left empty"),
)
# The last word of the field that Shopify refused, and where it is entered.
_REFUSED = {
    "firstName": "name",
    "lastName": "name",
    "company": "company",
    "address1": "line1",
    "address2": "line2",
    "city": "city",
    "zip": "postal_code",
    "provinceCode": "state",
    "countryCode": "country",
    "phone": "phone",
}
_LONGEST = 255


class AddressFix(Fix):
    """An address that is missing, that Shopify refused, or whose country it does not know."""

    def __init__(self, case: Case, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(case, work, parent)
        self._before = dict(case.detail.address_parts)
        self._edits: dict[str, QLineEdit] = {}
        card = Card(self.tr("Ship to"), "addressCard")
        if case.detail.is_scrubbed:
            words = self.tr("The buyer's address was taken out, as the privacy setting says.")
            card.body.addWidget(label(words, "muted"))
        self._form = QWidget()
        form = QGridLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        for place, (name, words, hint) in enumerate(_FIELDS):
            head, edit = self._field(name, self.tr(words), self.tr(hint))
            row, column = divmod(place, 2)
            form.addWidget(head, row, column * 2)
            form.addWidget(edit, row, column * 2 + 1)
            form.setColumnStretch(column * 2 + 1, 1)
        card.body.addWidget(self._form)
        self._without = QCheckBox(self.tr("Create the order &without an address"))
        self._without.setObjectName("withoutAddress")
        self._without.setAccessibleName(self.tr("Create the order without an address"))
        self._without.toggled.connect(self._on_without)
        card.body.addWidget(self._without, 0, Qt.AlignmentFlag.AlignLeft)
        self._hint = label("", "secondary", name="addressHint")
        card.body.addWidget(self._hint)
        self.body.addWidget(card)
        self._mark_refused()
        self.setFocusProxy(self._first_wanted())
        if case.count > 1:
            self._only_without()
        self._on_change()

    def _field(self, name: str, words: str, hint: str) -> tuple[QLabel, QLineEdit]:
        edit = QLineEdit(self._before.get(name, ""))
        edit.setObjectName(f"address_{name}")
        edit.setAccessibleName(words)
        edit.setPlaceholderText(hint)
        edit.setMaxLength(2 if name == "country" else _LONGEST)
        edit.textChanged.connect(self._on_change)
        self._edits[name] = edit
        head = label(words, "secondary", wraps=False)
        head.setBuddy(edit)
        return head, edit

    def _mark_refused(self) -> None:
        field = self.case.technical.get("field", "").rpartition(".")[2]
        name = _REFUSED.get(field, "country" if self.case.code == "country_unknown" else "")
        if name:
            show_kind(self._edits[name], invalid=True)
            self._edits[name].setToolTip(self.tr("Shopify refused what stands here"))
            self._edits[name].setAccessibleDescription(self.tr("Refused by Shopify"))

    def _first_wanted(self) -> QLineEdit:
        for edit in self._edits.values():
            if edit.property("invalid"):
                return edit
        return self._edits["line1" if not self._before.get("line1") else "name"]

    def _only_without(self) -> None:
        """Several orders have several addresses: only leaving them out is the same for all."""
        self._form.hide()
        self._without.setChecked(True)
        self._without.setEnabled(False)

    @Slot(bool)
    def _on_without(self, is_without: bool) -> None:
        self._form.setEnabled(not is_without)
        self._on_change()

    @Slot()
    def _on_change(self) -> None:
        hint = ""
        if self._without.isChecked():
            hint = self.tr("The seller has to know where the parcel goes.")
            if self.case.count > 1:
                hint = self.tr("To correct an address, open that order alone.")
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.changed.emit()

    def _changes(self) -> tuple[tuple[str, str], ...]:
        typed = {name: edit.text().strip() for name, edit in self._edits.items()}
        typed["country"] = typed["country"].upper()
        return tuple((n, t) for n, t in typed.items() if t != self._before.get(n, "").strip())

    def decision(self) -> Decision | None:
        if self.missing():
            return None
        if self._without.isChecked():
            return Decision(self.case.first.id, without_address=True)
        changes = self._changes()
        if not changes:
            return Decision(self.case.first.id)
        return Decision(self.case.first.id, address=changes)

    def missing(self) -> str:
        if self._without.isChecked():
            return ""
        if not any(self._edits[name].text().strip() for name in ("line1", "line2", "line3")):
            return self.tr("Enter a street, or create the order without an address.")
        if len(self._edits["country"].text().strip()) != 2:
            return self.tr("Enter the country's two letters.")
        return ""

    def button_words(self) -> str:
        count = self.case.count
        if self._without.isChecked():
            return self.tr("Create {} without address").format(count)
        if not self._changes():
            return self.tr("Retry {}").format(count)
        return self.tr("Correct address and create {}").format(count)
