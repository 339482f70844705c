"""One page of settings: its lines, kept through the writer, read anew after each change."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.rows import SettingChoice
from desktop.ui.error_words import words_of
from desktop.ui.settings.carriers import CarriersCard
from desktop.ui.settings.pages import PageSpec, keys_of
from desktop.ui.settings.row import SettingLine
from desktop.ui.work import Work

Level = tuple[int | None, str]


class SettingsPage(QScrollArea):
    """Shows the settings of one level."""

    kept = Signal(str, object)  # key and new value as typed, after it was kept

    def __init__(
        self,
        work: Work,
        spec: PageSpec,
        countries: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"page-{spec.name}")
        self.setAccessibleName(spec.title)
        self.setWidgetResizable(True)
        self._work, self._spec, self._countries = work, spec, countries
        self._level: Level = (None, "")
        self._lines: dict[str, SettingLine] = {}
        self.carriers: CarriersCard | None = None
        self._asked: list[tuple[str, object]] = []

    def show_level(
        self, level: Level, settings: tuple[SettingChoice, ...], *, anew: bool = True
    ) -> None:
        """Show the values of a level; `anew` builds the lines again."""
        self._level = level
        by_key = {one.key: one for one in settings}
        keys = keys_of(self._spec, by_key)
        if not anew and tuple(self._lines) == keys:
            for key, line in self._lines.items():
                line.show_setting(by_key[key])
            return
        content = QFrame()
        content.setObjectName("content")
        column = QVBoxLayout(content)
        column.setContentsMargins(4, 0, 14, 8)
        column.setSpacing(2)
        title, intro = QLabel(self._spec.title), QLabel(self._spec.intro)
        title.setProperty("role", "title")
        intro.setProperty("role", "muted")
        intro.setWordWrap(True)
        column.addWidget(title)
        column.addWidget(intro)
        column.addSpacing(8)
        self._lines = {}
        for key in keys:
            line = SettingLine(by_key[key], _name(level))
            line.changed.connect(self._on_changed)
            rule = QFrame()
            rule.setProperty("role", "line")
            column.addWidget(rule)
            column.addWidget(line)
            self._lines[key] = line
        self._add_carriers(column)
        column.addStretch(1)
        self.setWidget(content)

    def _add_carriers(self, column: QVBoxLayout) -> None:
        """The carrier map, which each account has of its own."""
        self.carriers = None
        if self._spec.name != "shipments":
            return
        column.addSpacing(12)
        account_id = self._level[0]
        if account_id is None:
            hint = QLabel(self.tr("What carriers are called on Amazon is kept for each account."))
            hint.setProperty("role", "muted")
            hint.setWordWrap(True)
            column.addWidget(hint)
            return
        self.carriers = CarriersCard(self._work, account_id, self._countries)
        column.addWidget(self.carriers)

    @Slot(str, object)
    def _on_changed(self, key: str, typed: str | None) -> None:
        deeds, (account_id, place) = self._work.desk.deeds, self._level
        self._asked.append((key, typed))
        self._work.writer.do(
            lambda: deeds.set_setting(key, typed, account_id, place), self._on_kept, self._on_wrong
        )

    @Slot(object)
    def _on_kept(self, _: int) -> None:
        key, typed = self._asked.pop(0)
        self.refresh()
        self.kept.emit(key, typed)

    @Slot(object)
    def _on_wrong(self, error: Exception) -> None:
        key, _ = self._asked.pop(0)
        if key in self._lines:
            self._lines[key].say_wrong(words_of(error).text or words_of(error).title)

    @Slot()
    def refresh(self) -> None:
        """Read the values of this level anew."""
        questions, (account_id, place) = self._work.desk.questions, self._level
        self._work.reader.ask(
            f"settings {self._spec.name}",
            lambda: questions.settings(account_id, place),
            self._on_read,
        )

    @Slot(object)
    def _on_read(self, settings: tuple[SettingChoice, ...]) -> None:
        self.show_level(self._level, settings, anew=False)


def _name(level: Level) -> str:
    if level[1]:
        return "marketplace"
    return "app" if level[0] is None else "account"
