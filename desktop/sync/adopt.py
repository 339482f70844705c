"""Orders that the shop already has: read once before the first creation, then kept up to date.

Another app may have made an order, or an earlier installation of this one. Each order of the shop
that names an Amazon order ID is remembered; a creation looks here first (PRODUCT rule 5).
"""

from dataclasses import dataclass, replace

from desktop.channels.shopify.orders import recent_orders
from desktop.clock import Clock
from desktop.clock import now as real_now
from desktop.models import seen_order
from desktop.models.account import account as account_row
from desktop.sync.connection import Connection
from desktop.sync.plan import VISIBLE_DAYS
from desktop.sync.progress import Progress, Tell
from desktop.sync.stored_cursor import StoredCursor
from desktop.trade import OrderRules, SeenOrder, ShopOrder

LOOK_EVERY_S = 60.0
INDEX_LAG_S = 600.0  # how far a search may lag behind (ARCHITECTURE section 4)
WATCHFUL_DAYS = 14  # after the start, and after the last order that another app made
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class ScanCursor(StoredCursor):
    """Where the scan of the shop's orders stands; times UTC seconds, by the shop's clock."""

    NAME = "shop_scan"
    since: int = 0  # everything created from here on has been read, or is being read
    page: str = ""
    newest: int = 0
    complete: bool = False
    looked_at: float = 0.0
    foreign_at: int = 0  # creation time of the newest order that another app made


def look(
    connection: Connection,
    rules: OrderRules,
    oldest: int,
    *,
    tell: Tell,
    clock: Clock = real_now,
) -> None:
    """Make sure that all orders the shop made since `oldest` are known, as far as is needed.

    Raises TryLater, AccountProblem, Cancelled. Goes on where it stopped.
    """
    if rules.look_for_other_apps == "never":
        return
    account_id = connection.account.id
    at = clock()
    cursor = ScanCursor.load(account_id)
    wanted = _visible_from(connection, oldest - _DAY_S, at)
    if not cursor.since or wanted < cursor.since:
        cursor = ScanCursor(since=wanted, foreign_at=cursor.foreign_at)
    elif cursor.complete and not _is_due(connection, rules, cursor, at):
        return
    _read_pages(connection, cursor, at, tell)


def _visible_from(connection: Connection, oldest: int, at: float) -> int:
    facts = account_row(connection.account.id).facts
    if facts is not None and facts.sees_all_orders:
        return oldest
    return max(oldest, int(at) - VISIBLE_DAYS * _DAY_S)


def _is_due(connection: Connection, rules: OrderRules, cursor: ScanCursor, at: float) -> bool:
    if at - cursor.looked_at < connection.pace.here(LOOK_EVERY_S):
        return False
    if rules.look_for_other_apps == "always":
        return True
    started = account_row(connection.account.id).started_at or 0
    return max(started, cursor.foreign_at) > at - WATCHFUL_DAYS * _DAY_S


def _read_pages(connection: Connection, cursor: ScanCursor, at: float, tell: Tell) -> None:
    account = connection.account
    lag = max(1, round(connection.pace.here(INDEX_LAG_S)))
    since = cursor.newest - lag if cursor.complete and cursor.newest else cursor.since
    page, read = ("" if cursor.complete else cursor.page), 0
    while True:
        found = recent_orders(connection.shopify, since, page)
        read += found.count
        foreign = _keep(account.id, found.seen)
        page = found.next_cursor
        cursor = replace(
            cursor,
            page=page,
            newest=max(cursor.newest, found.newest_created_at),
            foreign_at=max(cursor.foreign_at, foreign),
            complete=cursor.complete or not page,
            looked_at=at,
        )
        cursor.save(account.id)
        if not page:
            return
        tell(Progress(account.name, "look", f"{read} orders of the shop looked through", read))


def _keep(account_id: int, seen: tuple[SeenOrder, ...]) -> int:
    """Remember sightings; returns when the newest one that is not ours was made, or 0."""
    if not seen:
        return 0
    ours = seen_order.own_gids(account_id, [sighting.order.gid for sighting in seen])
    strangers = [sighting for sighting in seen if sighting.order.gid not in ours]
    seen_order.save_seen(account_id, strangers)
    return max((sighting.order.created_at for sighting in strangers), default=0)


def distinct_orders(sightings: tuple[SeenOrder, ...]) -> tuple[ShopOrder, ...]:
    """The different orders behind sightings of one Amazon order; living ones before cancelled."""
    by_gid = {sighting.order.gid: sighting.order for sighting in sightings}
    living = tuple(order for order in by_gid.values() if order.cancelled_at is None)
    return living or tuple(by_gid.values())
