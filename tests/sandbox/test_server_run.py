"""A whole sandbox over real HTTP: what it says when ready, that it works, repeats and stops."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest
import requests

from desktop.clock import now, to_iso
from desktop.sandbox.arrivals import Arrivals
from desktop.sandbox.run import Sandbox, SandboxOptions, start_sandbox
from tests.sandbox.stand import ALL_DATA, START

ORDERS = "/orders/2026-01-01/orders"


class Caller:
    """A client that knows only what the ready line says."""

    def __init__(self, ready: dict[str, Any]) -> None:
        self.ready = ready
        self.session = requests.Session()
        self.session.trust_env = False
        amazon = ready["connect"]["amazon"]
        answer = self.session.post(
            amazon["lwa_endpoint"],
            data={
                "grant_type": "refresh_token",
                **{k: amazon[k] for k in ("client_id", "client_secret", "refresh_token")},
            },
            timeout=5,
        )
        self.session.headers["x-amz-access-token"] = answer.json()["access_token"]

    def orders(self, size: int = 100) -> dict[str, Any]:
        """All orders by ID."""
        after = to_iso(now() - self.ready["connect"]["reach_back_days"] * 86_400)
        query = {"createdAfter": after, "includedData": ALL_DATA, "maxResultsPerPage": str(size)}
        found: dict[str, Any] = {}
        while True:
            answer = self.session.get(self.ready["amazon"] + ORDERS, params=query, timeout=5).json()
            found |= {order["orderId"]: order for order in answer["orders"]}
            if "pagination" not in answer:
                return found
            query["paginationToken"] = answer["pagination"]["nextToken"]

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """The answer of the control endpoint."""
        url = f"{self.ready['control']}/{path}"
        return self.session.request(method, url, json=body, timeout=5).json()

    def close(self) -> None:
        self.session.close()


def _caller(sandbox: Sandbox) -> Caller:
    line = sandbox.ready_line()
    assert "\n" not in line
    return Caller(json.loads(line))


def test_the_ready_line_is_all_a_client_needs() -> None:
    with start_sandbox(SandboxOptions(orders=120, speed=1000)) as sandbox:
        caller = _caller(sandbox)
        assert set(caller.ready) == {"amazon", "lwa", "shopify", "control", "connect"}
        connect = caller.ready["connect"]
        assert set(connect) == {
            "name", "amazon", "shopify", "rates_endpoint", "speed", "reach_back_days",
            "settings", "start",
        }  # fmt: skip
        assert connect["start"] == {"create": "all"}
        assert connect["amazon"]["endpoint"] == caller.ready["amazon"]
        assert connect["shopify"]["endpoint"] == caller.ready["shopify"]
        assert len(caller.orders(50)) == 120
        ledger = caller.control("GET", "ledger")
        assert ledger["requests"] == {"amazon.searchOrders": 3, "lwa.token": 1}
        assert len(ledger["amazon"]["orders"]) == 120
        assert (ledger["seed"], ledger["speed"]) == (1, 1000)
        assert caller.session.get(connect["rates_endpoint"], timeout=5).status_code == 200
        caller.close()


def test_shopify_answers_at_its_endpoint() -> None:
    with start_sandbox(SandboxOptions(orders=1)) as sandbox:
        caller = _caller(sandbox)
        shopify = caller.ready["connect"]["shopify"]
        form = {
            "grant_type": "client_credentials",
            "client_id": shopify["client_id"],
            "client_secret": shopify["client_secret"],
        }
        url = f"{shopify['endpoint']}/admin/oauth/access_token"
        token = caller.session.post(url, data=form, timeout=5).json()["access_token"]
        answer = caller.session.post(
            f"{shopify['endpoint']}/admin/api/2026-10/graphql.json",
            json={"query": "{ shop { name currencyCode } }"},
            headers={"X-Shopify-Access-Token": token},
            timeout=5,
        ).json()
        assert answer["data"]["shop"] == {"name": "Harbor & Pine", "currencyCode": "USD"}
        assert caller.control("GET", "ledger")["requests"]["shopify.token"] == 1
        caller.close()


def _one_run(seed: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same things happen in each run; the faults' dice decide which requests succeed."""
    with start_sandbox(SandboxOptions(orders=40, seed=seed, speed=1e6, now=START)) as sandbox:
        caller = _caller(sandbox)
        fault = {"operation": "amazon.getOrder", "kind": "status", "probability": 0.5}
        caller.control("PUT", "faults", {"seed": seed, "faults": [fault]})
        known = sorted(caller.orders())
        new = [caller.control("POST", "events", {"kind": "amazon.new_order"}) for _ in range(3)]
        statuses = [
            caller.session.get(f"{caller.ready['amazon']}{ORDERS}/{one}", timeout=5).status_code
            for one in known[:20]
        ]
        other = {"kind": "shopify.other_app_order", "amazon_order_id": known[0], "where": "tag"}
        caller.control("POST", "events", other)
        ledger = caller.control("GET", "ledger")
        made = [one["amazon_order_id"] for one in new]
        bodies = {head.key: sandbox.amazon.store.body(head) for head in sandbox.amazon.store}
        caller.close()
    assert {200, 503} == set(statuses)
    return {"statuses": statuses, "made": made, "bodies": bodies}, ledger


