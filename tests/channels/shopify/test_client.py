"""One operation: what is sent, what points it takes, and what each answer means."""

import json
import threading
from collections.abc import Callable

import pytest

from desktop.channels.http import Http
from desktop.channels.pacing import MemoryBuckets
from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.errors import SearchIgnored, VariablesRefused
from desktop.clock import Pace
from desktop.errors import AccountProblem, Cancelled, OutcomeUnknown, TryLater
from tests.channels.shopify.scripted_shop import (
    HANG_UP,
    ScriptedShop,
    cost,
    data,
    error,
    graphql,
    raw,
)

MakeClient = Callable[..., ShopifyClient]
BUCKET = "shopify:scripted.myshopify.com:client-1"


def failure(client: ShopifyClient, *, writes: bool) -> Exception:
    operation = "CreateOrder" if writes else "ShopInfo"
    with pytest.raises(Exception) as caught:  # noqa: PT011
        client.execute(operation, {}, writes=writes)
    return caught.value


def buyer_free(problem: Exception) -> bool:
    technical = getattr(problem, "technical", None)
    return "Nguyen" not in f"{problem} {technical!r}"


def test_the_request_is_pinned_and_named(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(data({"shop": {"name": "x"}}))
    assert client.execute("ShopInfo", {"a": "ü"}, writes=False) == {"shop": {"name": "x"}}
    (call,) = shop.calls
    assert call.path == "/admin/api/2026-10/graphql.json"
    assert call.headers["x-shopify-access-token"] == "shpat_static"
    assert call.headers["content-type"] == "application/json"
    assert call.sent["query"].strip().startswith("query ShopInfo")
    assert (call.operation, call.variables) == ("ShopInfo", {"a": "ü"})


def test_the_request_id_goes_along(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(data({}), graphql({"errors": [error("ACCESS_DENIED", "no")]}))
    assert client.ask("ShopInfo", {}, writes=False).technical.request_id == "req-1"
    problem = failure(client, writes=False)
    assert isinstance(problem, AccountProblem)
    assert problem.technical.request_id == "req-1"
    assert problem.technical.status == 200


def test_another_version_is_told_once(shop: ScriptedShop, client: ShopifyClient) -> None:
    fell_forward = raw("200 OK", '{"data":{}}', "X-Shopify-API-Version: 2027-04")
    shop.will(data({}), fell_forward, fell_forward)
    client.execute("ShopInfo", {}, writes=False)
    assert client.warnings == []
    client.execute("ShopInfo", {}, writes=False)
    client.execute("ShopInfo", {}, writes=False)
    assert len(client.warnings) == 1
    assert "2027-04" in client.warnings[0]
    assert client.api_version == "2027-04"


# Points ------------------------------------------------------------------------------------------


def test_what_shopify_says_of_the_bucket_is_kept(
    shop: ScriptedShop, make_client: MakeClient, buckets: MemoryBuckets
) -> None:
    shop.will(data({}, cost=cost(300, 320, rate=50)))
    client = make_client(clock=lambda: 1000.0, user_lane=True)
    client.execute("ShopInfo", {}, writes=False)
    assert buckets.change(BUCKET, lambda state: (state or (0, 0, 0), state)) == (320, 1000.0, 50)


def test_the_rate_is_the_faster_the_faster_time_runs(
    shop: ScriptedShop, make_client: MakeClient, buckets: MemoryBuckets
) -> None:
    shop.will(data({}, cost=cost(300, 320, rate=50)))
    client = make_client(clock=lambda: 1000.0, user_lane=True, pace=Pace(40))
    client.execute("ShopInfo", {}, writes=False)
    assert buckets.change(BUCKET, lambda state: (state or (0, 0, 0), state)) == (320, 1000.0, 2000)


def test_a_request_that_no_full_bucket_pays_for_is_not_waited_for(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    beyond = {"cost": cost(700, 100, maximum=600)}
    shop.will(graphql({"errors": [error("THROTTLED", "Throttled")], "extensions": beyond}))
    problem = failure(client, writes=True)
    assert isinstance(problem, AccountProblem)
    assert problem.code == "points_too_few"
    assert "700" in problem.cause
    assert "600" in problem.cause


def test_the_last_cost_of_an_operation_is_what_the_next_takes(
    shop: ScriptedShop, make_client: MakeClient
) -> None:
    shop.will(data({}, cost=cost(300, 250, rate=50)))
    client = make_client(clock=lambda: 1000.0, user_lane=True)
    client.execute("ShopInfo", {}, writes=False)
    with pytest.raises(TryLater) as caught:
        client.execute("ShopInfo", {}, writes=False)
    assert caught.value.code == "throttled"
    assert caught.value.seconds == pytest.approx((300 - 250) / 50)
    assert len(shop.calls) == 1


def test_background_work_leaves_points_for_a_person(
    shop: ScriptedShop, make_client: MakeClient
) -> None:
    shop.will(data({}, cost=cost(50, 120)), data({}))
    background = make_client(clock=lambda: 1000.0)
    person = make_client(clock=lambda: 1000.0, user_lane=True)
    background.execute("ShopInfo", {}, writes=False)
    assert failure(background, writes=False).code == "throttled"  # type: ignore[attr-defined]
    assert person.execute("ShopInfo", {}, writes=False) == {}


def test_patience_waits_here_and_a_stop_ends_it(
    shop: ScriptedShop, make_client: MakeClient, http: Http
) -> None:
    shop.will(data({}, cost=cost(50, 49, rate=200)), data({}))
    patient = make_client(user_lane=True, patience_s=5.0)
    patient.execute("ShopInfo", {}, writes=False)
    assert patient.execute("ShopInfo", {}, writes=False) == {}
    shop.will(data({}, cost=cost(50, 0, rate=10)))
    patient.execute("ShopInfo", {}, writes=False)
    threading.Timer(0.05, http.cancel.set).start()
    with pytest.raises(Cancelled):
        patient.execute("ShopInfo", {}, writes=False)


def test_throttled_waits_as_long_as_the_points_need(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(
        graphql(
            {
                "errors": [error("THROTTLED", "Throttled")],
                "extensions": {"cost": cost(700, 100, rate=200)},
            }
        )
    )
    problem = failure(client, writes=True)
    assert isinstance(problem, TryLater)
    assert problem.code == "throttled"
    assert problem.seconds == pytest.approx(3.0)


# HTTP --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("writes", [True, False])
@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("400 Bad Request", "request_refused"),
        ("402 Payment Required", "shop_frozen"),
        ("403 Forbidden", "forbidden"),
        ("404 Not Found", "shop_not_found"),
        ("406 Not Acceptable", "request_refused"),
        ("415 Unsupported", "request_refused"),
        ("422 Unprocessable", "request_refused"),
        ("423 Locked", "shop_locked"),
        ("430 Security Rejection", "rejected"),
    ],
)
def test_a_status_that_pauses_the_side(
    shop: ScriptedShop, client: ShopifyClient, status: str, code: str, *, writes: bool
) -> None:
    shop.will(raw(status, "<html><body>Nguyen</body></html>"))
    problem = failure(client, writes=writes)
    assert isinstance(problem, AccountProblem)
    assert (problem.side, problem.code) == ("shopify", code)
    assert buyer_free(problem)


def test_a_403_that_names_a_scope_asks_for_it(shop: ScriptedShop, client: ShopifyClient) -> None:
    words = "[API] This action requires merchant approval for read_orders scope."
    shop.will(raw("403 Forbidden", json.dumps({"errors": words})))
    problem = failure(client, writes=False)
    assert isinstance(problem, AccountProblem)
    assert problem.code == "scope_missing"
    assert "read_orders" in problem.cause


@pytest.mark.parametrize(
    ("header", "seconds"), [("2.5", 2.5), ("0", 1.0), ("99999", 600.0), ("soon", 2.0), ("nan", 2.0)]
)
def test_a_429_is_waited_for_as_asked(
    shop: ScriptedShop, client: ShopifyClient, header: str, seconds: float
) -> None:
    shop.will(raw("429 Too Many Requests", "", f"Retry-After: {header}"))
    problem = failure(client, writes=True)
    assert isinstance(problem, TryLater)
    assert (problem.code, problem.seconds) == ("throttled", seconds)


def test_waits_are_shorter_where_time_runs_fast(
    shop: ScriptedShop, make_client: MakeClient
) -> None:
    shop.will(raw("429 Too Many Requests", "", "Retry-After: 10"))
    problem = failure(make_client(pace=Pace(100)), writes=True)
    assert problem.seconds == pytest.approx(0.1)  # type: ignore[attr-defined]
    throttled = {"cost": cost(700, 100, rate=200)}
    shop.will(graphql({"errors": [error("THROTTLED", "Throttled")], "extensions": throttled}))
    problem = failure(make_client(pace=Pace(100), user_lane=True), writes=True)
    assert problem.seconds == pytest.approx(0.03)  # type: ignore[attr-defined]


@pytest.mark.parametrize("status", ["500", "502", "503", "504", "520", "530", "540"])
def test_a_broken_service_leaves_a_write_unknown(
    shop: ScriptedShop, client: ShopifyClient, status: str
) -> None:
    shop.will(raw(f"{status} Broken", "<html>"), raw(f"{status} Broken", '{"errors":"x"}'))
    assert isinstance(failure(client, writes=True), OutcomeUnknown)
    later = failure(client, writes=False)
    assert isinstance(later, TryLater)
    assert later.code == "unavailable"


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"data":', b"[1]", b"null", b"{}", b'{"data":null}', b"\xff\xfe"]
)
def test_an_unreadable_answer_leaves_a_write_unknown(
    shop: ScriptedShop, client: ShopifyClient, body: bytes
) -> None:
    shop.will(raw("200 OK", body), raw("200 OK", body))
    assert isinstance(failure(client, writes=True), OutcomeUnknown)
    later = failure(client, writes=False)
    assert isinstance(later, TryLater)
    assert later.code == "unavailable"


def test_a_login_page_is_told_from_a_broken_answer(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    page = raw("200 OK", " <!doctype html><title>Hotel</title>", "Content-Type: text/html")
    shop.will(page, page)
    assert isinstance(failure(client, writes=True), OutcomeUnknown)
    later = failure(client, writes=False)
    assert isinstance(later, TryLater)
    assert later.code == "captive_portal"


def test_a_lost_answer_leaves_a_write_unknown(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(HANG_UP, HANG_UP)
    assert isinstance(failure(client, writes=True), OutcomeUnknown)
    assert isinstance(failure(client, writes=False), TryLater)


# GraphQL errors ----------------------------------------------------------------------------------

WITHOUT_EFFECT = [
    ([error("MAX_COST_EXCEEDED", "too dear", cost=1002, maxCost=1000)], "request_refused"),
    ([error("SHOP_INACTIVE", "Shop is inactive")], "shop_frozen"),
    ([error("undefinedField", "Field 'x' doesn't exist")], "request_refused"),
    (
        [error("ACCESS_DENIED", "no", requiredAccess="`write_orders` access scope.")],
        "scope_missing",
    ),
    ([error("ACCESS_DENIED", "Required access: `write_orders` scope.")], "scope_missing"),
    ([error("ACCESS_DENIED", "This app is not approved")], "forbidden"),
    ([{"message": "Syntax Error", "locations": [{"line": 1, "column": 1}]}], "request_refused"),
    ([error("", "Metafield definition of type 'id' is required")], "key_definition"),
    ("[API] Invalid API key or access token (unrecognized login)", "token_invalid"),
    ("Not Found", "shop_not_found"),
    ("Unavailable Shop", "shop_frozen"),
]


@pytest.mark.parametrize("writes", [True, False])
@pytest.mark.parametrize(("errors", "code"), WITHOUT_EFFECT)
def test_errors_that_pause_the_side_have_no_effect(
    shop: ScriptedShop, client: ShopifyClient, errors: object, code: str, *, writes: bool
) -> None:
    shop.will(graphql({"errors": errors}))
    problem = failure(client, writes=writes)
    assert isinstance(problem, AccountProblem)
    assert problem.code == code


@pytest.mark.parametrize("errors", ["Too many attempts.", [error("", "Too many attempts.")]])
def test_too_many_attempts_waits_a_minute(
    shop: ScriptedShop, make_client: MakeClient, errors: object
) -> None:
    shop.will(graphql({"errors": errors}))
    problem = failure(make_client(pace=Pace(60)), writes=True)
    assert isinstance(problem, TryLater)
    assert problem.code == "too_many"
    assert problem.seconds == pytest.approx(1.0)


UNCLEAR = [
    {"errors": [error("INTERNAL_SERVER_ERROR", "Internal error. Request ID: 1")]},
    {"errors": [error("SOMETHING_NEW", "who knows")], "data": None},
    {"errors": [error("", "Timeout")]},
    {"errors": "Something"},
    {"errors": [7]},
    {"errors": {"a": 1}},
    {"errors": [error("THROTTLED"), error("INTERNAL_SERVER_ERROR")]},
]


@pytest.mark.parametrize("payload", UNCLEAR)
def test_errors_nobody_can_tell_leave_a_write_unknown(
    shop: ScriptedShop, client: ShopifyClient, payload: object
) -> None:
    shop.will(graphql(payload), graphql(payload))
    assert isinstance(failure(client, writes=True), OutcomeUnknown)
    assert isinstance(failure(client, writes=False), TryLater)


def test_a_write_with_a_result_beside_its_error_may_have_happened(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    denied = error("ACCESS_DENIED", "`read_orders`", path=["orderCreate", "order", "metafield"])
    shop.will(graphql({"errors": [denied], "data": {"orderCreate": {"order": {"id": "gid"}}}}))
    assert isinstance(failure(client, writes=True), OutcomeUnknown)


def test_a_write_denied_as_a_whole_did_not_happen(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    denied = error("ACCESS_DENIED", "`write_orders`", path=["orderCreate"])
    shop.will(graphql({"errors": [denied], "data": {"orderCreate": None}}))
    problem = failure(client, writes=True)
    assert isinstance(problem, AccountProblem)
    assert "write_orders" in problem.cause


def test_a_reading_in_part_names_the_scope(shop: ScriptedShop, client: ShopifyClient) -> None:
    denied = error("ACCESS_DENIED", "Required access: `read_locations` access scope.")
    shop.will(graphql({"errors": [denied], "data": {"shop": {"name": "x"}, "locations": None}}))
    problem = failure(client, writes=False)
    assert isinstance(problem, AccountProblem)
    assert "read_locations" in problem.cause


@pytest.mark.parametrize(
    "refused",
    [
        error(
            "INVALID_VARIABLE",
            'Variable $order was provided invalid value for shippingAddress.city ("Nguyen")',
            value={"city": "Nguyen"},
            problems=[{"path": ["shippingAddress", "city"], "explanation": 'not "Nguyen"'}],
        ),
        error("INVALID_VARIABLE", "$order got invalid value 'Nguyen' at 'shippingAddress.city'"),
    ],
)
def test_refused_variables_keep_the_path_and_never_the_value(
    shop: ScriptedShop, client: ShopifyClient, refused: object
) -> None:
    shop.will(graphql({"errors": [refused]}))
    problem = failure(client, writes=True)
    assert isinstance(problem, VariablesRefused)
    assert problem.paths == (("shippingAddress", "city"),)
    assert problem.technical.field == "shippingAddress.city"
    assert buyer_free(problem)


def test_too_long_a_list_is_refused_with_its_path(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(
        graphql({"errors": [error("MAX_INPUT_SIZE_EXCEEDED", "300", path=["order", "lineItems"])]})
    )
    problem = failure(client, writes=True)
    assert isinstance(problem, VariablesRefused)
    assert problem.paths == (("order", "lineItems"),)


def test_an_ignored_filter_is_not_trusted(shop: ScriptedShop, client: ShopifyClient) -> None:
    warning = {"field": "sorce_identifier", "message": "Invalid search field for this query."}
    shop.will(
        data({"orders": {}}, search=[{"path": ["orders"], "query": "x", "warnings": [warning]}]),
        data({"orders": {}}, search=[{"path": ["orders"], "query": "x", "warnings": []}]),
    )
    problem = failure(client, writes=False)
    assert isinstance(problem, SearchIgnored)
    assert problem.technical.field == "sorce_identifier"
    assert client.execute("ShopInfo", {}, writes=False) == {"orders": {}}
