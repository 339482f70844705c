"""Regions and marketplaces."""

import pytest

from desktop.channels.amazon.regions import (
    MARKETPLACES,
    REGIONS,
    iso_country,
    marketplace_by_country,
    marketplaces_of,
    region_of,
    seller_central_url,
)


def test_every_marketplace_has_its_region_and_an_iso_country() -> None:
    countries = {code: {one.country for one in marketplaces_of(code)} for code in REGIONS}
    assert countries["na"] == {"CA", "US", "MX", "BR"}
    assert countries["eu"] == set("IE ES GB FR BE NL DE IT SE ZA PL EG TR SA AE IN".split())
    assert countries["fe"] == {"SG", "AU", "JP"}
    assert len(MARKETPLACES) == 23
    assert all(id_ == one.id and id_.startswith("A") for id_, one in MARKETPLACES.items())


def test_endpoints_are_those_of_production() -> None:
    for code, region in REGIONS.items():
        assert region.endpoint == f"https://sellingpartnerapi-{code}.amazon.com"


@pytest.mark.parametrize(
    ("marketplace", "region"),
    [("ATVPDKIKX0DER", "na"), ("A1F83G8C2ARO7P", "eu"), ("A1VC38T7YXB528", "fe"), ("X", None)],
)
def test_the_region_of_a_marketplace(marketplace: str, region: str | None) -> None:
    assert region_of(marketplace) == region


@pytest.mark.parametrize(
    ("marketplace", "host"),
    [
        ("ATVPDKIKX0DER", "sellercentral.amazon.com"),
        ("A1PA6795UKMFR9", "sellercentral-europe.amazon.com"),
        ("A1VC38T7YXB528", "sellercentral.amazon.co.jp"),
        ("A39IBJ37TRP1C6", "sellercentral.amazon.com.au"),
        ("new", "sellercentral.amazon.com"),
    ],
)
def test_an_order_has_a_page_in_seller_central(marketplace: str, host: str) -> None:
    url = seller_central_url(marketplace, "112-4409386-7215402")
    assert url == f"https://{host}/orders-v3/order/112-4409386-7215402"


def test_the_order_id_cannot_lead_elsewhere() -> None:
    assert seller_central_url("X", "../a?b").endswith("/order/..%2Fa%3Fb")


def test_great_britain_is_gb_whatever_amazon_says() -> None:
    assert iso_country("uk") == "GB"
    found = marketplace_by_country("UK")
    assert found is not None
    assert found.id == "A1F83G8C2ARO7P"
    assert marketplace_by_country("XX") is None
