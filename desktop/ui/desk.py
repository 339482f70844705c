"""All that the window may ask for: questions, deeds and errands, handed in by the app.

- questions: quick reads, on the reader thread; the newest one of a kind wins;
- deeds: quick writes, on the writer thread, one after the other;
- errands: anything that may call a service or take long, on a thread of its own; they get an
  Event that is set when nobody waits for them any more, and may raise the errors of
  `desktop.errors`.

The window never calls one of these on the GUI thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Protocol

from desktop.rows import (
    AccountState,
    CauseGroup,
    Counters,
    Counts,
    Decision,
    DraftPreview,
    ImportOutcome,
    OrderDetail,
    OrderFilter,
    OrderRow,
    PlanUse,
    RegionChoice,
    SettingChoice,
    ShopSide,
    SideReport,
    SortKey,
    StartPreview,
    VariantRow,
)
from desktop.ui.desk_back import BackDeeds, BackErrands, BackQuestions
from desktop.ui.desk_outbox import OutboxDeeds, OutboxQuestions
from desktop.ui.desk_settings import SettingsDeeds, SettingsErrands, SettingsQuestions

__all__ = ["Decision", "Deeds", "Desk", "Errands", "GridQuery", "Questions"]


@dataclass(frozen=True, slots=True)
class GridQuery:
    """What the grid shows, and in which order."""

    filter: OrderFilter
    sort: SortKey
    descending: bool


class Questions(BackQuestions, OutboxQuestions, SettingsQuestions, Protocol):
    """Quick reads."""

    def rows(self, query: GridQuery, offset: int, limit: int) -> tuple[OrderRow, ...]:
        """Rows from `offset` on."""

    def count(self, filter_: OrderFilter) -> int:
        """The exact count."""

    def prepare(self, query: GridQuery) -> None:
        """Make `rows` quick for every offset; called when nothing else is asked."""

    def place(self, query: GridQuery, order_id: int) -> int | None:
        """The row number of an order; None where it is not shown."""

    def ids(self, query: GridQuery, offset: int, limit: int) -> tuple[int, ...]:
        """The row ids from `offset` on."""

    def tabs(self, account_id: int | None) -> Counts:
        """Orders by tab."""

    def counters(self, account_id: int | None) -> Counters:
        """The chips."""

    def rows_by_id(self, order_ids: Sequence[int]) -> tuple[OrderRow, ...]:
        """These rows as they stand now."""

    def causes(self, account_id: int | None) -> tuple[CauseGroup, ...]:
        """Errors grouped by cause, the most urgent first."""

    def detail(self, order_id: int) -> OrderDetail | None:
        """Everything about one order."""

    def accounts(self) -> tuple[AccountState, ...]:
        """How every account stands."""

    def plan(self) -> PlanUse:
        """How much of the plan is used."""

    def currencies(self, account_id: int | None) -> tuple[str, ...]:
        """For the price filter."""

    def settings(self, account_id: int | None, marketplace_id: str) -> tuple[SettingChoice, ...]:
        """Every setting as it stands on a level."""

    def waiting_for_sku(self, account_id: int, sku: str) -> tuple[int, ...]:
        """The failed orders that linking that SKU would mend."""

    def interrupt(self) -> None:
        """End a running question at once; called from another thread than the one that asks."""


class Deeds(BackDeeds, OutboxDeeds, SettingsDeeds, Protocol):
    """Quick writes. Each returns how many orders it changed."""

    def archive(self, order_ids: Sequence[int]) -> int: ...

    def restore(self, order_ids: Sequence[int]) -> int: ...

    def retry(self, order_ids: Sequence[int]) -> int: ...

    def skip(self, order_ids: Sequence[int], reason: str) -> int: ...

    def done_by_hand(self, order_ids: Sequence[int], note: str) -> int: ...

    def decide(self, decision: Decision) -> int:
        """Keep the links and what else was decided, and send the order (and its like) again."""

    def take_over(self, account_ids: Sequence[int]) -> int:
        """Have this computer sync these accounts from its next run on."""

    def set_setting(
        self, key: str, value: str | None, account_id: int | None, marketplace_id: str
    ) -> int:
        """None unsets. Raises ValueError that names the allowed values."""


class Errands(BackErrands, SettingsErrands, Protocol):
    """What may take long or fail on the way."""

    def import_orders(
        self, text: str, *, create: bool, account_id: int | None, cancel: Event
    ) -> tuple[ImportOutcome, ...]: ...

    def fetch_again(self, order_id: int, cancel: Event) -> ImportOutcome: ...

    def preview(self, decision: Decision, cancel: Event) -> DraftPreview:
        """The very order that would be sent. Raises NeedsPerson where it could not be."""

    def search_variants(
        self, account_id: int, text: str, cancel: Event
    ) -> tuple[VariantRow, ...]: ...

    def candidates(
        self, account_id: int, sku: str, title: str, cancel: Event
    ) -> tuple[VariantRow, ...]: ...

    def shop_side(self, order_id: int, cancel: Event) -> ShopSide | None: ...

    def connect(self, text: str, cancel: Event) -> tuple[SideReport, ...]:
        """Connect from the JSON object of `crossdock connect`; saves only when both are right."""

    def check(self, account_id: int, cancel: Event) -> tuple[SideReport, ...]: ...

    def test_side(self, side: str, text: str, cancel: Event) -> SideReport:
        """Ask one side with the fields of the connect object; saves nothing."""

    def preview_start(self, account_id: int, choice: str, cancel: Event) -> StartPreview: ...

    def start(self, account_id: int, choice: str, cancel: Event) -> int: ...

    def export(self, query: GridQuery, path: Path, *, buyers: bool, cancel: Event) -> int:
        """CSV of what the filter shows; returns the number of orders."""

    def sync_now(self, cancel: Event) -> None: ...

    def pause(self, until: int | None, cancel: Event) -> None:
        """Pause syncing until a UTC second; None resumes."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the window is handed."""

    questions: Questions
    deeds: Deeds
    errands: Errands
    notices: tuple[str, ...] = field(default=())  # to be shown at once, such as session-only mode
    regions: tuple[RegionChoice, ...] = field(default=())
    is_demo: bool = False
    carriers: tuple[str, ...] = field(default=())  # Amazon's codes
