"""What a request and an answer are inside the sandbox, and what each part of it must offer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

JSON_TYPE = "application/json"


@dataclass(frozen=True, slots=True)
class Request:
    """One request: `path` is what stands below the part's prefix, header names are lower-case."""

    method: str
    path: str
    query: dict[str, list[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    """One answer. The server adds Content-Length, and a Date where there is none."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Part(Protocol):
    """One service of the sandbox. The server calls both methods under its one lock."""

    def operation(self, request: Request) -> str:
        """The name it is counted and broken under, such as `amazon.searchOrders`. No effects."""

    def handle(self, request: Request) -> Response:
        """Do it and answer. Whatever it raises becomes a 500."""


def json_response(
    status: int, value: Any, headers: Mapping[str, str] | None = None, *, indent: int | None = None
) -> Response:
    """An answer with a JSON body in UTF-8."""
    body = json.dumps(value, ensure_ascii=False, indent=indent).encode()
    return raw_json_response(status, body, headers)


def raw_json_response(
    status: int, body: bytes, headers: Mapping[str, str] | None = None
) -> Response:
    """An answer whose JSON is written already."""
    return Response(status, {"Content-Type": JSON_TYPE, **(headers or {})}, body)


def html_response(status: int, text: str, headers: Mapping[str, str] | None = None) -> Response:
    """An answer with an HTML body, as proxies and sign-in pages give."""
    return Response(
        status, {"Content-Type": "text/html; charset=utf-8", **(headers or {})}, text.encode()
    )
