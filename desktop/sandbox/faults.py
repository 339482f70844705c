"""Bad days on demand: which request gets which fault, drawn from a seed so that it repeats."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from random import Random
from typing import Any

from desktop.sandbox.dice import dice
from desktop.sandbox.wire import Response

KINDS = (
    "latency",  # answer after `seconds`
    "status",  # answer `status` and `body` without doing anything
    "status_after",  # do it, then answer `status` and `body`
    "cut_before",  # close the connection without doing anything
    "cut_after",  # do it, then close the connection without an answer
    "truncate",  # do it, then send half of the answer
    "html",  # answer a sign-in page, as captive portals do
    "reset",  # break the connection (RST) without doing anything
)
_FIELDS = {"operation", "kind", "probability", "times", "skip", "seconds", "status", "body"}
_PAGE = "<!doctype html><html><head><title>Sign in</title></head><body>Welcome to the guest network. Please sign in.</body></html>"  # noqa: E501


class BadInput(ValueError):
    """What was asked of the control endpoint cannot be; the text names the field."""


@dataclass(slots=True)
class Fault:
    """One rule. `skip` matching requests pass first, then it strikes at most `times` times."""

    operation: str
    kind: str
    probability: float = 1.0
    times: int | None = None
    skip: int = 0
    seconds: float = 0.0
    status: int = 503
    body: Any = None
    seen: int = 0
    struck: int = 0

    def strikes(self, operation: str, rng: Random) -> bool:
        """Whether it hits this request; counts the request either way."""
        if not fnmatchcase(operation, self.operation):
            return False
        self.seen += 1
        if self.seen <= self.skip or (self.times is not None and self.struck >= self.times):
            return False
        if self.probability < 1.0 and rng.random() >= self.probability:
            return False
        self.struck += 1
        return True

    def as_dict(self) -> dict[str, Any]:
        """As it was put, with the counts."""
        return {name: getattr(self, name) for name in self.__slots__}


class Faults:
    """The rules in force. The server asks it once a request, under its lock."""

    def __init__(self) -> None:
        self.seed = 0
        self._rules: list[Fault] = []
        self._rng = dice(0)

    def put(self, seed: int, rules: Sequence[Fault]) -> None:
        """Replace all rules and start the dice anew."""
        self.seed = seed
        self._rules = list(rules)
        self._rng = dice(seed)

    def add(self, rule: Fault) -> None:
        """One more rule, before the others."""
        self._rules.insert(0, rule)

    def clear(self) -> None:
        """No faults."""
        self.put(0, ())

    def strike(self, operation: str) -> tuple[float, Fault | None]:
        """Seconds to wait first, and the fault that hits this request (the first that does)."""
        seconds, hit = 0.0, None
        for rule in self._rules:
            if rule.kind == "latency":
                seconds += rule.seconds if rule.strikes(operation, self._rng) else 0.0
            elif hit is None and rule.strikes(operation, self._rng):
                hit = rule
        return seconds, hit

    def as_list(self) -> list[dict[str, Any]]:
        """The rules as they stand, with how often each was seen and struck."""
        return [rule.as_dict() for rule in self._rules]


def read_faults(value: Mapping[str, Any]) -> tuple[int, tuple[Fault, ...]]:
    """Seed and rules out of a request's JSON. Raises BadInput naming the field."""
    seed = value.get("seed", 0)
    if not isinstance(seed, int) or isinstance(seed, bool):
        raise BadInput("seed: give a whole number")
    rules = value.get("faults", [])
    if not isinstance(rules, list):
        raise BadInput("faults: give a list of faults")
    return seed, tuple(_read_fault(rule, f"faults[{at}]") for at, rule in enumerate(rules))


def _read_fault(value: Any, where: str) -> Fault:
    if not isinstance(value, dict):
        raise BadInput(f"{where}: give an object")
    for unknown in value.keys() - _FIELDS:
        raise BadInput(f"{where}.{unknown}: unknown; known are {', '.join(sorted(_FIELDS))}")
    operation, kind = value.get("operation", "*"), value.get("kind")
    if not isinstance(operation, str) or not operation:
        raise BadInput(
            f'{where}.operation: give a name such as "shopify.orderCreate" or "amazon.*"'
        )
    if kind not in KINDS:
        raise BadInput(f"{where}.kind: give one of {', '.join(KINDS)}")
    times = value.get("times")
    return Fault(
        operation,
        kind,
        probability=_number(value, "probability", 1.0, 0.0, 1.0, where),
        times=None if times is None else int(_number(value, "times", 0, 0, 1e9, where)),
        skip=int(_number(value, "skip", 0, 0, 1e9, where)),
        seconds=_number(value, "seconds", 0.0, 0.0, 3600.0, where),
        status=int(_number(value, "status", 503, 200, 599, where)),
        body=value.get("body"),
    )


def _number(
    value: Mapping[str, Any], name: str, default: float, low: float, high: float, where: str
) -> float:
    number = value.get(name, default)
    if isinstance(number, bool) or not isinstance(number, int | float) or not low <= number <= high:
        raise BadInput(f"{where}.{name}: give a number from {low:g} to {high:g}")
    return number


def fault_answer(fault: Fault, operation: str) -> Response:
    """What a `status`, `status_after` or `html` fault answers."""
    if fault.kind == "html":
        status = 200 if fault.status == 503 else fault.status
        return Response(status, {"Content-Type": "text/html; charset=utf-8"}, _PAGE.encode())
    body = fault.body if fault.body is not None else _usual_body(operation, fault.status)
    if isinstance(body, str):
        kind = "text/html" if body.lstrip().startswith("<") else "application/json"
        return Response(fault.status, {"Content-Type": kind}, body.encode())
    return Response(fault.status, {"Content-Type": "application/json"}, json.dumps(body).encode())


def _usual_body(operation: str, status: int) -> Any:
    if operation.startswith("amazon."):
        code, message = _AMAZON_WORDS.get(status, ("InternalFailure", "We encountered an error."))
        return {"errors": [{"code": code, "message": message, "details": ""}]}
    if operation.startswith("lwa."):
        return {"error": "server_error", "error_description": "The server met an error."}
    return {"errors": _SHOPIFY_WORDS.get(status, "Internal Server Error")}


_AMAZON_WORDS = {
    429: ("QuotaExceeded", "You exceeded your quota for the requested resource."),
    500: ("InternalFailure", "We encountered an internal error. Please try again."),
    503: ("ServiceUnavailable", "Service is temporarily unavailable. Please try again."),
    403: ("Unauthorized", "Access to requested resource is denied."),
    404: ("NotFound", "The resource specified does not exist."),
    400: ("InvalidInput", "Invalid Input"),
}
_SHOPIFY_WORDS = {
    401: "[API] Invalid API key or access token (unrecognized login or wrong password)",
    402: "Unavailable Shop",
    403: "[API] This action requires merchant approval.",
    404: "Not Found",
    423: "Locked",
    429: "Exceeded 2 calls per second for api client. Reduce request rates to resume service.",
    503: "Service Unavailable",
}
