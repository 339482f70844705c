"""A server on this computer that answers each connection as a test says, byte for byte."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Script = Callable[[socket.socket, bytes], None]


@dataclass
class Server:
    """Where it listens, and what was asked so far (head and body of each request)."""

    url: str
    asked: list[bytes] = field(default_factory=list)
    connections: int = 0
    stopping: threading.Event = field(default_factory=threading.Event)


def request_of(connection: socket.socket) -> bytes:
    """One request, head and body; empty where the client hung up."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return data
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            while len(body) < int(value):
                body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def answer(status: str = "200 OK", body: bytes = b"{}", *headers: str, keep: bool = False) -> bytes:
    """A whole HTTP answer with its length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    if not keep:
        lines.append("Connection: close")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@contextmanager
def serving(script: Script, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Listen, and run the script on each connection once its first request is read."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.02)
    origin = "https://localhost" if tls else "http://127.0.0.1"
    server = Server(f"{origin}:{listener.getsockname()[1]}/")
    threads: list[threading.Thread] = []

    def talk(plain: socket.socket) -> None:
        plain.settimeout(5)
        try:
            with plain, tls.wrap_socket(plain, server_side=True) if tls else plain as connection:
                request = request_of(connection)
                if request:
                    server.asked.append(request)
                    script(connection, request)
        except OSError:
            return  # the client went away, which is what some tests are about

    def listen() -> None:
        while not server.stopping.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            server.connections += 1
            threads.append(threading.Thread(target=talk, args=(connection,)))
            threads[-1].start()

    accepting = threading.Thread(target=listen)
    accepting.start()
    try:
        yield server
    finally:
        server.stopping.set()
        accepting.join()
        listener.close()
        for thread in threads:
            thread.join()
