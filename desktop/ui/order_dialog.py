"""The order dialog: everything about one order, both sides, and the story of what was done.

What the database holds is shown at once; Shopify's side comes a moment later. Several dialogs may
be open. Alt+Up and Alt+Down show the neighbours in the list it was opened from.
"""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.rows import ImportOutcome, OrderDetail, ShopSide, Status
from desktop.ui.background import Handle
from desktop.ui.desk import Decision
from desktop.ui.error_words import Words
from desktop.ui.inline_error import InlineError
from desktop.ui.order.back_cards import RefundsCard, ShipmentsCard
from desktop.ui.order.back_deeds import BackStarts
from desktop.ui.order.foot import OrderFoot
from desktop.ui.order.head import OrderHead
from desktop.ui.order.items_card import ItemsCard
from desktop.ui.order.sides import AmazonCard, ShopifyCard
from desktop.ui.order.story import FailuresCard, ParcelsCard, TimelineCard, facts_fold
from desktop.ui.order.wish_banner import WishBanner
from desktop.ui.pieces import clear, line, scrolled
from desktop.ui.resolve import open_resolve
from desktop.ui.work import Work

Neighbour = Callable[[int, int], int | None]  # row id, -1 or 1: the row id there
_USUAL, _SCREEN_SHARE = QSize(1080, 820), 0.9
_TO_SHIP = (Status.UNSHIPPED, Status.PARTIALLY_SHIPPED)


