"""One side refuses the account: it is paused and told once, the other side goes on."""

from pathlib import Path

import pytest

from tests.bad_days.sales import sale
from tests.bad_days.stand import a_day, codes

AMAZON = [
    ("secret_expired", "credentials_wrong"),
    ("refresh_token_revoked", "token_revoked"),
    ("access_denied", "access_denied"),
]


@pytest.mark.parametrize(("knob", "code"), AMAZON)
def test_amazon_refuses_and_the_shop_side_goes_on(
    knob: str, code: str, profile_folder: Path
) -> None:
    with a_day(profile_folder, [sale(1)]) as day:
        day.faults(shopify={"frozen": True})
        day.sync()
        day.faults(amazon={knob: True}, shopify={"frozen": False})
        if knob == "refresh_token_revoked":
            day.event("amazon.expire_tokens")  # those given before go on working for an hour
        assert codes(day.sync()) == [code]
        assert day.problem("amazon") == code
        day.made(1)
        day.event("amazon.new_order", order=sale(2))
        day.faults(amazon={knob: False})
        assert codes(day.sync()) == []
        assert day.problem("amazon") == ""
        day.made(1, 2)


@pytest.mark.parametrize(
    ("knobs", "code"),
    [
        ({"frozen": True}, "shop_frozen"),
        ({"locked": True}, "shop_locked"),
        ({"forbidden": True}, "forbidden"),
        ({"rejected": True}, "rejected"),
        ({"scopes_missing": ["write_orders"]}, "scope_missing"),
        ({"token_refusal": "app_not_installed"}, "app_not_installed"),
        ({"token_refusal": "shop_not_permitted"}, "shop_not_permitted"),
        ({"token_refusal": "invalid_client"}, "credentials_wrong"),
    ],
)
def test_the_shop_refuses_and_amazon_goes_on(
    knobs: dict[str, object], code: str, profile_folder: Path
) -> None:
    with a_day(profile_folder, [sale(1)]) as day:
        day.faults(shopify=knobs)
        summary = day.sync()
        assert codes(summary) == [code]
        assert summary.imported == 1
        assert day.problem("shopify") == code
        assert day.row(1).stage == "waiting"
        day.event("amazon.new_order", order=sale(2))
        assert codes(day.sync()) == [code]
        assert day.row(2).stage == "waiting"
        day.control("DELETE", "/faults", {})
        assert codes(day.sync()) == []
        assert day.problem("shopify") == ""
        day.made(1, 2)


def test_a_missing_permission_is_named(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1)]) as day:
        day.faults(shopify={"scopes_missing": ["write_orders", "read_products"]})
        (problem,) = day.sync().problems
        assert "write_orders" in problem.cause
        assert "read_products" in problem.cause


@pytest.mark.parametrize(
    ("changed", "side", "code"),
    [
        ({"amazon__client_id": "amzn1.application-oa2-client.x"}, "amazon", "credentials_wrong"),
        ({"amazon__client_secret": "amzn1.oa2-cs.v1.wrong"}, "amazon", "credentials_wrong"),
        ({"amazon__refresh_token": "Atzr|wrong"}, "amazon", "token_revoked"),
        ({"shopify__client_secret": "shpss_wrong"}, "shopify", "credentials_wrong"),
    ],
)
def test_wrong_credentials_are_refused_at_once_and_nothing_is_kept(
    changed: dict[str, object], side: str, code: str, profile_folder: Path
) -> None:
    with a_day(profile_folder, [sale(1)], connected=False) as day:
        outcome = day.connect(**changed)
        assert not outcome.is_connected
        check = outcome.amazon if side == "amazon" else outcome.shopify
        assert [one.code for one in check.missing] == [code]
        assert day.connect().is_connected
        day.sync()
        day.made(1)


def test_an_ended_secret_without_a_token_is_named_as_a_possible_cause(profile_folder: Path) -> None:
    """The login says only that it refuses; the words must still lead to the right cure."""
    with a_day(profile_folder, [sale(1)]) as day:
        day.faults(amazon={"secret_expired": True})
        day.event("amazon.expire_tokens")
        (problem,) = day.sync().problems
        assert problem.code == "credentials_wrong"
        assert "180 days" in problem.cause
        assert "new secret" in problem.cure


def test_an_account_of_another_region(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1)], connected=False) as day:
        day.connect(amazon__region="eu", amazon__marketplaces=["A1PA6795UKMFR9"])
        (problem,) = day.sync().problems
        assert problem.code == "region_wrong"
        assert "A1PA6795UKMFR9" in problem.cause
        assert "EU" in problem.cause
        assert day.connect(name="Again").is_connected
        day.sync()
        day.made(1)


def test_amazon_refuses_a_seller_of_another_region(profile_folder: Path) -> None:
    """With real endpoints the wrong region is refused as a whole, and the cure names it."""
    with a_day(profile_folder, [sale(1)], connected=False) as day:
        day.faults(amazon={"access_denied": True})
        outcome = day.connect()
        assert not outcome.is_connected
        assert [one.code for one in outcome.amazon.missing] == ["access_denied"]
        assert "region NA" in outcome.amazon.missing[0].cure


def test_a_shop_name_that_is_none(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1)], connected=False) as day:
        gone = {"operation": "shopify.*", "kind": "status", "status": 404}
        day.faults(gone)
        outcome = day.connect(shopify__shop="no-such-shop.myshopify.com")
        assert not outcome.is_connected
        (problem,) = outcome.shopify.missing
        assert problem.code == "shop_not_found"
        assert "no-such-shop.myshopify.com" in problem.cause
        day.faults()
        other = day.connect(shopify__shop="no-such-shop.myshopify.com")
        assert [one.code for one in other.shopify.missing] == ["other_shop"]
        assert day.connect().is_connected


def test_credentials_that_change_while_it_works(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1)]) as day:
        vault, mine = day.profile.vault, day.profile.profile_id
        right = vault.get(mine, "1/shopify-client-secret")
        vault.set(mine, "1/shopify-client-secret", "shpss_wrong")
        assert codes(day.sync()) == ["credentials_wrong"]
        assert right is not None
        vault.set(mine, "1/shopify-client-secret", right)
        assert codes(day.sync()) == []
        day.made(1)
