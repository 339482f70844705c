"""Searches the Shopify catalogue for the variant that an Amazon SKU may be."""

from contextlib import closing
from threading import Event

from desktop.actions.sku_candidates import Candidate
from desktop.actions.sku_candidates import candidates as ranked
from desktop.channels.shopify.products import search_variants as search
from desktop.channels.shopify.products import variants_by_sku
from desktop.models import account as accounts
from desktop.profile import Profile
from desktop.rows import VariantRow
from desktop.sync.connection import Connection, open_connection
from desktop.trade import Money, Variant

WHY = {
    "sku": "same SKU",
    "sku_any_case": "same SKU but for capitals",
    "barcode": "same barcode",
    "title": "title alike",
}
_MOST = 30


def search_variants(
    account_id: int, text: str, profile: Profile, cancel: Event | None = None
) -> tuple[VariantRow, ...]:
    """Variants that a person's words find in SKU, title or barcode; the exact SKU first.

    Raises TryLater, AccountProblem, Cancelled.
    """
    wanted = text.strip()
    if not wanted:
        return ()
    with closing(connected(account_id, profile, cancel)) as connection:
        currency = currency_of(connection)
        exact = variants_by_sku(connection.shopify, (wanted,), currency).get(wanted, ())
        found = {one.gid: one for one in exact}
        for one in search(connection.shopify, wanted, currency, first=_MOST):
            found.setdefault(one.gid, one)
    return tuple(
        variant_row(one, currency, "same SKU" if one.sku == wanted else "")
        for one in found.values()
    )[:_MOST]


def candidates(
    account_id: int, sku: str, title: str, profile: Profile, cancel: Event | None = None
) -> tuple[VariantRow, ...]:
    """Which variants an Amazon SKU may be, the likeliest first, each with the reason.

    Only one that `is_exact`, and is alone in that, may be preselected. Raises as above.
    """
    with closing(connected(account_id, profile, cancel)) as connection:
        currency = currency_of(connection)
        found = ranked(connection.shopify, sku, title, currency)
    return tuple(_candidate_row(one, currency) for one in found)


def connected(account_id: int, profile: Profile, cancel: Event | None) -> Connection:
    """A connection of the account; raises LookupError where there is no such account."""
    account = accounts.account(account_id)
    return open_connection(account, profile.vault, profile.profile_id, cancel or Event())


def currency_of(connection: Connection) -> str:
    """The shop's currency."""
    facts = connection.account.facts
    return facts.currency if facts else "USD"


def full_title(variant: Variant) -> str:
    """Product and variant in one."""
    name = "" if variant.title in ("", "Default Title") else variant.title
    return " – ".join(part for part in (variant.product_title, name) if part)


def variant_row(
    variant: Variant, currency: str, why: str = "", *, is_exact: bool = False
) -> VariantRow:
    """A variant as one chooses it; stock is unknown where Shopify does not track it."""
    return VariantRow(
        gid=variant.gid,
        sku=variant.sku,
        title=full_title(variant),
        price=Money(variant.price, currency),
        stock=variant.inventory if variant.tracked else None,
        why=why,
        is_exact=is_exact,
    )


def _candidate_row(one: Candidate, currency: str) -> VariantRow:
    return variant_row(one.variant, currency, WHY[one.by], is_exact=one.is_exact)
