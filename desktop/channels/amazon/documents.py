"""The documents of feeds and reports: where Amazon says they lie, unpacked and as UTF-8."""

import re
import zlib

import msgspec

from desktop.channels.amazon.client import ADDRESS_UNUSABLE, AmazonClient
from desktop.channels.amazon.refusals import Refused
from desktop.channels.http import Answer
from desktop.errors import CrossdockError, Technical, TryLater

MAX_BYTES = 64 << 20
DOCUMENT_EXPIRED = "document_expired"
NO_ADDRESS = (DOCUMENT_EXPIRED, ADDRESS_UNUSABLE)  # codes of TryLater that a new address may mend
_GZIP = 31  # zlib's window size for a gzip header
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)
_EXPIRED_WAIT_S = 60.0  # an address refused again and again is not asked for in a tight loop


class DocumentUnreadable(CrossdockError):
    """A document is not what Amazon documents; the text holds nothing of its content."""


class DocumentExpired(TryLater):
    """The address was refused, most likely as older than five minutes: ask for a new one."""


class _Located(msgspec.Struct, rename="camel"):
    url: str
    compression_algorithm: str | None = None


_located = msgspec.json.Decoder(_Located)


def refused_address(client: AmazonClient, operation: str, answer: Answer) -> CrossdockError:
    """The error for a 4xx of the place where documents lie."""
    if answer.status in (408, 429):
        return client.later(operation, "Amazon's store of documents is busy.", answer)
    technical = Technical(operation, answer.status, request_id=answer.request_id)
    why = "The address of the document was refused; a new one is asked for."
    wait_s = client.pace.here(_EXPIRED_WAIT_S)
    return DocumentExpired(wait_s, DOCUMENT_EXPIRED, why, technical=technical)


def fetch_document(client: AmazonClient, operation: str, path: str) -> bytes:
    """The content of a document; text of another encoding is turned into UTF-8.

    Raises DocumentUnreadable where it is gone, cannot be unpacked or is larger than 64 MB,
    DocumentExpired, TryLater, AccountProblem, Cancelled.
    """
    try:
        answer = client.get(operation, path, {})
    except Refused as refused:
        raise DocumentUnreadable(f"Amazon has no such document ({refused.status})") from None
    try:
        located = _located.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise client.later(operation, "Amazon's answer could not be read.", answer) from None
    stored = client.store(f"{operation} content", located.url)
    if stored.status >= 400:
        raise refused_address(client, operation, stored)
    packed = (located.compression_algorithm or "").upper()
    if packed not in ("", "GZIP"):
        raise DocumentUnreadable(f"packed as {packed[:20]}")
    content = unpacked(stored.body) if packed else stored.body
    return _as_utf8(content, stored.headers.get("Content-Type", ""))


def unpacked(packed: bytes, limit: int = MAX_BYTES) -> bytes:
    """What a gzip file of one or more members holds. Raises DocumentUnreadable."""
    content = bytearray()
    while packed:
        unpack = zlib.decompressobj(_GZIP)
        try:
            content += unpack.decompress(packed, limit + 1 - len(content))
        except zlib.error:
            raise DocumentUnreadable("the compressed document is damaged") from None
        if len(content) > limit:
            raise DocumentUnreadable("the document is too large")
        if not unpack.eof:
            raise DocumentUnreadable("the compressed document is cut short")
        packed = unpack.unused_data.lstrip(b"\0")
    return bytes(content)


def text_of(document: bytes) -> str:
    """A flat file's text: UTF-8 with or without a mark, else Western European."""
    try:
        return document.decode("utf-8-sig")
    except UnicodeDecodeError:
        return document.decode("cp1252", errors="replace")


def _as_utf8(content: bytes, content_type: str) -> bytes:
    found = _CHARSET.search(content_type)
    if found is None or content.lstrip()[:1] == b"<":  # XML names its encoding itself
        return content
    try:
        return content.decode(found[1]).encode()
    except (LookupError, UnicodeError):
        return content
