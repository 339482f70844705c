"""Login with Amazon: the token endpoint, with its real refusals, and which tokens still live."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from desktop.sandbox.timing import SandboxTime
from desktop.sandbox.wire import Request, Response, json_response

TOKEN_LIFE_S = 3600
SHORTEST_LIFE_S = 30.0  # real seconds: where time runs very fast a token must still be usable


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the seller's own app is given by Amazon."""

    client_id: str
    client_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)
    seller_id: str

    @classmethod
    def of_seed(cls, seed: int) -> "Credentials":
        """Made up, in the real shapes, the same for the same seed."""
        secret = _digest(seed, "secret") + _digest(seed, "secret 2")
        return cls(
            f"amzn1.application-oa2-client.{_digest(seed, 'client')[:32]}",
            f"amzn1.oa2-cs.v1.{secret[:64]}",
            f"Atzr|IwEBI{_digest(seed, 'refresh')}",
            "A" + _digest(seed, "seller")[:13].upper(),
        )


def _digest(seed: int, what: str) -> str:
    return hashlib.sha256(f"crossdock sandbox {seed} {what}".encode()).hexdigest()


class LwaPart:
    """`POST /auth/o2/token`; remembers the tokens it gave."""

    def __init__(self, seed: int, timing: SandboxTime, knobs: Mapping[str, Any]) -> None:
        self.credentials = Credentials.of_seed(seed)
        self._seed = seed
        self._timing = timing
        self._knobs = knobs
        self._given = 0
        self._ends: dict[str, float] = {}

    def operation(self, request: Request) -> str:
        """Always the token."""
        return "lwa.token" if request.path == "/auth/o2/token" else "lwa.other"

    def handle(self, request: Request) -> Response:
        """Give a token, or refuse as LWA does."""
        if request.path != "/auth/o2/token" or request.method != "POST":
            return _refuse(404, "invalid_request", "Not found")
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind != "application/x-www-form-urlencoded":
            return _refuse(
                400, "invalid_request", "Content type must be application/x-www-form-urlencoded"
            )
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        return self._check(form) or self._grant()

    def _check(self, form: Mapping[str, str]) -> Response | None:
        grant = form.get("grant_type", "")
        if grant != "refresh_token":
            what = "unsupported_grant_type" if grant else "invalid_request"
            return _refuse(400, what, f"The request has an unsupported grant_type : {grant[:40]}")
        for name in ("client_id", "client_secret", "refresh_token"):
            if not form.get(name):
                return _refuse(
                    400, "invalid_request", f"The request is missing a required parameter : {name}"
                )
        mine = self.credentials
        known = (form["client_id"], form["client_secret"]) == (mine.client_id, mine.client_secret)
        if not known or self._knobs["secret_expired"]:
            return _refuse(401, "invalid_client", "Client authentication failed")
        if form["refresh_token"] != mine.refresh_token or self._knobs["refresh_token_revoked"]:
            return _refuse(
                400, "invalid_grant", "The request has an invalid grant parameter : refresh_token"
            )
        return None

    def _grant(self) -> Response:
        self._given += 1
        token = f"Atza|IwEBI{_digest(self._seed, f'access {self._given}')}"
        life = max(self._timing.here(TOKEN_LIFE_S), SHORTEST_LIFE_S)
        self._ends[token] = self._timing.now() + life
        answer = {
            "access_token": token,
            "refresh_token": self.credentials.refresh_token,
            "token_type": "bearer",
            "expires_in": int(life),  # in real seconds, as clients keep their clocks
        }
        return json_response(200, answer, {"Cache-Control": "no-store"})

    def lives(self, token: str) -> bool | None:
        """Whether a token is still good; None where it was never given."""
        end = self._ends.get(token)
        return None if end is None else self._timing.now() < end

    def expire_all(self) -> None:
        """End every token now."""
        self._ends = dict.fromkeys(self._ends, 0.0)


def _refuse(status: int, error: str, description: str) -> Response:
    return json_response(status, {"error": error, "error_description": description})
