"""Between the sandbox's server and its parts: keeps every request and the answer to it."""

from dataclasses import dataclass

from desktop.sandbox.run import Sandbox
from desktop.sandbox.wire import Part, Request, Response

SERVICES = ("/amazon", "/lwa", "/shopify")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request, and what the service answered."""

    prefix: str
    request: Request
    response: Response


class Recorder:
    """Stands in for a part of the sandbox, and passes everything on."""

    def __init__(self, prefix: str, part: Part, kept: list[Exchange]) -> None:
        self._prefix, self._part, self._kept = prefix, part, kept

    def operation(self, request: Request) -> str:
        return self._part.operation(request)

    def handle(self, request: Request) -> Response:
        response = self._part.handle(request)
        self._kept.append(Exchange(self._prefix, request, response))
        return response


def record(sandbox: Sandbox) -> list[Exchange]:
    """From now on everything that both services are asked and answer, as it happens."""
    kept: list[Exchange] = []
    with sandbox.server.lock:
        for prefix in SERVICES:
            part = sandbox.server.parts[prefix]
            sandbox.server.parts[prefix] = Recorder(prefix, part, kept)
    return kept
