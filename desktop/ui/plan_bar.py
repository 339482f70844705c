"""How much of the plan is used: "312 of 500 orders" with a bar; it warns and never stops."""

from PySide6.QtCore import QDateTime, QLocale, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QWidget

from desktop.rows import PlanUse

_NEAR = 0.9
_BAR_PX = 100


class PlanBar(QWidget):
    """Without a limit only the counter is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("planBar")
        self._text = QLabel()
        self._text.setObjectName("planText")
        self._text.setProperty("role", "muted")
        self._bar = QProgressBar()
        self._bar.setObjectName("planProgress")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR_PX)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._text)
        layout.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        self.is_known, self._has_room = False, True
        self.hide()

    def set_room(self, has_room: bool) -> None:
        """Whether the window is wide enough for it."""
        self._has_room = has_room
        self.setVisible(self.is_known and has_room)

    @Slot(object)
    def show_use(self, use: PlanUse) -> None:
        """Show the use as it stands."""
        locale = QLocale()
        used, limit = locale.toString(use.used), locale.toString(use.limit)
        has_limit = use.limit > 0
        self._text.setText(
            self.tr("{} of {} orders").format(used, limit)
            if has_limit
            else self.tr("{} created this month").format(used)
        )
        self._bar.setVisible(has_limit)
        self._bar.setRange(0, max(1, use.limit))
        self._bar.setValue(min(use.used, max(1, use.limit)))
        self._bar.setProperty("kind", _kind(use))
        self._bar.style().polish(self._bar)
        day = QDateTime.fromSecsSinceEpoch(use.resets_at).date()
        name = f"{use.name}: " if use.name else ""
        words = self.tr("{}counts again from {}. The limit warns and never stops.").format(
            name, locale.toString(day, QLocale.FormatType.LongFormat)
        )
        self.setToolTip(words)
        self.setAccessibleName(self.tr("Plan: {}").format(self._text.text()))
        self._bar.setAccessibleName(self._text.text())
        self.is_known = True
        self.setVisible(self._has_room)


def _kind(use: PlanUse) -> str:
    if not use.limit or use.used < use.limit * _NEAR:
        return ""
    return "bad" if use.used >= use.limit else "waiting"
