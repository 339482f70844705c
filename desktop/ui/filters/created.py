"""Filter by the day of the order on Amazon: today, 7 or 30 days, or from and to."""

from datetime import datetime

from PySide6.QtCore import QDate, Slot
from PySide6.QtWidgets import QCheckBox, QDateEdit, QGridLayout, QPushButton, QWidget

from desktop import clock
from desktop.rows import OrderFilter
from desktop.ui.buttons import button
from desktop.ui.figures import system_locale
from desktop.ui.filters.popover import Popover
from desktop.ui.filters.words import PRESETS, midnight

_DAY_S = 86_400


def _day(at: float) -> QDate:
    then = datetime.fromtimestamp(at)  # noqa: DTZ006  the computer's zone is meant
    return QDate(then.year, then.month, then.day)


def _begin(day: QDate) -> int:
    return int(datetime(day.year(), day.month(), day.day()).timestamp())  # noqa: DTZ001


class CreatedPopover(Popover):
    """Presets, and two days that can be switched on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("created", parent)
        self._presets: list[QPushButton] = []
        for words, days in PRESETS:
            preset = button(words.capitalize(), f"created-{days}")
            preset.setCheckable(True)
            preset.setProperty("days", days)
            preset.clicked.connect(self._on_preset)
            self.body.addWidget(preset)
            self._presets.append(preset)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        self.use_from, self.day_from = self._row(grid, 0, self.tr("From"))
        self.use_to, self.day_to = self._row(grid, 1, self.tr("To"))
        self.body.addLayout(grid)

    def _row(self, grid: QGridLayout, at: int, words: str) -> tuple[QCheckBox, QDateEdit]:
        use, day = QCheckBox(words), QDateEdit(_day(clock.now()))
        use.setObjectName(f"created{words}Use")
        use.setAccessibleName(words)
        day.setObjectName(f"created{words}")
        day.setAccessibleName(f"{words} day")
        day.setLocale(system_locale())
        day.setCalendarPopup(True)
        use.clicked.connect(self._on_days)
        day.userDateChanged.connect(self._on_day)
        grid.addWidget(use, at, 0)
        grid.addWidget(day, at, 1)
        return use, day

    def show_filter(self, asked: OrderFilter) -> None:
        now = clock.now()
        for preset in self._presets:
            start = midnight(int(preset.property("days")), now)
            preset.setChecked(asked.created_to is None and asked.created_from == start)
        shown = (
            (self.use_from, self.day_from, asked.created_from),
            (self.use_to, self.day_to, asked.created_to),
        )
        for use, day, at in shown:
            use.setChecked(at is not None)
            if at is not None:
                day.blockSignals(True)
                day.setDate(_day(at))
                day.blockSignals(False)

    def cleared(self) -> dict[str, object]:
        return {"created_from": None, "created_to": None}

    def first_field(self) -> QWidget | None:
        return self._presets[0]

    @Slot()
    def _on_preset(self) -> None:
        pressed = self.sender()
        if isinstance(pressed, QPushButton):
            start = midnight(int(pressed.property("days")), clock.now())
            chosen = start if pressed.isChecked() else None
            self.changed.emit({"created_from": chosen, "created_to": None})
            self.close()

    @Slot(QDate)
    def _on_day(self, _: QDate) -> None:
        pressed = self.sender()
        (self.use_from if pressed is self.day_from else self.use_to).setChecked(True)
        self._on_days()

    @Slot()
    def _on_days(self) -> None:
        start = _begin(self.day_from.date()) if self.use_from.isChecked() else None
        end = _begin(self.day_to.date().addDays(1)) - 1 if self.use_to.isChecked() else None
        self.changed.emit({"created_from": start, "created_to": end})
