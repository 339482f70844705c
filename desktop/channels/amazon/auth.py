"""Login with Amazon: a refresh token becomes an access token that is good for an hour."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

import msgspec

from desktop.channels.amazon.patience import at_pace, patiently
from desktop.channels.amazon.refusals import EDGE_WAIT_S, is_page, lwa_refusal
from desktop.channels.http import Answer, Http
from desktop.channels.kept_token import KeptToken
from desktop.channels.service_clock import ServiceClock
from desktop.clock import Clock, Pace
from desktop.errors import Technical, TryLater
from desktop.trade import AmazonAccess

OPERATION = "lwaToken"
_EARLY_S = 60.0
_FORM = "application/x-www-form-urlencoded;charset=UTF-8"


@dataclass(frozen=True, slots=True)
class AmazonSecrets:
    """What the keyring keeps of the Amazon side; never shown."""

    client_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)


class _Granted(msgspec.Struct):
    access_token: str
    expires_in: float = 3600.0


_granted = msgspec.json.Decoder(_Granted, strict=False)


class AccessTokens:
    """The access token of one account, shared by its threads; one of them renews it at a time.

    `kept` is one that an earlier connection asked for, or where this one's is to be kept.
    """

    def __init__(
        self,
        access: AmazonAccess,
        secrets: AmazonSecrets,
        http: Http,
        pace: Pace,
        clock: Clock,
        kept: KeptToken | None = None,
    ) -> None:
        self._access = access
        self._secrets = secrets
        self._http = http
        self._pace = pace
        self._clock = clock
        self._kept = kept = KeptToken() if kept is None else kept
        self.service_clock = kept.clock = kept.clock or ServiceClock(clock)

    def token(self, *, not_this: str = "") -> str:
        """A token that is good for the next minute, and not the one that Amazon just refused.

        Raises AccountProblem where Amazon refuses the credentials, TryLater where it is passing.
        """
        with self._kept.lock:
            held = self._kept.value
            if not held or held == not_this or self._clock() >= self._kept.ends_at:
                self._kept.value = ""
                self._renew()
            return self._kept.value

    def drop(self) -> None:
        """Something was refused: the next call goes with a new one, which may do more."""
        self._kept.drop()

    def _renew(self) -> None:
        began = self._clock()
        answer = patiently(self._ask, OPERATION, self._http.cancel, self._pace)
        if answer.status == 429:
            raise self._later("unavailable", "Amazon's login is busy.", answer)
        if answer.status >= 400:
            raise at_pace(lwa_refusal(OPERATION, answer, self._access), self._pace)
        if is_page(answer):
            raise self._later(
                "captive_portal", "A page for people came instead of a token.", answer
            )
        try:
            granted = _granted.decode(answer.body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise self._later("unavailable", "Amazon's token could not be read.", answer) from None
        if not (granted.access_token and granted.access_token.isascii()):
            raise self._later("unavailable", "Amazon's token could not be read.", answer)
        self._kept.value = granted.access_token
        self._kept.ends_at = began + granted.expires_in - min(_EARLY_S, granted.expires_in / 2)

    def _ask(self) -> Answer:
        form = {
            "grant_type": "refresh_token",
            "refresh_token": self._secrets.refresh_token,
            "client_id": self._access.client_id,
            "client_secret": self._secrets.client_secret,
        }
        try:
            answer = self._http.send(
                OPERATION,
                "POST",
                self._access.lwa_endpoint,
                headers={"content-type": _FORM, "accept": "application/json"},
                body=urlencode(form).encode(),
                writes=False,  # an unused token does no harm
                deadline_s=30,
                max_bytes=1 << 20,
            )
        except TryLater as error:
            raise at_pace(error, self._pace) from None
        self.service_clock.learn(answer.headers)
        return answer

    def _later(self, code: str, why: str, answer: Answer) -> TryLater:
        technical = Technical(OPERATION, answer.status, request_id=answer.request_id)
        return TryLater(self._pace.here(EDGE_WAIT_S), code, why, technical=technical)
