"""What one call gives back, and what a broken one means."""

import gzip
import json
import logging
import os
import socket
import ssl
import threading
import time
from pathlib import Path

import pytest

from desktop.channels.http import Http, user_agent
from desktop.errors import TryLater
from tests.channels.conftest import Send
from tests.channels.loopback import answer, serving
from tests.channels.self_signed import write_self_signed


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def test_an_answer_comes_with_status_headers_body_and_request_id(http: Http, send: Send) -> None:
    told = answer("404 Not Found", b'{"a":1}', "X-AMZN-requestid: r-1", "X-Thing: 7")
    with serving(lambda peer, _: peer.sendall(told)) as server:
        got = send(server.url, params={"a": "x,y"}, headers={"accept": "application/json"})
    assert (got.status, got.body, got.request_id) == (404, b'{"a":1}', "r-1")
    assert got.headers["x-thing"] == "7"
    assert got.took_ms >= 0
    assert http.calls == {"op": 1}
    head = server.asked[0].decode()
    assert head.startswith("GET /?a=x%2Cy HTTP/1.1\r\n")
    assert "content-length" not in head.lower()
    assert f"User-Agent: {user_agent()}\r\n" in head
    assert "accept: application/json\r\n" in head


def test_the_request_id_of_the_other_service_is_read_too(send: Send) -> None:
    with serving(
        lambda peer, _: peer.sendall(answer("200 OK", b"", "x-request-id: s-1"))
    ) as server:
        assert send(server.url).request_id == "s-1"


def test_a_body_is_sent_whole_and_once(send: Send) -> None:
    with serving(lambda peer, _: peer.sendall(answer())) as server:
        send(server.url, writes=True)
    assert [request.partition(b"\r\n\r\n")[2] for request in server.asked] == [b'{"a": 1}']


def test_the_user_agent_has_the_form_that_amazon_asks_for() -> None:
    name, _, rest = user_agent().partition(" ")
    assert name.startswith("Crossdock/")
    assert rest.startswith("(Language=Python/3.")
    assert "; Platform=" in rest
    assert len(user_agent()) <= 500


@pytest.mark.parametrize("writes", [False, True])
def test_a_closed_port_had_no_effect(send: Send, writes: bool) -> None:
    for scheme in ("http", "https"):
        with pytest.raises(TryLater) as caught:
            send(f"{scheme}://127.0.0.1:{closed_port()}/", writes=writes)
        assert caught.value.code == "offline"
        assert caught.value.seconds > 0


def test_an_unknown_name_had_no_effect(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "name not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(TryLater) as caught:
        send("https://nowhere.invalid/", writes=True)
    assert caught.value.code == "offline"


def test_a_connection_that_never_comes_about_had_no_effect(send: Send) -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting = []
        for _ in range(8):  # fill the queue, so that the next one is not let in
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(full.getsockname())
            waiting.append(one)
        try:
            with pytest.raises(TryLater) as caught:
                # http: were it let in all the same, the read would time out after sending
                send(f"https://127.0.0.1:{full.getsockname()[1]}/", writes=True, connect_s=0.3)
        finally:
            for one in waiting:
                one.close()
    assert caught.value.code in {"offline", "tls"}


def test_a_tls_handshake_that_never_ends_had_no_effect(send: Send) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(TryLater),
    ):
        send(f"https://127.0.0.1:{silent.getsockname()[1]}/", writes=True, connect_s=0.2)


def test_a_certificate_that_nobody_vouches_for_ends_the_call_before_anything_is_sent(
    send: Send, tmp_path: Path
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*write_self_signed(tmp_path))
    read: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                try:
                    with context.wrap_socket(connection, server_side=True) as secured:
                        read.append(secured.recv(65536))
                except OSError as error:
                    read.append(type(error).__name__.encode())

        peer = threading.Thread(target=serve)
        peer.start()
        with pytest.raises(TryLater) as caught:
            send(f"https://localhost:{listener.getsockname()[1]}/", writes=True)
        peer.join()
    assert caught.value.code == "tls"
    assert not any(b"POST" in data for data in read)


def test_a_server_that_does_not_speak_tls_had_no_effect(send: Send) -> None:
    with serving(lambda peer, _: None) as server, pytest.raises(TryLater) as caught:
        send(server.url.replace("http://", "https://"), writes=True, connect_s=0.3)
    assert caught.value.code in {"tls", "offline"}
    assert not any(b"POST" in request for request in server.asked)


