"""One setting: its name, what it does, its value, and the level that the value stands on."""

import json

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from desktop.rows import SettingChoice
from desktop.ui.buttons import button
from desktop.ui.figures import system_locale
from desktop.ui.pieces import SPIN_PX
from desktop.ui.settings.location_box import KEYS as LOCATIONS
from desktop.ui.settings.location_box import LocationBox
from desktop.ui.settings.pages import title_of, word_of
from desktop.ui.settings.reason_map import KEY as REASONS
from desktop.ui.settings.reason_map import ReasonMap
from desktop.ui.settings.word_reasons import KEY as WORDS
from desktop.ui.settings.word_reasons import WordReasons

_MOST = 10_000_000
_LEVELS = {"app": "Crossdock", "account": "this account", "marketplace": "this marketplace"}
_EDITOR_PX = 270


class SettingLine(QFrame):
    """Tells what was chosen; whoever keeps it tells back how it stands, or what is wrong."""

    changed = Signal(str, object)  # key, text as a person types it; None unsets
    apply_wanted = Signal(str)  # the key: waiting orders are to follow it

    def __init__(self, setting: SettingChoice, level: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"setting-{setting.key}")
        self._setting, self._level = setting, level
        self._editor = self._make_editor(setting)
        self._editor.setObjectName(f"edit-{setting.key}")
        self._editor.setAccessibleName(title_of(setting.key))
        self._editor.setAccessibleDescription(setting.description)
        self._where, self._error = QLabel(), QLabel()
        self._where.setProperty("role", "secondary")
        self._error.setProperty("role", "bad")
        self._error.setWordWrap(True)
        self._error.hide()
        self._unset = button(self.tr("Reset"), f"unset-{setting.key}")
        self._unset.setProperty("role", "link")
        self._unset.setAccessibleName(self.tr("Reset {}").format(title_of(setting.key)))
        self._unset.clicked.connect(self._on_unset)
        self._apply = button("", f"apply-{setting.key}")
        self._apply.clicked.connect(self._on_apply)
        self._apply.hide()
        self.offers = 0
        self._lay_out()
        self.show_setting(setting)

    def _lay_out(self) -> None:
        title = QLabel(title_of(self._setting.key))
        title.setProperty("role", "heading")
        title.setBuddy(self._editor)
        words = self._setting.description
        what = QLabel(f"{words[0].upper()}{words[1:]}." if words else "")
        what.setProperty("role", "secondary")
        what.setWordWrap(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 0, 6)
        grid.setVerticalSpacing(1)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(0, 1)
        grid.setColumnMinimumWidth(1, _EDITOR_PX)
        grid.addWidget(title, 0, 0)
        grid.addWidget(what, 1, 0)
        below = QHBoxLayout()
        below.addWidget(self._where)
        below.addWidget(self._unset)
        below.addStretch(1)
        grid.addLayout(below, 2, 0)
        grid.addWidget(self._error, 3, 0, 1, 2)
        grid.addWidget(self._apply, 5, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        if isinstance(self._editor, ReasonMap | WordReasons):
            grid.addWidget(self._editor, 4, 0, 1, 2)
        else:
            rows = 3 if self.place is not None else 2  # it says below how old its list is
            grid.addWidget(self._editor, 0, 1, rows, 1)

    def _make_editor(self, setting: SettingChoice) -> QWidget:
        if setting.kind == "bool":
            box = QCheckBox(self.tr("On"))
            box.clicked.connect(self._on_ticked)
            return box
        if setting.kind == "choice":
            combo = QComboBox()
            for value in setting.allowed:
                combo.addItem(word_of(value), value)
            combo.activated.connect(self._on_picked)
            return combo
        if setting.kind == "int":
            spin = QSpinBox()
            spin.lineEdit().setTextMargins(SPIN_PX, 0, 0, 0)
            spin.setRange(0, _MOST)
            spin.setGroupSeparatorShown(True)
            spin.editingFinished.connect(self._on_counted)
            return spin
        if setting.key == REASONS:
            chosen = ReasonMap(json.loads(setting.default) | json.loads(setting.value))
            chosen.changed.connect(self._say)
            return chosen
        if setting.key in LOCATIONS:
            place = LocationBox(setting.key)
            place.changed.connect(self._say)
            return place
        if setting.key == WORDS:
            table = WordReasons()
            table.changed.connect(self._say_map)
            return table
        line = QLineEdit()
        line.editingFinished.connect(self._on_typed)
        return line

    def show_setting(self, setting: SettingChoice) -> None:
        """Show how it stands."""
        self._setting = setting
        self._error.hide()
        value = json.loads(setting.value)
        editor = self._editor
        editor.blockSignals(True)
        if isinstance(editor, QCheckBox):
            editor.setChecked(bool(value))
            editor.setText(self.tr("On") if value else self.tr("Off"))
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(value))
        elif isinstance(editor, QSpinBox):
            editor.setValue(int(value))
        elif isinstance(editor, ReasonMap | WordReasons):
            editor.show_map(value)
        elif isinstance(editor, LocationBox):
            editor.show_gid(str(value))
        elif isinstance(editor, QLineEdit):
            editor.setText(as_typed(value))
            editor.setCursorPosition(0)  # a long value is read from its beginning
        editor.blockSignals(False)
        editor.setEnabled(self._level in setting.levels)
        is_set_here = setting.level == self._level
        self._unset.setVisible(is_set_here)
        self._where.setText(self._where_words(is_set_here=is_set_here))
        self._where.setVisible(bool(self._where.text()))

    def _where_words(self, *, is_set_here: bool) -> str:
        if self._level not in self._setting.levels:
            if "account" in self._setting.levels:
                return self.tr("Holds for the account")
            return self.tr("Holds for all of Crossdock")
        if is_set_here:
            return self.tr("Set for {}").format(_LEVELS[self._level])
        if self._level == "app" or self._setting.level == "default":
            return "" if self._level == "app" else self.tr("Usual value")
        return self.tr("As set for {}").format(_LEVELS.get(self._setting.level, ""))

    def show_offer(self, orders: int) -> None:
        """So many waiting orders were planned with the value before."""
        one = self.tr("Apply to 1 waiting order…")
        many = self.tr("Apply to {} waiting orders…").format(system_locale().toString(orders))
        self._apply.setText(one if orders == 1 else many)
        self._apply.setAccessibleName(f"{title_of(self._setting.key)}: {self._apply.text()}")
        self._apply.setVisible(orders > 0)
        self.offers = orders

    @property
    def place(self) -> LocationBox | None:
        """The picker of a location, where this is one."""
        return self._editor if isinstance(self._editor, LocationBox) else None

    def say_wrong(self, words: str) -> None:
        """What was typed cannot be kept."""
        self._error.setText(words)
        self._error.show()

    @property
    def error(self) -> str:
        """What is wrong, "" for nothing."""
        return self._error.text() if self._error.isVisibleTo(self) else ""

    @Slot(bool)
    def _on_ticked(self, is_on: bool) -> None:
        self.changed.emit(self._setting.key, "true" if is_on else "false")

    @Slot(int)
    def _on_picked(self, _: int) -> None:
        if isinstance(self._editor, QComboBox):
            self._say(str(self._editor.currentData()))

    @Slot()
    def _on_counted(self) -> None:
        if isinstance(self._editor, QSpinBox):
            self._say(str(self._editor.value()))

    @Slot()
    def _on_typed(self) -> None:
        if isinstance(self._editor, QLineEdit):
            self._say(self._editor.text())

    @Slot(str)
    def _say(self, typed: str) -> None:
        if typed != as_typed(json.loads(self._setting.value)):
            self.changed.emit(self._setting.key, typed)

    @Slot(str)
    def _say_map(self, typed: str) -> None:
        if [*json.loads(typed).items()] != [*json.loads(self._setting.value).items()] or self.error:
            self.changed.emit(self._setting.key, typed)

    @Slot()
    def _on_apply(self) -> None:
        self.apply_wanted.emit(self._setting.key)

    @Slot()
    def _on_unset(self) -> None:
        self.changed.emit(self._setting.key, None)


def as_typed(value: object) -> str:
    """A stored value as a person types it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return ", ".join(f"{name}={rate}" for name, rate in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