def _timeless(value: Any) -> Any:
    """Without the times of what happened while the test ran."""
    if isinstance(value, dict):
        return {k: _timeless(v) for k, v in value.items() if not k.endswith(("_at", "Time"))}
    if isinstance(value, list):
        return [_timeless(one) for one in value]
    return value


def test_the_same_seed_is_the_same_run() -> None:
    (first, ledger), (second, other_ledger) = _one_run(5), _one_run(5)
    assert first["statuses"] == second["statuses"]
    assert first["made"] == second["made"]
    settled = first["bodies"].keys() - set(first["made"])
    assert len(settled) == 40
    assert all(first["bodies"][one] == second["bodies"][one] for one in settled)
    assert _timeless(ledger) == _timeless(other_ledger)
    assert _one_run(6)[0]["made"] != first["made"]


def test_connect_reaches_back_to_the_first_order() -> None:
    with start_sandbox(SandboxOptions(orders=2500)) as sandbox:
        assert 700 < sandbox.connect["reach_back_days"] <= 730
    with start_sandbox(SandboxOptions(orders=0)) as sandbox:
        assert sandbox.connect["reach_back_days"] == 30
    with start_sandbox(SandboxOptions(orders=60, now=int(now()) - 90 * 86_400)) as sandbox:
        caller = _caller(sandbox)
        assert len(caller.orders()) == 60
        caller.close()


def _file(tmp_path: Path, currency: str) -> Path:
    total = {"amount": "5.00", "currencyCode": currency}
    order = {
        "orderId": "1",
        "createdTime": "2026-01-01T00:00:00Z",
        "proceeds": {"grandTotal": total},
    }
    path = tmp_path / "orders.json"
    path.write_text(json.dumps({"orders": [order], "shop": {"currency": "USD"}}))
    return path


@pytest.mark.parametrize(
    ("currency", "settings"), [("USD", {}), ("EUR", {"order.currency_policy": "ecb"})]
)
def test_a_loaded_file_is_served(tmp_path: Path, currency: str, settings: dict[str, str]) -> None:
    with start_sandbox(SandboxOptions(load=_file(tmp_path, currency))) as sandbox:
        caller = _caller(sandbox)
        assert list(caller.orders()) == ["1"]
        assert caller.ready["connect"]["settings"] == settings
        caller.close()


def test_a_broken_file_starts_nothing(tmp_path: Path) -> None:
    before = threading.active_count()
    path = tmp_path / "orders.json"
    path.write_text('{"orders": 5}')
    with pytest.raises(ValueError, match=r"orders\.json: orders: give a list"):
        start_sandbox(SandboxOptions(load=path))
    assert threading.active_count() == before


def test_a_port_in_use_is_an_os_error() -> None:
    with start_sandbox(SandboxOptions(orders=1)) as sandbox:
        taken = int(sandbox.server.url.rsplit(":", 1)[1])
        with pytest.raises(OSError, match=r"in use|10048"):
            start_sandbox(SandboxOptions(orders=1, port=taken))


def test_orders_arrive_while_it_runs() -> None:
    before = threading.active_count()
    with start_sandbox(SandboxOptions(orders=10, speed=1e6, arrivals_per_minute=6000)) as sandbox:
        caller = _caller(sandbox)
        while len(caller.orders()) < 12:
            sandbox.server.stopping.wait(0.005)
        caller.close()
    assert threading.active_count() == before


def test_what_arrives_and_moves_on_follows_from_the_seed() -> None:
    runs = []
    for _ in range(2):
        sandbox = Sandbox(SandboxOptions(orders=200, seed=3, now=START))
        arrivals = Arrivals(sandbox.events, sandbox.server.lock, per_minute=1)
        open_before = {h.key: h.status for h in sandbox.amazon.store}
        for _ in range(30):
            arrivals.step()
        after = {h.key: h.status for h in sandbox.amazon.store}
        sandbox.stop()
        moved = {key: after[key] for key, was in open_before.items() if after[key] != was}
        assert len(after) == 230
        assert len(moved) == 10
        runs.append((sorted(after), moved))
    assert runs[0] == runs[1]


def test_knobs_of_the_start_are_what_delete_goes_back_to() -> None:
    knobs: dict[str, dict[str, Any]] = {
        "amazon": {"role_missing": True},
        "shopify": {"id_metafield": "twin"},
    }
    with start_sandbox(SandboxOptions(orders=1, knobs=knobs)) as sandbox:
        caller = _caller(sandbox)
        caller.control("PUT", "faults", {"amazon": {"role_missing": False}})
        state = caller.control("DELETE", "faults")
        assert state["amazon"]["role_missing"] is True
        assert state["shopify"]["id_metafield"] == "twin"
        error = caller.control("PUT", "faults", {"shopify": {"id_metafield": "maybe"}})["error"]
        assert "id_metafield" in error
        caller.close()
