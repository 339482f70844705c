"""Every field of `connect` is checked, and each fault names the field and the cure."""

import copy
import json
from typing import Any

import pytest

from desktop.actions.bad_input import BadInput
from desktop.actions.connect_request import parse_connect

WHOLE: dict[str, Any] = {
    "name": "Alaska Outfitters",
    "amazon": {
        "region": "na",
        "marketplaces": ["ATVPDKIKX0DER", "CA"],
        "seller_id": "A1B2C3D4E5F6G7",
        "client_id": "amzn1.application-oa2-client.1",
        "client_secret": "amzn1.oa2-cs.v1.SECRET-ONE",
        "refresh_token": "Atzr|SECRET-TWO",
        "endpoint": "http://127.0.0.1:8080/amazon",
        "lwa_endpoint": "http://127.0.0.1:8080/lwa/auth/o2/token",
    },
    "shopify": {
        "shop": "alaska.myshopify.com",
        "client_id": "0123",
        "client_secret": "shpss_SECRET-THREE",
        "endpoint": "http://localhost:8080/shopify",
    },
    "rates_endpoint": "http://127.0.0.1:8080/ecb/daily.xml",
    "speed": 200,
    "reach_back_days": 90,
    "settings": {"order.unlinked": "custom_line"},
    "start": {"create": "all"},
}
MISSING = object()


def changed(path: str, value: object) -> str:
    data = copy.deepcopy(WHOLE)
    *sections, last = path.split(".")
    inner = data
    for section in sections:
        inner = inner.setdefault(section, {})
    if value is MISSING:
        inner.pop(last, None)
    else:
        inner[last] = value
    return json.dumps(data)


def test_a_whole_object() -> None:
    request = parse_connect(json.dumps(WHOLE))
    assert request.name == "Alaska Outfitters"
    assert request.amazon.marketplaces == ("ATVPDKIKX0DER", "A2EUQ1WTGCTBG2")
    assert request.shopify.shop == "alaska.myshopify.com"
    assert request.speed == 200
    assert request.reach_back_days == 90
    assert request.settings == (("order.unlinked", "custom_line"),)
    assert request.start == "all"
    assert request.amazon_client_secret.endswith("SECRET-ONE")


def test_no_secret_shows_in_a_repr() -> None:
    assert "SECRET" not in repr(parse_connect(json.dumps(WHOLE)))


def test_what_may_be_left_out_has_the_real_services_values() -> None:
    data = copy.deepcopy(WHOLE)
    for name in ("name", "rates_endpoint", "speed", "reach_back_days", "settings", "start"):
        del data[name]
    for side in ("amazon", "shopify"):
        data[side].pop("endpoint")
    del data["amazon"]["lwa_endpoint"], data["amazon"]["marketplaces"]
    request = parse_connect(json.dumps(data))
    assert request.amazon.endpoint == "https://sellingpartnerapi-na.amazon.com"
    assert request.amazon.lwa_endpoint == "https://api.amazon.com/auth/o2/token"
    assert request.shopify.endpoint == "https://alaska.myshopify.com"
    assert request.rates_endpoint.startswith("https://www.ecb.europa.eu/")
    assert (request.name, request.speed, request.reach_back_days) == ("", 1.0, 30)
    assert (request.amazon.marketplaces, request.start) == ((), "")


