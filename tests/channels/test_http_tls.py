"""The same certainty over TLS, directly and through a proxy's tunnel."""

import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from desktop.channels.http import Http
from desktop.errors import Cancelled, OutcomeUnknown, TryLater
from tests.channels.loopback import Script, answer, serving
from tests.channels.self_signed import write_self_signed


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's TLS, whose certificate counts as trusted in this test."""
    certificate, key = write_self_signed(tmp_path)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)

    def trusting() -> ssl.SSLContext:
        client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        client.load_verify_locations(certificate)
        return client

    monkeypatch.setattr("desktop.channels.flight._system_trust", trusting)
    for name in ("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    return server


@pytest.fixture
def http(served: ssl.SSLContext) -> Iterator[Http]:
    made = Http(threading.Event())
    yield made
    made.close()


def post(http: Http, url: str, **more: float) -> int:
    return http.send("op", "POST", url, headers={}, body=b"{}", writes=True, **more).status  # type: ignore[arg-type]


def hang_up(peer: socket.socket, _: bytes) -> None:
    return


def silent(peer: socket.socket, _: bytes) -> None:
    peer.recv(1)


def well(peer: socket.socket, _: bytes) -> None:
    peer.sendall(answer())


def test_a_trusted_certificate_lets_the_call_through(http: Http, served: ssl.SSLContext) -> None:
    with serving(well, served) as server:
        assert post(http, server.url) == 200
        assert server.asked[0].endswith(b"\r\n\r\n{}")


def test_a_certificate_for_another_name_does_not(http: Http, served: ssl.SSLContext) -> None:
    with serving(well, served) as server:
        with pytest.raises(TryLater) as caught:
            post(http, server.url.replace("localhost", "127.0.0.1"))
        assert server.asked == []
    assert caught.value.code == "tls"


def test_a_broken_tls_connection_is_unknown_after_sending(
    http: Http, served: ssl.SSLContext
) -> None:
    with serving(hang_up, served) as server, pytest.raises(OutcomeUnknown):
        post(http, server.url)


def test_the_deadline_holds_over_tls(http: Http, served: ssl.SSLContext) -> None:
    with serving(silent, served) as server, pytest.raises(OutcomeUnknown):
        post(http, server.url, deadline_s=0.3)


def test_a_cancel_ends_a_read_over_tls(http: Http, served: ssl.SSLContext) -> None:
    threading.Timer(0.1, http.cancel.set).start()
    with serving(silent, served) as server, pytest.raises(Cancelled):
        http.send("op", "GET", server.url, headers={}, writes=False)


def tunnel_to(port: int) -> Script:
    """A proxy that opens the tunnel and carries what goes through it."""

    def carry(source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            return
        finally:
            for one in (source, target):
                try:
                    one.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue

    def script(peer: socket.socket, _: bytes) -> None:
        peer.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with socket.create_connection(("127.0.0.1", port)) as beyond:
            back = threading.Thread(target=carry, args=(beyond, peer))
            back.start()
            carry(peer, beyond)
            back.join()

    return script


def hang_up_in_the_tunnel(peer: socket.socket, _: bytes) -> None:
    peer.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")


@pytest.mark.parametrize(("script", "lost"), [(well, False), (hang_up, True)])
def test_a_call_through_a_proxy(
    http: Http,
    served: ssl.SSLContext,
    monkeypatch: pytest.MonkeyPatch,
    script: Script,
    lost: bool,
) -> None:
    with serving(script, served) as server:
        port = urlsplit(server.url).port or 0
        with serving(tunnel_to(port)) as proxy:
            monkeypatch.setenv("HTTPS_PROXY", proxy.url)
            if lost:
                with pytest.raises(OutcomeUnknown):
                    post(http, "https://service.test/")
            else:
                assert post(http, "https://service.test/") == 200
            http.close()
        assert proxy.asked[0].startswith(b"CONNECT service.test:443 ")
        assert len(server.asked) == 1


def test_a_tunnel_that_breaks_before_the_request_had_no_effect(
    http: Http, served: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(hang_up_in_the_tunnel) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        with pytest.raises(TryLater):
            post(http, "https://service.test/")
