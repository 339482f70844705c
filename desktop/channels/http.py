"""One request, one answer, and certainty about whether the request may have had an effect."""

import http.client
import logging
import platform
import threading
import time
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.structures import CaseInsensitiveDict

from desktop import __version__
from desktop.channels.call_notes import Call, note
from desktop.channels.flight import Flight, WatchedAdapter, no_retries
from desktop.errors import Cancelled, OutcomeUnknown, Technical, TryLater
from desktop.trade import is_loopback

_log = logging.getLogger(__name__)
# urllib3 writes whole URLs, with what is asked for in them.
logging.getLogger("urllib3").setLevel(logging.ERROR)

CANCEL_GRACE_S = 3.0  # how long a write in flight may go on when the program stops
_WAITS = {"offline": 30.0, "tls": 300.0, "captive_portal": 60.0, "unavailable": 10.0}
_CHUNK = 1 << 16
_GZIP = 31  # zlib's window size for a gzip header
_REQUEST_IDS = ("x-amzn-RequestId", "X-Request-Id")
_BROKEN = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    OSError,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered; header names in any case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    took_ms: int
    request_id: str


class _Unusable(Exception):
    """The answer's body is broken, too large, or packed in an unknown way."""


def user_agent() -> str:
    """Our name and version, and what we run on, in the form that Amazon asks for."""
    where = f"{platform.system() or 'unknown'}/{platform.release() or '0'}"
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._-/") else "-" for c in where)
    python = platform.python_version()
    return f"Crossdock/{__version__} (Language=Python/{python}; Platform={plain})"[:500]


class Http:
    """The connections of one account; may be used by several threads at once.

    `calls` counts the requests of each operation.
    """

    def __init__(self, cancel: threading.Event, *, user_agent: str = user_agent()) -> None:
        self.calls: Counter[str] = Counter()
        self.cancel = cancel
        self._counting = threading.Lock()
        self._user_agent = user_agent
        self._session = requests.Session()
        # Neither .netrc nor a CA bundle named in the environment: proxies are looked up below.
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = WatchedAdapter(max_retries=no_retries())
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def close(self) -> None:
        """Close all connections."""
        self._session.close()

    def send(
        self,
        operation: str,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        params: Mapping[str, str] | None = None,
        body: bytes | None = None,
        writes: bool,
        connect_s: float = 5,
        read_s: float = 20,
        deadline_s: float = 60,
        max_bytes: int = 64 << 20,
    ) -> Answer:
        """Send one request and read its whole answer; any status but a redirect is an answer.

        `deadline_s` bounds the call, `max_bytes` the unpacked body. Raises TryLater where it
        certainly had no effect (offline, tls, captive_portal) or a read failed (unavailable);
        OutcomeUnknown where `writes` and it may have left; Cancelled when the program stops;
        ValueError for a URL neither https nor on this computer, or a header that cannot be sent.
        """
        if self.cancel.is_set():
            raise Cancelled(f"{operation} was not sent")
        request = self._prepare(method, url, headers, params, body)
        with self._counting:
            self.calls[operation] += 1
        began = time.monotonic()
        waits = min(connect_s, deadline_s), min(read_s, deadline_s)
        with Flight(self.cancel, deadline_s, CANCEL_GRACE_S if writes else 0.0) as flight:
            try:
                status, received, content = self._exchange(request, waits, max_bytes, flight)
            except (*_BROKEN, _Unusable) as error:
                _tell(Call(operation, 0, _ms_since(began), "", writes, body), type(error).__name__)
                raise _judge(error, flight, operation, writes) from None
        request_id = next((received[name] for name in _REQUEST_IDS if name in received), "")
        _tell(Call(operation, status, _ms_since(began), request_id, writes, body))
        if 300 <= status < 400 or status == 511:
            raise _failure(operation, "captive_portal", "Something in the network redirects.")
        return Answer(status, received, content, _ms_since(began), request_id)

    def _prepare(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        params: Mapping[str, str] | None,
        body: bytes | None,
    ) -> requests.PreparedRequest:
        scheme = urlsplit(url).scheme
        if scheme != "https" and not (scheme == "http" and is_loopback(url)):
            raise ValueError("only https is spoken, and plain http on this computer")
        sent = {"User-Agent": self._user_agent, "Accept-Encoding": "gzip", **headers}
        for name, value in sent.items():
            if not (value.isascii() and value.isprintable() and value == value.strip()):
                raise ValueError(f"the header {name} cannot be sent")  # never with its value
        wanted = requests.Request(method, url, headers=sent, params=params, data=body)
        return self._session.prepare_request(wanted)

    def _exchange(
        self,
        request: requests.PreparedRequest,
        waits: tuple[float, float],
        max_bytes: int,
        flight: Flight,
    ) -> tuple[int, Mapping[str, str], bytes]:
        response = self._session.send(
            request,
            stream=True,
            timeout=waits,
            verify=True,
            proxies=_proxies(request.url or ""),
            allow_redirects=False,
        )
        try:
            content = _read(response, max_bytes)
            if flight.cut:  # a body without a length looks whole where it was cut
                raise _Unusable(flight.cut)
        except BaseException:
            response.raw.close()  # half read: not to be used again
            raise
        finally:
            response.close()
        return response.status_code, CaseInsensitiveDict(response.headers), content


