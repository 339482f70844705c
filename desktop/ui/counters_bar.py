"""The chips above the grid: what presses. A click filters by one; "To send" opens the outbox."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.rows import Counters
from desktop.ui.figures import system_locale

_GAP = 8
Chips = tuple[tuple[str, str, str, str], ...]
# Name, words, colours, tooltip.
USUAL = (
    ("due_today", "Due today", "waiting", "Orders to ship that are due today"),
    ("overdue", "Overdue", "bad", "Orders to ship whose ship-by time has passed"),
    ("cancel_wishes", "Cancel wishes", "money", "Orders whose buyer asks to cancel"),
    ("to_send", "To send", "info", "What is about to leave: the outbox (Ctrl+4)"),
)
SELDOM = (  # there only where something is
    ("refunds_not_sent", "Not sent", "waiting", "Refunds made in Shopify, not sent to Amazon"),
    ("oversold", "Oversold", "bad", "Orders that took stock that was not there"),
)


class CountersBar(QWidget):
    """Tells which chip filters now; "" when none does."""

    chosen = Signal(str)  # the name of a chip, or ""
    outbox_wanted = Signal()

    def __init__(self, chips: Chips = USUAL, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("counters" if chips is USUAL else "seldomCounters")
        self._of = chips
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        self._chips: dict[str, QPushButton] = {}
        self._is_brief = chips is not USUAL
        for name, words, kind, tip in chips:
            chip = QPushButton(words)
            chip.setObjectName(f"counter-{name}")
            chip.setProperty("role", "counter")
            chip.setProperty("kind", kind)
            chip.setCheckable(True)
            chip.setToolTip(tip)
            chip.clicked.connect(self._on_clicked)
            layout.addWidget(chip)
            self._chips[name] = chip
        self.show_counters(Counters(0, 0, 0, 0))

    @Slot(object)
    def show_counters(self, counters: Counters) -> None:
        """The numbers as they stand; a chip of nothing is grey, and is there unless it filters."""
        for name, words, _, tip in self._of:
            count, chip = getattr(counters, name), self._chips[name]
            number = system_locale().toString(count)
            chip.setText(f"{words} {number}")
            chip.setAccessibleName(f"{words}: {number}")
            chip.setAccessibleDescription(tip)
            chip.setEnabled(count > 0 or chip.isChecked())
        self._show_chips()

    @property
    def full_width(self) -> int:
        """What all chips need."""
        widths = [chip.sizeHint().width() for chip in self._chips.values()]
        return sum(widths) + _GAP * (len(widths) - 1)

    def set_brief(self, is_brief: bool) -> None:
        """Where there is little room, chips of nothing are not shown."""
        if is_brief != self._is_brief:
            self._is_brief = is_brief
            self._show_chips()

    def _show_chips(self) -> None:
        for chip in self._chips.values():
            chip.setVisible(chip.isEnabled() or not self._is_brief)

    @Slot(str)
    def show_chosen(self, name: str) -> None:
        """Which chip filters, chosen elsewhere."""
        for one, chip in self._chips.items():
            chip.setChecked(one == name)

    @property
    def current(self) -> str:
        """The chip that filters; "" when none does."""
        return next((name for name, chip in self._chips.items() if chip.isChecked()), "")

    @Slot()
    def _on_clicked(self) -> None:
        pressed = self.sender()
        to_send = self._chips.get("to_send")
        if to_send is not None and pressed is to_send and to_send.isChecked():
            to_send.setChecked(False)
            self.outbox_wanted.emit()
            return
        for chip in self._chips.values():
            if chip is not pressed:
                chip.setChecked(False)
        self.chosen.emit(self.current)
