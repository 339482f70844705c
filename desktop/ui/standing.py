"""How the accounts stand and what the settings of the app say; read anew when they change."""

import json

from PySide6.QtCore import QObject, Signal, Slot

from desktop.rows import AccountState, SettingChoice
from desktop.ui.throttle import Throttle
from desktop.ui.work import Work


class Standing(QObject):
    """Asks at once and after each `accounts_changed`; `changed` when it was told."""

    changed = Signal()

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self.accounts: tuple[AccountState, ...] = ()
        self._settings: dict[str, str] = {}
        self._throttle = Throttle(parent=self)
        self._throttle.fired.connect(self.ask)
        work.signals.accounts_changed.connect(self._throttle.ask)

    @Slot()
    def ask(self) -> None:
        """Read it now."""
        questions = self._work.desk.questions

        def read() -> tuple[tuple[AccountState, ...], tuple[SettingChoice, ...]]:
            return questions.accounts(), questions.settings(None, "")

        self._work.reader.ask("accounts", read, self._on_read)

    @Slot(object)
    def _on_read(self, found: tuple[tuple[AccountState, ...], tuple[SettingChoice, ...]]) -> None:
        self.accounts, settings = found
        self._settings = {one.key: one.value for one in settings}
        self.changed.emit()

    def end(self) -> None:
        """Ask nothing any more."""
        self._throttle.stop()

    @property
    def has_problem(self) -> bool:
        """Whether a side of an account is stopped."""
        return any(one.amazon_problem or one.shopify_problem for one in self.accounts)

    @property
    def looks(self) -> tuple[str, str, bool]:
        """Colours, density of the rows, and whether to start minimised."""
        colours = str(self.setting("window.theme") or "system")
        density = str(self.setting("window.density") or "comfortable")
        return colours, density, self.setting("window.start_minimised") is True

    def setting(self, key: str) -> object:
        """A setting of the app; None before it is known."""
        return json.loads(self._settings.get(key, "null"))

    def keep(self, key: str, value: str) -> None:
        """Keep a setting of the app."""
        deeds = self._work.desk.deeds
        self._settings[key] = json.dumps(value)
        self._work.writer.do(lambda: deeds.set_setting(key, value, None, ""))
