"""The settings: pages on the left, the level they are looked at on top."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.rows import AccountState, SettingChoice
from desktop.ui.buttons import button
from desktop.ui.settings.page import Level, SettingsPage
from desktop.ui.settings.pages import PAGES
from desktop.ui.work import Work

_PAGES_PX = 160


class SettingsDialog(QDialog):
    """Each change is kept at once."""

    kept = Signal(str, object)

    def __init__(
        self, work: Work, accounts: tuple[AccountState, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("settingsDialog")
        self.setWindowTitle(self.tr("Settings"))
        self._work = work
        self._level = QComboBox()
        self._level.setObjectName("settingsLevel")
        self._level.setAccessibleName(self.tr("Settings of"))
        self._fill_levels(accounts)
        self._names = QListWidget()
        self._names.setObjectName("settingsPages")
        self._names.setAccessibleName(self.tr("Pages"))
        self._names.setProperty("role", "pages")
        self._names.setFixedWidth(_PAGES_PX)
        self._names.ensurePolished()  # items are measured when they are added
        self._stack = QStackedWidget()
        self._pages: list[SettingsPage] = []
        countries = sorted({each for one in accounts for each in one.marketplaces})
        for spec in PAGES:
            page = SettingsPage(work, spec, countries)
            page.kept.connect(self.kept)
            self._names.addItem(spec.title)
            self._stack.addWidget(page)
            self._pages.append(page)
        self._lay_out()
        self._names.currentRowChanged.connect(self._stack.setCurrentIndex)
        self._names.setCurrentRow(0)
        self._level.currentIndexChanged.connect(self._ask)
        self.resize(820, 600)
        self._ask()

    def _fill_levels(self, accounts: tuple[AccountState, ...]) -> None:
        places = {
            place.country: place
            for region in self._work.desk.regions
            for place in region.marketplaces
        }
        self._level.addItem(self.tr("All of Crossdock"), (None, ""))
        for one in accounts:
            self._level.addItem(one.name, (one.id, ""))
            for place in (places[each] for each in one.marketplaces if each in places):
                self._level.addItem(f"{one.name} · {place.name}", (one.id, place.id))

    def _lay_out(self) -> None:
        label = QLabel(self.tr("Settings of"))
        label.setProperty("role", "muted")
        label.setBuddy(self._level)
        top = QHBoxLayout()
        top.addWidget(label)
        top.addWidget(self._level)
        top.addStretch(1)
        close = button(self.tr("Close"), "settingsClose", primary=True)
        close.setDefault(False)  # Return ends the typing of a value, not the dialog
        close.clicked.connect(self.accept)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(4, 0, 14, 0)  # in line with the pages
        told = QLabel(self.tr("Changes are kept at once."))
        told.setProperty("role", "secondary")
        bottom.addWidget(told)
        bottom.addStretch(1)
        bottom.addWidget(close)
        middle = QHBoxLayout()
        middle.setSpacing(18)
        middle.addWidget(self._names)
        middle.addWidget(self._stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 14, 14)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addLayout(middle, 1)
        layout.addLayout(bottom)

    def open_page(self, name: str) -> None:
        """Show one page."""
        names = [spec.name for spec in PAGES]
        if name in names:
            self._names.setCurrentRow(names.index(name))

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        return PAGES[self._names.currentRow()].name

    @property
    def shown_page(self) -> SettingsPage:
        """The page that is shown."""
        return self._pages[self._names.currentRow()]

    @property
    def level(self) -> Level:
        """The account (None: the app) and marketplace whose settings are shown."""
        chosen = self._level.currentData(Qt.ItemDataRole.UserRole)
        return (chosen[0], chosen[1])

    @Slot()
    def _ask(self) -> None:
        questions, (account_id, place) = self._work.desk.questions, self.level
        self._work.reader.ask("settings", lambda: questions.settings(account_id, place), self._show)

    @Slot(object)
    def _show(self, settings: tuple[SettingChoice, ...]) -> None:
        for page in self._pages:
            page.show_level(self.level, settings)
