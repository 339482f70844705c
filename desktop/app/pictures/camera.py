"""Takes pictures of windows: alone, or with the dialogs, menus and popovers that lie over them."""

from collections import Counter
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.ui import theme

_SHADE = QColor(16, 20, 28, 96)
_SHADOW = QColor(10, 14, 22, 5)
_SHADOW_PX = 22
_COLOURS, _SURE = 256, 144
_COARSE = 0xF0F0F0


class Camera:
    """Saves into one folder; remembers what was made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.made: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, name: str, widget: QWidget) -> None:
        """One widget as it stands. Raises OSError where it cannot be written."""
        self._save(name, widget.grab().toImage())

    def take_all(self, name: str, window: QWidget) -> None:
        """A window and everything that is open over it."""
        picture = window.grab().toImage()
        painter = QPainter(picture)
        origin = window.mapToGlobal(QPoint(0, 0))
        for one in _over(window):
            at = one.mapToGlobal(QPoint(0, 0)) - origin
            if isinstance(one, QDialog):
                painter.fillRect(picture.rect(), _SHADE)
                at = picture.rect().center() - one.rect().center()
                _shadow(painter, QRect(at, one.size()))
            painter.drawPixmap(at, one.grab())
            if isinstance(one, QDialog):
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QColor(theme.tokens().border))
                painter.drawRect(QRect(at, one.size()).adjusted(-1, -1, 0, 0))
        painter.end()
        self._save(name, picture)

    def _save(self, name: str, picture: QImage) -> None:
        file = self._folder / f"{name}.png"
        if not _with_few_colours(picture).save(str(file), quality=0):
            raise OSError(f"{file} cannot be written")
        self.made.append(name)


def _with_few_colours(picture: QImage) -> QImage:
    """The picture with its most frequent colours and, of the rest, those unlike one another."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(plain.constBits()).cast("B").cast("I"))
    frequent = [colour for colour, _ in counted.most_common()]
    chosen, seen = frequent[:_SURE], set()
    for colour in frequent[_SURE:]:
        coarse = colour & _COARSE
        if coarse not in seen and len(chosen) < _COLOURS:
            seen.add(coarse)
            chosen.append(colour)
    threshold = Qt.ImageConversionFlag.ThresholdDither
    return plain.convertToFormat(QImage.Format.Format_Indexed8, chosen, threshold)


def _over(window: QWidget) -> list[QWidget]:
    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not window]
    return sorted(shown, key=lambda one: (one.windowType() == Qt.WindowType.Popup, _depth(one)))


def _depth(widget: QWidget) -> int:
    """A dialog lies over the one that opened it."""
    parent = widget.parentWidget()
    return 0 if parent is None else 1 + _depth(parent)


def _shadow(painter: QPainter, rect: QRect) -> None:
    for grown in range(_SHADOW_PX, 0, -2):
        around = rect.adjusted(-grown, -grown // 2, grown, grown + 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_SHADOW)
        painter.drawRoundedRect(around, grown, grown)
