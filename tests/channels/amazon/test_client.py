"""Quota, renewal of the token, and what each refusal means."""

import threading

import pytest

from desktop.channels.amazon.client import AmazonClient
from desktop.channels.amazon.orders import OrderSearch, search_orders
from desktop.channels.amazon.plans import told_rate
from desktop.channels.amazon.refusals import Refused
from desktop.channels.pacing import MemoryBuckets
from desktop.clock import Pace
from desktop.errors import AccountProblem, Cancelled, TryLater
from tests.channels.amazon.fake import Bench, Reply, access_to, errors, page

SEARCH = OrderSearch(last_updated_after=1_780_000_000)
DENIED = "Access to requested resource is denied."


def denied(details: str = "", code: str = "Unauthorized") -> Reply:
    return Reply(403, errors(code, DENIED, details))


TOKEN_EXPIRED = denied("The access token you provided has expired.")
TOKEN_INVALID = denied("The access token you provided is revoked, malformed or invalid.")
QUOTA = Reply(429, errors("QuotaExceeded", "You exceeded your quota for the requested resource."))


def test_a_call_carries_the_token_and_no_body(at: Bench) -> None:
    search_orders(at.client(), SEARCH)
    (asked,) = at.amazon.calls
    assert asked.method == "GET"
    assert asked.headers["x-amz-access-token"] == "Atza|1"
    assert asked.headers["accept"] == "application/json"
    assert asked.headers["user-agent"].startswith("Crossdock/")
    assert "content-length" not in asked.headers
    assert "content-type" not in asked.headers


@pytest.mark.parametrize("stale", [TOKEN_EXPIRED, TOKEN_INVALID, Reply(401, errors("x", "y"))])
def test_a_stale_token_is_renewed_once_and_the_call_repeated(at: Bench, stale: Reply) -> None:
    at.amazon.answers = [stale, page()]
    assert search_orders(at.client(), SEARCH).records == ()
    assert [call.headers["x-amz-access-token"] for call in at.amazon.calls] == ["Atza|1", "Atza|2"]


@pytest.mark.parametrize(
    ("reply", "code", "calls"),
    [
        (TOKEN_EXPIRED, "token_revoked", 2),
        (TOKEN_INVALID, "token_revoked", 2),
        (Reply(401, errors("InvalidToken", "malformed")), "token_revoked", 2),
        (denied("The LWA secret token you provided has expired."), "secret_expired", 1),
        (denied(), "access_denied", 1),
        (Reply(403, b"{}"), "access_denied", 1),
        (Reply(403, b"no json"), "access_denied", 1),
        (Reply(403, errors("MissingAuthenticationToken", "Missing")), "endpoint_wrong", 1),
        (Reply(403, errors("Missing Authentication Token", "x")), "endpoint_wrong", 1),
        (
            Reply(403, errors("x", "The marketplaces you provided are not valid for region")),
            "region_wrong",
            1,
        ),
        (
            Reply(400, errors("InvalidInput", "marketplaces are not valid for region eu")),
            "region_wrong",
            1,
        ),
        (Reply(400, errors("InvalidInput", "Invalid Input")), "request_refused", 1),
        (Reply(400, errors("x", "Could not match input arguments")), "request_refused", 1),
        (Reply(404, errors("NotFound", "no such path")), "request_refused", 1),
        (Reply(404, b"<html>", content_type="text/html"), "endpoint_wrong", 1),
        (Reply(413, errors("x", "too large")), "request_refused", 1),
        (Reply(415, errors("x", "wrong type")), "request_refused", 1),
    ],
)
def test_what_pauses_the_side(at: Bench, reply: Reply, code: str, calls: int) -> None:
    at.amazon.answers = [reply]
    with pytest.raises(AccountProblem) as caught:
        search_orders(at.client(), SEARCH)
    assert (caught.value.side, caught.value.code) == ("amazon", code)
    assert caught.value.technical.status == reply.status
    assert len(at.amazon.calls) == calls
    assert "unknown)" not in f"{caught.value.cause} {caught.value.cure}"  # all names filled in


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(403, b"<html>", content_type="text/html"), "captive_portal"),
        (Reply(200, b"<html>", content_type="text/html"), "captive_portal"),
        (Reply(200, b"  <!DOCTYPE html>"), "captive_portal"),
        (Reply(408, b""), "unavailable"),
    ],
)
def test_what_passes_by_itself(at: Bench, reply: Reply, code: str) -> None:
    at.amazon.answers = [reply]
    with pytest.raises(TryLater) as caught:
        search_orders(at.client(), SEARCH)
    assert caught.value.code == code


