"""Who may ask Amazon, and how often: LWA tokens, refusals, usage plans."""

import json

import pytest

from desktop.clock import to_iso
from desktop.sandbox.amazon.part import ORDERS
from desktop.sandbox.wire import Request
from tests.sandbox.stand import START, stand

QUERY = {"createdAfter": to_iso(START - 86_400)}


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "amzn1.application-oa2-client.other"}, 401, "invalid_client"),
        ({"refresh_token": "Atzr|other"}, 400, "invalid_grant"),
        ({"refresh_token": ""}, 400, "invalid_request"),
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_lwa_refuses_as_it_does(changes: dict[str, str], status: int, error: str) -> None:
    answer = stand(1).sign_in(**changes)
    body = json.loads(answer.body)
    assert (answer.status, body["error"]) == (status, error)
    assert body["error_description"]


def test_lwa_wants_a_form() -> None:
    lwa = stand(1).lwa
    request = Request("POST", "/auth/o2/token", {}, {"content-type": "application/json"}, b"{}")
    assert lwa.handle(request).status == 400


def test_lwa_knobs() -> None:
    amazon = stand(1)
    amazon.amazon.knobs["refresh_token_revoked"] = True
    assert json.loads(amazon.sign_in().body)["error"] == "invalid_grant"
    amazon.amazon.knobs["secret_expired"] = True
    assert json.loads(amazon.sign_in().body)["error"] == "invalid_client"
    answer = amazon.ask(ORDERS, QUERY)
    assert answer.status == 403
    assert b"The LWA secret token you provided has expired." in answer.body


def test_a_good_answer_of_lwa() -> None:
    amazon = stand(1)
    body = json.loads(amazon.sign_in().body)
    assert body["token_type"] == "bearer"
    assert body["expires_in"] == 3600
    assert json.loads(stand(1, speed=100).sign_in().body)["expires_in"] == 36
    assert json.loads(stand(1, speed=1e6).sign_in().body)["expires_in"] == 30
    assert body["access_token"].startswith("Atza|")
    assert body["refresh_token"] == amazon.lwa.credentials.refresh_token


def test_secrets_do_not_show() -> None:
    mine = stand(1).lwa.credentials
    assert mine.client_secret not in repr(mine)
    assert mine.refresh_token not in repr(mine)


@pytest.mark.parametrize("speed", [1.0, 100.0])
def test_a_token_lives_for_an_hour_of_amazons_time(speed: float) -> None:
    amazon = stand(1, speed=speed)
    amazon.clock.at += 3599 / speed
    assert amazon.ask(ORDERS, QUERY).status == 200
    amazon.clock.at += 2 / speed
    answer = amazon.ask(ORDERS, QUERY)
    assert answer.status == 403
    assert b"The access token you provided has expired." in answer.body
    amazon.sign_in()
    assert amazon.ask(ORDERS, QUERY).status == 200


@pytest.mark.parametrize(
    ("headers", "status", "says"),
    [
        ({}, 403, "MissingAuthenticationToken"),
        ({"x-amz-access-token": "Atza|made-up"}, 403, "revoked, malformed or invalid"),
        ({"x-amz-access-token": "GOOD", "user-agent": "x" * 501}, 400, "user-agent"),
        ({"x-amz-access-token": "GOOD", "content-length": "0"}, 400, "body"),
    ],
)
def test_refusals_by_header(headers: dict[str, str], status: int, says: str) -> None:
    amazon = stand(1)
    sent = {name: amazon.token if value == "GOOD" else value for name, value in headers.items()}
    answer = amazon.ask(ORDERS, QUERY, headers=sent)
    assert answer.status == status
    assert says in answer.body.decode()
    assert "x-amzn-RequestId" in answer.headers


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/orders/v0/orders"), ("POST", ORDERS), ("GET", "/"), ("GET", f"{ORDERS}/a/b")],
)
def test_other_paths_are_403_as_at_amazon(method: str, path: str) -> None:
    amazon = stand(1)
    answer = amazon.amazon.handle(Request(method, path, {}, {"x-amz-access-token": amazon.token}))
    assert answer.status == 403
    assert b"MissingAuthenticationToken" in answer.body


def test_access_denied_has_no_details() -> None:
    amazon = stand(1)
    amazon.amazon.knobs["access_denied"] = True
    error = json.loads(amazon.ask(ORDERS, QUERY).body)["errors"][0]
    assert (error["code"], error["details"]) == ("Unauthorized", "")


@pytest.mark.parametrize("speed", [1.0, 1000.0])
def test_search_quota_is_20_and_then_one_in_three_minutes(speed: float) -> None:
    amazon = stand(1, speed=speed)
    answers = [amazon.ask(ORDERS, QUERY) for _ in range(21)]
    assert [answer.status for answer in answers] == [200] * 20 + [429]
    assert answers[0].headers["x-amzn-RateLimit-Limit"] == "0.0056"
    assert "x-amzn-RateLimit-Limit" not in answers[20].headers
    assert json.loads(answers[20].body)["errors"][0]["code"] == "QuotaExceeded"
    amazon.clock.at += 180 / speed
    assert amazon.ask(ORDERS, QUERY).status == 200
    assert amazon.ask(ORDERS, QUERY).status == 429


def test_get_order_has_a_quota_of_its_own_and_wrong_requests_count() -> None:
    amazon = stand(1)
    path = f"{ORDERS}/111-0000000-0000000"
    assert [amazon.ask(path).status for _ in range(31)] == [404] * 30 + [429]
    assert amazon.ask(ORDERS, QUERY).status == 200
    amazon.clock.at += 2
    assert amazon.ask(path).status == 404


def test_refused_tokens_cost_no_quota() -> None:
    amazon = stand(1)
    for _ in range(40):
        assert amazon.ask(ORDERS, QUERY, headers={}).status == 403
    assert amazon.ask(ORDERS, QUERY).status == 200


def test_operations_are_named_for_the_count() -> None:
    amazon = stand(1).amazon
    assert amazon.operation(Request("GET", ORDERS)) == "amazon.searchOrders"
    assert amazon.operation(Request("GET", f"{ORDERS}/1")) == "amazon.getOrder"
    assert amazon.operation(Request("GET", "/feeds")) == "amazon.other"
