"""The server: routes, counts, keeps connections, survives bad requests, and stops clean."""

import socket
import threading
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest
import requests

from desktop.sandbox.faults import Faults
from desktop.sandbox.server import SandboxServer
from tests.sandbox.stand import SilentShopify


@pytest.fixture
def server() -> Iterator[SandboxServer]:
    made = SandboxServer({"/shopify": SilentShopify()}, Faults())
    made.start()
    yield made
    made.stop()


def _connection(server: SandboxServer) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", int(server.url.rsplit(":", 1)[1]), timeout=5)


def test_routes_by_prefix_and_counts(server: SandboxServer) -> None:
    with requests.Session() as session:
        answer = session.post(f"{server.url}/shopify/admin/api?x=1", json={"a": 1}, timeout=5)
        assert answer.json()["data"]["path"] == "/admin/api"
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["Date"].endswith("GMT")
        assert session.get(f"{server.url}/elsewhere", timeout=5).status_code == 404
    assert server.counts == {"shopify.orderCreate": 1}


def test_one_connection_serves_many_requests(server: SandboxServer) -> None:
    connection = _connection(server)
    for _ in range(3):
        connection.request("GET", "/shopify/x")
        answer = connection.getresponse()
        body = answer.read()
        assert answer.version == 11
        assert int(answer.headers["Content-Length"]) == len(body)
        assert connection.sock is not None
    connection.close()


def test_a_bug_in_a_part_is_a_500_that_names_it(server: SandboxServer) -> None:
    answer = requests.get(f"{server.url}/shopify/bug", timeout=5)
    assert answer.status_code == 500
    assert "KeyError" in answer.json()["error"]


@pytest.mark.parametrize("length", ["-1", "many", str(1 << 40)])
def test_a_bad_length_is_refused(server: SandboxServer, length: str) -> None:
    connection = _connection(server)
    connection.putrequest("POST", "/shopify/x")
    connection.putheader("Content-Length", length)
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_garbage_does_not_stop_it(server: SandboxServer) -> None:
    port = int(server.url.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port), timeout=5) as raw:
        raw.sendall(b"\x00\xff garbage\r\n\r\n")
        assert raw.recv(100)
    assert requests.get(f"{server.url}/shopify/x", timeout=5).status_code == 200


def test_many_at_once_are_all_counted(server: SandboxServer) -> None:
    def ask() -> None:
        with requests.Session() as session:
            for _ in range(20):
                session.get(f"{server.url}/shopify/x", timeout=5)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    part = server.parts["/shopify"]
    assert isinstance(part, SilentShopify)
    assert server.counts["shopify.orderCreate"] == part.handled == 160


def test_stop_ends_threads_and_open_connections() -> None:
    before = set(threading.enumerate())
    server = SandboxServer({"/shopify": SilentShopify()}, Faults())
    server.start()
    connection = _connection(server)
    connection.request("GET", "/shopify/x")
    connection.getresponse().read()
    server.stop()
    server.stop()
    assert set(threading.enumerate()) <= before
    assert connection.sock is not None
    assert connection.sock.recv(10) == b""
    connection.close()
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{server.url}/shopify/x", timeout=5)


def test_only_loopback_listens(server: SandboxServer) -> None:
    assert server.url.startswith("http://127.0.0.1:")
