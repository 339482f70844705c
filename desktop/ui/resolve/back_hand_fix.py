"""What needs nothing filled in: take it again, retry, put stock back by hand, done, or skip."""

from threading import Event

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.ui.desk import Errands
from desktop.ui.pieces import label
from desktop.ui.resolve.case import Case
from desktop.ui.resolve.choice_fix import ChoiceFix
from desktop.ui.resolve.fix import Deed, Errand
from desktop.ui.work import Work

TAKE, RETRY, RESTOCK = "take_again", "retry", "restock_by_hand"
DONE, SKIP = "mark_done", "skip"
_WAYS = (TAKE, RETRY, RESTOCK, DONE, SKIP)
_LONGEST = 500


class BackHandFix(ChoiceFix):
    """The ways that the failure's catalogue entry offers, in its order."""

    previews = False
    first = ""  # the way that is chosen at first, where it is not the entry's own

    def __init__(self, case: Case, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(case, work, parent)
        self._cure = label(case.failure.cure if case.failure else "", name="plainCure")
        self._card.body.insertWidget(0, self._cure)
        self._said = label("", "secondary", name="noteLabel")
        self._note = QLineEdit()
        self._note.setObjectName("note")
        self._note.setMaxLength(_LONGEST)
        self._note.textChanged.connect(self._on_typed)
        self._said.setBuddy(self._note)
        self._card.body.addWidget(self._said)
        self._card.body.addWidget(self._note)
        self.changed.connect(self._on_way)
        self._on_way()

    def _offers(self) -> tuple[str, ...]:
        fixes = self.case.failure.fixes if self.case.failure else ()
        offers = [one for one in fixes if one in _WAYS]
        if RESTOCK in offers:  # beside "done", which it is a kind of
            offers.remove(RESTOCK)
            offers.insert(offers.index(DONE) if DONE in offers else len(offers), RESTOCK)
        offers = [*offers, *(one for one in (DONE, SKIP) if one not in offers)]
        if self.first in offers:
            offers.remove(self.first)
            offers.insert(0, self.first)
        return tuple(offers)

    def ways(self) -> tuple[tuple[str, str, str], ...]:
        back = self._stock()
        every = {
            TAKE: (
                self.tr("&Take it again from Shopify"),
                self.tr("Crossdock reads the order there now, and tries with what it finds."),
            ),
            RETRY: (
                self.tr("&Retry as it stands"),
                self.tr("Crossdock looks first whether it is there already."),
            ),
            RESTOCK: (
                self.tr("I have put the &stock back by hand: mark as done"),
                self.tr("Back into Shopify's stock: {}.").format(back),
            ),
            DONE: (
                self.tr("Mark as &done by hand"),
                self.tr("Nothing more is sent for it; the note stays in the timeline."),
            ),
            SKIP: (self.tr("S&kip it"), self.tr("It is left out; the note stays in the timeline.")),
        }
        return tuple((name, *every[name]) for name in self._offers())

    def _stock(self) -> str:
        return ", ".join(f"{one.quantity} × {one.sku}" for one in self.case.detail.items)

    @Slot()
    def _on_way(self) -> None:
        wants = self.way in (RESTOCK, DONE, SKIP)
        if self.way == RESTOCK and not self._note.text():
            self._note.setText(self.tr("Stock put back by hand"))
        words = (
            self.tr("Why?") if self.way == SKIP else self.tr("What was done? (for the timeline)")
        )
        self._said.setText(words)
        self._note.setAccessibleName(words)
        for each in (self._said, self._note):
            each.setVisible(wants)

    @Slot()
    def _on_typed(self) -> None:
        self.changed.emit()

    def missing(self) -> str:
        if self.way in (TAKE, RETRY) or self._note.text().strip():
            return ""
        return self.tr("Write a few words first.")

    def button_words(self) -> str:
        if self.way == TAKE and self.case.count == 1:
            return self.tr("Take it again")
        words = {
            TAKE: self.tr("Take {} again"),
            RETRY: self.tr("Retry {}"),
            SKIP: self.tr("Skip {}"),
        }
        return words.get(self.way, self.tr("Mark {} as done")).format(self.case.count)

    def errand(self) -> Errand | None:
        if self.way != TAKE:
            return None
        errands, ids = self.work.desk.errands, self.case.ids
        return lambda cancel: _take_all(errands, ids, cancel)

    def deed(self) -> Deed:
        deeds, ids, note = self.work.desk.deeds, self.case.task_ids, self._note.text().strip()
        if self.way == RETRY:
            return lambda: deeds.retry_tasks(ids)
        if self.way == SKIP:
            return lambda: deeds.skip_tasks(ids, note)
        return lambda: deeds.end_tasks(ids, note)

    def done_words(self, count: int) -> str:
        words = {
            TAKE: self.tr("Taken again from Shopify."),
            RETRY: self.tr("{} order(s) tried again."),
            SKIP: self.tr("{} order(s) skipped."),
        }
        return words.get(self.way, self.tr("{} order(s) marked as done.")).format(count)


class BackSkipFix(BackHandFix):
    """Skip, first."""

    first = SKIP


class BackDoneFix(BackHandFix):
    """Done by hand, first."""

    first = DONE


def _take_all(errands: Errands, ids: tuple[int, ...], cancel: Event) -> int:
    return sum(errands.take_again(one, cancel) for one in ids if not cancel.is_set())
