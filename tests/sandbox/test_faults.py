"""Bad days on demand: each kind does what it says, and a seed repeats a run."""

import struct
from collections.abc import Iterator
from http.client import HTTPConnection, IncompleteRead, RemoteDisconnected
from typing import Any

import pytest

from desktop.sandbox.faults import KINDS, BadInput, Faults, read_faults
from desktop.sandbox.server import SandboxServer
from tests.sandbox.stand import SilentShopify

OPERATION = "shopify.orderCreate"


@pytest.fixture
def server() -> Iterator[SandboxServer]:
    made = SandboxServer({"/shopify": SilentShopify()}, Faults())
    made.start()
    yield made
    made.stop()


def _set(server: SandboxServer, **fault: Any) -> None:
    server.faults.put(*read_faults({"seed": 1, "faults": [{"operation": OPERATION, **fault}]}))


def _handled(server: SandboxServer) -> int:
    part = server.parts["/shopify"]
    assert isinstance(part, SilentShopify)
    return part.handled


def _ask(server: SandboxServer) -> tuple[int, bytes, str]:
    connection = HTTPConnection("127.0.0.1", int(server.url.rsplit(":", 1)[1]), timeout=5)
    try:
        connection.request("POST", "/shopify/x", b"{}")
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers["Content-Type"]
    finally:
        connection.close()


@pytest.mark.parametrize(("kind", "handled"), [("cut_before", 0), ("cut_after", 1)])
def test_cuts_differ_in_whether_it_was_done(server: SandboxServer, kind: str, handled: int) -> None:
    _set(server, kind=kind, times=1)
    with pytest.raises(RemoteDisconnected):
        _ask(server)
    assert _handled(server) == handled
    assert _ask(server)[0] == 200
    assert server.counts[OPERATION] == 2


def test_reset_breaks_the_connection(server: SandboxServer) -> None:
    _set(server, kind="reset")
    with pytest.raises(ConnectionResetError):
        _ask(server)
    assert _handled(server) == 0


def test_truncate_does_it_and_sends_half(server: SandboxServer) -> None:
    whole = len(_ask(server)[1])
    _set(server, kind="truncate")
    with pytest.raises(IncompleteRead) as error:
        _ask(server)
    assert len(error.value.partial) == whole // 2
    assert _handled(server) == 2


@pytest.mark.parametrize(("kind", "handled"), [("status", 0), ("status_after", 1)])
def test_status_before_and_after(server: SandboxServer, kind: str, handled: int) -> None:
    _set(server, kind=kind, status=429, body={"errors": "Throttled"})
    assert _ask(server)[:2] == (429, b'{"errors": "Throttled"}')
    assert _handled(server) == handled


def test_status_with_a_body_of_html(server: SandboxServer) -> None:
    _set(server, kind="status", status=429, body="<html>slow down</html>")
    assert _ask(server) == (429, b"<html>slow down</html>", "text/html")


def test_html_is_a_sign_in_page(server: SandboxServer) -> None:
    _set(server, kind="html")
    status, body, kind = _ask(server)
    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert b"sign in" in body


def test_latency_waits_and_then_answers_with_the_next_fault(server: SandboxServer) -> None:
    server.faults.put(
        *read_faults(
            {
                "faults": [
                    {"operation": "shopify.*", "kind": "latency", "seconds": 0.02},
                    {"operation": "*", "kind": "status", "status": 500},
                ]
            }
        )
    )
    assert _ask(server)[0] == 500
    assert [fault["struck"] for fault in server.faults.as_list()] == [1, 1]


def test_stop_does_not_wait_for_latency() -> None:
    server = SandboxServer({"/shopify": SilentShopify()}, Faults())
    server.start()
    _set(server, kind="latency", seconds=60)
    connection = HTTPConnection("127.0.0.1", int(server.url.rsplit(":", 1)[1]), timeout=5)
    connection.request("POST", "/shopify/x", b"{}")
    while not server.counts[OPERATION]:
        server.stopping.wait(0.001)
    server.stop()
    with pytest.raises((RemoteDisconnected, ConnectionError)):
        connection.getresponse()
    connection.close()


def _struck(faults: Faults, requests: int) -> list[bool]:
    return [faults.strike(OPERATION)[1] is not None for _ in range(requests)]


def test_skip_and_times() -> None:
    faults = Faults()
    faults.put(*read_faults({"faults": [{"kind": "reset", "skip": 2, "times": 3}]}))
    assert _struck(faults, 8) == [False, False, True, True, True, False, False, False]


def test_the_same_seed_strikes_the_same_requests() -> None:
    rules = {"faults": [{"operation": "*", "kind": "reset", "probability": 0.3}]}
    runs = []
    for seed in (5, 5, 6):
        faults = Faults()
        faults.put(*read_faults({"seed": seed, **rules}))
        runs.append(_struck(faults, 200))
    assert runs[0] == runs[1] != runs[2]
    assert 30 < sum(runs[0]) < 90


def test_patterns() -> None:
    faults = Faults()
    faults.put(*read_faults({"faults": [{"operation": "amazon.*", "kind": "reset"}]}))
    assert faults.strike("amazon.getOrder")[1] is not None
    assert faults.strike("shopify.orderCreate")[1] is None


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ({"seed": "1"}, "seed"),
        ({"faults": {}}, "faults"),
        ({"faults": ["reset"]}, r"faults\[0\]"),
        ({"faults": [{"kind": "reset"}, {"kind": "explode"}]}, r"faults\[1\]\.kind"),
        ({"faults": [{"kind": "reset", "propability": 1}]}, r"faults\[0\]\.propability"),
        ({"faults": [{"kind": "reset", "probability": 2}]}, r"faults\[0\]\.probability"),
        ({"faults": [{"kind": "reset", "times": -1}]}, r"faults\[0\]\.times"),
        ({"faults": [{"kind": "status", "status": 99}]}, r"faults\[0\]\.status"),
        ({"faults": [{"kind": "latency", "seconds": True}]}, r"faults\[0\]\.seconds"),
        ({"faults": [{"kind": "reset", "operation": 5}]}, r"faults\[0\]\.operation"),
    ],
)
def test_wrong_input_names_the_field(value: dict[str, Any], names: str) -> None:
    with pytest.raises(BadInput, match=names):
        read_faults(value)


def test_every_kind_can_be_set() -> None:
    faults = [{"kind": kind} for kind in KINDS]
    assert [fault.kind for fault in read_faults({"faults": faults})[1]] == list(KINDS)


def test_linger_is_packed_for_this_system() -> None:
    from desktop.sandbox.server import RESET

    assert len(RESET) in (struct.calcsize("ii"), struct.calcsize("hh"))
