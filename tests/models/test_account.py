"""Accounts: kept whole, without secrets."""

from dataclasses import replace

import pytest

from desktop.models import account
from desktop.models.database import read
from desktop.trade import ShopFacts
from tests.models.orders import AMAZON, NOW, SHOPIFY, connect_account

FACTS = ShopFacts(
    domain="lumen.myshopify.com",
    name="Lumen",
    currency="EUR",
    presentment_currencies=("EUR", "GBP"),
    country="DE",
    taxes_included=True,
    timezone="Europe/Berlin",
    plan="basic",
    scopes=("read_orders", "read_all_orders"),
    api_version="2026-10",
    locations=(("gid://shopify/Location/1", "Lager"),),
)


@pytest.mark.usefixtures("database")
def test_an_account_comes_back_as_it_went_in() -> None:
    account_id = account.add_account(
        "Lumen",
        AMAZON,
        SHOPIFY,
        speed=600.0,
        rates_endpoint="http://127.0.0.1:1/ecb",
        reach_back_days=90,
        facts=FACTS,
        at=NOW,
    )
    one = account.account(account_id)
    assert (one.amazon, one.shopify, one.facts) == (AMAZON, SHOPIFY, FACTS)
    assert (one.speed, one.reach_back_days, one.connected_at) == (600.0, 90, NOW)
    assert not one.is_started
    assert account.accounts() == (one,)
    assert account.account_named("Lumen") == one
    assert account.account_named("lumen") is None


def test_starting_problems_and_checks(account_id: int) -> None:
    account.start_account(account_id, "unshipped", NOW + 1)
    account.set_problem(account_id, "shopify", "token_refused")
    account.mark_checked(account_id, "amazon", NOW + 2)
    account.save_facts(account_id, FACTS)
    one = account.account(account_id)
    assert (one.started_at, one.create_choice) == (NOW + 1, "unshipped")
    assert (one.amazon_problem, one.shopify_problem) == ("", "token_refused")
    assert (one.amazon_checked_at, one.shopify_checked_at) == (NOW + 2, None)
    assert one.facts == FACTS
    account.set_problem(account_id, "shopify", "")
    assert account.account(account_id).shopify_problem == ""


def test_connecting_anew_clears_problems_and_keeps_the_start(account_id: int) -> None:
    account.start_account(account_id, "all", NOW)
    account.set_problem(account_id, "amazon", "token_refused")
    other = replace(AMAZON, client_id="another")
    account.update_account(account_id, "Lumen EU", other, SHOPIFY, at=NOW + 5)
    one = account.account(account_id)
    assert (one.name, one.amazon.client_id, one.amazon_problem) == ("Lumen EU", "another", "")
    assert one.is_started


def test_names_are_unique(account_id: int) -> None:
    with pytest.raises(ValueError, match="Lumen"):
        connect_account("Lumen")
    second = connect_account("Harbor")
    with pytest.raises(ValueError, match="Lumen"):
        account.update_account(second, "Lumen", AMAZON, SHOPIFY, at=NOW)


@pytest.mark.usefixtures("database")
def test_an_account_that_is_not_there() -> None:
    with pytest.raises(LookupError):
        account.account(7)
    with pytest.raises(LookupError):
        account.set_problem(7, "amazon", "")


@pytest.mark.usefixtures("account_id")
def test_no_column_is_made_for_a_secret() -> None:
    with read() as connection:
        tables = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'table'").fetchall()
    words = " ".join(str(sql).lower() for (sql,) in tables)
    assert not any(word in words for word in ("secret_value", "refresh_token", "client_secret"))
