"""A shop on this computer that gives the answers a test wrote, one for each call, in order."""

import json
import socket
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.channels.loopback import answer, serving

HANG_UP = b""  # read the request, then close without an answer


@dataclass(frozen=True)
class Call:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def sent(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.body)
        return value

    @property
    def operation(self) -> str:
        return str(self.sent["operationName"])

    @property
    def variables(self) -> dict[str, Any]:
        value: dict[str, Any] = self.sent["variables"]
        return value


@dataclass
class ScriptedShop:
    """What it will answer, and what it was asked."""

    url: str = ""
    answers: deque[bytes] = field(default_factory=deque)
    calls: list[Call] = field(default_factory=list)

    def will(self, *answers: bytes) -> None:
        self.answers.extend(answers)

    @property
    def operations(self) -> list[str]:
        return [call.operation for call in self.calls]


@contextmanager
def scripted_shop() -> Iterator[ScriptedShop]:
    shop = ScriptedShop()

    def script(peer: socket.socket, request: bytes) -> None:
        shop.calls.append(_call(request))
        told = shop.answers.popleft() if shop.answers else answer("418 No Script")
        if told:
            peer.sendall(told)

    with serving(script) as server:
        shop.url = server.url.rstrip("/")
        yield shop


def raw(status: str, body: bytes | str = b"", *headers: str) -> bytes:
    content = body if isinstance(body, bytes) else body.encode()
    return answer(status, content, "X-Request-Id: req-1", *headers)


def graphql(payload: object, *headers: str) -> bytes:
    return raw("200 OK", json.dumps(payload), "X-Shopify-API-Version: 2026-10", *headers)


def data(value: object, **extensions: object) -> bytes:
    payload: dict[str, object] = {"data": value}
    if extensions:
        payload["extensions"] = extensions
    return graphql(payload)


def error(
    code: str = "",
    message: str = "It failed",
    *,
    path: list[str] | None = None,
    **extensions: object,
) -> dict[str, object]:
    made: dict[str, object] = {"message": message}
    if path:
        made["path"] = path
    if code or extensions:
        made["extensions"] = {**({"code": code} if code else {}), **extensions}
    return made


def cost(requested: float, available: float, rate: float = 100.0, maximum: float = 2000.0) -> Any:
    return {
        "requestedQueryCost": requested,
        "actualQueryCost": requested,
        "throttleStatus": {
            "maximumAvailable": maximum,
            "currentlyAvailable": available,
            "restoreRate": rate,
        },
    }


def _call(request: bytes) -> Call:
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return Call(first.split(" ")[1], {n.strip().lower(): v.strip() for n, _, v in pairs}, body)
