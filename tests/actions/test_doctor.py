"""The doctor reads clocks and counts the life of secrets."""

from dataclasses import replace
from datetime import date

import pytest

from desktop.actions.doctor import clock_ahead, secret_age
from desktop.trade import Account, AmazonAccess, ShopifyAccess

ACCOUNT = Account(
    id=1,
    name="Alaska",
    amazon=AmazonAccess("na", (), "A1", "c", "https://a", "https://l", "2026-01-01"),
    shopify=ShopifyAccess("x.myshopify.com", "c", "https://x"),
    facts=None,
    speed=1.0,
    rates_endpoint="",
    reach_back_days=30,
    connected_at=0,
    started_at=None,
)


@pytest.mark.parametrize(
    ("today", "state", "words"),
    [
        ("2026-01-01", "ok", "180 days"),
        ("2026-05-30", "ok", "31 days"),
        ("2026-05-31", "warn", "30 days"),
        ("2026-06-29", "warn", "1 days"),
        ("2026-06-30", "fail", "ended"),
    ],
)
def test_a_client_secret_lives_180_days(today: str, state: str, words: str) -> None:
    finding = secret_age(ACCOUNT, date.fromisoformat(today))
    assert finding.state == state
    assert words in finding.words
    assert bool(finding.cure) == (state != "ok")


def test_a_secret_of_unknown_age_is_a_warning() -> None:
    unknown = replace(ACCOUNT, amazon=replace(ACCOUNT.amazon, secret_set_on=""))
    assert secret_age(unknown, date(2026, 1, 1)).state == "warn"


def test_the_clock_is_compared_with_the_services() -> None:
    assert clock_ahead("Thu, 01 Jan 1970 00:10:00 GMT", 900.0) == 300.0
    assert clock_ahead("Thu, 01 Jan 1970 00:10:00 GMT", 0.0) == -600.0
    for odd in ("", "soon", "Thu, 99 Foo 1970"):
        assert clock_ahead(odd, 0.0) is None
