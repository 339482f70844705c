"""Connecting checks both sides for real, saves all or nothing, and never doubles an account."""

from typing import Any

import pytest

from desktop.actions.bad_input import BadInput
from desktop.credentials import ACCOUNT_SECRETS, SessionVault, account_secret
from desktop.errors import ProfileProblem
from desktop.models import account as stored
from desktop.models import setting
from desktop.profile import Profile
from desktop.sandbox.run import Sandbox
from tests.actions.stand import connect_object, connect_with, running_sandbox
from tests.keyring_backend import MemoryKeyring


def secrets(profile: Profile, account_id: int) -> dict[str, str | None]:
    return {
        name: profile.vault.get(profile.profile_id, account_secret(account_id, name))
        for name in ACCOUNT_SECRETS
    }


def test_both_sides_are_right(profile: Profile, sandbox: Sandbox) -> None:
    outcome = connect_with(profile, sandbox.connect)
    assert outcome.is_connected
    assert outcome.is_new
    assert outcome.amazon.right
    assert outcome.shopify.right
    (account,) = stored.accounts()
    assert outcome.account == account
    assert account.is_started
    assert account.create_choice == "all"
    assert account.facts is not None
    assert account.facts.domain == sandbox.connect["shopify"]["shop"]
    assert len(account.amazon.secret_set_on) == len("2026-01-01")
    kept = secrets(profile, account.id)
    assert kept["amazon-refresh-token"] == sandbox.connect["amazon"]["refresh_token"]


def test_nothing_of_a_secret_is_in_the_database(profile: Profile, sandbox: Sandbox) -> None:
    connect_with(profile, sandbox.connect)
    text = repr(stored.accounts())
    for secret in (
        sandbox.connect["amazon"]["client_secret"],
        sandbox.connect["amazon"]["refresh_token"],
    ):
        assert secret not in text


@pytest.mark.parametrize(
    ("changed", "side", "code"),
    [
        ({"amazon__client_secret": "wrong"}, "amazon", "credentials_wrong"),
        ({"amazon__refresh_token": "Atzr|wrong"}, "amazon", "token_revoked"),
        ({"shopify__client_secret": "wrong"}, "shopify", "credentials_wrong"),
        ({"shopify__shop": "another.myshopify.com"}, "shopify", "other_shop"),
        ({"shopify__endpoint": "http://127.0.0.1:1"}, "shopify", "offline"),
        ({"amazon__endpoint": "http://127.0.0.1:1"}, "amazon", "offline"),
    ],
)
def test_a_wrong_side_is_told_and_nothing_is_saved(
    profile: Profile,
    sandbox: Sandbox,
    memory_keyring: MemoryKeyring,
    changed: dict[str, Any],
    side: str,
    code: str,
) -> None:
    before = dict(memory_keyring.entries)
    outcome = connect_with(profile, connect_object(sandbox, **changed))
    assert not outcome.is_connected
    wrong, right = (
        (outcome.amazon, outcome.shopify) if side == "amazon" else (outcome.shopify, outcome.amazon)
    )
    assert right.is_well
    assert right.right
    (problem,) = wrong.missing
    assert problem.side == side
    assert problem.cause
    assert problem.cure
    assert problem.code == code
    assert stored.accounts() == ()
    assert memory_keyring.entries == before


def test_both_sides_are_told_at_once(profile: Profile, sandbox: Sandbox) -> None:
    wrong = connect_object(sandbox, amazon__client_secret="x", shopify__client_secret="x")
    outcome = connect_with(profile, wrong)
    assert not outcome.amazon.is_well
    assert not outcome.shopify.is_well


def test_missing_scopes_are_named(profile: Profile) -> None:
    knobs = {"shopify": {"scopes_missing": ["write_orders"]}}
    with running_sandbox(knobs=knobs) as sandbox:
        outcome = connect_with(profile, sandbox.connect)
    (problem,) = outcome.shopify.missing
    assert problem.code == "scope_missing"
    assert "write_orders" in problem.cause


def test_the_same_seller_and_shop_again_takes_the_new_values(
    profile: Profile, sandbox: Sandbox
) -> None:
    first = connect_with(profile, sandbox.connect)
    again = connect_with(
        profile, connect_object(sandbox, name="New name", amazon__secret_set_on="2026-01-02")
    )
    assert not again.is_new
    (account,) = stored.accounts()
    assert first.account is not None
    assert account.id == first.account.id
    assert account.name == "New name"
    assert account.amazon.secret_set_on == "2026-01-02"


def test_the_life_of_the_client_secret_goes_on_when_it_is_the_same(
    profile: Profile, sandbox: Sandbox
) -> None:
    connect_with(profile, connect_object(sandbox, amazon__secret_set_on="2026-01-02"))
    connect_with(profile, sandbox.connect)
    assert stored.accounts()[0].amazon.secret_set_on == "2026-01-02"


def test_a_name_is_taken_once(profile: Profile, sandbox: Sandbox) -> None:
    connect_with(profile, connect_object(sandbox, name="Mine"))
    with running_sandbox(seed=2) as other, pytest.raises(BadInput) as caught:
        connect_with(profile, connect_object(other, name="Mine", amazon__seller_id="A0OTHER0"))
    assert caught.value.field == "name"
    assert len(stored.accounts()) == 1


def test_without_a_name_the_shop_gives_it(profile: Profile, sandbox: Sandbox) -> None:
    outcome = connect_with(profile, connect_object(sandbox, name=""))
    assert outcome.account is not None
    assert outcome.account.name == sandbox.world.shop.name


def test_settings_are_applied_and_a_wrong_one_saves_nothing(
    profile: Profile, sandbox: Sandbox, memory_keyring: MemoryKeyring
) -> None:
    before = dict(memory_keyring.entries)
    with pytest.raises(BadInput) as caught:
        connect_with(profile, connect_object(sandbox, settings={"order.unlinked": "maybe"}))
    assert caught.value.field == "settings.order.unlinked"
    assert stored.accounts() == ()
    assert memory_keyring.entries == before
    connect_with(profile, connect_object(sandbox, settings={"order.unlinked": "custom_line"}))
    assert setting.get("order.unlinked", stored.accounts()[0].id) == "custom_line"


def test_when_the_keyring_refuses_nothing_is_saved(
    profile: Profile,
    sandbox: Sandbox,
    memory_keyring: MemoryKeyring,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = dict(memory_keyring.entries)
    keep = memory_keyring.set_password

    def full(service: str, username: str, password: str) -> None:
        if "shopify" in username:
            raise RuntimeError("full")
        keep(service, username, password)

    monkeypatch.setattr(memory_keyring, "set_password", full)
    with pytest.raises(ProfileProblem):
        connect_with(profile, sandbox.connect)
    assert stored.accounts() == ()
    assert memory_keyring.entries == before


def test_a_vault_that_forgets_is_refused(
    profile: Profile, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    object.__setattr__(profile, "vault", SessionVault())
    with pytest.raises(ProfileProblem) as caught:
        connect_with(profile, sandbox.connect)
    assert caught.value.code == "no_keyring"


def test_without_start_nothing_is_started(profile: Profile, sandbox: Sandbox) -> None:
    data = connect_object(sandbox)
    del data["start"]
    outcome = connect_with(profile, data)
    assert outcome.account is not None
    assert not outcome.account.is_started
