"""Amazon's side of an order beside Shopify's: buyer, address, state; differences with a cure."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.rows import OrderDetail, ShopSide
from desktop.ui.buttons import button
from desktop.ui.error_words import words_of
from desktop.ui.figures import money_text
from desktop.ui.links import open_page
from desktop.ui.pieces import SELECTABLE, Card, clear, label, pill

_FINANCIAL = {"PAID": "good", "REFUNDED": "money", "PARTIALLY_REFUNDED": "money", "VOIDED": "bad"}
_FULFILLED = {"FULFILLED": "good", "PARTIALLY_FULFILLED": "waiting", "UNFULFILLED": "waiting"}


_LEFT, _WIDE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag(0)


def address_lines(detail: OrderDetail) -> list[str]:
    """Amazon's address as it is written on a parcel."""
    parts = dict(detail.address_parts)
    if not parts:
        return [*detail.address, detail.phone]
    region = f"{parts.get('state', '')} {parts.get('postal_code', '')}".strip()
    place = (parts.get("city", ""), region, parts.get("country", ""))
    names = ("name", "company", "line1", "line2", "line3", "district", "municipality")
    lines = [parts.get(name, "") for name in names]
    return [*lines, ", ".join(part for part in place if part), parts.get("phone", "")]


def _words(code: str) -> str:
    return code.replace("_", " ").capitalize()


class _SideCard(Card):
    """One side: a name and a value below each other."""

    def __init__(self, title: str, name: str) -> None:
        super().__init__(title, name)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)

    def part(
        self, name: str, lines: Iterable[str], *, marked: Iterable[str] = (), muted: str = ""
    ) -> None:
        """A name and its lines; those in `marked` differ from the other side."""
        self.body.addWidget(label(name, "secondary", wraps=False))
        shown = [one for one in lines if one]
        told = [part for part in marked if len(part) > 1]
        if not shown:
            self.body.addWidget(label(muted or "–", "muted"))
        box = QVBoxLayout()
        box.setSpacing(1)
        for text in shown:
            is_marked = any(part in text for part in told)
            made = label(text, "mark" if is_marked else "")
            made.setTextInteractionFlags(SELECTABLE)
            box.addWidget(made, 0, _LEFT if is_marked else _WIDE)
        self.body.addLayout(box)

    def end(self) -> None:
        self.body.addStretch(1)
        self.foot.addStretch(1)
        self.body.addLayout(self.foot)


class AmazonCard(_SideCard):
    """What Amazon says of buyer, address and service."""

    def __init__(self, detail: OrderDetail, side: ShopSide | None) -> None:
        super().__init__("Amazon", "amazonCard")
        gone = self.tr("taken out, as the privacy setting says") if detail.is_scrubbed else ""
        marked = [amazon for _, amazon, _, _ in side.differences] if side else []
        self.part(self.tr("Buyer"), [detail.buyer_name], muted=gone)
        self.part(
            self.tr("Ship to"),
            address_lines(detail),
            marked=marked,
            muted=gone or self.tr("Amazon gave no address"),
        )
        facts = dict(detail.facts)
        self.part(self.tr("Service"), [_words(facts.get("service level", ""))])
        self.part(self.tr("State"), [_words(detail.row.amazon_status)], marked=marked)
        self._url = detail.amazon_url
        there = button(self.tr(" Open in Seller Central"), "openAmazon", icon="external")
        there.clicked.connect(self._on_open)
        there.setEnabled(bool(self._url))
        self.foot.addWidget(there)
        self.end()

    @Slot()
    def _on_open(self) -> None:
        open_page(self._url)


class ShopifyCard(_SideCard):
    """What Shopify says of the same; reads, is not there, or cannot be told now."""

    again = Signal()

    def __init__(self, detail: OrderDetail) -> None:
        name = detail.row.shopify_order_name
        super().__init__(f"Shopify {name}".strip(), "shopifyCard")
        self._detail = detail
        self._url = detail.shopify_url
        text = self.tr("Reading…") if name else self.tr("The order is not in Shopify.")
        self.body.addWidget(label(text, "muted", name="shopSaid"))
        self._open = button(self.tr(" Open in Shopify"), "openShopify", icon="external")
        self._open.clicked.connect(self._on_open)
        self.foot.addWidget(self._open)
        self.end()
        self._open.setVisible(bool(self._url))

    def tell(self, side: ShopSide | None) -> None:
        """Show Shopify's order; None where the shop does not show it any more."""
        self._url = self._url if side is None else side.url or self._url
        self._empty()
        if side is None:
            words = self.tr(
                "Shopify does not show this order: it was deleted, or is too old to see."
            )
            self.body.addWidget(label(words, "muted", name="shopSaid"))
        else:
            self._fill(side)
        self.end()

    def tell_trouble(self, error: Exception) -> None:
        """It could not be read now; the rest of the dialog stays."""
        self._empty()
        words = words_of(error)
        said = label(f"{words.title} {words.text}".strip(), "bad", name="shopSaid")
        self.body.addWidget(said)
        again = button(self.tr("Try again"), "shopAgain")
        again.clicked.connect(self._on_again)
        self.foot.addWidget(again)
        self.end()

    def _empty(self) -> None:
        self.foot.removeWidget(self._open)
        self._open.setParent(self)
        clear(self.body)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        self.foot.addWidget(self._open)
        self._open.setVisible(bool(self._url))

    def _fill(self, side: ShopSide) -> None:
        marked = [shopify for _, _, shopify, _ in side.differences]
        hidden = self.tr("not visible to this app")
        muted = self.tr("none") if side.address_visible else hidden
        self.part(self.tr("Ship to"), [*side.address, side.phone], marked=marked, muted=muted)
        if side.address and not side.address_visible:
            self.body.addWidget(
                label(self.tr("Name and street are not visible to this app."), "muted")
            )
        for field, amazon, shopify, cure in side.differences:
            self.body.addWidget(_difference(field, amazon, shopify, cure))
        self.part(self.tr("Total"), [money_text(side.total)], marked=marked)
        self.body.addWidget(label(self.tr("State"), "secondary", wraps=False))
        self.body.addLayout(_pills(side))
        if side.tags:
            self.part(self.tr("Shopify tags"), [", ".join(side.tags)])

    @Slot()
    def _on_open(self) -> None:
        open_page(self._url)

    @Slot()
    def _on_again(self) -> None:
        self.again.emit()


def _difference(field: str, amazon: str, shopify: str, cure: str) -> QWidget:
    box = QWidget()
    box.setObjectName("difference")
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 4, 0, 0)
    column.setSpacing(1)
    words = f"{field}: Amazon {amazon}, Shopify {shopify}"
    column.addWidget(label(words, "waiting"))
    column.addWidget(label(cure, "secondary"))
    box.setAccessibleName(f"{words}. {cure}")
    return box


def _pills(side: ShopSide) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    if side.cancelled:
        row.addWidget(pill("Cancelled", "bad"))
    if side.financial:
        row.addWidget(pill(_words(side.financial), _FINANCIAL.get(side.financial, "neutral")))
    if side.fulfillment:
        row.addWidget(pill(_words(side.fulfillment), _FULFILLED.get(side.fulfillment, "neutral")))
    row.addStretch(1)
    return row
