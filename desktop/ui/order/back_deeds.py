"""What can be started from an order: Ship, Cancel, Refund, and the answer to a buyer's wish."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.rows import OrderDetail, StartedRow
from desktop.ui.order.begin_dialog import BeginDialog, tell_begun
from desktop.ui.order.cancel_dialog import CancelDialog
from desktop.ui.order.refund_dialog import RefundDialog
from desktop.ui.order.ship_dialog import ShipDialog
from desktop.ui.work import Work


class BackStarts(QObject):
    """Opens the dialogs and answers wishes for the order that is shown; trouble is handed on."""

    trouble = Signal(object)

    def __init__(self, work: Work, window: QWidget) -> None:
        super().__init__(window)
        self._work = work
        self._detail: OrderDetail | None = None

    def show_order(self, detail: OrderDetail) -> None:
        """The order that is meant from now on."""
        self._detail = detail

    def _open(self, kind: Callable[[Work, OrderDetail, QWidget], BeginDialog]) -> None:
        window = self.parent()  # not kept: the two would keep each other
        if self._detail is not None and isinstance(window, QWidget):
            kind(self._work, self._detail, window).open()

    @Slot()
    def ship(self) -> None:
        """Ask for carrier and number."""
        self._open(ShipDialog)

    @Slot()
    def cancel(self) -> None:
        """Ask for the reason."""
        self._open(CancelDialog)

    @Slot()
    def refund(self) -> None:
        """Ask for items and amounts."""
        self._open(RefundDialog)

    @Slot()
    def accept_wish(self) -> None:
        """Cancel on both sides."""
        if self._detail is not None:
            deeds, order_id = self._work.desk.deeds, self._detail.row.id
            self._do(lambda: deeds.accept_wish(order_id))

    @Slot()
    def decline_wish(self) -> None:
        """Let it be packed after all."""
        if self._detail is not None:
            deeds, order_id = self._work.desk.deeds, self._detail.row.id
            self._do(lambda: deeds.decline_wish(order_id))

    def _do(self, begin: Callable[[], StartedRow]) -> None:
        self._work.writer.do(begin, self._on_begun, self.trouble.emit)

    def _on_begun(self, started: StartedRow) -> None:
        if self._detail is not None:
            tell_begun(self._work, self._detail.row.id, started)
