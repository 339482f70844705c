"""Ends a failure without sending: done by hand, or skipped, with a few words for later."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.rows import Decision
from desktop.ui.pieces import label
from desktop.ui.resolve.case import Case
from desktop.ui.resolve.choice_fix import ChoiceFix
from desktop.ui.resolve.fix import Deed, decide_each
from desktop.ui.work import Work

_LONGEST = 500
DONE, AGAIN, SKIP = "done", "again", "skip"


class ByHandFix(ChoiceFix):
    """The cure lies in Shopify: look there, then say what became of it.

    `offers` are the ways to choose from, the likeliest first.
    """

    previews = False
    offers: tuple[str, ...] = (DONE, AGAIN, SKIP)

    def __init__(self, case: Case, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(case, work, parent)
        self._said = label("", "secondary", name="noteLabel")
        self._note = QLineEdit()
        self._note.setObjectName("note")
        self._note.setMaxLength(_LONGEST)
        self._note.textChanged.connect(self._on_change)
        self._said.setBuddy(self._note)
        self._card.body.addWidget(self._said)
        self._card.body.addWidget(self._note)
        self.changed.connect(self._on_way)
        self._on_way()

    def ways(self) -> tuple[tuple[str, str, str], ...]:
        every = {
            DONE: (
                self.tr("It is settled in Shopify: mark as &done by hand"),
                self.tr("Crossdock does nothing more for it; the note stays in the timeline."),
            ),
            AGAIN: (
                self.tr("It is not there: &try again"),
                self.tr("Crossdock looks for it once more before it sends anything."),
            ),
            SKIP: (
                self.tr("&Skip it"),
                self.tr("It is left out, and can be asked for again at any time."),
            ),
        }
        return tuple((name, *every[name]) for name in self.offers)

    @Slot()
    def _on_way(self) -> None:
        words = (
            self.tr("Why?") if self.way == SKIP else self.tr("What was done? (for the timeline)")
        )
        self._said.setText(words)
        self._note.setAccessibleName(words)
        for each in (self._said, self._note):
            each.setVisible(self.way != AGAIN)

    @Slot()
    def _on_change(self) -> None:
        self.changed.emit()

    def missing(self) -> str:
        if self.way == AGAIN or self._note.text().strip():
            return ""
        return self.tr("Write a few words first.")

    def button_words(self) -> str:
        words = {
            DONE: self.tr("Mark {} as done"),
            AGAIN: self.tr("Retry {}"),
            SKIP: self.tr("Skip {}"),
        }
        return words[self.way].format(self.case.count)

    def deed(self) -> Deed:
        deeds, ids, note = self.work.desk.deeds, self.case.ids, self._note.text().strip()
        if self.way == DONE:
            return lambda: deeds.done_by_hand(ids, note)
        if self.way == SKIP:
            return lambda: deeds.skip(ids, note)
        return decide_each(deeds, Decision(self.case.first.id), ids)

    def done_words(self, count: int) -> str:
        words = {
            DONE: self.tr("{} order(s) marked as done."),
            AGAIN: self.tr("{} order(s) tried again."),
            SKIP: self.tr("{} order(s) skipped."),
        }
        return words[self.way].format(count)


class SkipFix(ByHandFix):
    """Skip, offered beside every other way."""

    offers = (SKIP, DONE)


class MarkDoneFix(ByHandFix):
    """Done by hand, offered beside every other way."""

    offers = (DONE, SKIP)
