"""With several accounts each verb knows which one is meant, and says when it does not."""

from collections.abc import Iterator

import pytest

from desktop.actions.bad_input import BadInput
from desktop.actions.find_account import find_account, the_account
from desktop.actions.import_orders import import_orders
from desktop.actions.link_sku import all_links, link_custom_line
from desktop.actions.list_orders import ListWords, list_orders, read_query
from desktop.models import setting
from desktop.profile import Profile
from desktop.sandbox.run import Sandbox
from tests.actions.stand import connect_object, connect_with, running_sandbox, synced


@pytest.fixture
def other() -> Iterator[Sandbox]:
    with running_sandbox(seed=2) as running:
        yield running


@pytest.fixture
def both(profile: Profile, sandbox: Sandbox, other: Sandbox) -> Profile:
    one = connect_object(sandbox, name="First")
    two = connect_object(other, name="Second", amazon__region="eu")
    two["amazon"]["marketplaces"] = []
    assert connect_with(profile, one).is_new
    assert connect_with(profile, two).is_new
    return profile


def test_accounts_are_found_by_name_in_any_case_and_by_number(both: Profile) -> None:
    assert find_account("First").id == find_account("1").id == find_account(" first ").id
    with pytest.raises(BadInput, match="First, Second"):
        find_account("Third")
    with pytest.raises(BadInput, match="First, Second"):
        the_account()


def test_both_are_synced_and_listed(both: Profile) -> None:
    summary = synced(both)
    assert summary.imported == 24
    by_account = {
        name: {row.amazon_order_id for row in list_orders(read_query(ListWords(account=name)))}
        for name in ("First", "Second")
    }
    assert [len(ids) for ids in by_account.values()] == [12, 12]
    assert len(list(list_orders(read_query(ListWords())))) == 24


def test_an_id_is_asked_of_every_account(both: Profile, other: Sandbox) -> None:
    wanted = other.ledger()["amazon"]["orders"][0]["amazon_order_id"]
    (outcome,) = import_orders(wanted, both, mode="import_only")
    assert (outcome.outcome, outcome.account) == ("imported", "Second")
    (outcome,) = import_orders(wanted, both, mode="import_only", account="First")
    assert outcome.outcome == "not_found"


def test_links_and_settings_belong_to_one_account(both: Profile) -> None:
    with pytest.raises(BadInput) as caught:
        link_custom_line("MUG")
    assert caught.value.field == "--account"
    link_custom_line("MUG", account="second")
    assert [link.sku for link in all_links("Second")] == ["MUG"]
    assert all_links("First") == ()
    setting.set_setting("order.unlinked", "custom_line", account_id=find_account("Second").id)
    assert setting.get("order.unlinked", find_account("First").id) == "fail"
