"""GraphQL errors in an answer with status 200: told apart by code, then by their words.

without effect    THROTTLED, MAX_COST_EXCEEDED, ACCESS_DENIED of the whole operation, invalid
                  documents and variables, a shop that is not active, too many attempts
may have happened INTERNAL_SERVER_ERROR, codes nobody knows, and any error beside the result
                  of a write
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from desktop.channels.http import Answer
from desktop.channels.shopify import throttle
from desktop.channels.shopify.draft_types import KEY_NAME, KEY_NAMESPACE
from desktop.channels.shopify.errors import (
    Asked,
    SearchIgnored,
    VariablesRefused,
    named_scopes,
    unreadable,
)
from desktop.errors import CrossdockError, TryLater

# The whole `errors` of an answer may be one text; what it holds → the account's problem.
_TEXTS = (
    ("invalid api key or access token", "token_invalid"),
    ("unavailable shop", "shop_frozen"),
    ("not found", "shop_not_found"),
)
_MISUSE = frozenset(
    "MAX_COST_EXCEEDED GRAPHQL_PARSE_FAILED GRAPHQL_VALIDATION_FAILED undefinedField"
    " undefinedType argumentLiteralsIncompatible argumentNotAccepted missingRequiredArguments"
    " missingRequiredInputObjectAttribute variableMismatch variableNotDefined"
    " variableRequiresValidType variableNotUsed selectionMismatch fragmentNotDefined"
    " useAndDefineFragment undefinedDirective parseError".split()
)
_PATH_IN_WORDS = re.compile(r"(?:invalid value for|at) [\"'`]?(\w+(?:\.\w+)+)")


def result_of(answer: Answer, payload: Any, asked: Asked) -> dict[str, Any]:
    """The `data` of an answer with status 200, or the error that its `errors` mean."""
    if not isinstance(payload, Mapping):
        raise unreadable(answer, asked)
    errors = payload.get("errors")
    if isinstance(errors, str):
        raise _of_text(errors, answer, asked)
    if errors:
        raise _of_list(_clean(errors), payload, answer, asked)
    data = payload.get("data")
    if not isinstance(data, dict):
        raise unreadable(answer, asked)
    _check_search(payload, answer, asked)
    return data


def _of_text(text: str, answer: Answer, asked: Asked) -> CrossdockError:
    technical = asked.technical(answer, words=text)
    lowered = text.lower()
    if "too many attempts" in lowered or "throttled" in lowered:
        return asked.too_many(technical)
    for words, code in _TEXTS:
        if words in lowered:
            return asked.problem(code, technical)
    return asked.unknown("Shopify answered with an error.", technical)


def _of_list(
    errors: Sequence[Mapping[str, Any]], payload: Mapping[str, Any], answer: Answer, asked: Asked
) -> CrossdockError:
    data = payload.get("data")
    if asked.writes and isinstance(data, Mapping) and any(v is not None for v in data.values()):
        technical = asked.technical(answer, _code(errors[0]), _message(errors[0]))
        return asked.unknown("Shopify answered with a result and an error.", technical)
    verdicts = [_of_one(error, payload, answer, asked) for error in errors]
    known = [verdict for verdict in verdicts if verdict is not None]
    if len(known) == len(errors) or (known and not asked.writes):
        return known[0]
    unclear = errors[verdicts.index(None)]
    technical = asked.technical(answer, _code(unclear), _message(unclear))
    return asked.unknown("Shopify answered with an error.", technical)


def _of_one(
    error: Mapping[str, Any], payload: Mapping[str, Any], answer: Answer, asked: Asked
) -> CrossdockError | None:
    """The error for one that is certainly without effect; None for all others."""
    code, message = _code(error), _message(error)
    technical = asked.technical(answer, code, message)
    if code == "THROTTLED":
        return _throttled(payload, answer, asked)
    if "too many attempts" in message.lower():
        return asked.too_many(technical)
    if code == "ACCESS_DENIED":
        required = _mapping(error.get("extensions")).get("requiredAccess")
        named = named_scopes(required) or named_scopes(message)
        if named:
            return asked.problem("scope_missing", technical, scopes=", ".join(named))
        return asked.problem("forbidden", technical)
    if code == "SHOP_INACTIVE":
        return asked.problem("shop_frozen", technical)
    if code in ("INVALID_VARIABLE", "MAX_INPUT_SIZE_EXCEEDED"):
        return _variables_refused(error, answer, asked)
    if code in _MISUSE or _is_misuse(error, code, payload):
        return asked.problem("request_refused", technical)
    if "metafield definition" in message.lower():
        return asked.problem("key_definition", technical, key=f"{KEY_NAMESPACE}.{KEY_NAME}")
    return None


def _throttled(payload: Mapping[str, Any], answer: Answer, asked: Asked) -> CrossdockError:
    told = throttle.read_cost(payload.get("extensions"))
    technical = asked.technical(answer, "THROTTLED")
    if told.is_beyond_reach:
        facts = {"cost": f"{told.requested:g}", "maximum": f"{told.maximum:g}"}
        return asked.problem("points_too_few", technical, **facts)
    wait = asked.pace.here(throttle.throttled_wait(told, 1.0))
    return TryLater(wait, "throttled", "Shopify's points are used up.", technical=technical)


def _variables_refused(error: Mapping[str, Any], answer: Answer, asked: Asked) -> VariablesRefused:
    """Words and explanations of this error repeat the value, so only the path is kept."""
    paths = _paths(error)
    field = ".".join(next(iter(paths), ()))
    technical = asked.technical(answer, _code(error), "invalid value", field)
    plain = asked.problem("request_refused", technical)
    refused = VariablesRefused(
        "shopify", plain.code, plain.title, plain.cause, plain.cure, technical=technical
    )
    refused.paths = paths
    return refused


def _paths(error: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    """The fields that an error is about: from its problems, else its path, else its words."""
    problems = _mapping(error.get("extensions")).get("problems")
    listed = [
        _mapping(problem).get("path")
        for problem in (problems if isinstance(problems, list) else [])
    ]
    given = [path for path in (*listed, error.get("path")) if isinstance(path, list) and path]
    if given:
        return tuple(tuple(str(step) for step in path) for path in given)
    return tuple(tuple(path.split(".")) for path in _PATH_IN_WORDS.findall(_message(error)))


def _is_misuse(error: Mapping[str, Any], code: str, payload: Mapping[str, Any]) -> bool:
    """By GraphQL's rules a document that was never run has places, no path, and no `data`."""
    never_ran = "data" not in payload and bool(error.get("locations"))
    return not code and never_ran and not error.get("path")


def _check_search(payload: Mapping[str, Any], answer: Answer, asked: Asked) -> None:
    """An unknown filter is ignored with a warning; then everything is found."""
    searches = _mapping(payload.get("extensions")).get("search")
    for search in searches if isinstance(searches, list) else []:
        warnings = _mapping(search).get("warnings")
        if warnings:
            first = _mapping(warnings[0]) if isinstance(warnings, list) else {}
            field = str(first.get("field", ""))[:80]
            technical = asked.technical(answer, "search_ignored", _message(first), field)
            plain = asked.problem("request_refused", technical)
            raise SearchIgnored(
                "shopify", plain.code, plain.title, plain.cause, plain.cure, technical=technical
            )


def _clean(errors: Any) -> list[Mapping[str, Any]]:
    listed = errors if isinstance(errors, list) else [errors]
    return [error if isinstance(error, Mapping) else {"message": str(error)} for error in listed]


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _code(error: Mapping[str, Any]) -> str:
    return str(_mapping(error.get("extensions")).get("code") or "")


def _message(error: Mapping[str, Any]) -> str:
    return str(error.get("message") or "")
