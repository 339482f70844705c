"""What was shipped and what was given back, on either side, and where each of it stands."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from desktop.rows import OrderDetail, RefundRow, ShipmentRow
from desktop.ui.figures import full_time_text, money_text, time_text
from desktop.ui.pieces import SELECTABLE, Card, label, pill

_SIDE = {"shopify": "Shopify", "amazon": "Amazon"}
_SHIPMENT = {
    "seen": ("not told to Amazon yet", "waiting"),
    "sent": ("sent to Amazon", "info"),
    "confirmed": ("confirmed on Amazon", "good"),
    "mirrored": ("fulfilled in Shopify", "good"),
    "cancelled": ("cancelled", "bad"),
}
_REFUND = {
    "seen": ("only here", "waiting"),
    "not_sent": ("not sent to Amazon", "waiting"),
    "outbox": ("in the outbox", "info"),
    "sent": ("sent to Amazon", "info"),
    "accepted": ("accepted by Amazon", "info"),
    "confirmed": ("confirmed in Amazon's books", "good"),
    "recorded": ("recorded in Shopify", "good"),
    "paired": ("on both sides", "good"),
    "already": ("refunded on Amazon already", "good"),
    "ignored": ("ignored", "neutral"),
    "reversal": ("only the payment taken back", "neutral"),
}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ShipmentsCard(Card):
    """Every shipment: where it was made, carrier, number, what is in it."""

    def __init__(self, detail: OrderDetail) -> None:
        super().__init__("Shipments", "shipmentsCard")
        skus = {one.item_id: one.sku or one.item_id for one in detail.items}
        rows = [_shipment(one, skus) for one in detail.shipments]
        self.body.addLayout(_grid(rows, wide=4))


class RefundsCard(Card):
    """Every refund: where it was made, how much, whether the other side knows."""

    def __init__(self, detail: OrderDetail) -> None:
        super().__init__("Refunds", "refundsCard")
        self.body.addLayout(_grid([_refund(one) for one in detail.refunds], wide=3))


Row = tuple[int, tuple[str, ...], tuple[str, str]]


def _shipment(one: ShipmentRow, skus: dict[str, str]) -> Row:
    inside = ", ".join(f"{units} × {skus.get(item, item)}" for item, units in one.items)
    words = (_SIDE.get(one.side, one.side), one.carrier or "–", one.number or "no number", inside)
    return one.shipped_at, words, _SHIPMENT.get(one.state, (one.state, "neutral"))


def _refund(one: RefundRow) -> Row:
    maker = "from Crossdock" if one.made_by == "app" else ""
    words = (f"in {_SIDE.get(one.side, one.side)}", money_text(one.amount), maker)
    state = _REFUND.get(one.state, (one.state.replace("_", " "), "neutral"))
    if one.pair_id is not None and one.state in ("seen", "not_sent"):
        state = _REFUND["paired"]
    if one.asks:
        state = ("equal to another one: is it a second?", "waiting")
    return one.at, words, state


def _grid(rows: Sequence[Row], wide: int) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(wide, 1)
    for at, (when, words, (state, kind)) in enumerate(rows):
        day = label(time_text(when), "secondary", wraps=False)
        day.setToolTip(full_time_text(when))
        grid.addWidget(day, at, 0, _LEFT)
        for column, text in enumerate(words, 1):
            made = label(text, wraps=column == wide)
            made.setTextInteractionFlags(SELECTABLE)
            grid.addWidget(made, at, column)
        grid.addWidget(pill(state, kind), at, len(words) + 1)
    return grid
