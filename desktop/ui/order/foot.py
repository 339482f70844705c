"""The footer of the order dialog: what can be done with this order."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from desktop.rows import OrderDetail, OrderRow, ShopSide
from desktop.ui.buttons import button
from desktop.ui.order import offers
from desktop.ui.pieces import label

_CREATABLE = ("import only", "skipped: FBA", "skipped: older")


def can_create(row: OrderRow) -> bool:
    """Whether the rules left the order out, and a person may ask for it all the same."""
    return not row.shopify_order_id and row.stage.startswith(_CREATABLE)


class OrderFoot(QFrame):
    """The buttons, shown as far as they fit the order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("orderFoot")
        self.setProperty("role", "bar")
        self.fetch = button(self.tr(" &Fetch again from Amazon"), "fetchAgain", icon="sync")
        self.archive = button(self.tr(" &Archive"), "archive", icon="archive")
        self.ship = button(self.tr("&Ship…"), "ship")
        self.refund = button(self.tr("Re&fund…"), "refund")
        self.cancel = button(self.tr("Cance&l…"), "cancelOrder")
        self.cancel.setAccessibleName(self.tr("Cancel the order"))
        self.create_now = button(self.tr("&Create now"), "createNow", primary=True)
        self.resolve = button(self.tr("&Resolve…"), "resolve", primary=True)
        self.end = button(self.tr("Close"), "close")
        self.said = label("", "secondary", name="footSaid")
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 12, 22, 14)
        row.setSpacing(8)
        row.addWidget(self.fetch)
        row.addWidget(self.archive)
        row.addWidget(self.said, 1)
        self._starts = (self.ship, self.refund, self.cancel)
        self._offers: dict[QPushButton, offers.Offer] = {}
        for one in (self.end, *self._starts, self.create_now, self.resolve):
            row.addWidget(one)
        for one in (*self._starts, self.create_now, self.resolve):
            one.hide()
        self.wait("")

    def tell(self, detail: OrderDetail, side: ShopSide | None) -> None:
        """Offer what fits."""
        row = detail.row
        words = self.tr(" &Restore") if row.archived_at is not None else self.tr(" &Archive")
        self.archive.setText(words)
        self.archive.setAccessibleName(words.replace("&", "").strip())
        self.resolve.setVisible(bool(row.failures))
        self.create_now.setVisible(can_create(row))
        self._offers = {
            self.ship: offers.ship(detail, side),
            self.refund: offers.refund(detail, side),
            self.cancel: offers.cancel(detail, side),
        }
        for one, offer in self._offers.items():
            one.setVisible(offer.is_shown)
            one.setToolTip(offer.hindrance)
            one.setAccessibleDescription(offer.hindrance)
        self._enable(True)
        self.said.setText("")

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return not self.fetch.isEnabled()

    def wait(self, words: str) -> None:
        """Something is under way."""
        self.said.setText(words)
        self._enable(False)

    def _enable(self, is_on: bool) -> None:
        for one in (self.archive, self.fetch, self.create_now, self.resolve):
            one.setEnabled(is_on)
        for one in self._starts:
            offer = self._offers.get(one)
            one.setEnabled(is_on and offer is not None and not offer.hindrance)
