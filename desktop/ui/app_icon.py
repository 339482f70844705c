"""The program's icon, and the tray's: the same with a dot in the colour of how it stands."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.paths import resource
from desktop.ui import theme

_SIZES = (16, 22, 24, 32, 48, 64, 128, 256)
_DOT = {"working": "info", "paused": "waiting", "problem": "bad", "elsewhere": "waiting"}


def app_icon() -> QIcon:
    """The icon of the program."""
    return _icon("")


def tray_icon(state: str) -> QIcon:
    """The tray's icon: idle and off without a dot; working, paused, elsewhere, problem with one."""
    return _icon(_DOT.get(state, ""))


def _icon(dot: str) -> QIcon:
    renderer = QSvgRenderer(str(resource("icons/crossdock.svg")))
    made = QIcon()
    for px in _SIZES:
        pixmap = QPixmap(px, px)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, QRectF(0, 0, px, px))
        if dot:
            painter.setPen(QColor("#FFFFFF"))
            painter.setBrush(QColor(getattr(theme.LIGHT, dot)))
            size = px * 0.44
            painter.drawEllipse(QRectF(px - size - 0.5, px - size - 0.5, size, size))
        painter.end()
        made.addPixmap(pixmap)
    return made
