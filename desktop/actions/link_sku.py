"""Says what an Amazon SKU is in Shopify, and tries again every order that failed for want of it."""

import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from threading import Event

from desktop import clock
from desktop.actions.bad_input import BadInput
from desktop.actions.find_account import the_account
from desktop.actions.list_orders import OrderQuery, list_orders
from desktop.actions.retry import retry_rows
from desktop.actions.sku_candidates import Candidate, candidates
from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.products import variants_by_gid, variants_by_sku
from desktop.models import order_detail, order_list, sku_link, variant_cache
from desktop.profile import Profile
from desktop.rows import OrderFilter, OrderRow, Tab
from desktop.sync.back.unmatched import look_again
from desktop.sync.connection import Connection, open_connection
from desktop.trade import LinkPart, SkuLink, Variant

CODES = ("sku_unknown", "sku_ambiguous", "variant_gone")
_GID = "gid://shopify/ProductVariant/"
_TIMES = re.compile(r"([0-9]{1,4})\*(.+)", re.DOTALL)
_LONGEST = 255


@dataclass(frozen=True, slots=True)
class LinkOutcome:
    """The link as it stands (None: removed), its variants, and the orders tried again for it."""

    sku: str
    account: str
    link: SkuLink | None
    variants: tuple[Variant, ...] = ()
    retried: tuple[str, ...] = ()


def link_sku(
    sku: str,
    targets: Sequence[str],
    profile: Profile,
    *,
    account: str = "",
    cancel: Event | None = None,
) -> LinkOutcome:
    """Link to variants: each target is a Shopify SKU, GID or number, with `N*` before it for N.

    The variants are looked up in Shopify first. Raises BadInput, TryLater, AccountProblem.
    """
    connection = _connected(profile, account, cancel)
    wanted = [_target(target) for target in targets]
    with closing(connection):
        found = [(find_variant(connection, ref, "--to"), times) for ref, times in wanted]
    parts: dict[str, int] = {}
    for variant, times in found:
        parts[variant.gid] = parts.get(variant.gid, 0) + times
    link = SkuLink(_checked(sku), tuple(LinkPart(gid, times) for gid, times in parts.items()))
    variants = {variant.gid: variant for variant, _ in found}
    at = int(clock.now())
    sku_link.save_link(connection.account.id, link, at)
    variant_cache.save_by_gid(connection.account.id, variants.values(), at)
    return _healed(connection, link, tuple(variants.values()))


def link_custom_line(sku: str, *, account: str = "") -> LinkOutcome:
    """From now on send this SKU as a line without a product. Raises BadInput."""
    found = the_account(account)
    link = SkuLink(_checked(sku), ())
    sku_link.save_link(found.id, link, int(clock.now()))
    return LinkOutcome(sku, found.name, link, retried=_retry_failing(found.id, sku))


def remove_link(sku: str, *, account: str = "") -> LinkOutcome:
    """Forget the link; orders made before stay as they are. Raises BadInput where there is none."""
    found = the_account(account)
    if sku not in sku_link.links(found.id, [sku]):
        raise BadInput("SKU", f"{sku[:80]!r} has no link.", "See them with: crossdock link --list")
    sku_link.remove_link(found.id, sku)
    return LinkOutcome(sku, found.name, None)


def all_links(account: str = "") -> tuple[SkuLink, ...]:
    """Every link that the seller made for this account."""
    return tuple(sku_link.all_links(the_account(account).id))


def candidates_for(
    sku: str, profile: Profile, *, account: str = "", search: str = "", cancel: Event | None = None
) -> tuple[Candidate, ...]:
    """Which variants it may be, best first; asks Shopify. Raises TryLater, AccountProblem."""
    connection = _connected(profile, account, cancel)
    title = title_of(connection.account.id, sku)
    with closing(connection):
        currency = _currency(connection)
        return candidates(connection.shopify, sku, title, currency, search=search)


def failing_on(account_id: int, sku: str) -> tuple[OrderRow, ...]:
    """The orders that failed because of this SKU."""
    query = OrderQuery(OrderFilter(tab=Tab.ERRORS, account_id=account_id, text=sku))
    return tuple(
        row
        for row in list_orders(query)
        if any(failure.code in CODES for failure in row.failures) and _holds(row, sku)
    )


def title_of(account_id: int, sku: str) -> str:
    """What Amazon calls the product, from an order that holds it; "" where none does."""
    query = OrderQuery(OrderFilter(account_id=account_id, text=sku), limit=50)
    for row in list_orders(query):
        for detail in order_detail.detail(row.amazon_order_id):
            for item in detail.items:
                if item.sku == sku:
                    return item.title
    return ""


def _retry_failing(account_id: int, sku: str) -> tuple[str, ...]:
    rows = failing_on(account_id, sku)
    for code in CODES:
        retry_rows([row for row in rows if any(one.code == code for one in row.failures)], code)
    cured = order_list.rows(list(look_again(account_id)))
    found = (row.amazon_order_id for row in (*rows, *cured))
    return tuple(dict.fromkeys(found))


def _healed(connection: Connection, link: SkuLink, variants: tuple[Variant, ...]) -> LinkOutcome:
    retried = _retry_failing(connection.account.id, link.sku)
    return LinkOutcome(link.sku, connection.account.name, link, variants, retried)


def _holds(row: OrderRow, sku: str) -> bool:
    return any(
        item.sku == sku
        for detail in order_detail.detail(row.amazon_order_id)
        if detail.row.account_id == row.account_id
        for item in detail.items
    )


def _connected(profile: Profile, account: str, cancel: Event | None) -> Connection:
    found = the_account(account)
    return open_connection(found, profile.vault, profile.profile_id, cancel or Event())


def _target(text: str) -> tuple[str, int]:
    times = _TIMES.fullmatch(text.strip())
    reference, count = (times[2].strip(), int(times[1])) if times else (text.strip(), 1)
    if not reference or count < 1:
        raise BadInput("--to", f"{text[:80]!r} is no variant.", "Give a SKU, or 2*SKU for two.")
    return reference, count


def find_variant(connection: Connection, reference: str, field: str) -> Variant:
    """The one variant of that SKU, GID or number. Raises BadInput naming `field`."""
    client, currency = connection.shopify, _currency(connection)
    by_sku = variants_by_sku(client, (reference,), currency).get(reference, ())
    found = by_sku or _by_number(client, reference, currency)
    if len(found) == 1:
        return found[0]
    if found:
        numbers = ", ".join(variant.gid.rpartition("/")[2] for variant in found[:10])
        raise BadInput(
            field,
            f"{len(found)} variants carry SKU {reference[:80]!r}.",
            f"Give the number of the right one: {numbers}.",
        )
    raise BadInput(
        field,
        f"Shopify has no variant {reference[:80]!r}.",
        "Look for it with: crossdock link SKU --search TEXT",
    )


def _by_number(client: ShopifyClient, reference: str, currency: str) -> tuple[Variant, ...]:
    number = reference.removeprefix(_GID)
    if not (number.isascii() and number.isdigit()) or len(number) > 20:
        return ()
    return tuple(variants_by_gid(client, (f"{_GID}{number}",), currency).values())


def _currency(connection: Connection) -> str:
    facts = connection.account.facts
    return facts.currency if facts else "USD"


def _checked(sku: str) -> str:
    if not sku.strip() or len(sku) > _LONGEST:
        raise BadInput("SKU", "is empty or too long.", "Give the SKU as Amazon has it.")
    return sku
