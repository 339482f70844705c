"""Finds the account that a person means by its name or number."""

from desktop.actions.bad_input import BadInput
from desktop.errors import NeedsPerson
from desktop.models import account as stored
from desktop.trade import Account


def find_account(text: str, field: str = "--account") -> Account:
    """The account of that name (any case) or number. Raises BadInput naming the known ones."""
    known = stored.accounts()
    wanted = text.strip()
    exact = [found for found in known if found.name == wanted]
    alike = [found for found in known if found.name.casefold() == wanted.casefold()]
    numbered = [found for found in known if str(found.id) == wanted]
    for group in (exact, alike, numbered):
        if len(group) == 1:
            return group[0]
    names = ", ".join(found.name for found in known) or "none yet"
    raise BadInput(field, f"There is no account {wanted[:80]!r}.", f"Connected: {names}.")


def chosen_accounts(text: str = "") -> tuple[Account, ...]:
    """The account meant, or all. Raises NeedsPerson where none is connected, BadInput."""
    known = stored.accounts()
    if not known:
        raise no_account()
    return (find_account(text),) if text else known


def the_account(text: str = "") -> Account:
    """The account meant; without a name the only one. Raises NeedsPerson, BadInput."""
    chosen = chosen_accounts(text)
    if len(chosen) > 1:
        names = ", ".join(found.name for found in chosen)
        raise BadInput("--account", "Several accounts are connected.", f"Choose one of: {names}.")
    return chosen[0]


def no_account() -> NeedsPerson:
    """The error for work that needs an account where none is connected."""
    return NeedsPerson(
        "no_account",
        "No account is connected.",
        "This profile knows no Amazon account and no Shopify store yet.",
        "Connect one with: crossdock connect. To look around without one: crossdock --demo.",
    )