def test_a_static_token_instead_of_client_id_and_secret() -> None:
    data = copy.deepcopy(WHOLE)
    data["shopify"] = {"shop": "alaska.myshopify.com", "access_token": "shpat_SECRET"}
    data["speed"] = 1
    request = parse_connect(json.dumps(data))
    assert request.shopify_access_token == "shpat_SECRET"
    assert request.shopify.client_id == ""


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("name", 7),
        ("name", "x" * 81),
        ("amazon", MISSING),
        ("amazon", "na"),
        ("amazon.region", MISSING),
        ("amazon.region", "us"),
        ("amazon.region", ["na"]),
        ("amazon.marketplaces", "US"),
        ("amazon.marketplaces", [1]),
        ("amazon.marketplaces", ["DE"]),
        ("amazon.marketplaces", ["A1PA6795UKMFR9"]),
        ("amazon.marketplaces", ["XX"]),
        ("amazon.seller_id", MISSING),
        ("amazon.seller_id", ""),
        ("amazon.seller_id", "a seller"),
        ("amazon.client_id", MISSING),
        ("amazon.client_id", "two words"),
        ("amazon.client_secret", MISSING),
        ("amazon.client_secret", "   "),
        ("amazon.client_secret", "line\nbreak"),
        ("amazon.refresh_token", MISSING),
        ("amazon.refresh_token", "x" * 5000),
        ("amazon.endpoint", "http://example.com"),
        ("amazon.endpoint", "ftp://127.0.0.1"),
        ("amazon.endpoint", "https://user:pass@example.com"),
        ("amazon.endpoint", "https://example.com/?x=1"),
        ("amazon.endpoint", "https://127.0.0.1:99999"),
        ("amazon.endpoint", "not an address"),
        ("amazon.lwa_endpoint", "http://api.amazon.com"),
        ("amazon.secret_set_on", "yesterday"),
        ("shopify", MISSING),
        ("shopify.shop", MISSING),
        ("shopify.shop", "alaska.com"),
        ("shopify.shop", "alaska.myshopify.com.evil.example"),
        ("shopify.client_id", MISSING),
        ("shopify.client_secret", MISSING),
        ("shopify.access_token", "shpat_both"),
        ("shopify.endpoint", "http://alaska.myshopify.com"),
        ("rates_endpoint", "http://ecb.example"),
        ("speed", "fast"),
        ("speed", True),
        ("speed", 0.5),
        ("speed", 10_000_000),
        ("reach_back_days", 0),
        ("reach_back_days", 731),
        ("reach_back_days", 1.5),
        ("settings", []),
        ("start", "all"),
        ("start.create", "everything"),
        ("start.create", "2026-13-01"),
    ],
)
def test_each_wrong_field_is_named_with_a_cure(path: str, value: object) -> None:
    with pytest.raises(BadInput) as caught:
        parse_connect(changed(path, value))
    assert caught.value.field == path
    assert caught.value.problem
    assert caught.value.cure


@pytest.mark.parametrize("path", ["amazon.client_secret", "amazon.refresh_token"])
def test_a_wrong_secret_is_never_repeated(path: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_connect(changed(path, "Atzr|HUSH HUSH"))
    assert "HUSH" not in str(caught.value)


@pytest.mark.parametrize("path", ["colour", "amazon.colour", "shopify.colour", "start.colour"])
def test_unknown_fields_are_refused_by_name(path: str) -> None:
    with pytest.raises(BadInput, match="not known") as caught:
        parse_connect(changed(path, 1))
    assert caught.value.field == path


def test_speed_is_for_a_sandbox_on_this_computer_only() -> None:
    data = copy.deepcopy(WHOLE)
    data["shopify"]["endpoint"] = "https://alaska.myshopify.com"
    with pytest.raises(BadInput) as caught:
        parse_connect(json.dumps(data))
    assert caught.value.field == "speed"


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '"x"', '{"a": 1, "a": 2}', '{"speed": NaN}', "[" * 100_000],
)
def test_what_is_no_json_object(text: str) -> None:
    with pytest.raises(BadInput):
        parse_connect(text)


def test_an_error_in_json_does_not_quote_the_text() -> None:
    with pytest.raises(BadInput) as caught:
        parse_connect('{"client_secret": "HUSH" "x"}')
    assert "HUSH" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_shop_may_be_pasted_as_an_address() -> None:
    request = parse_connect(changed("shopify.shop", "https://Alaska.myshopify.com/"))
    assert request.shopify.shop == "alaska.myshopify.com"


def test_a_file_written_on_windows_may_begin_with_a_mark() -> None:
    assert parse_connect("\ufeff" + json.dumps(WHOLE)).name == "Alaska Outfitters"
