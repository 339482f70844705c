"""One way to mend a failure: what a person fills in, and what the primary button then does."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Event

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.rows import Decision
from desktop.ui.desk import Deeds
from desktop.ui.resolve.case import Case
from desktop.ui.work import Work

Deed = Callable[[], int]
Errand = Callable[[Event], int]


class Fix(QWidget):
    """Base of all kinds. `changed` tells that the decision, and so the preview, is another."""

    changed = Signal()
    previews = True  # whether what Shopify will get can be shown

    def __init__(self, case: Case, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(type(self).__name__)
        self.case, self.work = case, work
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(10)

    def heals(self) -> tuple[int, ...]:
        """Row ids of the other orders that go with this decision: fix once, heal all."""
        return ()

    def decision(self) -> Decision | None:
        """What is decided about the first order; None while something is missing."""
        return Decision(self.case.first.id)

    def missing(self) -> str:
        """What is still to be filled in; empty when the button may be pressed."""
        return ""

    def button_words(self) -> str:
        """What the primary button will do."""
        return self.tr("Retry {}").format(self.case.count)

    def deed(self) -> Deed:
        """The work of the primary button, to be done on the writer's thread."""
        decision = self.decision() or Decision(self.case.first.id)
        return decide_each(self.work.desk.deeds, decision, self.case.ids)

    def errand(self) -> Errand | None:
        """The work of the primary button where it calls a service; then there is no deed."""
        return None

    def done_words(self, count: int) -> str:
        """What is told when it is done."""
        return self.tr("{} order(s) on the way to Shopify.").format(count)


def decide_each(deeds: Deeds, decision: Decision, ids: Sequence[int]) -> Deed:
    """The same decision for every order of the case."""
    return lambda: sum(deeds.decide(replace(decision, order_id=one)) for one in ids)
