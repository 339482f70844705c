"""Opens pages of the two services in the person's browser, and copies texts."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication


def open_page(address: str) -> bool:
    """Open an https page; False where there is none, or no browser took it."""
    url = QUrl(address)
    if url.scheme() != "https" or not url.host():
        return False
    return QDesktopServices.openUrl(url)


def copy_text(text: str) -> None:
    """Put a text on the clipboard."""
    QGuiApplication.clipboard().setText(text)
