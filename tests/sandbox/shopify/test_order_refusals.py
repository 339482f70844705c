"""What orderCreate refuses, where it says so, and that nothing happens then."""

from typing import Any

import pytest

from desktop.sandbox.seeds import ShopSeed
from tests.sandbox.shopify.shop_stand import Stand, custom_line, order


def _address(**parts: Any) -> dict[str, Any]:
    usual = {"address1": "1 Main St", "city": "Town", "countryCode": "US", "zip": "10001"}
    return {"shippingAddress": {**usual, **parts}}


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"lineItems": []}, ["lineItems"], "at least one"),
        ({"lineItems": None}, ["lineItems"], "at least one"),
        (
            {"lineItems": [{**custom_line(), "title": " "}]},
            ["lineItems", "0", "title"],
            "blank for a custom line",
        ),
        ({"lineItems": [{"title": "a", "quantity": 1}]}, ["lineItems", "0", "priceSet"], "blank"),
        ({"lineItems": [custom_line(quantity=0)]}, ["lineItems", "0", "quantity"], "greater"),
        (
            {"lineItems": [{"quantity": 1, "variantId": "gid://shopify/ProductVariant/1"}]},
            ["lineItems", "0", "variantId"],
            "does not exist",
        ),
        (
            {"lineItems": [{"quantity": 1, "variantId": "gid://shopify/Product/1"}]},
            ["lineItems", "0", "variantId"],
            "does not exist",
        ),
        ({"note": "n" * 5001}, ["note"], "too long"),
        ({"name": "n" * 256}, ["name"], "too long"),
        ({"tags": ["t" * 41]}, ["tags"], "40 characters"),
        ({"tags": [f"t{i},u{i}" for i in range(126)]}, ["tags"], "maximum of 250"),
        ({"sourceName": "web"}, ["sourceName"], "reserved"),
        ({"email": "nobody"}, ["email"], "Email is invalid"),
        ({"email": "a@b.invalid"}, ["email"], "Email is invalid"),
        ({"phone": "12"}, ["phone"], "Phone is invalid"),
        (_address(phone="+1 212 555 0100 ext. 5"), ["shippingAddress", "phone"], "Phone is"),
        (_address(phone="000"), ["shippingAddress", "phone"], "Phone is invalid"),
        (_address(provinceCode="New York"), ["shippingAddress", "provinceCode"], "not valid"),
        (_address(provinceCode="ny"), ["shippingAddress", "provinceCode"], "not valid"),
        (_address(address1="a" * 256), ["shippingAddress", "address1"], "too long"),
        (
            {"customer": {"toAssociate": {"id": "gid://shopify/Customer/1"}}},
            ["customer", "toAssociate", "id"],
            "does not exist",
        ),
        (
            {"customer": {"toUpsert": {"email": "x"}}},
            ["customer", "toUpsert", "email"],
            "Email is invalid",
        ),
        (
            {"fulfillment": {"locationId": "gid://shopify/Location/1"}},
            ["fulfillment", "locationId"],
            "does not exist",
        ),
    ],
)
def test_a_refusal_has_a_place(changed: dict[str, Any], field: list[str], message: str) -> None:
    (error,) = Stand().refused(order(**changed))
    assert error["field"] == ["order", *field]
    assert message in error["message"]
    assert error["code"] == "INVALID"


@pytest.mark.parametrize(
    ("country", "province"),
    [
        *(("US", code) for code in ("NY", "DC", "PR", "AE", "GU")),
        *(("CA", code) for code in ("ON", "QC")),
        *(("AU", code) for code in ("NSW", "ACT")),
        *(("IT", code) for code in ("MI", "RM", "OT")),
        *(("ES", code) for code in ("M", "B")),
        *(("JP", code) for code in ("13", "JP-13")),
        *(("MX", code) for code in ("CMX", "DF", "NLE", "NL", "JAL", "Q ROO")),
        *(("BR", code) for code in ("SP", "RJ")),
        *(("IN", code) for code in ("MH", "TS", "TG", "DD")),
    ],
)
def test_provinces_that_the_shop_knows(country: str, province: str) -> None:
    stand = Stand()
    stand.made(order(**_address(countryCode=country, provinceCode=province)))
    query = "{ orders(first: 1) { nodes { shippingAddress { provinceCode province } } } }"
    kept = stand.data(query)["orders"]["nodes"][0]["shippingAddress"]
    assert kept["provinceCode"] == province
    assert kept["province"]


@pytest.mark.parametrize("country", ["DE", "FR", "GB", "NL"])
def test_a_country_without_provinces_passes_one_over(country: str) -> None:
    stand = Stand()
    stand.made(order(**_address(countryCode=country, provinceCode="Bayern")))
    query = "{ orders(first: 1) { nodes { shippingAddress { provinceCode country } } } }"
    kept = stand.data(query)["orders"]["nodes"][0]["shippingAddress"]
    assert kept["provinceCode"] is None
    assert kept["country"]


