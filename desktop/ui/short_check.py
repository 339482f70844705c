"""A tick box whose words are shortened in the middle where they have no room."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QWidget

_BOX_PX = 34  # the indicator, the gap beside it and the frame of the focus
_LEAST_CHARS = 14


class ShortCheck(QCheckBox):
    """Never wider than it is given; the whole is in `words`, and for screen readers."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.words = words

    def _least(self) -> int:
        metrics = self.fontMetrics()
        room = metrics.averageCharWidth() * _LEAST_CHARS
        return _BOX_PX + min(room, metrics.horizontalAdvance(self.words))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._least(), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._least(), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Shorten anew."""
        room = event.size().width() - _BOX_PX
        self.setText(self.fontMetrics().elidedText(self.words, Qt.TextElideMode.ElideMiddle, room))
        super().resizeEvent(event)
