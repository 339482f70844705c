"""Every answer of the sandbox's Amazon side against Amazon's own model.

The model lies in the folder that CROSSDOCK_CONTRACTS names; without it there are no cases.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from desktop.clock import to_iso
from desktop.sandbox.amazon.part import ORDERS
from desktop.sandbox.amazon.part import usual_knobs as knobs
from tests.contract.amazon_model import model, validator
from tests.sandbox.stand import ALL_DATA, START, Stand, stand

LONG_AGO = to_iso(START - 729 * 86_400)


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
    checked, wrong = 0, []
    for name, answer in _cases() if model() else ():
        errors = validator(name).iter_errors(answer)
        wrong += [f"{name} {list(error.path)}: {error.message[:200]}" for error in errors]
        checked += 1
    with capsys.disabled():
        print(f"\nAmazon answers of the sandbox checked against the model: {checked}")
    assert wrong == []
    assert (checked > 20) == bool(model())


def test_the_sandbox_knows_the_models_parameters() -> None:
    """Each parameter that the model names is accepted, with each value it allows."""
    if not model():
        return
    described = model()["paths"][ORDERS]["get"]["parameters"]
    for parameter in described:
        name, allowed = parameter["name"], parameter.get("items", {}).get("enum", [])
        for value in allowed:
            query = {"createdAfter": LONG_AGO, name: value}
            assert stand(2).ask(ORDERS, query).status == 200, query
        if allowed:
            everything = ",".join(allowed)
            assert stand(2).ask(ORDERS, {"createdAfter": LONG_AGO, name: everything}).status == 200
    assert set(ALL_DATA.split(",")) == {
        value
        for parameter in described
        if parameter["name"] == "includedData"
        for value in parameter["items"]["enum"]
    }
