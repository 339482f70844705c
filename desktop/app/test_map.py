"""Tells a test outside the process where things are on the screen; on only when asked for.

With CROSSDOCK_TEST_MAP=FILE in the environment the file is written anew several times a second: a
JSON list of what is visible, each with its class, names, text, state and rectangle on the screen.
Tables and tab bars are listed with their cells, menus with their entries. With
CROSSDOCK_TEST_PICTURE=FILE a picture of the first window is kept there as well, anew with each map.
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPoint, QRect, Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QMenu,
    QTabBar,
    QWidget,
)

VARIABLE = "CROSSDOCK_TEST_MAP"
PICTURE = "CROSSDOCK_TEST_PICTURE"
_EVERY_MS = 100
_CELLS = 400  # of each table: a screen full
_TEXTS = ("text", "title", "windowTitle", "placeholderText", "currentText", "plainText")


def start_if_asked(parent: QObject) -> "TestMap | None":
    """A map for the life of `parent`, where the environment asks for one."""
    file = os.environ.get(VARIABLE)
    return TestMap(Path(file), parent) if file else None


class TestMap(QObject):
    """Writes the map."""

    def __init__(self, file: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._file = file
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.write)
        self._timer.start(_EVERY_MS)

    @Slot()
    def write(self) -> None:
        """Write what is visible now; the file is never seen half written."""
        fresh = self._file.with_suffix(".tmp")
        fresh.write_text(json.dumps(list(visible())), encoding="utf-8")
        fresh.replace(self._file)
        picture = os.environ.get(PICTURE)
        if picture:
            self._keep_picture(Path(picture))

    @staticmethod
    def _keep_picture(file: Path) -> None:
        windows = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        fresh = file.with_suffix(".tmp")
        if windows and windows[0].grab().save(str(fresh), "PNG"):
            fresh.replace(file)


def visible() -> Iterator[dict[str, object]]:
    """Everything that is visible, windows and what is in them."""
    for widget in QApplication.allWidgets():
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        area = widget.visibleRegion().boundingRect()
        yield _told(widget, _on_screen(widget, area), _text(widget), widget.isEnabled())
        for text, rect in _inside(widget):
            yield _told(widget, _on_screen(widget, rect), text, widget.isEnabled(), part=True)


def _told(
    widget: QWidget, at: QRect, text: str, enabled: bool, part: bool = False
) -> dict[str, object]:
    return {
        "class": widget.metaObject().className(),
        "name": widget.objectName(),
        "accessible": widget.accessibleName(),
        "text": text,
        "enabled": enabled,
        "focus": widget.hasFocus(),
        "window": widget.window().objectName(),
        "checked": bool(widget.property("checked")),
        "part": part,
        "x": at.x(),
        "y": at.y(),
        "width": at.width(),
        "height": at.height(),
    }


def _text(widget: QWidget) -> str:
    for name in _TEXTS:
        value = widget.property(name)
        if isinstance(value, str) and value:
            return _plain(value)
    return ""


def _plain(text: str) -> str:
    """Without the marks of the keys that choose it."""
    return re.sub(r"&(\w)", r"\1", text)


def _inside(widget: QWidget) -> Iterator[tuple[str, QRect]]:
    if isinstance(widget, QMenu):
        for action in widget.actions():
            yield _plain(action.text()), widget.actionGeometry(action)
    elif isinstance(widget, QTabBar):
        for tab in range(widget.count()):
            yield _plain(widget.tabText(tab)), widget.tabRect(tab)
    elif isinstance(widget.parentWidget(), QAbstractItemView):
        view = widget.parentWidget()
        if isinstance(view, QAbstractItemView) and view.viewport() is widget and view.model():
            yield from _cells(view)


def _cells(view: QAbstractItemView) -> Iterator[tuple[str, QRect]]:
    model, root, area = view.model(), view.rootIndex(), view.viewport().rect()
    columns = 1 if isinstance(view, QListView) else model.columnCount(root)
    told = 0
    for row in range(_first_row(view), model.rowCount(root)):
        cells = [model.index(row, column, root) for column in range(columns)]
        rects = [view.visualRect(index) for index in cells]
        if not any(each.intersects(area) for each in rects) or told > _CELLS:
            return
        for index, at in zip(cells, rects, strict=True):
            told += 1
            yield _said(model, index), at.intersected(area)


def _first_row(view: QAbstractItemView) -> int:
    return max(0, view.indexAt(QPoint(1, 1)).row())


def _said(model: QAbstractItemModel, index: QModelIndex) -> str:
    for role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
        text = model.data(index, role)
        if isinstance(text, str) and text:
            return text
    return ""


def _on_screen(widget: QWidget, rect: QRect) -> QRect:
    return QRect(widget.mapToGlobal(rect.topLeft()), rect.size())
