"""Chooses one Shopify variant: a field that searches the catalogue while one types."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.rows import VariantRow
from desktop.ui.background import Handle
from desktop.ui.buttons import button
from desktop.ui.error_words import words_of
from desktop.ui.figures import money_text
from desktop.ui.pieces import clear, label, show_kind
from desktop.ui.work import Work

DEBOUNCE_MS = 250
_ROWS_SHOWN = 6
_OFFERED = 3


class _Edit(QLineEdit):
    """Hands the keys that move through the list to whoever shows it."""

    key = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.has_list = False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        moves = (Qt.Key.Key_Down, Qt.Key.Key_Up)
        ends = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if self.has_list and event.key() in (*moves, *ends):
            self.key.emit(int(event.key()))
            event.accept()
            return
        super().keyPressEvent(event)


def stock_text(variant: VariantRow) -> str:
    """How many there are; nothing where Shopify does not count them."""
    return "" if variant.stock is None else f"{variant.stock} in stock"


def variant_text(variant: VariantRow) -> str:
    """A variant in one line."""
    parts = (variant.title, variant.sku, stock_text(variant))
    return " · ".join(part for part in parts if part)


class VariantSearch(QWidget):
    """Emits `chosen` with a VariantRow, or None when the choice is taken back."""

    chosen = Signal(object)

    def __init__(
        self, work: Work, account_id: int, sku: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._work, self._account_id, self._sku = work, account_id, sku
        self._variant: VariantRow | None = None
        self._handle: Handle | None = None
        self._offers: tuple[VariantRow, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._search)
        self._edit = _Edit()
        self._edit.setObjectName("variantSearch")
        self._edit.setPlaceholderText(self.tr("Search by SKU, title or barcode"))
        self._edit.setAccessibleName(self.tr("Shopify variant for {}").format(sku or "the item"))
        self._edit.setClearButtonEnabled(True)
        self._edit.textEdited.connect(self._on_edited)
        self._edit.key.connect(self._on_key)
        self._list = QListWidget()
        self._list.setObjectName("variantList")
        self._list.setProperty("role", "found")
        self._list.setAccessibleName(self.tr("Variants found"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.itemClicked.connect(self._on_item)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.hide()
        self._said = label("", "secondary", name="variantSaid")
        self._offered = QGridLayout()
        self._offered.setVerticalSpacing(0)
        self._offered.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for each in (self._edit, self._list, self._said):
            layout.addWidget(each)
        layout.addLayout(self._offered)
        self.setFocusProxy(self._edit)
        self._say("")

    @property
    def variant(self) -> VariantRow | None:
        """What is chosen."""
        return self._variant

    def choose(self, variant: VariantRow | None) -> None:
        """Take a variant, or none."""
        self._variant = variant
        self._close()
        if variant is not None:
            self._edit.setText(" · ".join(part for part in (variant.title, variant.sku) if part))
            self._edit.setCursorPosition(0)
            if self._edit.hasFocus():
                self._edit.selectAll()  # what is typed next takes the place of the choice
            facts = (stock_text(variant), money_text(variant.price), variant.why)
            self._say(" · ".join(part for part in facts if part), "good")
        self._show_offers()
        self.chosen.emit(variant)

    def offer(self, variants: tuple[VariantRow, ...]) -> None:
        """What it could be; chosen at once only where exactly one has the same SKU."""
        self._offers = variants
        exact = [one for one in variants if one.is_exact]
        if len(exact) == 1 and self._variant is None and not self._edit.text():
            self.choose(exact[0])
        elif self._variant is None and not self._edit.text():
            self._say("" if variants else self.tr("Nothing in Shopify looks like it."))
            self._show_offers()

    def say_trouble(self, error: Exception) -> None:
        """The catalogue could not be asked; what was typed stays."""
        words = words_of(error)
        self._say(f"{words.title} {words.cause}".strip(), "bad")

    def _say(self, text: str, role: str = "secondary") -> None:
        self._said.setText(text)
        self._said.setVisible(bool(text))
        show_kind(self._said, role=role)

    def _show_offers(self) -> None:
        clear(self._offered)
        if self._variant is not None or self._edit.text() or not self._offers:
            return
        for place, one in enumerate(self._offers[:_OFFERED]):
            self._add_offer(place, one)

    def _add_offer(self, place: int, one: VariantRow) -> None:
        """A line for its title, and one below for what tells it from others."""
        words = self.tr("Could be:") if place == 0 else self.tr("or:")
        made = button(one.title or one.sku, f"offer{place}")
        made.setProperty("role", "link")
        made.setAccessibleName(self.tr("Use {}").format(variant_text(one)))
        made.clicked.connect(self._on_offer)
        facts = (one.sku, stock_text(one), one.why)
        said = label(" · ".join(part for part in facts if part), "secondary")
        said.setIndent(5)
        self._offered.addWidget(label(words, "secondary", wraps=False), 2 * place, 0)
        self._offered.addWidget(made, 2 * place, 1, Qt.AlignmentFlag.AlignLeft)
        self._offered.addWidget(said, 2 * place + 1, 1)

    @Slot()
    def _on_offer(self) -> None:
        pressed = self.sender()
        if pressed is not None:
            self.choose(self._offers[int(pressed.objectName().removeprefix("offer"))])

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        if self._variant is not None:
            self._variant = None
            self.chosen.emit(None)
        if text.strip():
            self._say(self.tr("Searching…"))
            clear(self._offered)
            self._timer.start()
        else:
            self._timer.stop()
            self._close()
            self._say("")
            self._show_offers()

    @Slot()
    def _search(self) -> None:
        text, account_id = self._edit.text().strip(), self._account_id
        find = self._work.desk.errands.search_variants
        self._handle = self._work.errands.run(
            lambda cancel: find(account_id, text, cancel), self._on_found, self._on_trouble
        )

    def _on_found(self, found: tuple[VariantRow, ...]) -> None:
        self._list.clear()
        for one in found:
            item = QListWidgetItem(f"{variant_text(one)} · {money_text(one.price)}")
            item.setData(Qt.ItemDataRole.UserRole, one)
            self._list.addItem(item)
        if not found:
            self._close()
            self._say(self.tr("Nothing found. Try fewer words, or a part of the SKU."))
            return
        self._say(self.tr("{} found").format(len(found)))
        height = self._list.sizeHintForRow(0) * min(len(found), _ROWS_SHOWN) + 8
        self._list.setFixedHeight(height)
        self._list.setCurrentRow(0)
        self._list.show()
        self._edit.has_list = True

    def _on_trouble(self, error: Exception) -> None:
        self._close()
        self.say_trouble(error)

    @Slot(int)
    def _on_key(self, key: int) -> None:
        row, last = self._list.currentRow(), self._list.count() - 1
        if key == int(Qt.Key.Key_Down):
            self._list.setCurrentRow(min(row + 1, last))
        elif key == int(Qt.Key.Key_Up):
            self._list.setCurrentRow(max(row - 1, 0))
        elif key == int(Qt.Key.Key_Escape):
            self._close()
        else:
            self._on_item(self._list.currentItem())

    @Slot(QListWidgetItem)
    def _on_item(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.choose(item.data(Qt.ItemDataRole.UserRole))

    def _close(self) -> None:
        self._timer.stop()
        self._list.hide()
        self._edit.has_list = False
