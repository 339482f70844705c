"""Fixtures for calls to a server on this computer."""

import threading
from collections.abc import Callable, Iterator

import pytest

from desktop.channels.http import Answer, Http

Send = Callable[..., Answer]


@pytest.fixture
def http() -> Iterator[Http]:
    made = Http(threading.Event())
    yield made
    made.close()


@pytest.fixture
def send(http: Http) -> Send:
    def call(url: str, *, writes: bool = False, **more: object) -> Answer:
        method = "POST" if writes else "GET"
        body = b'{"a": 1}' if writes else None
        given: dict[str, object] = {"headers": {}, "body": body, "writes": writes, **more}
        return http.send("op", method, url, **given)  # type: ignore[arg-type]

    return call
