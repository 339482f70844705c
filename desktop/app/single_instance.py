"""One window a profile: a second start asks the first one to show itself, and ends.

The lock is the operating system's, so that a crash gives it back; the local socket only carries
"show yourself".
"""

import hashlib
from pathlib import Path

from filelock import FileLock, Timeout
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WORD = b"show"
_PATIENCE_MS = 3000


class SingleInstance(QObject):
    """The claim to be the one window of a profile folder."""

    show_wanted = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = FileLock(folder / "window.lock", thread_local=False)
        self._name = server_name(folder)
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Whether this is the first window; from then on it answers the others."""
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self._name)  # what a crash left behind
        server.newConnection.connect(self._on_call)
        server.listen(self._name)
        self._server = server
        return True

    def call_first(self) -> bool:
        """Ask the first window to show itself; whether it heard."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_PATIENCE_MS):
            return False
        socket.write(_WORD)
        heard = socket.waitForBytesWritten(_PATIENCE_MS)
        socket.disconnectFromServer()
        return bool(heard)

    def release(self) -> None:
        """Let another one be the first."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.release()

    @Slot()
    def _on_call(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.disconnected.connect(socket.deleteLater)
            self.show_wanted.emit()


def server_name(folder: Path) -> str:
    """The local socket's name: short, and another one for each profile."""
    return f"crossdock-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:20]}"
