"""Amazon's own model of the Orders API: its examples, and a validator of requests."""

import json
import os
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator, FormatChecker

_FOLDER = os.environ.get("CROSSDOCK_CONTRACTS", "")


@dataclass(frozen=True)
class Case:
    """An answer of Amazon's, and the request that it is for where that is told."""

    name: str
    operation: str
    answer: dict[str, Any]
    params: dict[str, Any]
    status: int = 200

    @property
    def orders(self) -> list[dict[str, Any]]:
        if "order" in self.answer:
            return [self.answer["order"]]
        return list(self.answer.get("orders", []))


def contracts() -> Path | None:
    """The folder with Amazon's models, where there is one."""
    return Path(_FOLDER).resolve() / "amazon" if _FOLDER else None


@cache
def model() -> dict[str, Any]:
    """The Orders model; empty without the folder."""
    folder = contracts()
    if folder is None:
        return {}
    text = (folder / "models" / "orders_2026-01-01.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def operations() -> dict[str, tuple[str, dict[str, Any]]]:
    """Path and description of each operation, by its ID."""
    return {
        described["operationId"]: (path, described)
        for path, methods in model().get("paths", {}).items()
        for method, described in methods.items()
        if method == "get"
    }


def cases() -> list[Case]:
    """The four samples, the examples of the model, and its static cases."""
    found = [*_samples()]
    for operation, (_, described) in operations().items():
        for status, response in described["responses"].items():
            for name, example in (response.get("examples") or {}).items():
                found.append(Case(f"{operation} {name}", operation, example, {}, int(status)))
            static = response.get("x-amzn-api-sandbox", {}).get("static", [])
            for number, one in enumerate(static):
                params = one["request"]["parameters"]
                given = {key: value["value"] for key, value in params.items()}
                name = f"{operation} static {status} {number}"
                found.append(Case(name, operation, one["response"], given, int(status)))
    return found


def _samples() -> list[Case]:
    folder = contracts()
    if folder is None:
        return []
    return [
        Case(path.stem, path.stem.partition("_")[0], json.loads(path.read_text("utf-8")), {})
        for path in sorted((folder / "samples").glob("*.json"))
    ]


def violations(path: str, params: dict[str, str]) -> list[str]:
    """What a request does that the model, or the rules in its texts, do not allow."""
    for template, described in operations().values():
        pattern = re.sub(r"\{\w+\}", "[^/]+", template)
        if re.fullmatch(pattern, path):
            known = {one["name"]: one for one in described["parameters"] if one["in"] == "query"}
            found = [f"{name} is unknown" for name in params if name not in known]
            for name, value in params.items():
                if name in known:
                    found += _of_value(known[name], value)
            required = [name for name, one in known.items() if one.get("required")]
            found += [f"{name} is missing" for name in required if name not in params]
            return found + (_of_dates(params) if "createdAfter" in known else [])
    return [f"{path} is no path of the model"]


def _of_value(described: dict[str, Any], value: str) -> list[str]:
    name = described["name"]
    if described["type"] == "array":
        values = value.split(",")
        allowed = described.get("items", {}).get("enum")
        found = [f"{name}: {one}" for one in values if allowed and one not in allowed]
        limit = described.get("maxItems", 50)
        return found + ([f"{name}: too many"] if len(values) > limit else [])
    if described["type"] == "integer":
        return [] if value.isdigit() and 1 <= int(value) <= 100 else [f"{name}: {value}"]
    if described.get("format") == "date-time":
        try:
            datetime.strptime(value, "%Y-%m-%dT%H:%M:%S%z")
        except ValueError:
            return [f"{name}: {value}"]
    return [] if value else [f"{name} is empty"]


def _of_dates(params: dict[str, str]) -> list[str]:
    created = {"createdAfter", "createdBefore"} & params.keys()
    updated = {"lastUpdatedAfter", "lastUpdatedBefore"} & params.keys()
    if created and updated:
        return ["both families of dates"]
    after = {"createdAfter", "lastUpdatedAfter"} & params.keys()
    return [] if len(after) == 1 else ["exactly one After is needed"]


def answer_violations(operation: str, status: int, answer: Any) -> list[str]:
    """How an answer differs from what the model says of the operation's answer by that status."""
    responses = operations()[operation][1]["responses"]
    if str(status) not in responses:
        return [f"{operation} has no answer {status}"]
    name = responses[str(status)]["schema"]["$ref"].rpartition("/")[2]
    errors = validator(name).iter_errors(answer)
    return [f"{name} {list(error.path)}: {error.message[:200]}" for error in errors]


@cache
def validator(name: str) -> Draft4Validator:
    """A definition of the model, with unknown fields forbidden, so that a slip of ours shows."""
    schema = {"$ref": f"#/definitions/{name}", "definitions": _strict(model()["definitions"])}
    return Draft4Validator(schema, format_checker=FormatChecker())


def _strict(value: Any) -> Any:
    if isinstance(value, list):
        return [_strict(one) for one in value]
    if not isinstance(value, dict):
        return value
    made = {name: _strict(one) for name, one in value.items()}
    if isinstance(value.get("properties"), dict) and "type" in value:
        made.setdefault("additionalProperties", False)
    return made
