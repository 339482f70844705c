"""A whole run of the app on the sandbox, every request and every answer held to the contracts.

The contracts lie in the folder that CROSSDOCK_CONTRACTS names; without it nothing is recorded.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import parse_qs

import pytest

from desktop.actions.cancel_wish import decline_wish
from desktop.actions.connect import connect
from desktop.actions.connect_request import parse_connect
from desktop.actions.import_orders import import_orders
from desktop.actions.link_sku import candidates_for, link_sku
from desktop.actions.list_orders import OrderQuery, list_orders
from desktop.actions.retry import retry_all
from desktop.actions.shop_side import shop_side
from desktop.actions.sync_once import sync_once
from desktop.channels.shopify.fulfillments import update_tracking
from desktop.channels.shopify.queries import API_VERSION, DOCUMENTS
from desktop.models import account as accounts
from desktop.models import shop_state
from desktop.models.setting import set_setting
from desktop.profile import Profile
from desktop.rows import OrderFilter, OrderRow, SortKey, Tab, TaskState
from desktop.sandbox.amazon.routes import STORE_OPERATIONS, operation_of
from desktop.sandbox.faults import read_faults
from desktop.sandbox.run import Sandbox
from desktop.sync.connection import open_connection
from desktop.sync.progress import Progress, Tell, silent
from desktop.trade.returns import Tracking
from tests.actions.back import UPS, World
from tests.actions.stand import opened_profile, running_sandbox
from tests.contract import amazon_back_model
from tests.contract.amazon_model import answer_violations, violations
from tests.contract.recorder import Exchange, record
from tests.contract.shopify_answers import answer_errors, request_errors

_FOLDER = os.environ.get("CROSSDOCK_CONTRACTS", "")
SCHEMA = Path(_FOLDER) / "shopify" / f"admin-{API_VERSION}.graphql"
GRAPHQL_PATH = f"/admin/api/{API_VERSION}/graphql.json"
TOKEN_PATH = "/admin/oauth/access_token"
LWA_FORM = {"grant_type", "refresh_token", "client_id", "client_secret"}
SHOPIFY_FORM = {"grant_type", "client_id", "client_secret"}
AMAZON_BACK = {
    "confirmShipment", "createFeedDocument", "createFeed", "getFeed", "getFeedDocument",
    "listTransactions",
}  # fmt: skip
UNKNOWN_ID = "111-0000000-0000000"
SPEED = 300.0  # a used up quota stays so for half a second
PATIENCE_S = 3_000.0  # what was cut off is looked up within the run


class TestRecordedRun:
    """Collected only where the contracts are at hand."""

    __test__ = bool(_FOLDER)

    def test_every_request_and_every_answer_fits(
        self, profile_folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with (
            running_sandbox(orders=150, native_currency=True, speed=SPEED) as sandbox,
            opened_profile(profile_folder) as profile,
        ):
            kept = record(sandbox)
            live(sandbox, profile)
        wrong = sorted({one for exchange in kept for one in wrong_with(exchange)})
        seen = Counter(name_of(exchange) for exchange in kept)
        with capsys.disabled():
            print(f"\nrecorded run: {len(kept)} requests and as many answers checked")
            print("  " + ", ".join(f"{name} {count}" for name, count in sorted(seen.items())))
        assert wrong == []
        assert {"searchOrders", "getOrder", "lwa token", "shopify token"} <= seen.keys()
        assert seen.keys() >= AMAZON_BACK
        assert DOCUMENTS.keys() - seen.keys() == set()
        assert {(e.prefix, e.response.status) for e in kept} >= {
            ("/amazon", 200), ("/amazon", 403), ("/amazon", 404), ("/amazon", 429),
            ("/lwa", 200), ("/shopify", 200), ("/shopify", 401),
        }  # fmt: skip


def live(sandbox: Sandbox, profile: Profile) -> None:
    """What a seller's first days with the app are like."""
    other = [head.key for head in sandbox.amazon.store if head.status == "UNSHIPPED"][5:8]
    for order_id, where in zip(other, ("name", "note", "attribute"), strict=True):
        sandbox.shopify.other_app_order(order_id, where)
    assert connect(parse_connect(json.dumps(sandbox.connect)), profile).is_connected
    break_things(sandbox, ("cut_after", 2), ("reset", 1))
    sync(profile, Mishaps(sandbox))
    heal(profile)
    things_happen(sandbox)
    sandbox.events.happen("amazon.use_up_quota", {})
    sync(profile)
    imported = import_orders([UNKNOWN_ID, other[0]], profile)
    assert [one.outcome for one in imported] == ["not_found", "refreshed"]
    for row in rows(OrderFilter())[:5]:
        shop_side(row.id, profile)
    way_back(World(profile, sandbox))
    long_orders(profile)


