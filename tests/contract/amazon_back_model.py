"""Amazon's models of what the way back needs: requests checked strictly, static cases listed."""

import copy
import json
import re
from dataclasses import dataclass
from typing import Any

import jsonschema

from tests.contract.amazon_model import contracts

MODELS = {
    "ordersV0.json": ("confirmShipment",),
    "feeds_2021-06-30.json": (
        "createFeedDocument",
        "createFeed",
        "getFeed",
        "getFeeds",
        "getFeedDocument",
    ),
    "reports_2021-06-30.json": ("createReport", "getReport", "getReportDocument"),
    "finances_2024-06-19.json": ("listTransactions",),
}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@dataclass(frozen=True)
class Operation:
    """One operation of a model."""

    name: str
    method: str
    path: str
    described: dict[str, Any]
    definitions: dict[str, Any]

    def fits(self, method: str, path: str) -> bool:
        pattern = re.sub(r"\{\w+\}", "[^/]+", self.path)
        return method == self.method and re.fullmatch(pattern, path) is not None

    def violations(self, params: dict[str, str], body: str) -> list[str]:
        """What a request does that the model does not have."""
        known = {one["name"]: one for one in self.described["parameters"] if one["in"] == "query"}
        found = [f"{name} is unknown" for name in params if name not in known]
        for name, value in params.items():
            if known.get(name, {}).get("format") == "date-time" and not _TIME.fullmatch(value):
                found.append(f"{name}: {value} is no time")
            limit = known.get(name, {}).get("maximum")
            if limit and not 1 <= int(value) <= limit:
                found.append(f"{name}: {value}")
        return found + self._of_body(body)

    def _of_body(self, body: str) -> list[str]:
        schema: dict[str, Any] = next(
            (p["schema"] for p in self.described["parameters"] if p["in"] == "body"), {}
        )
        if not schema:
            return [f"a body: {body}"] if body else []
        whole = {**schema, "definitions": {k: strict(v) for k, v in self.definitions.items()}}
        checker = jsonschema.FormatChecker(formats=())
        checker.checks("date-time")(lambda value: bool(_TIME.fullmatch(value)))
        validator = jsonschema.Draft4Validator(whole, format_checker=checker)
        return [error.message for error in validator.iter_errors(json.loads(body))]


@dataclass(frozen=True)
class Static:
    """A case of Amazon's static sandbox."""

    operation: str
    status: int
    params: dict[str, Any]
    answer: dict[str, Any]


def strict(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema, which allows no other fields than those that it names."""
    made = copy.deepcopy(schema)
    if made.get("type") == "object" and "properties" in made:
        made["additionalProperties"] = False
    return made


def operations() -> dict[str, Operation]:
    """All operations that we use, by name; none without the models."""
    folder = contracts()
    if folder is None:
        return {}
    found = {}
    for file, wanted in MODELS.items():
        model = json.loads((folder / "models" / file).read_text("utf-8"))
        for path, methods in model["paths"].items():
            for method, described in methods.items():
                name = described.get("operationId") if isinstance(described, dict) else None
                if name in wanted:
                    found[name] = Operation(
                        name, method.upper(), path, described, model["definitions"]
                    )
    return found


def statics() -> list[Static]:
    """The static cases of those operations."""
    return [
        Static(
            name,
            int(status),
            {key: value["value"] for key, value in one["request"]["parameters"].items()},
            one.get("response", {}),
        )
        for name, operation in operations().items()
        for status, response in operation.described["responses"].items()
        for one in response.get("x-amzn-api-sandbox", {}).get("static", [])
    ]


def plan_of(operation: Operation) -> tuple[float, float]:
    """Rate and burst as the model's text tells them."""
    lines = [line.replace(" ", "") for line in operation.described["description"].splitlines()]
    row = next(line for line in lines if re.fullmatch(r"\|?\d[\d.]*\|\d+\|?", line))
    rate, burst = row.strip("|").split("|")
    return float(rate), float(burst)


def answer_violations(name: str, status: int, body: bytes) -> list[str]:
    """How an answer differs from what the model says of the operation's answer by that status."""
    operation = operations()[name]
    responses = operation.described["responses"]
    if str(status) not in responses:
        return [f"{name} has no answer {status}"]
    schema = responses[str(status)].get("schema")
    if schema is None:
        return [f"{name}: a body"] if body else []
    definitions = {
        key: one if key.endswith("Context") else _closed(copy.deepcopy(one))
        for key, one in operation.definitions.items()
    }
    validator = jsonschema.Draft4Validator(
        {**schema, "definitions": definitions}, format_checker=jsonschema.FormatChecker()
    )
    errors = validator.iter_errors(json.loads(body))
    return [f"{name} {list(error.path)}: {error.message[:200]}" for error in errors]


def _closed(value: Any, *, nested: bool = False) -> Any:
    """Unknown fields forbidden, but where several shapes are put together."""
    if isinstance(value, list):
        return [_closed(one, nested=nested) for one in value]
    if not isinstance(value, dict):
        return value
    made = {name: _closed(one, nested=nested or name == "allOf") for name, one in value.items()}
    if isinstance(value.get("properties"), dict) and not nested:
        made.setdefault("additionalProperties", False)
    return made