class OrderDialog(QDialog):
    """One order; `show_order` puts another in its place."""

    def __init__(
        self,
        work: Work,
        order_id: int,
        parent: QWidget | None = None,
        neighbour: Neighbour | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("orderDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        self._work, self._neighbour = work, neighbour
        self.order_id = order_id
        self._detail: OrderDetail | None = None
        self._side: ShopSide | None = None
        self._handle: Handle | None = None
        self._asked_twice = False
        self._head, self._foot, self._error = OrderHead(), OrderFoot(), InlineError()
        self._area, self._page = scrolled("orderPage")
        self._starts = BackStarts(work, self)
        self._starts.trouble.connect(self._on_trouble)
        self._lay_out()
        # Not the buttons' own shortcuts: those swallow a key that is pressed again at once.
        QShortcut(QKeySequence("Alt+Up"), self).activated.connect(self._head.go_before)
        QShortcut(QKeySequence("Alt+Down"), self).activated.connect(self._head.go_after)
        QShortcut(QKeySequence.StandardKey.Copy, self).activated.connect(self._head.copy_id)
        self._head.moved.connect(self._on_moved)
        work.signals.orders_changed.connect(self._on_changed)
        self.resize(_USUAL.boundedTo(self.screen().availableSize() * _SCREEN_SHARE))
        self.show_order(order_id)
        self._foot.end.setFocus()  # on the title the focus would be a caret in the ID

    def _lay_out(self) -> None:
        foot = self._foot
        for one, slot in (
            (foot.archive, self._on_archive),
            (foot.fetch, self._on_fetch),
            (foot.create_now, self._on_create),
            (foot.resolve, self._on_resolve),
            (foot.ship, self._starts.ship),
            (foot.refund, self._starts.refund),
            (foot.cancel, self._starts.cancel),
            (foot.end, self.close),
        ):
            one.clicked.connect(slot)
        inset = QVBoxLayout()
        inset.setContentsMargins(22, 0, 22, 8)
        inset.addWidget(self._error)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.setSpacing(0)
        outside.addWidget(self._head)
        outside.addWidget(line())
        outside.addWidget(self._area, 1)
        outside.addLayout(inset)
        outside.addWidget(line())
        outside.addWidget(foot)

    def show_order(self, order_id: int) -> None:
        """Read an order and show it; Shopify's side follows."""
        self.order_id, self._side, self._detail = order_id, None, None
        self._error.hide()
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        neighbour = self._neighbour
        for step, one in ((-1, self._head.before), (1, self._head.after)):
            one.setVisible(neighbour is not None)
            one.setEnabled(neighbour is not None and neighbour(order_id, step) is not None)
        self._read()

    def _read(self) -> None:
        order_id, questions = self.order_id, self._work.desk.questions
        self._work.reader.ask(
            f"order-{id(self)}",
            lambda: questions.detail(order_id),
            self._on_detail,
            self._on_trouble,
        )

    @property
    def error_text(self) -> str:
        """What went wrong, as it is shown."""
        return self._error.text if self._error.isVisible() else ""

    def _on_detail(self, detail: OrderDetail | None) -> None:
        if detail is None:
            words = self.tr("It may have been removed, or belongs to another profile.")
            self._error.say(Words(self.tr("This order is not here any more."), words))
            return
        is_new = self._detail is None
        self._detail = detail
        self._asked_twice = False
        self.setWindowTitle(self.tr("Order {}").format(detail.row.amazon_order_id))
        self._head.tell(detail)
        self._fill(detail)
        self._foot.tell(detail, self._side)
        self._starts.show_order(detail)
        if detail.row.shopify_order_id and (is_new or self._side is None):
            self._ask_shop()

    def _fill(self, detail: OrderDetail) -> None:
        at = self._area.verticalScrollBar().value()
        clear(self._page)
        if detail.row.cancel_wish:
            wish = WishBanner(detail)
            wish.accepted.connect(self._starts.accept_wish)
            wish.declined.connect(self._starts.decline_wish)
            self._page.addWidget(wish)
        if detail.row.failures:
            self._page.addWidget(FailuresCard(detail.row.failures))
        self._items = ItemsCard(detail)
        self._page.addWidget(self._items)
        self._sides = QHBoxLayout()
        self._sides.setSpacing(12)
        self._shopify = ShopifyCard(detail)
        self._shopify.again.connect(self._ask_shop)
        self._sides.addWidget(AmazonCard(detail, self._side), 1)
        self._sides.addWidget(self._shopify, 1)
        self._page.addLayout(self._sides)
        if self._side is not None:
            self._items.tell_shop(self._side)
            self._shopify.tell(self._side)
        if detail.shipments:
            self._page.addWidget(ShipmentsCard(detail))
        elif detail.packages or (self._side is not None and self._side.tracking):
            self._page.addWidget(ParcelsCard(detail, self._side))
        if detail.refunds:
            self._page.addWidget(RefundsCard(detail))
        self._page.addWidget(TimelineCard(detail.history, detail.row.stage))
        self._page.addWidget(facts_fold(detail))
        self._page.addStretch(1)
        self._area.verticalScrollBar().setValue(at)

    @Slot()
    def _ask_shop(self) -> None:
        order_id, errands = self.order_id, self._work.desk.errands
        self._handle = self._work.errands.run(
            lambda cancel: errands.shop_side(order_id, cancel), self._on_side, self._on_side_trouble
        )

    def _on_side(self, side: ShopSide | None) -> None:
        self._side = side
        if self._detail is None:
            return
        if side is None:
            self._shopify.tell(None)
        else:
            self._fill(self._detail)
            if not self._foot.is_busy:
                self._foot.tell(self._detail, side)

    def _on_side_trouble(self, error: Exception) -> None:
        if self._detail is not None:
            self._shopify.tell_trouble(error)

    @Slot(object)
    def _on_changed(self, ids: object) -> None:
        if not isinstance(ids, list | tuple) or not ids or self.order_id in ids:
            self._read()

    @Slot()
    def _on_resolve(self) -> None:
        open_resolve(self, self._work, [self.order_id])

    @Slot()
    def _on_create(self) -> None:
        deeds, decision = self._work.desk.deeds, Decision(self.order_id, beyond_visible=True)
        if self._detail is not None and "older" in self._detail.row.stage:
            open_resolve(self, self._work, [self.order_id])
            return
        self._begin(self.tr("Saving…"))
        self._work.writer.do(lambda: deeds.decide(decision), self._on_done, self._on_trouble)

    @Slot()
    def _on_archive(self) -> None:
        if self._detail is None:
            return
        row, deeds, ids = self._detail.row, self._work.desk.deeds, [self.order_id]
        if row.archived_at is None and row.status in _TO_SHIP and not self._asked_twice:
            self._asked_twice = True
            self._foot.said.setText(
                self.tr("Not shipped yet. Press again to archive it all the same.")
            )
            return
        act = deeds.archive if row.archived_at is None else deeds.restore
        self._begin(self.tr("Saving…"))
        self._work.writer.do(lambda: act(ids), self._on_done, self._on_trouble)

    @Slot()
    def _on_fetch(self) -> None:
        order_id, errands = self.order_id, self._work.desk.errands
        self._begin(self.tr("Asking Amazon…"))
        self._work.errands.run(
            lambda cancel: errands.fetch_again(order_id, cancel), self._on_fetched, self._on_trouble
        )

    def _on_fetched(self, outcome: ImportOutcome) -> None:
        if outcome.outcome != "refreshed":
            self._tell_again()
            self._error.say(Words(self.tr("Fetching did not help."), outcome.words))
            return
        self._work.signals.notice.emit(outcome.words)
        self._on_done(1)

    def _on_done(self, _: int) -> None:
        self._work.signals.orders_changed.emit([self.order_id])

    def _begin(self, words: str) -> None:
        self._error.hide()
        self._foot.wait(words)

    def _tell_again(self) -> None:
        if self._detail is not None:
            self._foot.tell(self._detail, self._side)

    @Slot(object)
    def _on_trouble(self, error: Exception) -> None:
        if self._detail is not None:
            self._foot.tell(self._detail, self._side)
            self._fill(self._detail)
        self._error.tell(error)

    @Slot(int)
    def _on_moved(self, step: int) -> None:
        there = self._neighbour(self.order_id, step) if self._neighbour is not None else None
        if there is not None:
            self.show_order(there)

    def done(self, result: int) -> None:
        """Closed: nobody waits for Shopify's side any more."""
        if self._handle is not None:
            self._handle.cancel()
        super().done(result)


def open_order(
    parent: QWidget | None, work: Work, order_id: int, neighbour: Neighbour | None = None
) -> OrderDialog:
    """Open an order beside the others; one that is open already is brought to the front."""
    for held in parent.findChildren(OrderDialog) if parent is not None else ():
        if held.order_id == order_id and held.isVisible():
            held.raise_()
            held.activateWindow()
            return held
    dialog = OrderDialog(work, order_id, parent, neighbour)
    dialog.show()
    return dialog
