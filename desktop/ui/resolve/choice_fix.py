"""Failures with a short choice: stock, an order left out, an unknown outcome, plain retry."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from desktop.rows import Decision
from desktop.ui.pieces import Card, label
from desktop.ui.resolve.case import Case
from desktop.ui.resolve.fix import Deed, Fix
from desktop.ui.work import Work


class ChoiceFix(Fix):
    """A few ways as radio buttons; the first one is chosen."""

    def __init__(self, case: Case, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(case, work, parent)
        self._card = Card(name="choiceCard")
        self._group = QButtonGroup(self)
        for place, (name, words, hint) in enumerate(self.ways()):
            radio = QRadioButton(words)
            radio.setObjectName(name)
            radio.setAccessibleName(words.replace("&", ""))
            radio.setAccessibleDescription(hint)
            radio.setChecked(place == 0)
            self._group.addButton(radio, place)
            self._card.body.addWidget(radio, 0, Qt.AlignmentFlag.AlignLeft)
            if hint:
                said = label(hint, "secondary")
                said.setIndent(24)
                self._card.body.addWidget(said)
        self.body.addWidget(self._card)
        first = self._group.button(0)
        if first is not None:
            self.setFocusProxy(first)
        self._group.idToggled.connect(self._on_toggled)

    def ways(self) -> tuple[tuple[str, str, str], ...]:
        """Name, words and hint of each way."""
        return ()

    @property
    def way(self) -> str:
        """The name of the way that is chosen."""
        chosen = self._group.checkedButton()
        return chosen.objectName() if chosen is not None else ""

    @Slot(int, bool)
    def _on_toggled(self, _: int, is_on: bool) -> None:
        if is_on:
            self.changed.emit()


class StockFix(ChoiceFix):
    """Shopify could not reserve the stock."""

    def ways(self) -> tuple[tuple[str, str, str], ...]:
        return (
            (
                "stockAnyway",
                self.tr("Create it, and let the stock go &below zero"),
                self.tr("For this order only; the order rules stay as they are."),
            ),
            (
                "stockAdded",
                self.tr("I have &added stock in Shopify: try again"),
                self.tr("The stock is asked for as the order rules say."),
            ),
        )

    def decision(self) -> Decision | None:
        return Decision(self.case.first.id, stock_anyway=self.way == "stockAnyway")

    def button_words(self) -> str:
        if self.way == "stockAnyway":
            return self.tr("Create {} below zero stock").format(self.case.count)
        return self.tr("Retry {}").format(self.case.count)


class CreateNowFix(ChoiceFix):
    """An order that the rules left out: too old to see a twin, or import only."""

    def ways(self) -> tuple[tuple[str, str, str], ...]:
        hint = self.tr("It is created even if the rules leave orders like it out.")
        if "older" in self.case.first.stage or self.case.code == "too_old":
            hint = self.tr(
                "Shopify hides orders older than 60 days from Crossdock. Search the shop for the"
                " Amazon ID first: a twin made by another app could not be seen."
            )
        return (("createNow", self.tr("&Create this order in Shopify now"), hint),)

    def decision(self) -> Decision | None:
        return Decision(self.case.first.id, beyond_visible=True)

    def button_words(self) -> str:
        return self.tr("Create {} now").format(self.case.count)


class PlainFix(Fix):
    """Nothing to fill in here: the cure lies elsewhere, then it is tried again."""

    def __init__(self, case: Case, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(case, work, parent)
        card = Card(name="plainCard")
        cure = case.failure.cure if case.failure else ""
        card.body.addWidget(label(cure, name="plainCure"))
        self.body.addWidget(card)

    def deed(self) -> Deed:
        deeds, ids = self.work.desk.deeds, self.case.ids
        return lambda: deeds.retry(ids)


class CreateAgainFix(PlainFix):
    """The Shopify order was deleted there: it is created once more, or skipped."""

    def button_words(self) -> str:
        return self.tr("Create {} again").format(self.case.count)