def way_back(here: World) -> None:
    """What becomes of orders, on either side."""
    here.knobs("amazon", finances_lag_h=0.0, deferred_share=0.0)
    here.knobs("shopify", job_s=600.0)  # long enough to be looked at while it runs
    for key, value in (
        ("refund.to_amazon", True),
        ("refund.to_shopify", "automatic"),
        ("outbox.minutes", 0),
        ("shipment.location", next(reversed(here.sandbox.shopify.shop.locations.values())).id),
    ):
        set_setting(key, value)
    shipped, refunded, cancelled = (here.unshipped(n) for n in range(3))
    for n, row in enumerate((shipped, refunded)):
        here.happen(
            "shopify.fulfil", order=row.amazon_order_id, company="UPS", number=f"{UPS[:-1]}{n}"
        )
    here.happen("amazon.cancel", order_id=cancelled.amazon_order_id)
    here.happen("amazon.new_order")
    decline_wish(here.wishing().id)
    here.until(lambda: all(here.amazon(row)["packages"] for row in (shipped, refunded)))
    here.happen("shopify.refund", order=shipped.amazon_order_id)
    here.happen("amazon.refund", order_id=refunded.amazon_order_id, amount="1.00")
    here.until(lambda: here.amazon(shipped)["refunds"] and here.shopify(refunded)["refunds"])
    here.until(lambda: here.task(cancelled, "cancel_in_shopify").state is TaskState.DONE)


def long_orders(profile: Profile) -> None:
    """What only orders with very many lines, parcels or refunds ask for, and a corrected number."""
    account = accounts.accounts()[0]
    connection = open_connection(account, profile.vault, profile.profile_id, Event())
    with closing(connection):
        for row in rows(OrderFilter(tab=Tab.ALL)):
            state = shop_state.load(row.id)
            if state is None or not state.fulfillments or not state.refunds:
                continue
            parcel, refund = state.fulfillments[-1].gid, state.refunds[-1].gid
            update_tracking(connection.shopify, parcel, Tracking("UPS", UPS))
            for name, gid in (
                ("MoreOrderLines", state.gid), ("FulfillmentIds", state.gid),
                ("RefundIds", state.gid), ("OneFulfillment", parcel), ("OneRefund", refund),
            ):  # fmt: skip
                connection.shopify.execute(name, {"id": gid}, writes=False)
            return
    raise AssertionError("no order was shipped and refunded")


def break_things(sandbox: Sandbox, *rules: tuple[str, int]) -> None:
    """The next creations go wrong, after their effect or before it."""
    name = "shopify.orderCreate"
    faults = [{"operation": name, "kind": kind, "times": times} for kind, times in rules]
    sandbox.server.faults.put(*read_faults({"faults": faults}))