def test_the_words_of_amazon_and_its_request_id_are_kept_for_support(at: Bench) -> None:
    at.amazon.answers = [Reply(400, errors("InvalidInput", "a", "b"), {"x-amzn-RequestId": "r-7"})]
    with pytest.raises(Refused) as caught:
        at.client().get("getOrder", "/orders/2026-01-01/orders/1", {})
    technical = caught.value.technical
    assert (technical.code, technical.words, technical.request_id) == ("InvalidInput", "a b", "r-7")
    assert technical.operation == "getOrder"


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_an_error_of_the_server_is_asked_again(at: Bench, status: int) -> None:
    at.amazon.answers = [Reply(status, b"<html>"), Reply(status, b""), page()]
    search_orders(at.client(), SEARCH)
    assert len(at.amazon.calls) == 3


def test_after_four_tries_it_is_left_for_later(at: Bench) -> None:
    at.amazon.answers = [Reply(503, errors("ServiceUnavailable", "x"))]
    with pytest.raises(TryLater) as caught:
        search_orders(at.client(), SEARCH)
    assert caught.value.code == "unavailable"
    assert len(at.amazon.calls) == 4


def test_each_try_counts_against_the_quota(at: Bench) -> None:
    buckets = MemoryBuckets()
    at.amazon.answers = [Reply(503, b"")]
    client = at.client(buckets=buckets)
    with pytest.raises(TryLater):
        search_orders(client, SEARCH)
    assert tokens(client, buckets, "searchOrders") == pytest.approx(12.0)


def test_a_cancel_ends_the_pause_between_tries(at: Bench) -> None:
    at.amazon.answers = [Reply(500, b"")]
    threading.Timer(0.1, at.http.cancel.set).start()
    with pytest.raises(Cancelled):
        search_orders(at.client(speed=1), SEARCH)
    assert len(at.amazon.calls) == 1


def tokens(client: AmazonClient, buckets: MemoryBuckets, operation: str) -> float:
    prefix = f"amazon|{client.access.seller_id}|{client.access.client_id}|{operation}"
    keys = [key for key in buckets._states if key.startswith(prefix)]
    assert len(keys) == 1
    return buckets._states[keys[0]][0]


def test_a_new_bucket_holds_80_percent_and_then_the_wait_is_told(at: Bench) -> None:
    client = at.client(speed=1)
    for _ in range(16):
        search_orders(client, SEARCH)
    with pytest.raises(TryLater) as caught:
        search_orders(client, SEARCH)
    assert caught.value.code == "quota"
    assert caught.value.seconds == pytest.approx(1 / 0.0056)
    assert len(at.amazon.calls) == 16


def test_a_restart_finds_the_bucket_as_it_was(at: Bench) -> None:
    for _ in range(16):
        search_orders(at.client(speed=1), SEARCH)
    at.watch.seconds += 179
    search_orders(at.client(speed=1), SEARCH)
    with pytest.raises(TryLater):
        search_orders(at.client(speed=1), SEARCH)


def test_the_quota_runs_as_fast_as_the_sandbox(at: Bench) -> None:
    client = at.client(speed=100)
    for _ in range(16):
        search_orders(client, SEARCH)
    with pytest.raises(TryLater) as caught:
        search_orders(client, SEARCH)
    assert caught.value.seconds == pytest.approx(1 / 0.56)


