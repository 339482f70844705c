"""One request on its way: whether any of it has left, and how to cut it short.

Whether a request certainly never left decides between "try later" and "look it up". Exceptions do
not tell: a reset looks the same before and after the request. So the connections themselves note
the moment in which the first byte of a request is handed to the socket.
"""

import contextlib
import socket
import ssl
import threading
import time
from typing import Any

import truststore
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

IDLE_S = 4.0  # a connection idle for longer may have been closed by the server: make a new one
_LOOK_S = 0.05  # how often a flight looks at its deadline and at the cancel event

_here = threading.local()


class Flight:
    """What is known about the request that this thread is sending.

    As a context manager it watches over the request: past the deadline, or when `cancel` is set,
    the socket is shut down, which ends any wait for it. A write in flight is given `grace_s`
    seconds after the cancel, since its answer saves a look-up at the next start.
    """

    def __init__(self, cancel: threading.Event, deadline_s: float, grace_s: float) -> None:
        self.left = False  # whether a byte of the request may have left
        self.cut = ""  # why it was cut short: deadline or cancelled
        self.socket: Any = None
        self._cancel = cancel
        self._grace_s = grace_s
        self._ends = time.monotonic() + deadline_s
        self._done = threading.Event()
        self._lock = threading.Lock()

    def __enter__(self) -> "Flight":
        _here.flight = self
        threading.Thread(target=self._watch, name="flight", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:  # a connection that is back in the pool must not be cut
            self._done.set()
            self.socket = None
        _here.flight = None

    def _watch(self) -> None:
        ends, why = self._ends, "deadline"
        while not self._done.wait(_LOOK_S):
            now = time.monotonic()
            if self._cancel.is_set() and why == "deadline" and now + self._grace_s < ends:
                ends, why = now + self._grace_s, "cancelled"
            if now >= ends:
                self._shut_down(why)
                return

    def _shut_down(self, why: str) -> None:
        with self._lock:
            if self._done.is_set():
                return
            self.cut = why
            sock = getattr(self.socket, "socket", self.socket)  # TLS inside TLS wraps a socket
            if sock is not None:
                with contextlib.suppress(OSError):
                    # Not SSLSocket.shutdown: that drops its TLS state under the reading thread.
                    socket.socket.shutdown(sock, socket.SHUT_RDWR)


class _Watched(HTTPConnection):
    """A connection that tells the flight when bytes of the request leave."""

    _connecting = False
    idle_since: float | None = None

    def connect(self) -> None:
        self._connecting = True
        try:
            super().connect()
        finally:
            self._connecting = False
            _note(self.sock, left=False)

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        if not self._connecting:  # what goes to a proxy to open the tunnel is not the request
            _note(self.sock, left=True)
        super().send(data)


class _WatchedTls(_Watched, HTTPSConnection):
    """The same over TLS."""


def _note(sock: Any, *, left: bool) -> None:
    flight: Flight | None = getattr(_here, "flight", None)
    if flight is None:
        return
    flight.socket = sock
    flight.left = flight.left or left
    if flight.cut:
        raise ConnectionAbortedError(flight.cut)


class _Fresh(HTTPConnectionPool):
    """A pool that never hands out a connection which has been idle for long."""

    ConnectionCls = _Watched

    def _get_conn(self, timeout: float | None = None) -> Any:
        connection = super()._get_conn(timeout)
        since = getattr(connection, "idle_since", None)
        if since is not None and time.monotonic() - since > IDLE_S:
            connection.close()
        return connection

    def _put_conn(self, conn: Any) -> None:
        if conn is not None:
            conn.idle_since = time.monotonic()
        super()._put_conn(conn)


class _FreshTls(_Fresh, HTTPSConnectionPool):
    """The same over TLS."""

    ConnectionCls = _WatchedTls


_POOLS = {"http": _Fresh, "https": _FreshTls}


class WatchedAdapter(HTTPAdapter):
    """Requests over watched connections, certificates checked against the system's trust store."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, ssl_context=_system_trust())
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs, ssl_context=_system_trust())
        manager.pool_classes_by_scheme = _POOLS
        return manager

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Certificates are always checked, and only against the system's trust store."""
        conn.cert_reqs = "CERT_REQUIRED"
        conn.ca_certs = conn.ca_cert_dir = None


def _system_trust() -> ssl.SSLContext:
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def no_retries() -> urllib3.Retry:
    """One attempt, no more: whoever repeats must know what is repeated."""
    return urllib3.Retry(0, read=False, redirect=False)
