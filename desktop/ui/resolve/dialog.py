"""The Resolve dialog: what failed, how to mend it, what Shopify will get, and the deed."""

from collections.abc import Sequence
from threading import Event

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.rows import ImportOutcome
from desktop.ui.background import Handle
from desktop.ui.desk import Errands
from desktop.ui.error_words import Words
from desktop.ui.inline_error import InlineError
from desktop.ui.links import copy_text, open_page
from desktop.ui.pieces import label, line, scrolled
from desktop.ui.preview_panel import PreviewPanel
from desktop.ui.resolve.back_hand_fix import BackDoneFix, BackSkipFix
from desktop.ui.resolve.by_hand_fix import MarkDoneFix, SkipFix
from desktop.ui.resolve.case import Case, read_case
from desktop.ui.resolve.fix import Fix
from desktop.ui.resolve.frame import Foot, Head, Technical, WhatFailed
from desktop.ui.resolve.heals import Heals
from desktop.ui.resolve.kinds import fix_for
from desktop.ui.resolve.other_ways import OtherWays
from desktop.ui.work import Work

_USUAL, _SCREEN_SHARE = QSize(920, 740), 0.9
_MOST_FETCHED = 10  # Amazon gives few single orders a minute


class ResolveDialog(QDialog):
    """For the orders of these row ids; it reads them itself and closes once all is done."""

    def __init__(self, work: Work, order_ids: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("resolveDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Resolve"))
        self._work = work
        self._case: Case | None = None
        self._fix: Fix | None = None
        self._handle: Handle | None = None
        self._is_busy = False
        self._head, self._foot = Head(), Foot()
        self._error = InlineError()
        self._area, self._page = scrolled("resolvePage")
        self._page.addWidget(label(self.tr("Reading the order…"), "muted", name="reading"))
        self._page.addStretch(1)
        self._preview = PreviewPanel(work)
        self._heals = Heals(work)
        self._lay_out()
        self._connect()
        self.resize(_USUAL.boundedTo(self.screen().availableSize() * _SCREEN_SHARE))
        ids, questions = tuple(order_ids), work.desk.questions
        work.reader.ask(
            f"resolve-{id(self)}",
            lambda: read_case(questions, ids),
            self._on_case,
            self._on_trouble,
        )

    def _lay_out(self) -> None:
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.setSpacing(0)
        outside.addWidget(self._head)
        outside.addWidget(line())
        outside.addWidget(self._area, 1)
        inset = QVBoxLayout()
        inset.setContentsMargins(22, 0, 22, 8)
        inset.addWidget(self._error)
        outside.addLayout(inset)
        outside.addWidget(line())
        outside.addWidget(self._foot)
        self._foot.primary.setEnabled(False)
        self._foot.fetch.setEnabled(False)

    def _connect(self) -> None:
        self._foot.cancel.clicked.connect(self.reject)
        self._foot.primary.clicked.connect(self._on_primary)
        self._foot.fetch.clicked.connect(self._on_fetch)
        head = self._head
        for text, name, slot in (
            (self.tr("View order"), "viewOrder", self._on_view),
            (self.tr("Copy Amazon order ID"), "copyId", self._on_copy),
            (self.tr("Open in Seller Central"), "openAmazon", self._on_amazon),
            (self.tr("Open in Shopify"), "openShopify", self._on_shopify),
            (self.tr("Skip…"), "skipInstead", self._on_skip),
            (self.tr("Mark as done by hand…"), "doneInstead", self._on_done_by_hand),
        ):
            head.action(text, name).triggered.connect(slot)
        head.more.setEnabled(False)

    @property
    def fix(self) -> Fix | None:
        """What is being filled in."""
        return self._fix

    @property
    def error_text(self) -> str:
        """What went wrong, as it is shown."""
        return self._error.text if self._error.isVisible() else ""

    def _on_case(self, case: Case | None) -> None:
        self._clear_page()
        if case is None:
            words = self.tr("It may have been removed, or belongs to another profile.")
            self._error.say(Words(self.tr("This order is not here any more."), words))
            return
        self._case = case
        self._head.tell(case)
        self._head.more.setEnabled(True)
        self.setWindowTitle(self.tr("Resolve {}").format(case.first.amazon_order_id))
        self._page.addWidget(WhatFailed(case))
        self._heading = label(self.tr("Choose how to fix it"), "heading", wraps=False)
        self._page.addWidget(self._heading)
        self._slot = QVBoxLayout()
        self._page.addLayout(self._slot)
        self._page.addWidget(self._heals)
        self._ways = OtherWays(case)
        self._ways.chosen.connect(self._use_instead)
        self._page.addWidget(self._ways)
        self._page.addWidget(self._preview)
        if case.failure is not None:
            self._page.addWidget(Technical(case))
        self._page.addStretch(1)
        self._foot.fetch.setVisible(case.count <= _MOST_FETCHED)
        self._foot.fetch.setEnabled(True)
        self._use(fix_for(case, self._work))

    def _clear_page(self) -> None:
        while (item := self._page.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _use(self, fix: Fix) -> None:
        """Put a way of mending in the place of the one before."""
        if self._fix is not None:
            self._slot.removeWidget(self._fix)
            self._fix.hide()
            self._fix.deleteLater()
        self._fix = fix
        self._slot.addWidget(fix)
        self._ways.tell(type(fix))
        fix.changed.connect(self._on_change)
        self._preview.setVisible(fix.previews)
        fix.show()
        QTimer.singleShot(0, fix, fix.setFocus)  # nothing, where it is gone by then
        self._on_change()

    @Slot()
    def _on_change(self) -> None:
        fix = self._fix
        if fix is None:
            return
        missing = fix.missing()
        self._foot.primary.setText(fix.button_words())
        self._foot.primary.setAccessibleName(fix.button_words())
        self._foot.primary.setEnabled(not missing and not self._is_busy)
        self._foot.primary.setToolTip(missing)
        self._heals.tell(fix.heals())
        if fix.previews:
            self._preview.show_for(None if missing else fix.decision(), missing)

    @Slot()
    def _on_primary(self) -> None:
        if self._fix is not None and not self._fix.missing() and not self._is_busy:
            errand = self._fix.errand()
            if errand is not None:
                self._begin(self.tr("Asking Shopify…"))
                self._handle = self._work.errands.run(errand, self._on_done, self._on_trouble)
                return
            self._begin(self.tr("Saving…"))
            self._work.writer.do(self._fix.deed(), self._on_done, self._on_trouble)

    def _on_done(self, count: int) -> None:
        self._end()
        if not count or self._fix is None or self._case is None:
            words = self.tr("The order has moved on meanwhile: close this, and look at it anew.")
            self._error.say(Words(self.tr("There was nothing left to do."), words))
            return
        self._work.signals.notice.emit(self._fix.done_words(count))
        self._work.signals.orders_changed.emit(list(self._case.ids))
        self.accept()

    @Slot()
    def _on_fetch(self) -> None:
        if self._case is None or self._is_busy:
            return
        self._begin(self.tr("Asking Amazon…"))
        errands, ids = self._work.desk.errands, self._case.ids
        self._handle = self._work.errands.run(
            lambda cancel: _fetch_all(errands, ids, cancel), self._on_fetched, self._on_trouble
        )

    def _on_fetched(self, outcomes: tuple[ImportOutcome, ...]) -> None:
        self._end()
        bad = next((one for one in outcomes if one.outcome != "refreshed"), None)
        if bad is not None:
            self._error.say(Words(self.tr("Fetching did not help."), bad.words))
            return
        if self._case is not None:
            self._work.signals.orders_changed.emit(list(self._case.ids))
        self._work.signals.notice.emit(outcomes[0].words if outcomes else "")
        self.accept()

    def _begin(self, words: str) -> None:
        self._is_busy = True
        self._error.hide()
        self._foot.said.setText(words)
        self._foot.primary.setEnabled(False)
        self._foot.fetch.setEnabled(False)

    def _end(self) -> None:
        self._is_busy = False
        self._foot.said.setText("")
        self._foot.fetch.setEnabled(self._case is not None)
        self._on_change()

    def _on_trouble(self, error: Exception) -> None:
        """Shown in place; what was filled in stays as it is."""
        self._end()
        self._error.tell(error)

    def done(self, result: int) -> None:
        """Closed, whichever way: nobody waits for errands any more."""
        if self._handle is not None:
            self._handle.cancel()
        self._preview.show_for(None, "")
        super().done(result)

    @Slot()
    def _on_view(self) -> None:
        if self._case is not None:
            self._work.signals.show_order.emit(self._case.first.id)

    @Slot()
    def _on_copy(self) -> None:
        if self._case is not None:
            copy_text(self._case.first.amazon_order_id)

    @Slot()
    def _on_amazon(self) -> None:
        if self._case is not None:
            open_page(self._case.detail.amazon_url)

    @Slot()
    def _on_shopify(self) -> None:
        if self._case is not None:
            open_page(self._case.shop_url)

    @Slot()
    def _on_skip(self) -> None:
        self._use_instead(BackSkipFix if self._is_back else SkipFix)

    @Slot()
    def _on_done_by_hand(self) -> None:
        self._use_instead(BackDoneFix if self._is_back else MarkDoneFix)

    @property
    def _is_back(self) -> bool:
        return self._case is not None and self._case.back is not None

    @Slot(object)
    def _use_instead(self, kind: type[Fix]) -> None:
        if self._case is not None and not self._is_busy:
            self._use(kind(self._case, self._work))


def _fetch_all(errands: Errands, ids: Sequence[int], cancel: Event) -> tuple[ImportOutcome, ...]:
    return tuple(errands.fetch_again(one, cancel) for one in ids)


def open_resolve(parent: QWidget | None, work: Work, order_ids: Sequence[int]) -> ResolveDialog:
    """Open Resolve for one order, or for all that failed for one cause; returns at once."""
    dialog = ResolveDialog(work, order_ids, parent)
    dialog.open()
    return dialog
