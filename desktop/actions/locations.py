"""The shop's locations: as they were read last, or asked for anew."""

from contextlib import closing
from threading import Event

from desktop.channels.shopify.shop import read_shop
from desktop.models import account as accounts
from desktop.profile import Profile
from desktop.rows import LocationRow
from desktop.sync.connection import open_connection
from desktop.trade import Account


def locations(account_id: int | None = None) -> tuple[LocationRow, ...]:
    """The locations of one account's shop, or of all, by name; as they were read last."""
    return tuple(
        LocationRow(gid, name, account.name)
        for account in _of(account_id)
        if account.facts is not None
        for gid, name in sorted(account.facts.locations, key=lambda one: one[1].casefold())
    )


def read_locations(
    account_id: int | None, profile: Profile, cancel: Event
) -> tuple[LocationRow, ...]:
    """Ask Shopify, and keep what it says. Raises TryLater, AccountProblem, Cancelled."""
    for account in _of(account_id):
        vault, profile_id = profile.vault, profile.profile_id
        with closing(open_connection(account, vault, profile_id, cancel)) as connection:
            accounts.save_facts(account.id, read_shop(connection.shopify))
    return locations(account_id)


def _of(account_id: int | None) -> tuple[Account, ...]:
    return tuple(one for one in accounts.accounts() if account_id in (None, one.id))
