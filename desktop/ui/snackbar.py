"""A line at the foot of the window that says what was just done, with Undo while it is shown."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.ui.buttons import button, icon_button, with_key

STAYS_MS = 8_000
_MARGIN = 24


class Snackbar(QFrame):
    """Floats over the widget it belongs to; Ctrl+Z undoes as long as it is shown."""

    undo_wanted = Signal(object)  # what was handed to `tell`

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("snackbar")
        self.setProperty("role", "snackbar")
        self._over = over
        self._token: object = None
        self._words = QLabel()
        self._words.setObjectName("snackbarWords")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._undo: QPushButton = button(self.tr("Undo"), "undo")
        self._undo.setProperty("role", "link")
        self._undo.setToolTip(with_key(self.tr("Undo"), "Ctrl+Z"))
        self._undo.clicked.connect(self.undo)
        close = icon_button("close", self.tr("Close"), "snackbarClose")
        close.clicked.connect(self.dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.setSpacing(10)
        for widget in (self._words, self._undo, close):
            layout.addWidget(widget)
        self._key = QShortcut(QKeySequence.StandardKey.Undo, over)
        self._key.setEnabled(False)
        self._key.activated.connect(self.undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STAYS_MS)
        self._timer.timeout.connect(self.dismiss)
        over.installEventFilter(self)
        self.hide()

    def tell(self, words: str, undo: object = None) -> None:
        """Say something; with `undo` given, Undo hands it back."""
        self._token = undo
        self._words.setText(words)
        self._undo.setVisible(undo is not None)
        self._key.setEnabled(undo is not None)
        self.setAccessibleName(words)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    @Slot()
    def undo(self) -> None:
        """Hand back what can be undone."""
        token = self._token
        self.dismiss()
        if token is not None:
            self.undo_wanted.emit(token)

    @Slot()
    def dismiss(self) -> None:
        """Hide; nothing can be undone any more."""
        self._token = None
        self._key.setEnabled(False)
        self._timer.stop()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEvent) -> None:  # noqa: N802
        self._timer.stop()
        super().enterEvent(event)  # type: ignore[arg-type]

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self._timer.start()
        super().leaveEvent(event)

    def _place(self) -> None:
        over = self._over
        left = (over.width() - self.width()) // 2
        self.move(max(0, left), over.height() - self.height() - _MARGIN)
