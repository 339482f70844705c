"""The top of the window: title, account, counters, plan, and the deeds that concern all orders."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop.rows import AccountState
from desktop.ui.buttons import button, icon_button, with_key
from desktop.ui.counters_bar import CountersBar
from desktop.ui.plan_bar import PlanBar

_ALL = None
_GAP, _SIDE = 10, 20


class TopBar(QWidget):
    """Tells what was pressed."""

    account_chosen = Signal(object)  # an account's id, None for all
    import_wanted = Signal()
    export_wanted = Signal()
    sync_wanted = Signal()
    settings_wanted = Signal()
    accounts_wanted = Signal()

    def __init__(self, counters: CountersBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        title = QLabel(self.tr("Orders"))
        title.setProperty("role", "title")
        self.accounts = QComboBox()
        self.accounts.setObjectName("accountPicker")
        self.accounts.setAccessibleName(self.tr("Account"))
        self.accounts.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.accounts.addItem(self.tr("All accounts"), _ALL)
        self.accounts.activated.connect(self._on_account)
        self.plan = PlanBar()
        self._import = button(self.tr("Import…"), "import")
        self._export = button(self.tr("Export"), "export")
        self.sync = button(self.tr("Sync now"), "syncNow")
        keys = (
            (self._import, self.import_wanted, "Import orders by ID", "Ctrl+I"),
            (self._export, self.export_wanted, "Export what is shown as CSV", "Ctrl+E"),
            (self.sync, self.sync_wanted, "Look at both sides now", "F5"),
        )
        for made, signal, words, key in keys:
            made.setToolTip(with_key(words, key))
            made.setShortcut(key)
            made.clicked.connect(signal)
        self._people = icon_button("plug", self.tr("Accounts"), "accounts", "Ctrl+Shift+A")
        self._people.clicked.connect(self.accounts_wanted)
        self._settings = icon_button("settings", self.tr("Settings"), "settings", "Ctrl+,")
        self._settings.clicked.connect(self.settings_wanted)
        self._counters = counters
        deeds = (self._import, self._export, self.sync, self._people, self._settings)
        self._always = (title, self.accounts, *deeds)
        self._lay_out(title, deeds)

    def _lay_out(self, title: QWidget, deeds: Sequence[QWidget]) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_SIDE, 14, _SIDE, 6)
        layout.setSpacing(_GAP)
        self._counters.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        for widget in (title, self.accounts, self._counters):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self.plan)
        for widget in deeds:
            layout.addWidget(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Fit anew when a part wants another width."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """Nothing is cut: the plan goes first, then the counters of nothing, as without account."""
        always = sum(one.sizeHint().width() + _GAP for one in self._always)
        room = self.width() - 2 * _SIDE - always - self._counters.full_width
        plan = self.plan.sizeHint().width() + 2 * _GAP if self.plan.is_known else 0
        has_account = self.accounts.count() > 1
        self.accounts.setVisible(has_account)
        self.plan.set_room(has_account and plan <= room)
        self._counters.set_brief(room < 0 or not has_account)

    def show_accounts(self, accounts: Sequence[AccountState]) -> None:
        """Fill the picker; the chosen account stays."""
        wanted = [(self.tr("All accounts"), _ALL), *((one.name, one.id) for one in accounts)]
        shown = [
            (self.accounts.itemText(at), self.accounts.itemData(at))
            for at in range(self.accounts.count())
        ]
        if wanted == shown:
            return
        chosen = self.accounts.currentData()
        self.accounts.clear()
        for name, account_id in wanted:
            self.accounts.addItem(name, account_id)
        at = self.accounts.findData(chosen)
        self.accounts.setCurrentIndex(max(0, at))
        self._fit()

    def choose_account(self, account_id: int | None) -> None:
        """Show one account's orders; where there is one account only, all are its own."""
        at = self.accounts.findData(account_id)
        several = self.accounts.count() > 2  # the first entry is all of them
        self.accounts.setCurrentIndex(max(0, at) if several else 0)
        self.account_chosen.emit(self.account_id)

    @property
    def account_id(self) -> int | None:
        """The chosen account; None for all."""
        found = self.accounts.currentData()
        return None if found is None else int(found)

    @Slot(int)
    def _on_account(self, _: int) -> None:
        self.account_chosen.emit(self.account_id)
