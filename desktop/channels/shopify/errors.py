"""What an answer of Shopify means, sorted by what its reader must do.

    status            401 token · 402 frozen · 403 scope · 404 shop · 423 locked · 430 turned away
                      → AccountProblem; 429 → TryLater; 5xx → OutcomeUnknown after a write, else
                      TryLater; what is left → AccountProblem request_refused
    200 with errors   by `extensions.code`, see graphql_errors.py
    200 unreadable    OutcomeUnknown after a write, else TryLater

A write is only ever called without effect where Shopify says so in a way that is known.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.catalogue import account_problem
from desktop.channels.http import Answer
from desktop.clock import Pace
from desktop.errors import AccountProblem, CrossdockError, OutcomeUnknown, Technical, TryLater

_WORDS_LIMIT = 300
_UNAVAILABLE_S = 15.0
_TOO_MANY_S = 60.0

_BY_STATUS = {
    401: "token_invalid",
    402: "shop_frozen",
    403: "forbidden",
    404: "shop_not_found",
    423: "shop_locked",
    430: "rejected",
}
_SCOPE = re.compile(r"\b((?:read|write)_[a-z_]+)\b")
# Anything in a message that could be a value somebody typed.
_VALUES = re.compile(
    r"\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)|“[^”]*”|`[^`]{41,}`"
    r"|[^\s@]+@[^\s@]+|\+?\d[\d \-()./]{5,}\d"
)


class VariablesRefused(AccountProblem):
    """Shopify did not take the variables of a document; `paths` name the fields.

    One order's data can be the cause, so who sends orders turns it into that order's failure.
    """

    paths: tuple[tuple[str, ...], ...] = ()


class Misshapen(AccountProblem):
    """An answer lacks what the schema promises.

    One order's data can be the cause, so who reads orders turns it into that order's failure.
    """


class SearchIgnored(AccountProblem):
    """Shopify ignored a part of a search, so its answer holds what was not asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, as far as judging the answer needs it."""

    operation: str
    writes: bool
    shop: str
    endpoint: str
    pace: Pace

    def technical(
        self, answer: Answer, code: str = "", words: str = "", field: str = ""
    ) -> Technical:
        """What the service said, for support."""
        return Technical(
            operation=self.operation,
            status=answer.status,
            code=code[:80],
            words=scrubbed(words),
            request_id=answer.request_id,
            field=field,
        )

    def problem(self, code: str, technical: Technical, **facts: object) -> AccountProblem:
        """An error that pauses the Shopify side."""
        known: dict[str, object] = {
            "shop": self.shop,
            "endpoint": self.endpoint,
            "operation": self.operation,
        }
        return account_problem("shopify", code, technical, **{**known, **facts})

    def unknown(self, why: str, technical: Technical) -> CrossdockError:
        """After a write: it may have happened. After a read: again a little later."""
        if self.writes:
            return OutcomeUnknown(why, technical=technical)
        return self.later(_UNAVAILABLE_S, "unavailable", why, technical)

    def later(self, service_s: float, code: str, why: str, technical: Technical) -> TryLater:
        """Certainly without effect; `service_s` in the service's seconds."""
        return TryLater(self.pace.here(service_s), code, why, technical=technical)

    def too_many(self, technical: Technical) -> TryLater:
        """Trial and development stores take five new orders a minute."""
        return self.later(_TOO_MANY_S, "too_many", "Shopify takes no more just now.", technical)


def scrubbed(words: str) -> str:
    """The service's words without what could be a buyer's data, and not too long."""
    one_line = " ".join(_VALUES.sub("…", words).split())
    return one_line[:_WORDS_LIMIT]


def parse_body(answer: Answer) -> Any:
    """The JSON of an answer; None where it is none."""
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        return None


def is_html(answer: Answer) -> bool:
    """Whether a page for people came back."""
    return answer.body[:200].lstrip().startswith(b"<")


def retry_after(answer: Answer, otherwise: float) -> float:
    """The Retry-After header in seconds (it may be decimal), within 1 second and 10 minutes."""
    try:
        seconds = float(answer.headers.get("Retry-After", ""))
    except ValueError:
        return otherwise
    return min(max(seconds, 1.0), 600.0) if math.isfinite(seconds) else otherwise


def named_scopes(*texts: object) -> tuple[str, ...]:
    """The scopes that a refusal names, in its order."""
    found = [scope for text in texts for scope in _SCOPE.findall(str(text or ""))]
    return tuple(dict.fromkeys(found))


def status_error(answer: Answer, payload: Any, asked: Asked) -> CrossdockError:
    """The error for any status but 200."""
    words = _plain_words(answer, payload)
    technical = asked.technical(answer, words=words)
    if answer.status == 429:
        wait = retry_after(answer, 2.0)
        return asked.later(wait, "throttled", "Shopify asks to wait.", technical)
    if answer.status >= 500 or answer.status < 200 or 200 <= answer.status < 300:
        wait = retry_after(answer, _UNAVAILABLE_S)
        why = f"Shopify answered with status {answer.status}."
        if asked.writes:
            return OutcomeUnknown(why, technical=technical)
        return asked.later(wait, "unavailable", why, technical)
    scopes = named_scopes(words) if answer.status == 403 else ()
    if scopes:
        return asked.problem("scope_missing", technical, scopes=", ".join(scopes))
    return asked.problem(_BY_STATUS.get(answer.status, "request_refused"), technical)


def unreadable(answer: Answer, asked: Asked) -> CrossdockError:
    """The error for an answer with status 200 that is no GraphQL answer."""
    technical = asked.technical(answer)
    if is_html(answer) and not asked.writes:
        why = "A web page answered instead of Shopify: perhaps a network login page."
        return asked.later(60.0, "captive_portal", why, technical)
    return asked.unknown("Shopify's answer could not be read.", technical)


def misshapen(operation: str, shop: str, endpoint: str, detail: str) -> Misshapen:
    """The error for a reading whose answer lacks what the schema promises."""
    technical = Technical(operation=operation, words=detail[:_WORDS_LIMIT])
    facts = {"shop": shop, "endpoint": endpoint}
    plain = account_problem("shopify", "endpoint_wrong", technical, **facts)
    return Misshapen(
        "shopify", plain.code, plain.title, plain.cause, plain.cure, technical=technical
    )


def _plain_words(answer: Answer, payload: Any) -> str:
    """What a refusal says in words; nothing of a page for people."""
    if isinstance(payload, Mapping):
        errors = payload.get("errors") or payload.get("error_description") or payload.get("error")
        if isinstance(errors, str):
            return errors
        if isinstance(errors, list):
            return " ".join(
                str(error.get("message", "")) for error in errors if isinstance(error, Mapping)
            )
    return ""
