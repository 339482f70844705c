"""Search and filters above the grid; tells the filter at every change."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from desktop import clock
from desktop.rows import OrderFilter, Status, SyncStatus, Tab
from desktop.ui import theme
from desktop.ui.buttons import button, with_key
from desktop.ui.filters.chip import FilterChip
from desktop.ui.filters.choices import ChoicesPopover
from desktop.ui.filters.created import CreatedPopover
from desktop.ui.filters.ids import IdsPopover
from desktop.ui.filters.popover import Popover
from desktop.ui.filters.price import PricePopover
from desktop.ui.filters.words import (
    COUNTER_WORDS,
    counter_parts,
    created_words,
    price_words,
    some,
)
from desktop.ui.flow_layout import FlowLayout

SEARCH_PAUSE_MS = 80
_SEARCH_SIDES_PX = 84  # the glass before the words, and the cross after them
_SYNC = {
    Tab.ALL: tuple(SyncStatus),
    Tab.ARCHIVE: tuple(SyncStatus),
    Tab.ERRORS: tuple(one for one in SyncStatus if one.value.startswith("Failed")),
}


class FilterBar(QWidget):
    """The filter of one tab. What others choose (account, counter) comes in by its slots."""

    changed = Signal(object)  # OrderFilter
    counter_changed = Signal(str)
    currencies_wanted = Signal()

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"filters-{tab.value}")
        self._filter = OrderFilter(tab=tab)
        self._counter = ""
        self.search = self._make_search()
        chips = QWidget()
        flow = FlowLayout(chips)
        flow.addWidget(self.search)
        self._chips: dict[str, FilterChip] = {}
        self._popovers: dict[str, Popover] = {}
        for name, title, popover in self._make_popovers(tab):
            chip = FilterChip(title, name, chips)
            chip.open_wanted.connect(self._on_open)
            chip.clear_wanted.connect(self._on_clear)
            popover.changed.connect(self._take)
            flow.addWidget(chip)
            self._chips[name], self._popovers[name] = chip, popover
        self.counter_chip = FilterChip(self.tr("Only"), "counter", chips)
        self.counter_chip.clear_wanted.connect(self._on_counter_clear)
        flow.addWidget(self.counter_chip)
        self.clear_button = button(self.tr("Clear all"), "clearAll")
        self.clear_button.setProperty("role", "link")
        self.clear_button.clicked.connect(self.clear_all)
        flow.addWidget(self.clear_button)
        self.extras = QHBoxLayout()
        self.extras.setSpacing(6)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(chips, 1)
        layout.addLayout(self.extras)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self._on_search)
        self._show()

    def _make_search(self) -> QLineEdit:
        search = QLineEdit()
        search.setObjectName("search")
        search.setAccessibleName(self.tr("Search orders"))
        search.setPlaceholderText(self.tr("Search ID, name, SKU, title, buyer"))
        search.setToolTip(with_key(self.tr("Search"), "Ctrl+F"))
        search.setClearButtonEnabled(True)
        words = search.fontMetrics().horizontalAdvance(search.placeholderText())
        search.setMinimumWidth(words + _SEARCH_SIDES_PX)
        search.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._glass = QAction(search)
        search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        theme.on_change(self._dress)
        self._glass.setIcon(theme.icon("search", "muted"))
        search.textChanged.connect(self._on_typed)
        search.returnPressed.connect(self._on_search)
        for keys in (QKeySequence(QKeySequence.StandardKey.Find), QKeySequence("/")):
            QShortcut(keys, self).activated.connect(self.focus_search)
        return search

    def _make_popovers(self, tab: Tab) -> list[tuple[str, str, Popover]]:
        self._price = PricePopover(self)
        choices = (
            ("status", self.tr("Status"), "statuses", tuple(Status)),
            ("sync", self.tr("Sync status"), "sync_statuses", _SYNC[tab]),
            ("tag", self.tr("Tag"), "tags", ("FBA", "FBM")),
        )
        status, sync, tag = (
            (name, title, ChoicesPopover(field, words, name, self))
            for name, title, field, words in choices
        )
        return [
            ("ids", self.tr("Order ID"), IdsPopover(self)),
            status,
            sync,
            ("price", self.tr("Price"), self._price),
            tag,
            ("created", self.tr("Created"), CreatedPopover(self)),
        ]

    @property
    def filter(self) -> OrderFilter:
        """What is filtered by now."""
        return self._filter

    @property
    def is_filtering(self) -> bool:
        """Whether anything but tab and account filters."""
        return self._filter != OrderFilter(self._filter.tab, self._filter.account_id)

    def set_account(self, account_id: int | None) -> None:
        """One account, or all."""
        self._take({"account_id": account_id})

    def set_counter(self, name: str) -> None:
        """What a counter chip stands for; "" for none."""
        if name != self._counter:
            self._counter = name
            self._take(counter_parts(name, clock.now()))
            self.counter_changed.emit(name)

    def set_filter(self, asked: OrderFilter) -> None:
        """Another filter as a whole."""
        self._counter = ""
        self._set(asked)

    def show_currencies(self, currencies: Sequence[str]) -> None:
        """For the price filter."""
        self._price.show_currencies(currencies)

    @Slot()
    def clear_all(self) -> None:
        """Show everything of the tab and account again."""
        had_counter, self._counter = self._counter, ""
        self._set(OrderFilter(self._filter.tab, self._filter.account_id))
        if had_counter:
            self.counter_changed.emit("")

    @Slot()
    def focus_search(self) -> None:
        """Type here."""
        self.search.setFocus()
        self.search.selectAll()

    @Slot(object)
    def _take(self, parts: dict[str, object]) -> None:
        self._set(replace(self._filter, **parts))  # type: ignore[arg-type]

    def _set(self, asked: OrderFilter) -> None:
        if asked == self._filter:
            return
        self._filter = asked
        self.changed.emit(asked)  # first, so that the answer is sought while chips are laid out
        self._show()

    def _show(self) -> None:
        asked = self._filter
        words = {
            "ids": some(asked.order_ids),
            "status": some(asked.statuses),
            "sync": some(asked.sync_statuses),
            "price": price_words(asked),
            "tag": some(asked.tags),
            "created": created_words(asked, clock.now()),
        }
        for name, said in words.items():
            self._chips[name].show_words(said)
            if self._popovers[name].isVisible():
                self._popovers[name].show_filter(asked)
        self.counter_chip.show_words(COUNTER_WORDS.get(self._counter, ""))
        self.counter_chip.setVisible(bool(self._counter))
        self.clear_button.setVisible(self.is_filtering)
        if self.search.text().strip() != asked.text:
            self.search.blockSignals(True)
            self.search.setText(asked.text)
            self.search.blockSignals(False)
        self.updateGeometry()

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        if text:
            self._pause.start()
        else:
            self._on_search()

    @Slot()
    def _on_search(self) -> None:
        self._pause.stop()
        self._take({"text": self.search.text().strip()})

    def _name_of(self, chip: object) -> str:
        return next(name for name, one in self._chips.items() if one is chip)

    @Slot()
    def _on_open(self) -> None:
        name = self._name_of(self.sender())
        if name == "price":
            self.currencies_wanted.emit()
        self._popovers[name].show_filter(self._filter)
        self._popovers[name].open_below(self._chips[name])

    @Slot()
    def _on_clear(self) -> None:
        self._take(self._popovers[self._name_of(self.sender())].cleared())

    @Slot()
    def _on_counter_clear(self) -> None:
        self.set_counter("")

    @Slot()
    def _dress(self) -> None:
        self._glass.setIcon(theme.icon("search", "muted"))
