"""Lists orders: builds the grid's filter from words, and reads the rows page by page."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop.actions.bad_input import BadInput
from desktop.actions.find_account import find_account
from desktop.actions.order_words import (
    first_second,
    last_second,
    read_currency,
    read_price,
    read_tags,
    read_word,
    read_words,
    zone_named,
)
from desktop.models import order_list
from desktop.rows import OrderFilter, OrderRow, SortKey, Status, SyncStatus, Tab
from desktop.trade import Account

PAGE = 200


@dataclass(frozen=True, slots=True)
class ListWords:
    """A wish to see orders, in the words of a person; empty parts do not filter."""

    tab: str = "all"
    account: str = ""
    order_ids: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    sync_statuses: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    currency: str = ""
    price_from: str = ""
    price_to: str = ""
    created_from: str = ""
    created_to: str = ""
    search: str = ""
    cancel_wish: bool = False
    sort: str = ""
    reverse: bool = False
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class OrderQuery:
    """What is asked of the order list."""

    filter: OrderFilter = field(default_factory=OrderFilter)
    sort: SortKey = SortKey.CREATED
    descending: bool = True
    limit: int | None = None


def read_query(words: ListWords) -> OrderQuery:
    """The query that a person's words mean. Raises BadInput naming option and cure.

    Days are whole days in the time zone of the account's shop, or of this computer where all
    accounts are listed.
    """
    tab = read_word(Tab, words.tab, "--tab")
    account = find_account(words.account) if words.account else None
    created_from, created_to = _dates(words, account)
    currency, price_from, price_to = _prices(words, account)
    sort = read_word(SortKey, words.sort, "--sort") if words.sort else _usual_sort(tab)
    return OrderQuery(
        filter=OrderFilter(
            tab=tab,
            account_id=account.id if account else None,
            order_ids=_id_parts(words.order_ids),
            statuses=read_words(Status, words.statuses, "--status"),
            sync_statuses=read_words(SyncStatus, words.sync_statuses, "--sync-status"),
            tags=read_tags(words.tags),
            currency=currency,
            price_from=price_from,
            price_to=price_to,
            created_from=created_from,
            created_to=created_to,
            text=words.search.strip(),
            cancel_wish=words.cancel_wish,
        ),
        sort=sort,
        descending=(sort is SortKey.CREATED) != words.reverse,
        limit=words.limit,
    )


def list_orders(query: OrderQuery) -> Iterator[OrderRow]:
    """The rows, page by page as they are taken."""
    left = query.limit
    key: tuple[int | str | None, ...] | None = None
    while left is None or left > 0:
        size = PAGE if left is None else min(PAGE, left)
        page = order_list.page(query.filter, query.sort, query.descending, key, size)
        yield from page.rows
        if page.next_key is None:
            return
        key = page.next_key
        left = None if left is None else left - len(page.rows)


def count_orders(query: OrderQuery) -> int:
    """How many orders the filter finds, whatever the limit."""
    return order_list.count(query.filter)


def _usual_sort(tab: Tab) -> SortKey:
    return SortKey.SHIP_BY if tab is Tab.ERRORS else SortKey.CREATED


def _id_parts(texts: tuple[str, ...]) -> tuple[str, ...]:
    parts = [part for text in texts for part in text.replace(",", " ").replace(";", " ").split()]
    return tuple(dict.fromkeys(parts))


def _dates(words: ListWords, account: Account | None) -> tuple[int | None, int | None]:
    zone = zone_named(account.facts.timezone) if account and account.facts else None
    start = first_second(words.created_from, zone, "--created-from") if words.created_from else None
    end = last_second(words.created_to, zone, "--created-to") if words.created_to else None
    if start is not None and end is not None and end < start:
        raise BadInput("--created-to", "lies before --created-from.", "Exchange the two.")
    return start, end


def _prices(words: ListWords, account: Account | None) -> tuple[str, int | None, int | None]:
    if not (words.price_from or words.price_to):
        return read_currency(words.currency) if words.currency else "", None, None
    currency = read_currency(words.currency) if words.currency else _only_currency(account)
    low = read_price(words.price_from, currency, "--price-from") if words.price_from else None
    high = read_price(words.price_to, currency, "--price-to") if words.price_to else None
    if low is not None and high is not None and high < low:
        raise BadInput("--price-to", "is below --price-from.", "Exchange the two.")
    return currency, low, high


def _only_currency(account: Account | None) -> str:
    """The currency of the orders in question, where all have the same."""
    found = order_list.currencies(account.id if account else None)
    if len(found) == 1:
        return found[0]
    raise BadInput(
        "--currency",
        "is missing: prices of several currencies are never compared.",
        f"Add one of: {', '.join(found) or 'EUR, USD …'}.",
    )
