"""Where feeds and reports lie: addresses that live five minutes, and who may not use them."""

import gzip
import hashlib
from dataclasses import dataclass

from desktop.sandbox.amazon.ground import Ground
from desktop.sandbox.wire import Request, Response

PREFIX = "/document-store/"
LIFE_S = 300.0
SHORTEST_LIFE_S = 5.0  # real seconds: where time runs very fast an address must still be usable


@dataclass(slots=True)
class Document:
    """One document. `content` is None until it was uploaded."""

    id: str
    content_type: str
    content: bytes | None = None
    packed: bool = False


@dataclass(frozen=True, slots=True)
class _Address:
    document_id: str
    method: str
    ends: float


class Documents:
    """All documents, and the addresses that were given."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._documents: dict[str, Document] = {}
        self._addresses: dict[str, _Address] = {}

    def find(self, document_id: str) -> Document | None:
        """A document by its ID."""
        return self._documents.get(document_id)

    def new(self, content_type: str, content: bytes | None = None, *, pack: bool = False) -> str:
        """A document; its ID."""
        number = self._digest(f"document {len(self._documents)}")
        document_id = f"amzn1.tortuga.4.na.{number[:8]}-{number[8:12]}.T{number[12:26].upper()}"
        stored = gzip.compress(content, mtime=0) if pack and content is not None else content
        self._documents[document_id] = Document(document_id, content_type, stored, pack)
        return document_id

    def address(self, document_id: str, method: str, request: Request) -> str:
        """A new address of it, on the host that the request was made to."""
        key = self._digest(f"address {len(self._addresses)} {document_id}")
        life = max(self._ground.timing.here(LIFE_S), SHORTEST_LIFE_S)
        self._addresses[key] = _Address(document_id, method, self._ground.now() + life)
        host = request.headers.get("host", "127.0.0.1")
        return f"http://{host}/amazon{PREFIX}{key}"

    def handle(self, request: Request) -> Response:
        """A PUT or GET at an address; refused in XML as the real store does."""
        address = self._addresses.get(request.path.removeprefix(PREFIX))
        if address is None or address.method != request.method:
            return _refused("SignatureDoesNotMatch", "The request signature does not match.")
        if self._ground.now() >= address.ends:
            return _refused("AccessDenied", "Request has expired")
        if any(name.startswith("x-amz-") or name == "authorization" for name in request.headers):
            return _refused("SignatureDoesNotMatch", "Headers that were not signed.")
        document = self._documents[address.document_id]
        if request.method == "GET":
            return Response(200, {"Content-Type": document.content_type}, document.content or b"")
        if request.headers.get("content-type", "") != document.content_type:
            return _refused("SignatureDoesNotMatch", "The content type is not the signed one.")
        document.content = request.body
        return Response(200)

    def _digest(self, text: str) -> str:
        return hashlib.sha256(f"{self._ground.seed} {text}".encode()).hexdigest()


def _refused(code: str, words: str) -> Response:
    text = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{words}</Message></Error>"
    return Response(403, {"Content-Type": "application/xml"}, text.encode())