def _proxies(url: str) -> dict[str, str]:
    if is_loopback(url):
        return {}
    found = requests.utils.get_environ_proxies(url, no_proxy=None)
    if any(str(proxy).lower().startswith("socks") for proxy in found.values()):
        raise requests.exceptions.ProxyError("SOCKS")
    return dict(found)


def _read(response: requests.Response, max_bytes: int) -> bytes:
    packed = response.headers.get("Content-Encoding", "").strip().lower()
    if packed not in ("", "identity", "gzip"):
        raise _Unusable(f"packed as {packed[:20]}")
    unpack: Any = zlib.decompressobj(_GZIP) if packed == "gzip" else None
    content = bytearray()
    while chunk := response.raw.read(_CHUNK, decode_content=False):
        if unpack is not None:
            try:
                chunk = unpack.decompress(chunk, max_bytes + 1 - len(content))
            except zlib.error:
                raise _Unusable("damaged") from None
        content += chunk
        if len(content) > max_bytes:
            raise _Unusable("too large")
    if unpack is not None and content and not unpack.eof:
        raise _Unusable("cut short")
    return bytes(content)


def _judge(
    error: Exception, flight: Flight, operation: str, writes: bool
) -> TryLater | OutcomeUnknown | Cancelled:
    """What a broken call means for whoever asked."""
    if writes and flight.left:
        technical = Technical(operation=operation)
        why = f"The answer to {operation} was lost ({_cause(error, flight)})."
        return OutcomeUnknown(why, technical=technical)
    if flight.cut == "cancelled":
        return Cancelled(f"{operation} was cut short")
    if flight.left:
        return _failure(operation, "unavailable", f"No whole answer ({_cause(error, flight)}).")
    if isinstance(error, (requests.exceptions.SSLError, urllib3.exceptions.SSLError)):
        return _failure(operation, "tls", "The service's certificate could not be checked.")
    if isinstance(error, requests.exceptions.ProxyError):
        return _failure(operation, "offline", "The proxy let nothing through.")
    return _failure(operation, "offline", "The service could not be reached.")


def _cause(error: Exception, flight: Flight) -> str:
    if flight.cut:
        return flight.cut
    return str(error) if isinstance(error, _Unusable) else type(error).__name__


def _failure(operation: str, code: str, why: str) -> TryLater:
    return TryLater(_WAITS[code], code, why, technical=Technical(operation=operation))


def _tell(call: Call, outcome: str = "") -> None:
    """Into the log, and to whoever notes what this thread asks."""
    said = (call.operation, outcome or call.status, call.took_ms, call.request_id)
    _log.info("%s %s %d ms %s", *said)
    note(call)


def _ms_since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
