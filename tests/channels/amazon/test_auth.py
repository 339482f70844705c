"""Login with Amazon."""

import threading

import pytest

from desktop.channels.amazon.auth import AmazonSecrets
from desktop.errors import AccountProblem, Cancelled, CrossdockError, TryLater
from tests.channels.amazon.fake import Bench, Reply


def lwa(status: int, error: str, description: str = "") -> Reply:
    return Reply(status, {"error": error, "error_description": description})


def test_the_exchange_is_a_form_with_the_refresh_token(at: Bench) -> None:
    at.client().check_token()
    (asked,) = at.amazon.logins
    assert asked.method == "POST"
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded;charset=UTF-8"
    assert asked.form == {
        "grant_type": "refresh_token",
        "refresh_token": "Atzr|hidden",
        "client_id": "amzn1.application-oa2-client.x",
        "client_secret": "amzn1.oa2-cs.v1.hidden",
    }


def test_a_token_is_kept_until_a_minute_before_its_end(at: Bench) -> None:
    client = at.client()
    client.check_token()
    at.watch.seconds += 3539
    client.check_token()
    assert len(at.amazon.logins) == 1
    at.watch.seconds += 1
    client.check_token()
    assert len(at.amazon.logins) == 2


def test_a_short_lived_token_is_used_all_the_same(at: Bench) -> None:
    at.amazon.tokens = [Reply(body={"access_token": "Atza|x", "expires_in": "40"})]
    client = at.client()
    client.check_token()
    at.watch.seconds += 19
    client.check_token()
    assert len(at.amazon.logins) == 1


def test_threads_that_need_a_token_at_once_ask_once(at: Bench) -> None:
    client = at.client()
    others = [client.in_person() for _ in range(6)]
    threads = [threading.Thread(target=one.check_token) for one in (client, *others)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(at.amazon.logins) == 1


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (lwa(401, "invalid_client", "Client authentication failed"), "credentials_wrong"),
        (lwa(400, "invalid_client", "Unknown client"), "credentials_wrong"),
        (lwa(401, "invalid_client", "The client secret has expired"), "secret_expired"),
        (lwa(401, "unheard_of"), "credentials_wrong"),
        (lwa(400, "invalid_grant", "The request has an invalid grant"), "token_revoked"),
        (lwa(400, "unauthorized_client", "Not authorized"), "client_mismatch"),
        (lwa(400, "invalid_request"), "request_refused"),
        (lwa(400, "unsupported_grant_type"), "request_refused"),
        (lwa(400, "invalid_scope"), "request_refused"),
        (Reply(404, {"message": "no such page"}), "endpoint_wrong"),
        (Reply(404, b"<html>Not found</html>", content_type="text/html"), "endpoint_wrong"),
    ],
)
def test_a_refused_exchange_pauses_the_side(at: Bench, reply: Reply, code: str) -> None:
    at.amazon.tokens = [reply]
    with pytest.raises(AccountProblem) as caught:
        at.client().check_token()
    assert (caught.value.side, caught.value.code) == ("amazon", code)
    assert caught.value.technical.status == reply.status
    assert len(at.amazon.logins) == 1
    assert "hidden" not in f"{caught.value} {caught.value.cure} {caught.value.technical}"


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (lwa(400, "temporarily_unavailable"), "unavailable"),
        (Reply(429, b""), "unavailable"),
        (Reply(403, b"<html>blocked", content_type="text/html"), "captive_portal"),
        (Reply(200, b"<html>Log in", content_type="text/html"), "captive_portal"),
        (Reply(200, b'{"access_tok'), "unavailable"),
        (Reply(200, {"access_token": ""}), "unavailable"),
        (Reply(200, {"access_token": "\u00e9"}), "unavailable"),
        (Reply(302, b"", {"Location": "http://127.0.0.1:1/login"}), "captive_portal"),
    ],
)
def test_a_passing_trouble_is_tried_later(at: Bench, reply: Reply, code: str) -> None:
    at.amazon.tokens = [reply]
    with pytest.raises(TryLater) as caught:
        at.client(speed=10).check_token()
    assert caught.value.code == code
    assert caught.value.seconds == pytest.approx(6.0)
    at.client().check_token()


def test_only_errors_of_the_server_are_tried_again_at_once(at: Bench) -> None:
    at.amazon.tokens = [lwa(503, "temporarily_unavailable"), lwa(500, "server_error")]
    at.client().check_token()
    assert len(at.amazon.logins) == 3


def test_the_tries_end(at: Bench) -> None:
    at.amazon.tokens = [lwa(500, "server_error")] * 9
    with pytest.raises(TryLater) as caught:
        at.client().check_token()
    assert caught.value.code == "unavailable"
    assert len(at.amazon.logins) == 4


def test_a_failed_exchange_is_not_remembered(at: Bench) -> None:
    at.amazon.tokens = [lwa(400, "invalid_grant")]
    client = at.client()
    with pytest.raises(CrossdockError):
        client.check_token()
    client.check_token()
    assert len(at.amazon.logins) == 2


def test_a_cancel_ends_the_pause_between_tries(at: Bench) -> None:
    at.amazon.tokens = [lwa(500, "server_error")] * 9
    threading.Timer(0.1, at.http.cancel.set).start()
    with pytest.raises(Cancelled):
        at.client(speed=1).check_token()


def test_secrets_are_not_shown() -> None:
    assert "hidden" not in repr(AmazonSecrets("hidden", "hidden"))
