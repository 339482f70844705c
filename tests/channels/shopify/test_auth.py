"""Tokens: asked for once, renewed early and on refusal, and each refusal told apart."""

import json
import threading
from collections.abc import Callable
from urllib.parse import parse_qs

import pytest

from desktop.channels.http import Http
from desktop.channels.shopify.auth import TokenSource
from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.secrets import ShopifySecrets
from desktop.clock import Pace
from desktop.errors import AccountProblem, OutcomeUnknown, TryLater
from desktop.trade import ShopifyAccess
from tests.channels.shopify.scripted_shop import HANG_UP, ScriptedShop, data, raw

SECRETS = ShopifySecrets(client_secret="sec ret+&=")


class Hands:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = 1_000_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def tokens(access: ShopifyAccess, http: Http, hands: Hands) -> TokenSource:
    return TokenSource(access, SECRETS, http, Pace(), clock=hands)


def given(token: str, **more: object) -> bytes:
    return raw("200 OK", json.dumps({"access_token": token, "expires_in": 86399, **more}))


def test_the_grant_is_asked_for_as_documented(shop: ScriptedShop, tokens: TokenSource) -> None:
    shop.will(given("shpat_a"))
    assert tokens.token() == "shpat_a"
    (call,) = shop.calls
    assert call.path == "/admin/oauth/access_token"
    assert call.headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(call.body.decode()) == {
        "grant_type": ["client_credentials"],
        "client_id": ["client-1"],
        "client_secret": ["sec ret+&="],
    }


def test_a_token_is_kept_until_five_minutes_before_its_end(
    shop: ScriptedShop, tokens: TokenSource, hands: Hands
) -> None:
    shop.will(given("shpat_a"), given("shpat_b"))
    tokens.token()
    hands.time += 86399 - 301
    assert tokens.token() == "shpat_a"
    hands.time += 2
    assert tokens.token() == "shpat_b"
    assert len(shop.calls) == 2


def test_a_fast_service_ends_tokens_sooner(
    shop: ScriptedShop, access: ShopifyAccess, http: Http, hands: Hands
) -> None:
    shop.will(given("shpat_a"), given("shpat_b"))
    tokens = TokenSource(access, SECRETS, http, Pace(1000), clock=hands)
    tokens.token()
    hands.time += 86.2
    assert tokens.token() == "shpat_b"


@pytest.mark.parametrize("life", [None, "86399", -5, True])
def test_a_life_that_is_no_number_counts_as_a_day(
    shop: ScriptedShop, tokens: TokenSource, hands: Hands, life: object
) -> None:
    shop.will(given("shpat_a", expires_in=life))
    tokens.token()
    hands.time += 80_000
    assert tokens.token() == "shpat_a"


def test_a_static_token_is_never_asked_for(
    shop: ScriptedShop, access: ShopifyAccess, http: Http
) -> None:
    tokens = TokenSource(access, ShopifySecrets(access_token="shpat_s"), http, Pace())
    assert tokens.token() == "shpat_s"
    assert tokens.renewed("shpat_s") is None
    assert shop.calls == []


def test_only_the_refused_token_is_renewed(shop: ScriptedShop, tokens: TokenSource) -> None:
    shop.will(given("shpat_a"), given("shpat_b"))
    tokens.token()
    assert tokens.renewed("shpat_a") == "shpat_b"
    assert tokens.renewed("shpat_a") == "shpat_b"  # another thread was faster
    assert len(shop.calls) == 2


def test_many_threads_ask_for_one_token(shop: ScriptedShop, tokens: TokenSource) -> None:
    shop.will(given("shpat_a"))
    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(tokens.token())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["shpat_a"] * 8
    assert len(shop.calls) == 1


