"""Accounts: an Amazon seller account joined to a Shopify store. No secret is kept here."""

from typing import Any

import msgspec

from desktop.errors import Side
from desktop.models.database import read, write
from desktop.models.tables import AccountTable
from desktop.trade import Account, AmazonAccess, ShopFacts, ShopifyAccess

_COLUMNS = {"amazon": "amazon_problem", "shopify": "shopify_problem"}
_CHECKED = {"amazon": "amazon_checked_at", "shopify": "shopify_checked_at"}


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _account(row: Any) -> Account:
    return Account(
        id=row.id,
        name=row.name,
        amazon=msgspec.json.decode(row.amazon, type=AmazonAccess),
        shopify=msgspec.json.decode(row.shopify, type=ShopifyAccess),
        facts=msgspec.json.decode(row.facts, type=ShopFacts) if row.facts else None,
        speed=row.speed,
        rates_endpoint=row.rates_endpoint,
        reach_back_days=row.reach_back_days,
        connected_at=row.connected_at,
        started_at=row.started_at,
        amazon_problem=row.amazon_problem,
        shopify_problem=row.shopify_problem,
        amazon_checked_at=row.amazon_checked_at,
        shopify_checked_at=row.shopify_checked_at,
        create_choice=row.create_choice,
    )


def _values(
    name: str,
    amazon: AmazonAccess,
    shopify: ShopifyAccess,
    speed: float,
    rates_endpoint: str,
    reach_back_days: int,
    facts: ShopFacts | None,
) -> dict[str, object]:
    return {
        "name": name,
        "amazon": _json(amazon),
        "shopify": _json(shopify),
        "speed": speed,
        "rates_endpoint": rates_endpoint,
        "reach_back_days": reach_back_days,
        "facts": _json(facts) if facts else None,
    }


def add_account(
    name: str,
    amazon: AmazonAccess,
    shopify: ShopifyAccess,
    *,
    speed: float = 1.0,
    rates_endpoint: str = "",
    reach_back_days: int = 30,
    facts: ShopFacts | None = None,
    at: int,
) -> int:
    """A new account, not started; its id. Raises ValueError where the name is taken."""
    with write():
        if AccountTable.get_or_none(AccountTable.name == name):
            raise ValueError(f"there is an account named {name} already")
        values = _values(name, amazon, shopify, speed, rates_endpoint, reach_back_days, facts)
        return int(AccountTable.insert(connected_at=at, **values).execute())


def update_account(
    account_id: int,
    name: str,
    amazon: AmazonAccess,
    shopify: ShopifyAccess,
    *,
    speed: float = 1.0,
    rates_endpoint: str = "",
    reach_back_days: int = 30,
    facts: ShopFacts | None = None,
    at: int,
) -> None:
    """Connect an account anew: access, facts; both sides' problems are cleared.

    Raises LookupError without such an account, ValueError where another has the name.
    """
    with write():
        other = AccountTable.get_or_none(AccountTable.name == name)
        if other is not None and other.id != account_id:
            raise ValueError(f"there is an account named {name} already")
        values = _values(name, amazon, shopify, speed, rates_endpoint, reach_back_days, facts)
        values |= {"amazon_problem": "", "shopify_problem": ""}
        values |= {"amazon_checked_at": at, "shopify_checked_at": at}
        _update(account_id, **values)


def _update(account_id: int, **values: object) -> None:
    with write():
        changed = AccountTable.update(**values).where(AccountTable.id == account_id).execute()
        if not changed:
            raise LookupError(f"there is no account {account_id}")


def accounts() -> tuple[Account, ...]:
    """All accounts, in the order they were connected."""
    with read():
        return tuple(_account(row) for row in AccountTable.select().order_by(AccountTable.id))


def account(account_id: int) -> Account:
    """One account. Raises LookupError where there is none."""
    with read():
        row = AccountTable.get_or_none(AccountTable.id == account_id)
    if row is None:
        raise LookupError(f"there is no account {account_id}")
    return _account(row)


def account_named(name: str) -> Account | None:
    """The account of that name."""
    with read():
        row = AccountTable.get_or_none(AccountTable.name == name)
    return None if row is None else _account(row)


def save_facts(account_id: int, facts: ShopFacts) -> None:
    """Keep what a check read from the shop. Raises LookupError."""
    _update(account_id, facts=_json(facts))


def set_problem(account_id: int, side: Side, code: str) -> None:
    """Pause one side of an account for a problem; an empty code clears it. Raises LookupError."""
    _update(account_id, **{_COLUMNS[side]: code})


def start_account(account_id: int, choice: str, at: int) -> None:
    """From now on the account's orders may be sent; `choice` is kept. Raises LookupError."""
    _update(account_id, started_at=at, create_choice=choice)


def mark_checked(account_id: int, side: Side, at: int) -> None:
    """One side of the account answered at that time. Raises LookupError."""
    _update(account_id, **{_CHECKED[side]: at})