def test_a_proxy_that_is_not_there_had_no_effect(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(TryLater) as caught:
        send("https://service.invalid/", writes=True)
    assert caught.value.code == "offline"


def test_a_proxy_that_refuses_the_tunnel_had_no_effect(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    refusal = answer("407 Proxy Authentication Required", b"")
    with serving(lambda peer, _: peer.sendall(refusal)) as server:
        monkeypatch.setenv("HTTPS_PROXY", server.url)
        with pytest.raises(TryLater) as caught:
            send("https://service.invalid/", writes=True)
    assert caught.value.code == "offline"
    assert [request.split()[0] for request in server.asked] == [b"CONNECT"]


def test_a_proxy_is_not_asked_for_what_is_on_this_computer(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
    with serving(lambda peer, _: peer.sendall(answer())) as server:
        assert send(server.url).status == 200


def test_a_socks_proxy_is_not_spoken_to(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://127.0.0.1:1")
    with pytest.raises(TryLater):
        send("https://service.invalid/", writes=True)


@pytest.mark.parametrize("status", ["302 Found", "307 Temporary Redirect", "511 Login"])
def test_a_login_page_of_the_network_is_no_answer(send: Send, status: str) -> None:
    told = answer(status, b"<html>", "Location: http://127.0.0.1:1/login")
    with serving(lambda peer, _: peer.sendall(told)) as server:
        with pytest.raises(TryLater) as caught:
            send(server.url, writes=True)
        assert len(server.asked) == 1
    assert caught.value.code == "captive_portal"


def test_an_unpacked_body_is_handed_over(send: Send) -> None:
    text = json.dumps(list(range(50_000))).encode()
    told = answer("200 OK", gzip.compress(text), "Content-Encoding: gzip")
    with serving(lambda peer, _: peer.sendall(told)) as server:
        assert send(server.url).body == text


def test_plain_http_is_for_this_computer_only(send: Send) -> None:
    for url in ("http://sellingpartnerapi-eu.amazon.com/", "http://192.168.0.2/", "ftp://x/"):
        with pytest.raises(ValueError, match="only https"):
            send(url)


def test_a_header_that_cannot_be_sent_is_refused_without_its_value(send: Send) -> None:
    for value in ("secret\r\nX: 1", "secr\u00e9t", " secret"):
        with pytest.raises(ValueError, match="x-token") as caught:
            send("https://127.0.0.1/", headers={"x-token": value})
        assert "secr" not in str(caught.value)


def test_cookies_are_not_kept(send: Send) -> None:
    told = answer("200 OK", b"", "Set-Cookie: id=1; Path=/")
    with serving(lambda peer, _: peer.sendall(told)) as server:
        send(server.url)
        send(server.url)
    assert b"cookie" not in server.asked[1].lower()


def test_netrc_is_not_read(send: Send, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password hidden\n")
    os.chmod(netrc, 0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with serving(lambda peer, _: peer.sendall(answer())) as server:
        send(server.url)
    assert b"authorization" not in server.asked[0].lower()


def test_a_call_is_one_line_in_the_log_without_what_was_asked(
    send: Send, caplog: pytest.LogCaptureFixture
) -> None:
    told = answer("200 OK", b'{"buyer":"Jane Roe"}', "x-amzn-RequestId: r-9")
    with (
        caplog.at_level(logging.DEBUG),
        serving(lambda peer, _: peer.sendall(told)) as server,
    ):
        send(server.url, params={"q": "hidden"}, headers={"x-amz-access-token": "hidden"})
    assert [record.name for record in caplog.records] == ["desktop.channels.http"]
    line = caplog.records[0].getMessage()
    assert line.startswith("op 200 ")
    assert line.endswith(" ms r-9")
    assert "hidden" not in line


def test_two_threads_share_it(send: Send) -> None:
    got: list[int] = []
    with serving(lambda peer, _: peer.sendall(answer())) as server:
        threads = [
            threading.Thread(target=lambda: got.append(send(server.url).status)) for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert got == [200] * 8


def test_the_watch_over_a_call_ends_with_the_call(send: Send) -> None:
    with serving(lambda peer, _: peer.sendall(answer())) as server:
        for _ in range(20):
            send(server.url)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if not [t for t in threading.enumerate() if t.name == "flight"]:
            break
        threading.Event().wait(0.01)
    assert not [t for t in threading.enumerate() if t.name == "flight"]
