"""A small window with a tray icon, on which the harness itself is tested."""

import sys

from PySide6.QtGui import QCloseEvent, QIcon, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSystemTrayIcon,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.app.test_map import start_if_asked


class SmallWindow(QWidget):
    """Echoes what is typed when its button is clicked; hides into the tray when closed."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Small window")
        self.is_ending = False
        self.line, self.button, self.echo = QLineEdit(), QPushButton("&Take"), QLabel("nothing")
        self.line.setObjectName("line")
        self.echo.setObjectName("echo")
        self.table = QTableWidget(3, 2)
        for row in range(3):
            self.table.setItem(row, 0, QTableWidgetItem(f"row {row}"))
        layout = QVBoxLayout(self)
        for widget in (self.line, self.button, self.echo, self.table):
            layout.addWidget(widget)
        self.button.clicked.connect(self.take)
        self.table.cellClicked.connect(self.chosen)
        picture = QPixmap(22, 22)
        picture.fill("#3457d5")
        self.tray = QSystemTrayIcon(QIcon(picture), self)
        self.entries = QMenu()
        self.entries.addAction("Quit").triggered.connect(self.end)
        self.tray.setContextMenu(self.entries)
        self.tray.activated.connect(self.from_tray)
        self.tray.show()

    def take(self) -> None:
        self.echo.setText(f"took {self.line.text()}")
        self.tray.showMessage("Taken", f"It was {self.line.text()}.")

    def chosen(self, row: int, _column: int) -> None:
        self.echo.setText(f"chose {row}")

    def from_tray(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.show()

    def end(self) -> None:
        self.is_ending = True  # Qt does not quit while a window refuses to close
        QApplication.quit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        if not self.is_ending:
            self.hide()
            event.ignore()


if __name__ == "__main__":
    application = QApplication(sys.argv)
    application.setQuitOnLastWindowClosed(False)
    window = SmallWindow()
    kept = start_if_asked(application)
    window.show()
    sys.exit(application.exec())
