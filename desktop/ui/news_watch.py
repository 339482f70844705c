"""Asks, when something changed and every minute, what a person is to be told, and tells it.

What is new, and what was told before, the desk knows: also after a restart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.rows import NewsRow, Problem, SettingChoice
from desktop.ui.lease_words import ELSEWHERE
from desktop.ui.work import Work

_GATHER_MS = 1500
_EACH_MS = 60_000  # warnings come with time, and quiet hours end


@dataclass(frozen=True, slots=True)
class Message:
    """One notification. A click opens the order; where it is 0, what `kind` stands for."""

    kind: str
    title: str
    text: str
    order_id: int = 0
    account_id: int | None = None


class NewsWatch(QObject):
    """Listens to the signals of a desk, and tells messages."""

    told = Signal(object)

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._problems: dict[tuple[str, str, str], Problem] = {}
        self._is_asking = False
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(_GATHER_MS)
        self._gather.timeout.connect(self.ask)
        self._each = QTimer(self)
        self._each.setInterval(_EACH_MS)
        self._each.timeout.connect(self.ask)
        self._each.start()
        work.signals.orders_changed.connect(self._on_change)
        work.signals.accounts_changed.connect(self._on_change)
        work.signals.problem.connect(self._on_problem)
        self._gather.start()

    @Slot(object)
    @Slot()
    def _on_change(self, _: object = None) -> None:
        if not self._gather.isActive():
            self._gather.start()

    @Slot(object)
    def _on_problem(self, problem: Problem) -> None:
        if problem.code == ELSEWHERE:
            return
        self._problems[(problem.account, problem.side, problem.code)] = problem
        self._on_change()

    @Slot()
    def ask(self) -> None:
        """Ask what is new."""
        if self._is_asking:
            return
        self._is_asking = True
        deeds, problems = self._work.desk.deeds, tuple(self._problems.values())
        self._problems.clear()
        self._work.writer.do(lambda: deeds.take_news(problems), self._on_news, self._on_trouble)

    @Slot(object)
    def _on_news(self, news: Sequence[NewsRow]) -> None:
        self._is_asking = False
        for one in news:
            self.told.emit(Message(one.kind, one.title, one.text, one.order_id, one.account_id))

    @Slot(object)
    def _on_trouble(self, error: Exception) -> None:
        self._is_asking = False
        self._work.signals.trouble.emit(error)

    @Slot(object)
    def sum_up(self, message: Message) -> None:
        """What was done while the window was away, if a person wants to know, and now."""
        questions = self._work.desk.questions

        def asked() -> Message | None:
            is_on = _is_on(questions.settings(None, ""))
            return message if is_on and not questions.is_quiet() else None

        self._work.reader.ask("summary", asked, self._on_summary)

    @Slot(object)
    def _on_summary(self, message: Message | None) -> None:
        if message is not None:
            self.told.emit(message)


def _is_on(settings: Sequence[SettingChoice]) -> bool:
    return any(one.key == "notify.summary" and one.value == "true" for one in settings)
