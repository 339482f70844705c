"""The access token: a static one, or one for 24 hours by the client credentials grant.

A grant's token is renewed five minutes early, and once more when Shopify refuses it. One request
for a token is in flight at a time; who waits for it gets the new one.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from desktop.channels.http import Answer, Http
from desktop.channels.kept_token import KeptToken
from desktop.channels.shopify.errors import Asked, is_html, parse_body, status_error
from desktop.channels.shopify.secrets import ShopifySecrets
from desktop.clock import Clock, Pace, now
from desktop.errors import CrossdockError, Technical, TryLater
from desktop.trade import ShopifyAccess

_OPERATION = "ShopifyToken"
_EARLY_S = 300.0
_LIFE_S = 86_399.0
_TIMEOUT_S = 30.0
_HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Accept": "application/json",
}
# Refusals are often pages for people, so the code word is looked for in the text.
_CODE_WORDS = (
    ("app_not_installed", "app_not_installed"),
    ("shop_not_permitted", "shop_not_permitted"),
    ("cannot be performed on this shop", "shop_not_permitted"),
    ("application_cannot_be_found", "credentials_wrong"),
    ("invalid_client", "credentials_wrong"),
)


class TokenSource:
    """Gives the token of one account; may be shared by the account's clients.

    `kept` is one that an earlier connection asked for, or where this one's is to be kept.
    """

    def __init__(
        self,
        access: ShopifyAccess,
        secrets: ShopifySecrets,
        http: Http,
        pace: Pace,
        *,
        clock: Clock = now,
        kept: KeptToken | None = None,
    ) -> None:
        self._access = access
        self._secrets = secrets
        self._http = http
        self._pace = pace
        self._clock = clock
        self._kept = KeptToken() if kept is None else kept

    @property
    def is_static(self) -> bool:
        """Whether there is only the one token that was typed in."""
        return bool(self._secrets.access_token)

    def token(self) -> str:
        """A token that is good for minutes to come.

        Raises AccountProblem where Shopify gives none, TryLater where it cannot now.
        """
        if self.is_static:
            return self._secrets.access_token
        with self._kept.lock:
            if not self._kept.value or self._clock() >= self._kept.ends_at:
                self._renew()
            return self._kept.value

    def renewed(self, refused: str) -> str | None:
        """Another token than the one that was refused; None where there can be none."""
        if self.is_static:
            return None
        with self._kept.lock:
            if self._kept.value in (refused, ""):
                self._renew()
            return self._kept.value

    def drop(self) -> None:
        """Something was refused: the next call goes with a new one, which may do more."""
        self._kept.drop()

    def _renew(self) -> None:
        self._kept.value = ""
        asked_at = self._clock()
        answer = self._ask()
        token, life_s = read_token(answer, self._access, self._pace)
        early_s = min(_EARLY_S, life_s / 2)
        self._kept.value = token
        self._kept.ends_at = asked_at + self._pace.here(life_s - early_s)

    def _ask(self) -> Answer:
        try:
            return self._http.send(
                _OPERATION,
                "POST",
                f"{self._access.endpoint}/admin/oauth/access_token",
                headers=_HEADERS,
                body=self._form(),
                writes=False,
                read_s=_TIMEOUT_S,
                deadline_s=_TIMEOUT_S,
                max_bytes=1 << 20,
            )
        except TryLater as error:
            error.seconds = self._pace.here(error.seconds)
            raise

    def _form(self) -> bytes:
        fields = {
            "grant_type": "client_credentials",
            "client_id": self._access.client_id,
            "client_secret": self._secrets.client_secret,
        }
        return urlencode(fields).encode("ascii")


def read_token(answer: Answer, access: ShopifyAccess, pace: Pace) -> tuple[str, float]:
    """The token and its life in seconds, or the error that the answer means. No secret is told."""
    asked = Asked(_OPERATION, False, access.shop, access.endpoint, pace)
    payload = parse_body(answer)
    if answer.status != 200:
        raise _refusal(answer, payload, asked)
    given = payload.get("access_token") if isinstance(payload, Mapping) else None
    if not isinstance(given, str) or not _is_sendable(given):
        raise _no_token(answer, asked)
    return given, _life(payload.get("expires_in"))


def _refusal(answer: Answer, payload: Any, asked: Asked) -> CrossdockError:
    text = answer.body[:200_000].decode("utf-8", "replace").lower()
    if answer.status in (400, 401, 403):
        for words, code in _CODE_WORDS:
            if words in text:
                return asked.problem(code, asked.technical(answer, words))
    if answer.status in (400, 401):
        return asked.problem("credentials_wrong", asked.technical(answer))
    return status_error(answer, payload, asked)


def _no_token(answer: Answer, asked: Asked) -> CrossdockError:
    technical: Technical = asked.technical(answer)
    if is_html(answer):
        why = "A web page answered instead of Shopify: perhaps a network login page."
        return TryLater(asked.pace.here(60.0), "captive_portal", why, technical=technical)
    return asked.problem("endpoint_wrong", technical)


def _is_sendable(token: str) -> bool:
    return bool(token) and token.isascii() and token.isprintable() and " " not in token


def _life(given: Any) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or given <= 0:
        return _LIFE_S
    return min(float(given), _LIFE_S)
