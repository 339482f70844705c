"""The three tabs with their counts, errors in red, and what stands beside them."""

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QTabBar, QVBoxLayout, QWidget

from desktop.rows import Counts, Tab
from desktop.ui.buttons import with_key

_TABS = ((Tab.ALL, "All Orders"), (Tab.ERRORS, "Errors"), (Tab.ARCHIVE, "Archive"))


class TabStrip(QWidget):
    """Tells which tab was chosen; Ctrl+1, 2, 3 choose."""

    chosen = Signal(object)  # rows.Tab

    def __init__(self, beside: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tabStrip")
        self._bar = QTabBar()
        self._bar.setObjectName("tabs")
        self._bar.setAccessibleName(self.tr("Orders, Errors, Archive"))
        self._bar.setExpanding(False)
        self._bar.setDrawBase(False)
        self._badges: dict[Tab, QLabel] = {}
        for at, (tab, title) in enumerate(_TABS):
            self._bar.addTab(title)
            self._bar.setTabToolTip(at, with_key(title, f"Ctrl+{at + 1}"))
            badge = QLabel("0")
            badge.setObjectName(f"count-{tab.value}")
            badge.setProperty("role", "badge")
            badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._bar.setTabButton(at, QTabBar.ButtonPosition.RightSide, badge)
            self._badges[tab] = badge
            shortcut = QShortcut(f"Ctrl+{at + 1}", self)
            shortcut.setProperty("tab", at)
            shortcut.activated.connect(self._on_key)
        rule = QFrame()
        rule.setProperty("role", "line")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 0, 20, 0)
        layout.setSpacing(0)
        row = QHBoxLayout()
        row.addWidget(self._bar, 1)
        if beside is not None:
            row.addWidget(beside)
        layout.addLayout(row)
        layout.addWidget(rule)
        self._bar.currentChanged.connect(self._on_changed)

    @property
    def current(self) -> Tab:
        """The tab that is shown."""
        return _TABS[self._bar.currentIndex()][0]

    def choose(self, tab: Tab) -> None:
        """Show a tab."""
        self._bar.setCurrentIndex([one for one, _ in _TABS].index(tab))

    @Slot(object)
    def show_counts(self, counts: Counts) -> None:
        """The counts as they stand."""
        shown = {
            Tab.ALL: counts.all_orders,
            Tab.ERRORS: counts.errors,
            Tab.ARCHIVE: counts.archive,
        }
        for at, (tab, title) in enumerate(_TABS):
            badge, count = self._badges[tab], QLocale().toString(shown[tab])
            if badge.text() != count:
                badge.setText(count)
                badge.adjustSize()
                self._bar.setTabText(at, "")  # only another text makes the bar measure anew
                self._bar.setTabText(at, title)
            kind = "bad" if tab is Tab.ERRORS and counts.errors else ""
            if badge.property("kind") != kind:
                badge.setProperty("kind", kind)
                badge.style().polish(badge)
            self._bar.setAccessibleTabName(at, f"{title}, {count}")

    @Slot()
    def _on_key(self) -> None:
        pressed = self.sender()
        if pressed is not None:
            self._bar.setCurrentIndex(int(pressed.property("tab")))

    @Slot(int)
    def _on_changed(self, at: int) -> None:
        self.chosen.emit(_TABS[at][0])
