"""A call whose answer is lost, late, damaged or not waited for."""

import gzip
import socket
import struct
import sys
import threading
from collections.abc import Callable

import pytest

from desktop.channels.http import Http
from desktop.errors import Cancelled, OutcomeUnknown, TryLater
from tests.channels.conftest import Send
from tests.channels.loopback import answer, request_of, serving

time_passes = threading.Event()  # never set


def hang_up(peer: socket.socket, _: bytes) -> None:
    peer.shutdown(socket.SHUT_RDWR)


def reset(peer: socket.socket, _: bytes) -> None:
    linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)


def half_a_head(peer: socket.socket, _: bytes) -> None:
    peer.sendall(b"HTTP/1.1 20")


def half_a_body(peer: socket.socket, _: bytes) -> None:
    peer.sendall(answer(body=b"x" * 1000)[:-500])


def half_a_chunk(peer: socket.socket, _: bytes) -> None:
    peer.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nabc")


def half_a_gzip(peer: socket.socket, _: bytes) -> None:
    peer.sendall(answer("200 OK", gzip.compress(b"x" * 9000)[:-9], "Content-Encoding: gzip"))


def damaged_gzip(peer: socket.socket, _: bytes) -> None:
    peer.sendall(answer("200 OK", b"no gzip at all", "Content-Encoding: gzip"))


def unknown_packing(peer: socket.socket, _: bytes) -> None:
    peer.sendall(answer("200 OK", b"abc", "Content-Encoding: compress"))


def gzip_bomb(peer: socket.socket, _: bytes) -> None:
    peer.sendall(answer("200 OK", gzip.compress(b"0" * (1 << 20)), "Content-Encoding: gzip"))


def huge_body(peer: socket.socket, _: bytes) -> None:
    peer.sendall(answer(body=b"x" * (1 << 20)))


def no_http(peer: socket.socket, _: bytes) -> None:
    peer.sendall(b"SSH-2.0-OpenSSH\r\n")


@pytest.mark.parametrize(
    "script",
    [
        hang_up,
        reset,
        half_a_head,
        half_a_body,
        half_a_chunk,
        half_a_gzip,
        damaged_gzip,
        unknown_packing,
        gzip_bomb,
        huge_body,
        no_http,
    ],
)
def test_a_lost_answer_is_unknown_for_a_write_and_harmless_for_a_read(
    send: Send, script: Callable[[socket.socket, bytes], None]
) -> None:
    with serving(script) as server:
        with pytest.raises(OutcomeUnknown):
            send(server.url, writes=True, max_bytes=100_000)
        with pytest.raises(TryLater) as caught:
            send(server.url, max_bytes=100_000)
        assert len(server.asked) == 2  # nothing is repeated on its own
    assert caught.value.code == "unavailable"


def silent(peer: socket.socket, _: bytes) -> None:
    peer.settimeout(5)
    peer.recv(1)  # until the client hangs up


def drip(peer: socket.socket, _: bytes) -> None:
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        peer.sendall(b"x")
        time_passes.wait(0.02)


def drip_head(peer: socket.socket, _: bytes) -> None:
    peer.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        peer.sendall(b"x")
        time_passes.wait(0.02)


def drip_without_end(peer: socket.socket, _: bytes) -> None:
    peer.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    while True:
        peer.sendall(b"x")
        time_passes.wait(0.02)


def test_a_silent_server_is_given_up_after_the_read_timeout(send: Send) -> None:
    with serving(silent) as server:
        with pytest.raises(OutcomeUnknown):
            send(server.url, writes=True, read_s=0.2)
        with pytest.raises(TryLater):
            send(server.url, read_s=0.2)


@pytest.mark.parametrize("script", [silent, drip, drip_head, drip_without_end])
def test_the_deadline_bounds_the_whole_call(
    send: Send, script: Callable[[socket.socket, bytes], None]
) -> None:
    with serving(script) as server:
        with pytest.raises(OutcomeUnknown):
            send(server.url, writes=True, deadline_s=0.3)
        with pytest.raises(TryLater) as caught:
            send(server.url, deadline_s=0.3)
    assert caught.value.code == "unavailable"


def test_a_cancel_ends_a_read_in_flight(http: Http, send: Send) -> None:
    threading.Timer(0.1, http.cancel.set).start()
    with serving(silent) as server, pytest.raises(Cancelled):
        send(server.url)


def test_a_cancelled_write_in_flight_is_given_a_moment_and_is_then_unknown(
    http: Http, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.channels.http.CANCEL_GRACE_S", 0.2)
    threading.Timer(0.1, http.cancel.set).start()
    with serving(silent) as server, pytest.raises(OutcomeUnknown):
        send(server.url, writes=True)


def test_a_write_that_is_answered_within_that_moment_counts(http: Http, send: Send) -> None:
    def slow(peer: socket.socket, _: bytes) -> None:
        http.cancel.set()
        time_passes.wait(0.3)
        peer.sendall(answer())

    with serving(slow) as server:
        assert send(server.url, writes=True).status == 200


def test_nothing_is_sent_after_a_cancel(http: Http, send: Send) -> None:
    http.cancel.set()
    with serving(hang_up) as server:
        with pytest.raises(Cancelled):
            send(server.url)
        assert server.connections == 0
    assert http.calls == {}


def talk_on(peer: socket.socket, _: bytes) -> None:
    peer.sendall(answer(keep=True))
    peer.settimeout(1)
    try:
        while request_of(peer):
            peer.sendall(answer(keep=True))
    except TimeoutError:
        return


def test_a_connection_is_used_again(http: Http, send: Send) -> None:
    with serving(talk_on) as server:
        for _ in range(3):
            assert send(server.url, writes=True).status == 200
        assert server.connections == 1
        http.close()


def test_a_connection_idle_for_long_is_not_used_again(
    http: Http, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.channels.flight.IDLE_S", -1.0)
    with serving(talk_on) as server:
        for _ in range(2):
            assert send(server.url, writes=True).status == 200
        assert server.connections == 2
        http.close()


def test_a_connection_that_died_in_the_pool_makes_a_write_unknown_not_repeated(
    http: Http, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The server closes in the same moment: the pool's own look at the socket does not see it.
    monkeypatch.setattr("urllib3.connectionpool.is_connection_dropped", lambda _: False)
    closed = threading.Event()

    def answer_then_close(peer: socket.socket, _: bytes) -> None:
        peer.sendall(answer(keep=True))
        peer.close()
        closed.set()

    with serving(answer_then_close) as server:
        assert send(server.url).status == 200
        closed.wait(5)
        with pytest.raises(OutcomeUnknown):
            send(server.url, writes=True)
        assert len(server.asked) == 1


def test_errors_name_neither_url_nor_body(send: Send) -> None:
    with serving(hang_up) as server, pytest.raises(OutcomeUnknown) as caught:
        send(server.url, writes=True, params={"q": "hidden"})
    assert "hidden" not in str(caught.value)
    assert caught.value.__cause__ is None