@pytest.mark.parametrize(
    ("phone", "country"),
    [
        ("+13474483190", "US"),
        ("(212) 555-0100", "US"),
        ("+49 30 1234567", "DE"),
        ("+81312345678", "JP"),
    ],
)
def test_phones_that_can_be(phone: str, country: str) -> None:
    Stand().made(order(**_address(countryCode=country, phone=phone), phone=None))


def test_refusals_that_have_codes_of_their_own() -> None:
    stand = Stand()
    stand.made({"lineItems": [custom_line(fulfillmentService="manual")]})
    (error,) = stand.refused({"lineItems": [custom_line(fulfillmentService="robot")]})
    assert error["code"] == "FULFILLMENT_SERVICE_INVALID"
    stand.part.knobs["dormant"] = True
    (error,) = stand.refused(order())
    assert error["code"] == "SHOP_DORMANT"


def test_everything_that_is_wrong_is_said_at_once() -> None:
    errors = Stand().refused(
        order(email="x", lineItems=[{"quantity": 1}], **_address(provinceCode="?", phone="?"))
    )
    assert len(errors) == 5


def test_odd_texts_are_taken_as_they_are() -> None:
    stand = Stand()
    name = '\u202eمحمد 🧶𝔘 O\'Neil "x" <b>'
    stand.made(order(note=name, **_address(lastName=name, address1="   ")))
    query = "{ orders(first: 1) { nodes { note shippingAddress { lastName address1 name } } } }"
    kept = stand.data(query)["orders"]["nodes"][0]
    assert kept == {
        "note": name,
        "shippingAddress": {"lastName": name, "address1": None, "name": name},
    }


def test_tags_are_tidied() -> None:
    made = Stand().made(order(tags=[" fba", "Amazon", "AMAZON", "", "US, prime"]))
    assert made["tags"] == ["Amazon", "fba", "prime", "US"]


def test_a_time_to_come_becomes_now() -> None:
    stand = Stand()
    made = stand.made(order(processedAt="2031-01-01T00:00:00+02:00"))
    assert made["processedAt"] == "2026-11-18T11:06:40Z"
    made = stand.made(order(processedAt="2026-11-01T10:00:00+02:00"))
    assert made["processedAt"] == "2026-11-01T08:00:00Z"


def test_names_are_given_or_counted_and_not_unique() -> None:
    stand = Stand()
    names = [stand.made(order(name=name))["name"] for name in (None, "A", "A", None)]
    assert names == ["#1001", "A", "A", "#1004"]


def test_a_trial_shop_takes_five_orders_a_minute() -> None:
    stand = Stand(ShopSeed(trial=True), speed=10.0)
    for _ in range(5):
        stand.made(order())
    (error,) = stand.refused(order())
    assert error == {
        "field": None,
        "message": "Too many attempts. Please try again later.",
        "code": None,
    }
    stand.pass_time(5.9)
    stand.refused(order())
    stand.pass_time(0.2)
    stand.made(order())


def test_refusals_do_not_use_up_the_minute() -> None:
    stand = Stand(ShopSeed(trial=True))
    for _ in range(9):
        stand.refused({"lineItems": []})
    stand.made(order())


def test_customers_are_found_by_mail_or_made() -> None:
    stand = Stand()
    new = {"toUpsert": {"email": "ann@example.com", "firstName": "Ann", "lastName": "B"}}
    for customer in (new, new, {"toAssociate": {"email": "ann@example.com"}}):
        stand.made(order(customer=customer))
    query = "{ orders(first: 9) { nodes { customer { id displayName } } } }"
    found = [node["customer"] for node in stand.data(query)["orders"]["nodes"]]
    assert [each["displayName"] for each in found] == ["Ann B"] * 3
    assert len({each["id"] for each in found}) == 1
    held = found[0]["id"]
    (error,) = stand.refused(order(customerId=held, customer=new))
    assert error["code"] == "REDUNDANT_CUSTOMER_FIELDS"
    stand.made(order(customerId=held))


def test_buyers_can_be_hidden() -> None:
    stand = Stand()
    stand.made(order(email="ann@example.com", **_address(lastName="B", company="Acme")))
    query = """{ orders(first: 1) { nodes {
      email shippingAddress { name lastName address1 zip company city countryCodeV2 }
    } } }"""
    seen = stand.data(query)["orders"]["nodes"][0]
    assert (seen["email"], seen["shippingAddress"]["lastName"]) == ("ann@example.com", "B")
    stand.part.knobs["protected_null"] = True
    hidden = stand.data(query)["orders"]["nodes"][0]
    assert hidden == {
        "email": None,
        "shippingAddress": {
            "name": None,
            "lastName": None,
            "address1": None,
            "zip": None,
            "company": "Acme",
            "city": "Town",
            "countryCodeV2": "US",
        },
    }
