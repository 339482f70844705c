"""One HTTP server on 127.0.0.1 for all parts: counts each request, strikes with faults, answers."""

import socket
import struct
import sys
from collections import Counter
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Event, Lock, RLock, Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

from desktop.clock import wait
from desktop.sandbox.faults import Fault, Faults, fault_answer
from desktop.sandbox.wire import Part, Request, Response, json_response

MAX_BODY = 64 << 20
# SO_LINGER on with no time: close() sends RST
RESET = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class SandboxServer:
    """Serves parts below their prefixes (such as `/amazon`) until `stop`.

    Every call of a part happens under `lock`; whoever changes a part's state elsewhere takes it.
    """

    def __init__(self, parts: Mapping[str, Part], faults: Faults, port: int = 0) -> None:
        self.parts = dict(parts)
        self.faults = faults
        self.lock = RLock()
        self.counts: Counter[str] = Counter()
        self.stopping = Event()
        self._http = _Http(("127.0.0.1", port), self)
        self._thread = Thread(target=self._serve, name="sandbox-server", daemon=True)

    @property
    def url(self) -> str:
        """The base URL, without a trailing slash."""
        return f"http://127.0.0.1:{self._http.server_port}"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Close every socket and end every thread. May be called twice."""
        if self.stopping.is_set():
            return
        self.stopping.set()
        if self._thread.is_alive():
            self._http.shutdown()
            self._thread.join()
        self._http.close_all()

    def _serve(self) -> None:
        self._http.serve_forever(poll_interval=0.05)

    def find(self, path: str) -> tuple[str, Part] | None:
        """Prefix and part that a URL's path belongs to."""
        prefix = "/" + path.lstrip("/").split("/", 1)[0]
        part = self.parts.get(prefix)
        return (prefix, part) if part is not None else None


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # there it would let two servers share a port
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], sandbox: SandboxServer) -> None:
        self.sandbox = sandbox
        self._open: dict[socket.socket, Thread] = {}
        self._open_lock = Lock()
        self.to_reset: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        """Bind without asking the name service who 127.0.0.1 is."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.socket.getsockname()[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        """One daemon thread a connection, known until it ends."""
        thread = Thread(
            target=self.process_request_thread,
            args=(request, client_address),
            name="sandbox-connection",
            daemon=True,
        )
        with self._open_lock:
            self._open[request] = thread
        thread.start()

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve a connection until one side closes it."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._open_lock:
                self._open.pop(request, None)

    def shutdown_request(self, request: Any) -> None:
        """Close, politely unless the connection is to be reset."""
        if request in self.to_reset:
            self.to_reset.discard(request)
            self.close_request(request)
        else:
            super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is its own business."""

    def close_all(self) -> None:
        with self._open_lock:
            still_open = dict(self._open)
        for connection, thread in still_open.items():
            _hang_up(connection)
            thread.join(5)
        self.server_close()


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # closed by its own thread just now


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Http
    error_content_type = "application/json"
    error_message_format = '{"error": "%(message)s"}'
    methods: ClassVar[tuple[str, ...]] = ("GET", "POST", "PUT", "DELETE", "PATCH")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the ledger counts."""

    def serve(self) -> None:
        """Read one request, and answer it or break off as a fault wants."""
        body = self._read_body()
        if body is None:
            return
        sandbox = self.server.sandbox
        url = urlsplit(self.path)
        found = sandbox.find(url.path)
        if found is None:
            self._send(json_response(404, {"error": f"nothing is served at {url.path}"}))
            return
        prefix, part = found
        request = Request(
            method=self.command,
            path=unquote(url.path[len(prefix) :]) or "/",
            query=parse_qs(url.query, keep_blank_values=True),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
        )
        self._answer(part, request)

    def _answer(self, part: Part, request: Request) -> None:
        sandbox = self.server.sandbox
        with sandbox.lock:
            operation = part.operation(request)
            sandbox.counts[operation] += 1
            seconds, fault = (
                (0.0, None)
                if operation.startswith("control.")
                else sandbox.faults.strike(operation)
            )
        if seconds and wait(seconds, sandbox.stopping):
            self.close_connection = True
            return
        if fault is not None:
            self._break(fault, operation, part, request)
            return
        self._send(self._run(part, request))

    def _run(self, part: Part, request: Request) -> Response:
        with self.server.sandbox.lock:
            try:
                return part.handle(request)
            except Exception as error:  # noqa: BLE001  a bug here must show in the test that met it
                return json_response(500, {"error": f"bug in the sandbox: {error!r}"})

    def _break(self, fault: Fault, operation: str, part: Part, request: Request) -> None:
        if fault.kind in ("cut_after", "truncate", "status_after"):
            answer = self._run(part, request)
            if fault.kind == "truncate":
                self._send(answer, half=True)
        if fault.kind in ("status", "status_after", "html"):
            self._send(fault_answer(fault, operation))
            return
        if fault.kind == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            self.server.to_reset.add(self.connection)
        self.close_connection = True

    def _read_body(self) -> bytes | None:
        if "transfer-encoding" in self.headers:
            self._send(json_response(411, {"error": "send a Content-Length"}), close=True)
            return None
        length = self.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > MAX_BODY:
            self._send(json_response(413, {"error": "bad or too great Content-Length"}), close=True)
            return None
        return self.rfile.read(int(length))

    def _send(self, answer: Response, *, half: bool = False, close: bool = False) -> None:
        lines = [
            f"HTTP/1.1 {answer.status} {_phrase(answer.status)}",
            f"Content-Length: {len(answer.body)}",
            *(f"{name}: {value}" for name, value in answer.headers.items()),
        ]
        if "Date" not in answer.headers:
            lines.append(f"Date: {self.date_time_string()}")
        if close:
            lines.append("Connection: close")
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
        body = answer.body[: len(answer.body) // 2] if half else answer.body
        self.close_connection = self.close_connection or half or close
        self.wfile.write(head + body)


for _method in _Handler.methods:
    setattr(_Handler, f"do_{_method}", _Handler.serve)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
