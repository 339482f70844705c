"""What Amazon's refusals mean: status and body → an error (pure)."""

from typing import Literal

import msgspec

from desktop.catalogue import account_problem
from desktop.channels.http import Answer
from desktop.errors import AccountProblem, CrossdockError, Technical, TryLater
from desktop.trade import AmazonAccess

EDGE_WAIT_S = 60.0  # something between here and Amazon answers in its place

Word = Literal["token_expired", "token_invalid", "secret_expired", "region", "path", "other"]


class Refused(CrossdockError):
    """Amazon refused this one request: 400, 404, 413, 415. Whoever asked knows what it means."""

    def __init__(self, status: int, technical: Technical) -> None:
        super().__init__(f"{technical.operation} was refused with {status} {technical.code}")
        self.status = status
        self.technical = technical


class _Error(msgspec.Struct):
    code: str | None = None
    message: str | None = None
    details: str | None = None


class _Errors(msgspec.Struct):
    errors: list[_Error] | None = None


class _LwaError(msgspec.Struct):
    error: str
    error_description: str | None = None


_errors = msgspec.json.Decoder(_Errors)
_lwa_error = msgspec.json.Decoder(_LwaError)


def is_page(answer: Answer) -> bool:
    """Whether the body is no JSON at all but a page made for people."""
    kind = answer.headers.get("Content-Type", "").lower()
    return "html" in kind or answer.body.lstrip()[:1] == b"<"


def technical_of(operation: str, answer: Answer) -> Technical:
    """What Amazon said, for support; a body of another shape leaves the words empty."""
    try:
        told = _errors.decode(answer.body).errors or []
    except (msgspec.DecodeError, UnicodeDecodeError):
        told = []
    words = "; ".join(" ".join(filter(None, (one.message, one.details))) for one in told)
    code = next((one.code for one in told if one.code), "")
    return Technical(operation, answer.status, code, words[:500], answer.request_id)


def read_403(technical: Technical) -> Word:
    """Which of the reasons for a 403 it is; only the words tell."""
    words = technical.words.lower()
    if "lwa secret" in words and "expired" in words:
        return "secret_expired"
    if "token" in words and "expired" in words:
        return "token_expired"
    if "revoked" in words or "malformed" in words:
        return "token_invalid"
    if "not valid for region" in words:
        return "region"
    if "missingauthenticationtoken" in technical.code.lower().replace(" ", ""):
        return "path"
    return "other"


def refusal(answer: Answer, technical: Technical, access: AmazonAccess) -> CrossdockError:
    """The error for a 4xx of an operation, once renewing the token is of no more use."""
    status = answer.status
    if is_page(answer):
        return _from_a_page(status, technical, access)
    if "not valid for region" in technical.words.lower():
        return _problem("region_wrong", technical, access)
    if status == 401:
        return _problem("token_revoked", technical, access)
    if status == 403:
        codes = {
            "secret_expired": "secret_expired",
            "token_expired": "token_revoked",
            "token_invalid": "token_revoked",
            "region": "region_wrong",
            "path": "endpoint_wrong",
            "other": "access_denied",
        }
        return _problem(codes[read_403(technical)], technical, access)
    if status in (408, 425):
        return TryLater(10, "unavailable", "Amazon did not wait.", technical=technical)
    return Refused(status, technical)


def _from_a_page(status: int, technical: Technical, access: AmazonAccess) -> CrossdockError:
    if status in (404, 405, 410):
        return _problem("endpoint_wrong", technical, access)
    why = "A page for people came instead of Amazon's answer."
    return TryLater(EDGE_WAIT_S, "captive_portal", why, technical=technical)


def _problem(code: str, technical: Technical, access: AmazonAccess) -> AccountProblem:
    return account_problem(
        "amazon",
        code,
        technical,
        region=access.region.upper(),
        marketplaces=", ".join(access.marketplaces) or "none",
        endpoint=access.endpoint,
        operation=technical.operation,
    )


def request_refused(technical: Technical) -> AccountProblem:
    """The error for a request that is wrong by our own fault."""
    return account_problem("amazon", "request_refused", technical, operation=technical.operation)


def lwa_refusal(operation: str, answer: Answer, access: AmazonAccess) -> CrossdockError:
    """The error for a 4xx of the token exchange."""
    try:
        told = _lwa_error.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        technical = Technical(operation, answer.status, request_id=answer.request_id)
        if is_page(answer):
            return _from_a_page(answer.status, technical, access)
        return _problem("endpoint_wrong", technical, access)
    words = told.error_description or ""
    technical = Technical(operation, answer.status, told.error, words[:500], answer.request_id)
    if told.error == "invalid_client":
        expired = "expired" in words.lower()
        return _problem("secret_expired" if expired else "credentials_wrong", technical, access)
    if told.error == "invalid_grant":
        return _problem("token_revoked", technical, access)
    if told.error == "unauthorized_client":
        return _problem("client_mismatch", technical, access)
    if told.error in ("temporarily_unavailable", "server_error", "slow_down"):
        return TryLater(EDGE_WAIT_S, "unavailable", "Amazon's login is busy.", technical=technical)
    if answer.status == 401:
        return _problem("credentials_wrong", technical, access)
    return request_refused(technical)
