"""Finds what is worth a message among what a sync changed: failures, cancel wishes, problems.

Messages are grouped by account; an order is told of once a session for each thing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop import clock
from desktop.rows import OrderFilter, OrderRow, Problem, SettingChoice, SortKey, SyncStatus
from desktop.ui.desk import GridQuery
from desktop.ui.work import Work

_GATHER_MS = 1500
_MOST_IDS = 500
KINDS = ("failures", "cancel_wishes", "problems", "summary")


@dataclass(frozen=True, slots=True)
class Message:
    """One notification; `order_id` is opened by a click, 0 shows the window only."""

    kind: str
    title: str
    text: str
    order_id: int = 0


class NewsWatch(QObject):
    """Listens to the signals of a desk, asks for the rows, tells messages."""

    told = Signal(object)

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._since = int(clock.now())
        self._ids: set[int] = set()
        self._failing: set[tuple[int, SyncStatus]] = set()
        self._oversold: set[int] | None = None
        self._wishes: set[int] | None = None
        self._problems: set[tuple[str, str, str]] = set()
        self._wanted = dict.fromkeys(KINDS, True) | {"summary": False}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_GATHER_MS)
        self._timer.timeout.connect(self._ask)
        work.signals.orders_changed.connect(self._on_orders)
        work.signals.problem.connect(self._on_problem)
        work.signals.accounts_changed.connect(self.refresh)
        work.reader.ask("marks at first", lambda: _marked(work), self._on_known)
        self.refresh()

    def wants(self, kind: str) -> bool:
        """Whether the settings ask for such messages."""
        return self._wanted.get(kind, False)

    @Slot()
    def refresh(self) -> None:
        """Read anew what a person wants to be told."""
        questions = self._work.desk.questions
        self._work.reader.ask("notify", lambda: questions.settings(None, ""), self._on_settings)

    @Slot(object)
    def _on_settings(self, settings: Sequence[SettingChoice]) -> None:
        for one in settings:
            if one.key.startswith("notify."):
                self._wanted[one.key.removeprefix("notify.")] = one.value == "true"

    @Slot(object)
    def _on_known(self, found: tuple[set[int], set[int]]) -> None:
        self._wishes, self._oversold = found

    @Slot(object)
    def _on_orders(self, ids: Iterable[int]) -> None:
        self._ids.update(ids)
        if self._ids and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _ask(self) -> None:
        ids = sorted(self._ids)[-_MOST_IDS:]
        self._ids.clear()
        questions = self._work.desk.questions
        self._work.reader.ask(
            f"news {ids[0]} {ids[-1]}", lambda: questions.rows_by_id(ids), self._on_rows
        )

    @Slot(object)
    def _on_rows(self, rows: Sequence[OrderRow]) -> None:
        failed = [row for row in rows if self._is_new_failure(row)]
        wishing = [row for row in rows if self._is_new_wish(row)]
        oversold = [row for row in rows if self._is_newly_oversold(row)]
        asked = {row.id for row in rows}
        failing = {(row.id, one.kind) for row in rows for one in row.failures}
        self._failing = {one for one in self._failing if one[0] not in asked or one in failing}
        for account, some in _by_account(failed):
            self._tell("failures", _failures(account, some))
        for account, some in _by_account(wishing):
            self._tell("cancel_wishes", _wishes(account, some))
        for account, some in _by_account(oversold):
            self._tell("failures", _oversold(account, some))

    def _is_new_failure(self, row: OrderRow) -> bool:
        """Whether something failed that was not told; each kind of an order is told once."""
        fresh = {(row.id, one.kind) for one in row.failures if one.at >= self._since}
        is_new = not fresh <= self._failing
        self._failing |= fresh
        return is_new

    def _is_newly_oversold(self, row: OrderRow) -> bool:
        if self._oversold is None or not row.oversold or row.id in self._oversold:
            return False
        self._oversold.add(row.id)
        return True

    def _is_new_wish(self, row: OrderRow) -> bool:
        if self._wishes is None or not row.cancel_wish or row.id in self._wishes:
            return False
        self._wishes.add(row.id)
        return True

    @Slot(object)
    def _on_problem(self, problem: Problem) -> None:
        key = (problem.account, problem.side, problem.code)
        if key not in self._problems:
            self._problems.add(key)
            text = f"{problem.cause} {problem.cure}"
            self._tell("problems", Message("problems", f"{problem.account}: {problem.title}", text))

    def forget_problem(self, account: str, side: str) -> None:
        """A side works again: the next problem is told anew."""
        self._problems = {one for one in self._problems if one[:2] != (account, side)}

    def _tell(self, kind: str, message: Message) -> None:
        if self.wants(kind):
            self.told.emit(message)


def _marked(work: Work) -> tuple[set[int], set[int]]:
    """Orders that were marked before: by a buyer's wish, as oversold. Asked on the reader."""
    wishes, oversold = (
        {
            row.id
            for row in work.desk.questions.rows(
                GridQuery(asked, SortKey.CREATED, True), 0, _MOST_IDS
            )
        }
        for asked in (OrderFilter(cancel_wish=True), OrderFilter(oversold=True))
    )
    return wishes, oversold


def _by_account(rows: Sequence[OrderRow]) -> Iterable[tuple[str, list[OrderRow]]]:
    found: dict[str, list[OrderRow]] = {}
    for row in rows:
        found.setdefault(row.account, []).append(row)
    return found.items()


def _failures(account: str, rows: list[OrderRow]) -> Message:
    first = rows[0]
    newest = max(first.failures, key=lambda one: one.at)
    why = newest.title
    if len(rows) == 1:
        return Message("failures", f"{account}: {newest.kind}", _of(first, why), first.id)
    kinds = ", ".join(sorted({one.kind.value for row in rows for one in row.failures}))
    text = f"{kinds}. First: {_of(first, why)}"
    return Message("failures", f"{account}: {len(rows)} new failures", text, first.id)


def _wishes(account: str, rows: list[OrderRow]) -> Message:
    first = rows[0]
    title = f"{account}: {len(rows)} cancel wishes" if len(rows) > 1 else f"{account}: cancel wish"
    text = _of(first, "The buyer asks to cancel.")
    return Message("cancel_wishes", title, text, first.id)


def _oversold(account: str, rows: list[OrderRow]) -> Message:
    first = rows[0]
    title = f"{account}: {len(rows)} oversold" if len(rows) > 1 else f"{account}: oversold"
    text = _of(first, "It took stock that was not there.")
    return Message("failures", title, text, first.id)


def _of(row: OrderRow, words: str) -> str:
    return f"{row.amazon_order_id}: {words}"
