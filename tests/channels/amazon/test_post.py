"""What a request that changes something means when its answer is bad, or never comes."""

import dataclasses
import json

import pytest

from desktop.channels.amazon.plans import PLANS, RESERVES
from desktop.channels.amazon.refusals import Refused
from desktop.channels.pacing import MemoryBuckets
from desktop.errors import AccountProblem, OutcomeUnknown, TryLater
from tests.channels.amazon.fake import Bench, Reply, errors

OPERATION = "confirmShipment"
PATH = "/orders/v0/orders/1/shipmentConfirmation"
GOOD = Reply(204)


def post(at: Bench, *, writes: bool = True, buckets: MemoryBuckets | None = None) -> None:
    at.client(buckets=buckets).post(OPERATION, PATH, {"a": "ä"}, writes=writes)


def test_a_post_carries_token_and_json(at: Bench) -> None:
    at.amazon.answers = [GOOD]
    post(at)
    (asked,) = at.amazon.calls
    assert (asked.method, asked.path) == ("POST", PATH)
    assert asked.headers["x-amz-access-token"] == "Atza|1"
    assert asked.headers["content-type"] == "application/json"
    assert json.loads(asked.body) == {"a": "ä"}


@pytest.mark.parametrize(
    "reply",
    [
        Reply(500, errors("InternalFailure", "x")),
        Reply(502, b"<html>", content_type="text/html"),
        Reply(503, errors("ServiceUnavailable", "x")),
        Reply(504, b""),
        Reply(408, b""),
        Reply(200, b"<html>", content_type="text/html"),
        Reply(lost=True),
    ],
)
def test_what_may_have_been_done_is_never_sent_again(at: Bench, reply: Reply) -> None:
    at.amazon.answers = [reply]
    with pytest.raises(OutcomeUnknown):
        post(at)
    assert len(at.amazon.calls) == 1


@pytest.mark.parametrize("reply", [Reply(500, b""), Reply(503, b"<html>")])
def test_what_is_harmless_to_repeat_is_asked_again(at: Bench, reply: Reply) -> None:
    at.amazon.answers = [reply, GOOD]
    post(at, writes=False)
    assert len(at.amazon.calls) == 2


def test_a_lost_answer_to_what_is_harmless_to_repeat_is_for_later(at: Bench) -> None:
    at.amazon.answers = [Reply(lost=True)]
    with pytest.raises(TryLater):
        post(at, writes=False)


@pytest.mark.parametrize(
    "stale",
    [
        Reply(401, errors("InvalidToken", "x")),
        Reply(403, errors("Unauthorized", "x", "The access token you provided has expired.")),
    ],
)
def test_a_stale_token_is_renewed_once_as_nothing_was_done(at: Bench, stale: Reply) -> None:
    at.amazon.answers = [stale, GOOD]
    post(at)
    assert [call.headers["x-amz-access-token"] for call in at.amazon.calls] == ["Atza|1", "Atza|2"]


def test_an_unknown_end_after_renewing_the_token_is_unknown(at: Bench) -> None:
    at.amazon.answers = [Reply(401, errors("InvalidToken", "x")), Reply(lost=True)]
    with pytest.raises(OutcomeUnknown):
        post(at)
    assert len(at.amazon.calls) == 2


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(429, errors("QuotaExceeded", "x")), TryLater),
        (Reply(429, b"<html>", content_type="text/html"), TryLater),
        (Reply(403, errors("Unauthorized", "x", "")), AccountProblem),
        (Reply(403, b"<html>", content_type="text/html"), TryLater),
        (Reply(400, errors("InvalidInput", "x")), Refused),
        (Reply(404, errors("NotFound", "x")), Refused),
        (Reply(413, errors("x", "x")), Refused),
        (Reply(415, errors("x", "x")), Refused),
        (Reply(302, b"", {"Location": "http://127.0.0.1/"}), TryLater),
    ],
)
def test_what_was_certainly_not_done(at: Bench, reply: Reply, kind: type[Exception]) -> None:
    at.amazon.answers = [reply]
    with pytest.raises(kind):
        post(at)
    assert len(at.amazon.calls) == 1


def test_without_quota_nothing_leaves(at: Bench) -> None:
    at.amazon.answers = [GOOD]
    buckets = MemoryBuckets()
    client = at.client(buckets=buckets, speed=1)
    for _ in range(6):  # 80 % of the burst of 10, less what is left for a person
        client.post(OPERATION, PATH, {})
    with pytest.raises(TryLater) as caught:
        client.post(OPERATION, PATH, {})
    assert caught.value.code == "quota"
    assert len(at.amazon.calls) == 6
    client.in_person().post(OPERATION, PATH, {})
    assert len(at.amazon.calls) == 7


def test_what_never_left_is_given_back_to_the_quota(at: Bench) -> None:
    buckets = MemoryBuckets()
    client = at.client(buckets=buckets, speed=1)
    client.check_token()
    nobody = "http://127.0.0.1:1"
    client.access = dataclasses.replace(client.access, endpoint=nobody)
    for _ in range(9):
        with pytest.raises(TryLater) as caught:
            client.post(OPERATION, PATH, {})
        assert caught.value.code == "offline"


def test_every_operation_has_a_plan_and_a_reserve_within_its_burst() -> None:
    assert PLANS.keys() == RESERVES.keys()
    assert all(RESERVES[name] < plan.burst * 0.8 for name, plan in PLANS.items())