class Mishaps:
    """Listens to a run, and lets tokens end in the middle of it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._met: set[str] = set()

    def __call__(self, news: Progress) -> None:
        if news.phase == "send":
            self._once("shopify.expire_tokens", self._sandbox.shopify.event)
        elif news.phase == "import" and news.done == 100:
            self._once("amazon.expire_tokens", self._sandbox.events.happen)

    def _once(self, kind: str, happen: Callable[[str, dict[str, Any]], object]) -> None:
        if kind not in self._met:
            self._met.add(kind)
            with self._sandbox.server.lock:
                happen(kind, {})


def sync(profile: Profile, tell: Tell = silent) -> None:
    sync_once(profile, Event(), tell, wait_s=PATIENCE_S)


def rows(asked: OrderFilter) -> list[OrderRow]:
    return list(list_orders(OrderQuery(asked, SortKey.CREATED)))


def heal(profile: Profile) -> None:
    """Link what is unknown to something that is there, and ask for everything again."""
    failing = rows(OrderFilter(tab=Tab.ERRORS))
    unknown = next(row.first_sku for row in failing if row.failures[0].code == "sku_unknown")
    found = candidates_for(unknown, profile, search="mug")
    link_sku(unknown, [found[0].variant.gid], profile)
    retry_all()


def things_happen(sandbox: Sandbox) -> None:
    pending = next(head.key for head in sandbox.amazon.store if head.status == "PENDING")
    sandbox.events.happen("amazon.status", {"order_id": pending, "status": "UNSHIPPED"})
    sandbox.events.happen("amazon.new_order", {})


def name_of(exchange: Exchange) -> str:
    """What was asked."""
    path = exchange.request.path
    if exchange.prefix == "/amazon":
        return operation_of(exchange.request)
    if exchange.prefix == "/lwa":
        return "lwa token"
    if path == TOKEN_PATH:
        return "shopify token"
    return str(json.loads(exchange.request.body).get("operationName"))


def wrong_with(exchange: Exchange) -> Iterator[str]:
    """What the contracts do not allow, in the request and in the answer."""
    name = name_of(exchange)
    if exchange.prefix == "/amazon":
        found = [*of_amazon(exchange, name)]
    elif exchange.request.path == GRAPHQL_PATH:
        found = [*of_shopify(exchange)]
    else:
        found = [*of_token(exchange)]
    yield from (f"{name} {exchange.response.status}: {one}" for one in found)


def of_amazon(exchange: Exchange, name: str) -> Iterator[str]:
    request, response = exchange.request, exchange.response
    params = {key: ",".join(values) for key, values in request.query.items()}
    if name in STORE_OPERATIONS:
        yield from (f"{one} is sent" for one in request.headers if one.startswith("x-amz-"))
        return
    back = amazon_back_model.operations().get(name)
    if back is not None:
        yield from back.violations(params, request.body.decode())
    else:
        yield from violations(request.path, params)
        if request.method != "GET" or request.body:
            yield "it is a GET without a body"
    for header in ("x-amz-access-token", "user-agent"):
        if not request.headers.get(header):
            yield f"{header} is missing"
    if back is not None:
        yield from amazon_back_model.answer_violations(name, response.status, response.body)
    else:
        yield from answer_violations(name, response.status, json.loads(response.body))
    if "x-amzn-RequestId" not in response.headers:
        yield "an answer without x-amzn-RequestId"


def of_shopify(exchange: Exchange) -> Iterator[str]:
    request, response = exchange.request, exchange.response
    body = json.loads(request.body)
    if request.method != "POST" or "x-shopify-access-token" not in request.headers:
        yield "it is a POST with a token"
    if request.headers.get("content-type") != "application/json":
        yield f"content-type {request.headers.get('content-type')}"
    yield from request_errors(SCHEMA, body)
    answer = json.loads(response.body)
    if response.status == 200:
        yield from answer_errors(SCHEMA, body, answer)
        yield from wrong_cost(answer)
    elif not isinstance(answer.get("errors"), str):
        yield "a refusal says why in errors, as text"
    if response.headers.get("X-Shopify-API-Version") != API_VERSION:
        yield "an answer of another version"


def wrong_cost(answer: Mapping[str, Any]) -> Iterator[str]:
    """The points that every executed answer tells."""
    if "data" not in answer:
        return
    cost = answer.get("extensions", {}).get("cost", {})
    status = cost.get("throttleStatus", {})
    told = [cost.get("requestedQueryCost"), cost.get("actualQueryCost")]
    told += [status.get(name) for name in ("maximumAvailable", "currentlyAvailable", "restoreRate")]
    if not all(isinstance(value, int | float) for value in told):
        yield f"extensions.cost is {cost}"


def of_token(exchange: Exchange) -> Iterator[str]:
    """Both grants are forms of RFC 6749; the answers carry what the two documents name."""
    request, response = exchange.request, exchange.response
    amazon = exchange.prefix == "/lwa"
    form = parse_qs(request.body.decode("ascii"), strict_parsing=True)
    if form.keys() != (LWA_FORM if amazon else SHOPIFY_FORM):
        yield f"the form has {sorted(form)}"
    grant = "refresh_token" if amazon else "client_credentials"
    if form.get("grant_type") != [grant] or any(len(values) != 1 for values in form.values()):
        yield "not the grant that is documented, or a field twice"
    if request.path != ("/auth/o2/token" if amazon else TOKEN_PATH) or request.query:
        yield f"asked at {request.path}, or with a query"
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        yield "not sent as a form"
    answer = json.loads(response.body)
    wanted: Sequence[tuple[str, type]] = (("access_token", str), ("expires_in", int))
    wanted = [*wanted, ("token_type", str) if amazon else ("scope", str)]
    yield from (f"{key} is {answer.get(key)!r}" for key, kind in wanted
                if not isinstance(answer.get(key), kind))  # fmt: skip
