"""Work for the window that calls a service or takes long: import, connect, start, pause."""

from contextlib import closing
from threading import Event

from desktop import clock
from desktop.actions.connect import check_side, connect
from desktop.actions.connect_request import parse_connect, parse_side
from desktop.actions.import_orders import import_orders
from desktop.actions.side_check import SideCheck, check_amazon_side, check_shopify_side
from desktop.actions.start_choice import read_choice
from desktop.app.news import News
from desktop.app.own_connection import ends_connection
from desktop.app.syncing import Syncing
from desktop.errors import Side
from desktop.models import account as accounts
from desktop.profile import Profile
from desktop.rows import ImportOutcome, SideReport, StartPreview
from desktop.sync import start as sync_start
from desktop.sync.connection import Connection, open_connection


class AccountErrands:
    """Everything about accounts and the background work."""

    def __init__(self, profile: Profile, news: News, syncing: Syncing) -> None:
        self._profile = profile
        self._news = news
        self._syncing = syncing

    @ends_connection
    def import_orders(
        self, text: str, *, create: bool, account_id: int | None, cancel: Event
    ) -> tuple[ImportOutcome, ...]:
        """Fetch the orders of pasted IDs. Raises BadInput, NeedsPerson, Cancelled."""
        self._syncing.stir()
        outcomes = import_orders(
            text,
            self._profile,
            mode="create" if create else "import_only",
            account="" if account_id is None else str(account_id),
            cancel=cancel,
            tell=self._news.progress,
        )
        self._news.orders_changed()
        return outcomes

    @ends_connection
    def connect(self, text: str, cancel: Event) -> tuple[SideReport, ...]:
        """Connect from the JSON object; saves only when both sides are right."""
        request = parse_connect(text)
        keeps = self._profile.is_lasting
        outcome = connect(request, self._profile, cancel=cancel, keeps=keeps)
        if outcome.is_connected:
            self._profile.vault.forget()
            self._news.accounts_changed()
            self._syncing.sync_now()
        return _report(outcome.amazon), _report(outcome.shopify)

    @ends_connection
    def test_side(self, side: str, text: str, cancel: Event) -> SideReport:
        """Ask one side only; saves nothing. Raises BadInput, Cancelled."""
        which: Side = "amazon" if side == "amazon" else "shopify"
        return _report(check_side(which, parse_side(which, text), cancel))

    @ends_connection
    def check(self, account_id: int, cancel: Event) -> tuple[SideReport, ...]:
        """Ask both sides of a connected account; what is right again goes on."""
        with closing(self._connection(account_id, cancel)) as connection:
            name = connection.account.name
            sides = (
                check_amazon_side(connection.amazon_user_lane, name),
                check_shopify_side(connection.shopify, name),
            )
        for side in sides:
            self._keep(account_id, side)
        self._news.accounts_changed()
        return tuple(_report(side) for side in sides)

    @ends_connection
    def preview_start(self, account_id: int, choice: str, cancel: Event) -> StartPreview:
        """What starting would do. Raises BadInput, TryLater, AccountProblem, Cancelled."""
        with closing(self._connection(account_id, cancel)) as connection:
            return sync_start.preview_start(
                connection, read_choice(choice), tell=self._news.progress
            )

    @ends_connection
    def start(self, account_id: int, choice: str, cancel: Event) -> int:
        """Start the account; returns how many held orders were decided on. Raises BadInput."""
        if cancel.is_set():
            return 0
        decided = sync_start.start(account_id, read_choice(choice), int(clock.now()))
        self._news.accounts_changed()
        self._news.orders_changed()
        self._syncing.sync_now()
        return decided

    @ends_connection
    def sync_now(self, cancel: Event) -> None:
        """Bring the next run forward."""
        if not cancel.is_set():
            self._syncing.sync_now()

    @ends_connection
    def pause(self, until: int | None, cancel: Event) -> None:
        """Pause until a UTC second; None goes on."""
        if not cancel.is_set():
            self._syncing.pause(until)

    def _connection(self, account_id: int, cancel: Event) -> Connection:
        account = accounts.account(account_id)
        return open_connection(account, self._profile.vault, self._profile.profile_id, cancel)

    @staticmethod
    def _keep(account_id: int, side: SideCheck) -> None:
        if not side.is_well:
            return
        accounts.set_problem(account_id, side.side, "")
        accounts.mark_checked(account_id, side.side, int(clock.now()))
        if side.facts is not None:
            accounts.save_facts(account_id, side.facts)


def _report(side: SideCheck) -> SideReport:
    return SideReport(side.side, side.right, side.missing)