def test_speed_is_for_this_computer_only(at: Bench) -> None:
    access = access_to("https://sellingpartnerapi-eu.amazon.com")
    client = AmazonClient(access, at.secrets, at.http, at.buckets, Pace(1000), clock=at.watch)
    assert client.pace.speed == 1


def test_background_work_leaves_the_last_tokens_to_a_person(at: Bench) -> None:
    client = at.client(speed=1)
    for _ in range(22):  # 24 at first, 2 of them are left
        client.get("getOrder", "/x", {})
    with pytest.raises(TryLater):
        client.get("getOrder", "/x", {})
    person = client.in_person()
    for _ in range(2):
        person.get("getOrder", "/x", {})
    with pytest.raises(TryLater):
        person.get("getOrder", "/x", {})
    assert len(at.amazon.logins) == 1


def test_429_empties_the_bucket_and_waits_for_the_next_token(at: Bench) -> None:
    at.amazon.answers = [QUOTA]
    client = at.client(speed=1)
    with pytest.raises(TryLater) as caught:
        search_orders(client, SEARCH)
    assert caught.value.code == "quota"
    assert 1 / 0.0056 <= caught.value.seconds <= 1 / 0.0056 + 2
    assert caught.value.technical.code == "QuotaExceeded"
    with pytest.raises(TryLater) as second:
        search_orders(client, SEARCH)
    assert second.value.seconds == pytest.approx(1 / 0.0056)
    assert len(at.amazon.calls) == 1


def test_429_again_and_again_waits_longer(at: Bench) -> None:
    at.amazon.answers = [Reply(429, b"<html>slow down", content_type="text/html")]
    client = at.client(speed=1, user_lane=True)
    waits = []
    for _ in range(5):
        with pytest.raises(TryLater) as caught:
            client.get("getOrder", "/x", {})
        waits.append(caught.value.seconds)
        at.watch.seconds += 10
    assert 2 <= waits[0] <= 4
    assert 32 <= waits[4] <= 64
    at.amazon.answers = [Reply()]
    client.get("getOrder", "/x", {})
    at.amazon.answers = [QUOTA]
    with pytest.raises(TryLater) as caught:
        client.get("getOrder", "/x", {})
    assert caught.value.seconds <= 4


def test_a_retry_after_is_honoured_should_one_come(at: Bench) -> None:
    at.amazon.answers = [Reply(429, b"", {"Retry-After": "700"})]
    with pytest.raises(TryLater) as caught:
        search_orders(at.client(speed=1), SEARCH)
    assert 700 <= caught.value.seconds <= 702


def test_the_told_rate_fills_the_bucket_from_then_on(at: Bench) -> None:
    at.amazon.answers = [Reply(200, {"orders": []}, {"x-amzn-RateLimit-Limit": "0.1"})]
    client = at.client(speed=2)
    for _ in range(16):
        search_orders(client, SEARCH)
    with pytest.raises(TryLater) as caught:
        search_orders(client, SEARCH)
    assert caught.value.seconds == pytest.approx(1 / 0.2)


@pytest.mark.parametrize("header", ["string", "", "0", "-1", "nan", "inf", "1e300", "0,5", None])
def test_a_rate_that_is_none_is_passed_over(header: str | None) -> None:
    assert told_rate(header) is None


def test_a_call_that_never_went_out_costs_nothing(at: Bench) -> None:
    buckets = MemoryBuckets()
    client = at.client(buckets=buckets)
    client.check_token()
    client.access = access_to("http://127.0.0.1:1")
    with pytest.raises(TryLater) as caught:
        client.get("getOrder", "/x", {})
    assert caught.value.code == "offline"
    assert tokens(client, buckets, "getOrder") == pytest.approx(24.0)


def test_bad_tokens_are_no_quota(at: Bench) -> None:
    at.amazon.answers = [TOKEN_EXPIRED]
    with pytest.raises(AccountProblem):
        search_orders(at.client(), SEARCH)
    assert len(at.amazon.logins) == 2  # one renewal, no loop
