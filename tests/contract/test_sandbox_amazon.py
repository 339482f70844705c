"""Every answer of the sandbox's Amazon side against Amazon's own model.

The model lies in the folder that CROSSDOCK_CONTRACTS names; without it there are no cases.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker

from desktop.clock import to_iso
from desktop.sandbox.amazon.part import ORDERS
from desktop.sandbox.amazon.part import usual_knobs as knobs
from tests.sandbox.stand import ALL_DATA, START, Stand, stand

LONG_AGO = to_iso(START - 729 * 86_400)


def _model() -> dict[str, Any] | None:
    folder = os.environ.get("CROSSDOCK_CONTRACTS")
    if not folder:
        return None
    path = Path(folder) / "amazon" / "models" / "orders_2026-01-01.json"
    model = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(model, dict)
    return model


def _strict(value: Any) -> Any:
    """The model with unknown fields forbidden, so that a slip of ours shows."""
    if isinstance(value, list):
        return [_strict(one) for one in value]
    if not isinstance(value, dict):
        return value
    made = {name: _strict(one) for name, one in value.items()}
    if isinstance(value.get("properties"), dict) and "type" in value:
        made.setdefault("additionalProperties", False)
    return made


def _validator(model: dict[str, Any], name: str) -> Draft4Validator:
    schema = {"$ref": f"#/definitions/{name}", "definitions": _strict(model["definitions"])}
    return Draft4Validator(schema, format_checker=FormatChecker())


def _pages(amazon: Stand, **query: str) -> Iterator[Any]:
    token: dict[str, str] = {}
    while True:
        page = amazon.search(**query, **token)
        yield page
        if "pagination" not in page:
            return
        token = {"paginationToken": page["pagination"]["nextToken"]}


def _answers(amazon: Stand) -> Iterator[tuple[str, Any]]:
    for page in _pages(amazon, lastUpdatedAfter=LONG_AGO):
        yield "SearchOrdersResponse", page
    yield "SearchOrdersResponse", amazon.search(createdAfter=LONG_AGO, includedData="BUYER")
    amazon.amazon.knobs["role_missing"] = True
    yield "SearchOrdersResponse", amazon.search()
    amazon.amazon.knobs.update(knobs())
    pending = next(head for head in amazon.amazon.store if head.status == "PENDING")
    for status in ("UNSHIPPED", "PARTIALLY_SHIPPED", "SHIPPED", "CANCELLED"):
        amazon.events.happen("amazon.status", {"order_id": pending.key, "status": status})
        yield "GetOrderResponse", {"order": amazon.order(pending.key)}
    amazon.events.happen("amazon.cancel_wish", {"order_id": pending.key})
    new = amazon.events.happen("amazon.new_order", {})["amazon_order_id"]
    for order_id in (pending.key, new):
        yield "GetOrderResponse", {"order": amazon.order(order_id)}


def _refusals(amazon: Stand) -> Iterator[Any]:
    known = next(iter(amazon.amazon.store)).key
    yield amazon.ask(ORDERS)
    yield amazon.ask(ORDERS, {"createdAfter": LONG_AGO}, headers={})
    yield amazon.ask("/feeds")
    yield amazon.ask(f"{ORDERS}/111-0000000-0000000")
    yield amazon.ask(f"{ORDERS}/{known}", {"createdAfter": LONG_AGO})
    amazon.events.happen("amazon.use_up_quota", {})
    yield amazon.ask(ORDERS, {"createdAfter": LONG_AGO})


def _cases() -> Iterator[tuple[str, Any]]:
    for seed in (1, 2, 3):
        yield from _answers(stand(400, seed=seed, speed=1000))
    for answer in _refusals(stand(5)):
        assert answer.status >= 400
        yield "ErrorList", json.loads(answer.body)


def test_answers_fit_amazons_model(capsys: pytest.CaptureFixture[str]) -> None:
    model = _model()
    checked, wrong = 0, []
    for name, answer in _cases() if model is not None else ():
        assert model is not None
        errors = _validator(model, name).iter_errors(answer)
        wrong += [f"{name} {list(error.path)}: {error.message[:200]}" for error in errors]
        checked += 1
    with capsys.disabled():
        print(f"\nAmazon answers of the sandbox checked against the model: {checked}")
    assert wrong == []
    assert (checked > 20) == (model is not None)


def test_the_sandbox_knows_the_models_parameters() -> None:
    """Each parameter that the model names is accepted, with each value it allows."""
    model = _model()
    if model is None:
        return
    for parameter in model["paths"][ORDERS]["get"]["parameters"]:
        name, allowed = parameter["name"], parameter.get("items", {}).get("enum", [])
        for value in allowed:
            query = {"createdAfter": LONG_AGO, name: value}
            assert stand(2).ask(ORDERS, query).status == 200, query
        if allowed:
            everything = ",".join(allowed)
            assert stand(2).ask(ORDERS, {"createdAfter": LONG_AGO, name: everything}).status == 200
    assert set(ALL_DATA.split(",")) == {
        value
        for parameter in model["paths"][ORDERS]["get"]["parameters"]
        if parameter["name"] == "includedData"
        for value in parameter["items"]["enum"]
    }