PAGE = "<!DOCTYPE html><html><body><h1>Oauth error {}</h1><p>Something</p></body></html>"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (raw("400 Bad Request", PAGE.format("app_not_installed")), "app_not_installed"),
        (raw("400 Bad Request", PAGE.format("shop_not_permitted")), "shop_not_permitted"),
        (
            raw("400 Bad", "Client credentials cannot be performed on this shop."),
            "shop_not_permitted",
        ),
        (raw("400 Bad Request", '{"error":"invalid_client"}'), "credentials_wrong"),
        (raw("401 Unauthorized", '{"error":"invalid_client"}'), "credentials_wrong"),
        (
            raw("400 Bad Request", PAGE.format("application_cannot_be_found")),
            "credentials_wrong",
        ),
        (raw("400 Bad Request", "something else"), "credentials_wrong"),
        (raw("402 Payment Required"), "shop_frozen"),
        (raw("403 Forbidden", PAGE.format("")), "forbidden"),
        (raw("404 Not Found"), "shop_not_found"),
        (raw("423 Locked"), "shop_locked"),
        (raw("430 Rejected"), "rejected"),
        (raw("200 OK", '{"token":1}'), "endpoint_wrong"),
        (raw("200 OK", '{"access_token":"two words"}'), "endpoint_wrong"),
    ],
)
def test_a_refusal_of_the_grant_says_what_to_do(
    shop: ScriptedShop, tokens: TokenSource, answer: bytes, code: str
) -> None:
    shop.will(answer)
    with pytest.raises(AccountProblem) as caught:
        tokens.token()
    assert (caught.value.side, caught.value.code) == ("shopify", code)
    assert "sec ret" not in str(caught.value) + repr(caught.value.technical)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (raw("429 Too Many", b"", "Retry-After: 7.5"), "throttled"),
        (raw("503 Unavailable", "<html>"), "unavailable"),
        (raw("200 OK", "<html>Log in to the hotel</html>"), "captive_portal"),
        (HANG_UP, "unavailable"),
    ],
)
def test_what_passes_is_tried_later(
    shop: ScriptedShop, tokens: TokenSource, answer: bytes, code: str
) -> None:
    shop.will(answer, given("shpat_a"))
    with pytest.raises(TryLater) as caught:
        tokens.token()
    assert caught.value.code == code
    assert tokens.token() == "shpat_a"


def test_secrets_hide_themselves() -> None:
    secrets = ShopifySecrets(client_secret="one", access_token="two")
    assert "one" not in repr(secrets)
    assert "two" not in repr(secrets)


def test_a_401_brings_one_new_token_and_one_more_call(
    shop: ScriptedShop, make_client: Callable[..., ShopifyClient]
) -> None:
    refused = raw("401 Unauthorized", '{"errors":"[API] Invalid API key or access token"}')
    shop.will(given("shpat_a"), refused, given("shpat_b"), data({"orderCreate": {}}))
    made = make_client(SECRETS).execute("CreateOrder", {}, writes=True)
    assert made == {"orderCreate": {}}
    sent = [call.headers.get("x-shopify-access-token") for call in shop.calls]
    assert sent == [None, "shpat_a", None, "shpat_b"]


def test_a_second_401_pauses_the_side_and_is_no_unknown_outcome(
    shop: ScriptedShop, make_client: Callable[..., ShopifyClient]
) -> None:
    refused = raw("401 Unauthorized", '{"errors":"[API] Invalid API key or access token"}')
    shop.will(given("shpat_a"), refused, given("shpat_b"), refused)
    with pytest.raises(AccountProblem) as caught:
        make_client(SECRETS).execute("CreateOrder", {}, writes=True)
    assert caught.value.code == "token_invalid"
    assert len(shop.calls) == 4


def test_a_static_token_is_refused_once(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(raw("401 Unauthorized", '{"errors":"Invalid API key"}'))
    with pytest.raises(AccountProblem, match="not valid"):
        client.execute("ShopInfo", {}, writes=False)
    assert len(shop.calls) == 1


def test_a_lost_second_answer_to_a_write_stays_unknown(
    shop: ScriptedShop, make_client: Callable[..., ShopifyClient]
) -> None:
    shop.will(given("shpat_a"), raw("401 Unauthorized"), given("shpat_b"), HANG_UP)
    with pytest.raises(OutcomeUnknown):
        make_client(SECRETS).execute("CreateOrder", {}, writes=True)
