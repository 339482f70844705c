"""Checks everything that has to work, and says for each part what is right or how to cure it."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from threading import Event
from typing import Literal

from desktop import clock, profile_lock
from desktop.actions.accounts import problems_of
from desktop.actions.side_check import SideCheck, check_amazon_side, check_shopify_side
from desktop.channels.http import Http
from desktop.channels.shopify.queries import API_VERSION
from desktop.errors import OutcomeUnknown, ProfileProblem, TryLater
from desktop.models import account as stored
from desktop.models import integrity, reconciliation
from desktop.profile import Profile
from desktop.sync.connection import Connection, open_connection
from desktop.trade import Account

State = Literal["ok", "warn", "fail"]

CLOCK_WARNS_S = 120
SECRET_LIFE_DAYS = 180
SECRET_WARNS_DAYS = 30


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked."""

    state: State
    what: str
    words: str
    cure: str = ""


def examine(profile: Profile, cancel: Event | None = None) -> Iterator[Finding]:
    """Every finding as soon as it is known; asks both services. Raises Cancelled."""
    yield from _profile(profile)
    accounts = stored.accounts()
    if not accounts:
        yield Finding("warn", "accounts", "No account is connected.", "Run: crossdock connect")
    for account in accounts:
        yield from _account(account, profile, cancel or Event())
    yield _adds_up()


def _profile(profile: Profile) -> Iterator[Finding]:
    yield Finding("ok", "profile", f"{profile.folder}")
    if profile.vault.is_lasting:
        yield Finding("ok", "keyring", "Keeps secrets.")
    else:
        cure = "Nothing is kept beyond this session (README, Headless machines)."
        yield Finding("warn", "keyring", "Secrets are only in memory.", cure)
    yield _database()
    holder = profile_lock.holder(profile.folder)
    if holder is None:
        yield Finding("ok", "sync", "Nobody syncs this profile at the moment.")
    else:
        since = clock.to_iso(holder.since)
        words = f"Process {holder.pid} ({holder.what}) syncs this profile since {since}."
        yield Finding("ok", "sync", words)


def _database() -> Finding:
    try:
        faults = integrity.faults()
    except ProfileProblem as problem:
        return Finding("fail", "database", f"{problem.title} {problem.cause}", problem.cure)
    if faults:
        cure = "Restore a backup of the profile folder; the database stays as it is."
        return Finding("fail", "database", f"{len(faults)} faults: {faults[0]}", cure)
    return Finding("ok", "database", "Encrypted, and sound in every page.")


def _account(account: Account, profile: Profile, cancel: Event) -> Iterator[Finding]:
    connection = open_connection(account, profile.vault, profile.profile_id, cancel)
    with closing(connection):
        yield from _reach(connection)
        yield from _side(check_amazon_side(connection.amazon, account.name), account)
        yield from _side(check_shopify_side(connection.shopify, account.name), account)
    yield secret_age(account, datetime.fromtimestamp(clock.now(), UTC).date())
    if not account.is_started:
        yield Finding(
            "warn",
            f"{account.name}: start",
            "Imports, but creates nothing in Shopify until it is started.",
            f'Run: crossdock start "{account.name}"',
        )
    for problem in problems_of(account):
        what = f"{account.name}: {problem.side}"
        yield Finding("warn", what, f"Was stopped: {problem.title}", problem.cure)


def _reach(connection: Connection) -> Iterator[Finding]:
    account = connection.account
    # Pages that answer everybody without a redirect; whatever they say, they are there.
    graphql = f"{account.shopify.endpoint}/admin/api/{API_VERSION}/graphql.json"
    for side, url in (("Amazon", f"{account.amazon.endpoint}/"), ("Shopify", graphql)):
        yield _reached(connection.http, f"{account.name}: network to {side}", url, clock.now)


def _reached(http: Http, what: str, url: str, now: Callable[[], float]) -> Finding:
    try:
        answer = http.send("Reach", "GET", url, headers={}, writes=False, deadline_s=15)
    except (TryLater, OutcomeUnknown) as error:
        return Finding("fail", what, error.why, "Check the network, a proxy, and the time.")
    ahead = clock_ahead(answer.headers.get("Date", ""), now())
    if ahead is None or abs(ahead) <= CLOCK_WARNS_S:
        return Finding("ok", what, f"Answers in {answer.took_ms} ms; the clocks agree.")
    direction = "ahead of" if ahead > 0 else "behind"
    return Finding(
        "warn",
        what,
        f"Answers, but this computer's clock is {abs(round(ahead))} s {direction} it.",
        "Let the system set the time by itself; wrong times break tokens and dates.",
    )


def clock_ahead(date_header: str, here: float) -> float | None:
    """Seconds by which this computer is ahead of a service; None without a usable Date header."""
    try:
        there = parsedate_to_datetime(date_header)
    except (ValueError, TypeError, IndexError):
        return None
    return here - there.timestamp()


def _side(check: SideCheck, account: Account) -> Iterator[Finding]:
    what = f"{account.name}: {check.side.capitalize()}"
    for words in check.right:
        yield Finding("ok", what, words)
    for problem in check.missing:
        yield Finding("fail", what, f"{problem.title} {problem.cause}", problem.cure)


def secret_age(account: Account, today: date) -> Finding:
    """Whether Amazon's client secret is near its end after 180 days."""
    what = f"{account.name}: client secret"
    try:
        left = SECRET_LIFE_DAYS - (today - date.fromisoformat(account.amazon.secret_set_on)).days
    except ValueError:
        return Finding("warn", what, "Its age is not known.", "Connect again to set it.")
    cure = "Make a new client secret in the developer console, and connect again with it."
    if left <= 0:
        return Finding("fail", what, "Has ended by Amazon's 180 days.", cure)
    if left <= SECRET_WARNS_DAYS:
        return Finding("warn", what, f"Ends in {left} days.", cure)
    return Finding("ok", what, f"Good for {left} days.")


def _adds_up() -> Finding:
    totals = reconciliation.reconcile()
    words = (
        f"{totals.imported} imported = {totals.done} done + {totals.waiting} waiting"
        f" + {totals.failed} failed + {totals.skipped} skipped."
    )
    if totals.adds_up:
        return Finding("ok", "orders", words)
    return Finding("fail", "orders", words, "Send the report from the log folder.")
